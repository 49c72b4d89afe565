import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { type DispatchLease, expiredGrants, expireGrant, grantPage, grantsToRepeat, outlookOf, takeLease } from './dispatch.ts';
import { claimOutbox } from './outbox.ts';

let database: TestDatabase;
let db: Db;
let sql: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb({ appUrl: database.urls.app, relayUrl: database.urls.relay });
  sql = new pg.Client({ connectionString: database.superuserUrl });
  await sql.connect();
});
afterAll(async () => {
  await sql?.end();
  await db?.close();
  await database?.dispose();
});

type World = { clientId: string; campaignId: string; lease: DispatchLease };
let made = 0;

/** A rehearsal with `leads` leads that are due, and a lease on it. */
async function campaign({
  leads,
  campaignCap = 50,
  clientCap = 50,
}: {
  leads: number;
  campaignCap?: number;
  clientCap?: number;
}): Promise<World> {
  const n = ++made;
  const client = await sql.query<{ id: string }>(
    `INSERT INTO client (name, slug, max_concurrent_calls) VALUES ('Client', $1, $2) RETURNING id`,
    [`c${n}`, clientCap],
  );
  const clientId = client.rows[0]?.id ?? '';
  const row = await sql.query<{ id: string }>(
    `INSERT INTO campaign (client_id, name, status, mode, cadence, enforce_hours, timezone, calling_hours, max_concurrent_calls)
     VALUES ($1, 'Campaign', 'active', 'rehearsal', $2, false, 'UTC', '{}', $3) RETURNING id`,
    [clientId, JSON.stringify(SECONDS_CADENCE), campaignCap],
  );
  const campaignId = row.rows[0]?.id ?? '';
  await sql.query(
    `INSERT INTO lead (client_id, mode, campaign_id, phone, due_at, next_call_at)
     SELECT $1, 'rehearsal', $2, '+1212555' || lpad(i::text, 4, '0'), now(), now() FROM generate_series(1, $3) i`,
    [clientId, campaignId, leads],
  );
  const lease = await db.withClient(clientId, (tx) => takeLease(tx, clientId, campaignId));
  if (!lease) throw new Error('no lease');
  return { clientId, campaignId, lease };
}

const grant = (lease: DispatchLease, limit = 100, accountCap = 10_000) =>
  db.asRelay((relay) => grantPage(relay, lease, { accountCap, limit }));
const count = async (text: string, values: unknown[]) =>
  Number((await sql.query<{ n: string }>(`SELECT count(*) AS n FROM ${text}`, values)).rows[0]?.n);

test('a grant is a call row, a reserved slot and a lead that waits no more', async () => {
  const { clientId, lease } = await campaign({ leads: 1 });
  const page = await grant(lease);
  expect(page).toMatchObject({ kind: 'granted', isCapped: false, grants: [{ skewMs: 0 }] });
  const { rows } = await sql.query(
    `SELECT c.permit, c.status, c.attempt, s.state, l.status AS lead, l.due_at, l.next_call_at FROM call c JOIN call_slot s ON s.call_id = c.id
     JOIN lead l ON l.id = c.lead_id WHERE c.client_id = $1`,
    [clientId],
  );
  expect(rows).toEqual([
    { permit: 'granted', status: 'pending', attempt: 1, state: 'reserved', lead: 'queued', due_at: null, next_call_at: null },
  ]);
  expect(await grant(lease)).toEqual({ kind: 'granted', grants: [], isCapped: false });
});

test.each([
  ['campaign', { campaignCap: 3 }, 10_000],
  ['client', { clientCap: 3 }, 10_000],
])('the cap of the %s holds, also when dispatchers grant side by side', async (_of, caps, accountCap) => {
  const { clientId, lease } = await campaign({ leads: 20, ...caps });
  await Promise.all([1, 2, 3, 4].map(() => grant(lease, 2, accountCap)));
  expect(await count('call_slot WHERE client_id = $1', [clientId])).toBe(3);
  expect(await grant(lease, 2, accountCap)).toEqual({ kind: 'granted', grants: [], isCapped: true });
});

test('the cap of the account counts the calls of every client', async () => {
  const taken = await count(`call_slot WHERE mode = 'rehearsal'`, []);
  const worlds = [await campaign({ leads: 5 }), await campaign({ leads: 5 })];
  for (const { lease } of worlds) await grant(lease, 4, taken + 6);
  expect(await count(`call_slot WHERE mode = 'rehearsal'`, [])).toBe(taken + 6);
});

test('two dispatchers never grant one lead twice', async () => {
  const { clientId, lease } = await campaign({ leads: 40 });
  await Promise.all([1, 2, 3, 4, 5].map(() => grant(lease, 10)));
  expect(await count('call WHERE client_id = $1', [clientId])).toBe(40);
  expect(await count('(SELECT DISTINCT lead_id FROM call WHERE client_id = $1) l', [clientId])).toBe(40);
});

