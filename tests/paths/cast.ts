import pg from 'pg';
import { vi } from 'vitest';
import { type Cadence, SECONDS_CADENCE } from '#domain/cadence.ts';
import { magicNumber, magicNumbers, type WillName } from '#sandbox/numbers.ts';
import { type Person, signIn } from '#tests/end-to-end/person.ts';
import type { App } from '#tests/support/app.ts';
import { type Story, storiesOf } from './stories.ts';

/** Days as seconds, a little wider where a slow machine would change what happens: a YES has 20 s to arrive, a reminder 7 s. */
export const CADENCE: Cadence = { ...SECONDS_CADENCE, verify: 30, reminders: { '24h': 24, '2h': 15, '15m': 7 } };
/** Leads of each character. */
const EACH = 2;

/** A rehearsal with every character of the sandbox, twice. */
export type Cast = { person: Person; campaignId: string; stories: (will: WillName) => Story[]; all: Story[] };

/** Plays it from the import to its end, which takes about four minutes, and reads what became of everybody. */
export async function playCast(app: App): Promise<Cast> {
  const person = await signIn(app);
  const settings = { mode: 'rehearsal', cadencePreset: 'seconds', pace: 'seconds', cadence: CADENCE, maxConcurrentCalls: 40 };
  const { id: campaignId } = await person.post<{ id: string }>('/campaigns', { name: 'Every character twice', ...settings });
  await writeConfirmationWithLink(app, campaignId);
  await person.post('/leads/import', { campaignId, leads: magicNumbers.flatMap(({ name }) => leadsOf(name)) });
  await person.post(`/campaigns/${campaignId}/activate`);
  await ended(person, campaignId);
  const all = await storiesOf(app.database.superuserUrl, campaignId);
  return { person, campaignId, all, stories: (will) => all.filter(({ phone }) => phonesOf(will).includes(phone)) };
}

const phonesOf = (will: WillName) => Array.from({ length: EACH }, (_, n) => magicNumber(will, n));

const leadsOf = (will: WillName) =>
  phonesOf(will).map((phone, n) => ({
    ...{ first_name: will, last_name: `Number ${n + 1}`, phone, email: `${will}.${n + 1}@example.com` },
    ...{ timezone: 'America/Chicago', consent_at: '2026-01-15', consent_source: 'web form' },
  }));

/** Only here: a confirmation that offers to book, so that somebody books a second time before the first appointment. */
async function writeConfirmationWithLink({ database, demo }: App, campaignId: string): Promise<void> {
  if (!demo) throw new Error('The cast plays for the demo client.');
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO message_template (client_id, campaign_id, key, channel, body)
       SELECT client_id, id, 'booking_confirmation', 'sms', 'Booked. A better time: {{booking_link}} Ref {{reference}}. Reply STOP to opt out.'
       FROM campaign WHERE id = $1`,
      [campaignId],
    );
  } finally {
    await client.end();
  }
}

type Unfinished = { phone: string; status: string; phase: string; nextKind: string | null; nextReason: string | null };

async function ended(person: Person, campaignId: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { status } = await person.get<{ status: string }>(`/campaigns/${campaignId}`);
      if (status === 'completed') return;
      const { data } = await person.get<{ data: Unfinished[] }>(`/leads?campaignId=${campaignId}&pageSize=100`);
      const left = data.filter(({ phase }) => phase !== 'end').map(({ phone, status: s, phase, nextKind }) => `${phone} ${s} in ${phase}, next ${nextKind}`);
      throw new Error(`The campaign is ${status}. Left: ${left.join('; ')}`);
    },
    { timeout: 480_000, interval: 1_000 },
  );
}
