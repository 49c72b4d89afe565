import { magicNumber, type WillName } from '#sandbox/numbers.ts';
import { type Person, signIn } from '#tests/end-to-end/person.ts';
import { sandboxOf } from '#tests/end-to-end/sandbox.ts';
import type { App } from '#tests/support/app.ts';
import { FRIDAY, type LeadClock, openLeadClock } from './lead-clock.ts';
import { inShort, type Story, storiesOf } from './stories.ts';
import { asSuperuser } from './superuser.ts';

/** Leads of each character. */
const EACH = 2;
/** Leads whose clocks are moved side by side. */
const AT_ONCE = 6;
/** Calls at a time: the sandbox's agent waits two seconds for our calendar, then offers a link instead, which is another story. */
const LINES = 3;
/** They come and say nothing: only the client can say so. */
const SILENT_GUESTS: readonly WillName[] = ['books-client', 'third-time'];

/** What became of some of the sandbox's characters, twice each. */
export type Cast = {
  person: Person;
  all: Story[];
  stories: (will: WillName) => Story[];
  /** Both stories of a character in few words. */
  both: (will: WillName) => ReturnType<typeof inShort>[];
};

/**
 * Plays characters from the import to their end on the product's true timing. Each lead's clock is moved from one thing that happens to the
 * next, once all is quiet around it, so that no slowness of the machine changes what happens.
 */
export async function playCast(app: App, wills: readonly WillName[]): Promise<Cast> {
  await sandboxOf(app).silenceClient();
  const person = await signIn(app);
  const settings = { mode: 'rehearsal', cadencePreset: 'true', pace: 'instant', maxConcurrentCalls: LINES };
  const { id: campaignId } = await person.post<{ id: string }>('/campaigns', { name: 'Everybody twice', ...settings });
  await offerSecondBooking(app, campaignId);
  await person.post('/leads/import', { campaignId, leads: wills.flatMap(leadsOf) });
  const { data: leads } = await person.get<{ data: { id: string; phone: string }[] }>(`/leads?campaignId=${campaignId}&pageSize=100`);
  await using clock = await openLeadClock(app, campaignId);
  await clock.begin(FRIDAY);
  await person.post(`/campaigns/${campaignId}/activate`);
  const queue = leads.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { id, phone } of queue) {
        if (SILENT_GUESTS.some((will) => phonesOf(will).includes(phone))) await confirmByClient(person, clock, id);
        await clock.end(id);
      }
    }),
  );
  const all = await storiesOf(app.database, campaignId);
  const stories = (will: WillName) => all.filter(({ phone }) => phonesOf(will).includes(phone));
  return { person, all, stories, both: (will) => stories(will).map(inShort) };
}

const phonesOf = (will: WillName) => Array.from({ length: EACH }, (_, n) => magicNumber(will, n));

const leadsOf = (will: WillName) =>
  phonesOf(will).map((phone, n) => ({
    ...{ first_name: will, last_name: `Number ${n + 1}`, phone, email: `${will}.${n + 1}@example.com` },
    ...{ timezone: 'America/Chicago', consent_at: '2026-01-15', consent_source: 'web form' },
  }));

/** Goes on until the lead's appointment has begun, then says as the client that it took place. */
async function confirmByClient(person: Person, clock: LeadClock, leadId: string): Promise<void> {
  for (;;) {
    const { data } = await person.get<{ data: { id: string }[] }>(`/appointments?leadId=${leadId}&verification=due&mode=rehearsal`);
    if (data[0]) return void (await person.post(`/appointments/${data[0].id}/verify`, { attended: true }));
    const { kind } = await clock.next(leadId);
    if (kind === 'nothing-ahead') throw new Error(`Lead ${leadId} ended without an appointment that the client could confirm.`);
  }
}

/** Only here: a confirmation that offers to book, so that whoever would book twice does, before the first appointment. */
const offerSecondBooking = ({ database }: App, campaignId: string) =>
  asSuperuser(
    database,
    `INSERT INTO message_template (client_id, campaign_id, key, channel, body)
     SELECT client_id, id, 'booking_confirmation', 'sms', 'Booked. A better time: {{booking_link}} Ref {{reference}}. Reply STOP to opt out.'
     FROM campaign WHERE id = $1`,
    [campaignId],
  );
