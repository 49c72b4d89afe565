import pg from 'pg';
import { magicNumber, magicNumbers, type WillName } from '#sandbox/numbers.ts';
import { type Person, signIn } from '#tests/end-to-end/person.ts';
import { sandboxOf } from '#tests/end-to-end/sandbox.ts';
import type { App } from '#tests/support/app.ts';
import { FRIDAY, type LeadClock, openLeadClock } from './lead-clock.ts';
import { type Story, storiesOf } from './stories.ts';

/** Leads of each character. */
const EACH = 2;
/** Leads whose clocks are moved side by side. */
const AT_ONCE = 8;
/** They come and say nothing: only the client can say so. */
const SILENT_GUESTS: readonly WillName[] = ['books-client', 'third-time'];

/** What became of every character of the sandbox, twice. */
export type Cast = { person: Person; campaignId: string; all: Story[]; stories: (will: WillName) => Story[] };

/**
 * Plays every character from the import to its end on the product's true timing. Each lead's clock is moved from one thing that happens to the
 * next, once all is quiet around it, so that no slowness of the machine changes what happens.
 */
export async function playCast(app: App): Promise<Cast> {
  await sandboxOf(app).silenceClient();
  const person = await signIn(app);
  const settings = { mode: 'rehearsal', cadencePreset: 'true', pace: 'instant', maxConcurrentCalls: AT_ONCE };
  const { id: campaignId } = await person.post<{ id: string }>('/campaigns', { name: 'Every character twice', ...settings });
  await offerSecondBooking(app, campaignId);
  await person.post('/leads/import', { campaignId, leads: magicNumbers.flatMap(({ name }) => leadsOf(name)) });
  const leads = (
    await person.get<{ data: { id: string; clientId: string; phone: string }[] }>(`/leads?campaignId=${campaignId}&pageSize=100`)
  ).data;
  await using clock = openLeadClock(app, await clientOf(app, campaignId));
  await clock.begin(campaignId, FRIDAY);
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
  const all = await storiesOf(app.database.superuserUrl, campaignId);
  return { person, campaignId, all, stories: (will) => all.filter(({ phone }) => phonesOf(will).includes(phone)) };
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
const offerSecondBooking = (app: App, campaignId: string) =>
  asSuperuser(
    app,
    `INSERT INTO message_template (client_id, campaign_id, key, channel, body)
     SELECT client_id, id, 'booking_confirmation', 'sms', 'Booked. A better time: {{booking_link}} Ref {{reference}}. Reply STOP to opt out.'
     FROM campaign WHERE id = $1`,
    campaignId,
  );

const clientOf = async (app: App, campaignId: string) =>
  String((await asSuperuser(app, 'SELECT client_id FROM campaign WHERE id = $1', campaignId))[0]?.client_id);

async function asSuperuser({ database }: App, statement: string, id: string): Promise<{ client_id?: string }[]> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    return (await client.query<{ client_id?: string }>(statement, [id])).rows;
  } finally {
    await client.end();
  }
}