test('a slice that was superseded, and one of a paused campaign, grant nothing', async () => {
  const { clientId, campaignId, lease } = await campaign({ leads: 2 });
  await db.withClient(clientId, (tx) => takeLease(tx, clientId, campaignId));
  expect(await grant(lease)).toEqual({ kind: 'stopped', why: 'superseded' });
  await sql.query(`UPDATE campaign SET status = 'paused' WHERE id = $1`, [campaignId]);
  expect(await grant(lease)).toEqual({ kind: 'stopped', why: 'not-active' });
});

test('urgent leads come first, then those that have waited longest', async () => {
  const { clientId, lease } = await campaign({ leads: 3 });
  await sql.query(`UPDATE lead SET due_at = now() - interval '1 hour' WHERE client_id = $1 AND phone = '+12125550002'`, [clientId]);
  await sql.query(`UPDATE lead SET urgent = true WHERE client_id = $1 AND phone = '+12125550003'`, [clientId]);
  const order: string[] = [];
  for (let i = 0; i < 3; i++) {
    const page = await grant(lease, 1);
    const leadId = page.kind === 'granted' ? page.grants[0]?.leadId : undefined;
    order.push((await sql.query<{ phone: string }>('SELECT phone FROM lead WHERE id = $1', [leadId])).rows[0]?.phone ?? '');
  }
  expect(order).toEqual(['+12125550003', '+12125550002', '+12125550001']);
});

test('an unused grant is released again, and once it expired its lead is due again with its slot free', async () => {
  const { clientId, campaignId, lease } = await campaign({ leads: 1 });
  await grant(lease);
  const repeats = () => db.withClient(clientId, (tx) => grantsToRepeat(tx, clientId, campaignId));
  const expired = () => db.withClient(clientId, (tx) => expiredGrants(tx, clientId, campaignId));
  expect(await repeats()).toEqual([]);
  await sql.query(`UPDATE call SET granted_at = now() - interval '6 seconds' WHERE client_id = $1`, [clientId]);
  expect(await repeats()).toHaveLength(1);
  expect(await expired()).toEqual([]);
  await sql.query(`UPDATE call_slot SET lease_until = now() - interval '1 second' WHERE client_id = $1`, [clientId]);
  const [gone] = await expired();
  if (!gone) throw new Error('nothing expired');
  expect(await db.withClient(clientId, (tx) => expireGrant(tx, clientId, gone))).toBe(true);
  expect(await db.withClient(clientId, (tx) => expireGrant(tx, clientId, gone))).toBe(false);
  expect(await count('call_slot WHERE client_id = $1', [clientId])).toBe(0);
  expect(await count('lead WHERE client_id = $1 AND due_at <= now() AND seq = 1', [clientId])).toBe(1);
  expect(await grant(lease)).toMatchObject({ grants: [{ leadId: gone.leadId }] });
});

test('the outlook names the next due time and how soon to look in any case', async () => {
  const { clientId, campaignId, lease } = await campaign({ leads: 2 });
  await sql.query(`UPDATE lead SET due_at = now() + interval '1 minute' WHERE client_id = $1`, [clientId]);
  const outlook = () => db.withClient(clientId, (tx) => outlookOf(tx, clientId, campaignId));
  expect(await outlook()).toMatchObject({ pollMs: 5_000, unfinished: 2 });
  expect((await outlook()).dueInMs).toBeGreaterThan(55_000);
  await sql.query(`UPDATE campaign SET cadence = jsonb_set(cadence, '{retry}', '[14400, 86400]') WHERE id = $1`, [campaignId]);
  expect((await outlook()).pollMs).toBe(3_600_000);
  await sql.query(`UPDATE lead SET due_at = now() - interval '1 second' WHERE client_id = $1 AND phone = '+12125550001'`, [clientId]);
  await grant(lease);
  expect((await outlook()).pollMs).toBe(6_000);
});

test('a fact that makes a lead due before its campaign looks by itself names the campaign to wake', async () => {
  const { clientId, campaignId } = await campaign({ leads: 1 });
  const fact = (due: string) =>
    sql.query(
      `WITH due AS (UPDATE lead SET due_at = now() + $2::interval WHERE client_id = $1 RETURNING id)
       INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type) SELECT $1, 'rehearsal', 'lead', id, 'lead.test' FROM due`,
      [clientId, due],
    );
  const wakes = async () => {
    const events = await db.asRelay(({ tx }) => claimOutbox(tx, 1000));
    await sql.query('UPDATE outbox_event SET published_at = now() WHERE published_at IS NULL');
    return events.filter((event) => event.clientId === clientId).map(({ wakesCampaignId }) => wakesCampaignId);
  };
  await fact('10 seconds');
  expect(await wakes()).toEqual([null]);
  await fact('2 seconds');
  expect(await wakes()).toEqual([campaignId]);
});
