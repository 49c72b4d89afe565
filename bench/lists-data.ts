import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { COMPANIES, FIRST_NAMES, LAST_NAMES, TAGS } from '../examples/people.ts';

export type Loaded = { clientId: string; campaignId: string };
const at = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** How many in a thousand leads stand in each status, with the phase, the attempts and the last outcome that go with it. */
const STANDINGS = [
  [520, 'queued', 'reach', 0, null],
  [180, 'queued', 'reach', 1, 'no_answer'],
  [90, 'contacted', 'invite', 1, 'interested'],
  [20, 'callback', 'reach', 1, 'callback_requested'],
  [40, 'booked', 'attend', 1, 'appointment_set'],
  [30, 'shown', 'end', 1, 'appointment_set'],
  [12, 'no_show', 'rebook', 1, 'appointment_set'],
  [8, 'rebooking', 'rebook', 2, 'appointment_set'],
  [78, 'unresponsive', 'end', 3, 'voicemail'],
  [20, 'dnc', 'end', 1, 'not_interested'],
  [2, 'invalid', 'end', 1, 'wrong_number'],
] as const;
const AREAS = ['212', '415', '303', '312', '206', '305', '602', '617', '702', '512'];

/** The thousand of them one after the other. */
const THOUSAND = STANDINGS.flatMap((standing) => Array.from({ length: standing[0] }, () => standing));

function* leadLines({ clientId, campaignId }: Loaded, leads: number, now: number) {
  const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
  for (let n = 0; n < leads; n++) {
    const [first, last] = [at(FIRST_NAMES, n * 31 + Math.floor(n / 97)), at(LAST_NAMES, n * 17 + Math.floor(n / 89))];
    const [, status, phase, attempts, outcome] = at(THOUSAND, n * 7919); // spread, so that no status is a stretch of the table
    const cells = {
      ...{ clientId, mode: 'rehearsal', campaignId, first, last, email: `${first}.${last}${n}@example.com`.toLowerCase() },
      phone: `+1${at(AREAS, n)}${2_000_000 + Math.floor(n / AREAS.length)}`,
      ...{ company: `${at(COMPANIES, n * 13)} ${n % 400}`, status, phase, attempts, outcome },
      contacted: attempts > 0 ? ago((n * 37) % 20_000) : null,
      nextAt: phase === 'end' ? null : ago(-((n * 53) % 10_000)),
      booked: outcome === 'appointment_set' ? ago((n * 29) % 20_000) : null,
      tags: n % 3 === 0 ? `{${at(TAGS, n)},${at(TAGS, n + 3)}}` : '{}',
      created: ago(30_000 + Math.floor((leads - n) / 5)),
    };
    yield `${Object.values(cells)
      .map((cell) => cell ?? '\\N')
      .join('\t')}\n`;
  }
}

/** One client with one campaign of so many leads in every standing, their calls and appointments; by COPY, as the superuser. */
export async function loadLists(url: string, { leads, userId }: { leads: number; userId: string }): Promise<Loaded> {
  const loaded = { clientId: randomUUID(), campaignId: randomUUID() };
  const { clientId, campaignId } = loaded;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`INSERT INTO client (id, name, slug, milestone_enabled) VALUES ($1, 'Bench', 'bench', true)`, [clientId]);
    await client.query(`INSERT INTO membership (client_id, user_id, role) VALUES ($1, $2, 'owner')`, [clientId, userId]);
    await client.query(
      `INSERT INTO campaign (client_id, id, name, status, mode, cadence, timezone, calling_hours) VALUES ($1, $2, 'Spring roof inspections', 'paused', 'rehearsal', $3, 'America/New_York', $4)`,
      [clientId, campaignId, TRUE_CADENCE, DEFAULT_HOURS],
    );
    const columns =
      'client_id, mode, campaign_id, first_name, last_name, email, phone, company, status, phase, attempts, last_outcome, last_contacted_at, next_at, booked_at, tags, created_at';
    await pipeline(Readable.from(leadLines(loaded, leads, Date.now())), client.query(copyFrom(`COPY lead (${columns}) FROM STDIN`)));
    await client.query(
      `UPDATE lead SET next_kind = CASE phase WHEN 'reach' THEN 'dial' WHEN 'attend' THEN 'verify' END WHERE client_id = $1 AND phase IN ('reach', 'attend')`,
      [clientId],
    );
    await client.query(
      `INSERT INTO call (client_id, mode, lead_id, campaign_id, permit, status, dial_no, attempt, to_number, outcome, answered, duration_seconds, created_at, dialled_at, started_at, ended_at, analyzed_at, settled_at)
       SELECT l.client_id, l.mode, l.id, l.campaign_id, 'consumed', 'completed', n, n, l.phone, CASE WHEN n = l.attempts THEN l.last_outcome ELSE 'no_answer' END,
              n = l.attempts AND l.last_outcome <> 'no_answer', 20 + l.attempts * 31, t.at, t.at, t.at, t.at + interval '1 minute', t.at + interval '1 minute', t.at + interval '1 minute'
       FROM lead l CROSS JOIN LATERAL generate_series(1, l.attempts) n CROSS JOIN LATERAL (SELECT l.last_contacted_at - (l.attempts - n) * interval '1 day' AS at) t
       WHERE l.client_id = $1`,
      [clientId],
    );
    await client.query(
      `INSERT INTO appointment (client_id, mode, lead_id, campaign_id, title, start_at, end_at, timezone, status, booked_at, verify_due_at, verified_at, counted_at)
       SELECT client_id, mode, id, campaign_id, 'Roof inspection', s.at, s.at + interval '30 minutes', 'America/New_York',
              CASE status WHEN 'shown' THEN 'shown' WHEN 'booked' THEN 'scheduled' ELSE 'no_show' END, booked_at, s.at + interval '48 hours',
              CASE WHEN status <> 'booked' THEN s.at + interval '48 hours' END, CASE WHEN status = 'shown' THEN s.at + interval '48 hours' END
       FROM lead CROSS JOIN LATERAL (SELECT CASE WHEN status = 'booked' THEN now() + interval '3 days' ELSE booked_at + interval '3 days' END AS at) s
       WHERE client_id = $1 AND booked_at IS NOT NULL`,
      [clientId],
    );
    await client.query('VACUUM ANALYZE'); // what autovacuum has done an hour later
  } finally {
    await client.end();
  }
  return loaded;
}
