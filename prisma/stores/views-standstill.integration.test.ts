import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { ENGINE_AWAY } from './outbox.ts';
import { standstillSigns } from './views-standstill.ts';

let database: TestDatabase;
let db: Db;
let sql: pg.Pool;
let tenant: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb({ appUrl: database.urls.app });
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  const id = crypto.randomUUID();
  await db.withClient(id, (tx) => tx.client.create({ data: { id, name: 'Northwind', slug: id } }));
  tenant = await fillTenant(db, id);
});
afterAll(async () => {
  await Promise.all([db.close(), sql.end()]);
  await database.dispose();
});
beforeEach(async () => {
  await sql.query('DELETE FROM outbox_event');
  await sql.query('DELETE FROM call_slot');
  await sql.query("UPDATE call SET created_at = now() - interval '1 hour'");
  await sql.query("UPDATE campaign SET status = 'active'");
  await sql.query('UPDATE lead SET due_at = NULL');
});

const signs = () => db.withClient(tenant.clientId, (tx) => standstillSigns(tx, tenant.clientId));
const changed = (dueSecondsAgo: number, { attempts = 0, error = null as string | null, isTold = false } = {}) =>
  sql.query(
    `INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, at, next_try_at, attempts, error, published_at)
     VALUES ($1, 'rehearsal', 'lead', $2, 'lead.dialled', now() - interval '60 seconds', now() - make_interval(secs => $3), $4, $5, $6)`,
    [tenant.clientId, tenant.leadId, dueSecondsAgo, attempts, error, isTold ? new Date() : null],
  );

test('nothing waits: no sign of anything', async () => {
  await changed(60, { isTold: true });
  expect(await signs()).toEqual({ unclaimedSeconds: 0, unreachableSeconds: 0, overdueDialSeconds: 0 });
});

test('a change that was due a while ago and was not even tried shows that nobody works', async () => {
  await changed(40);
  expect((await signs()).unclaimedSeconds).toBeGreaterThanOrEqual(40);
});

test('a change that is tried again and again because the engine is away shows just that', async () => {
  await changed(-5, { attempts: 3, error: `${ENGINE_AWAY}: ServiceError` });
  const { unclaimedSeconds, unreachableSeconds } = await signs();
  expect([unclaimedSeconds, unreachableSeconds >= 60]).toEqual([0, true]);
});

test('one change that cannot be told for a reason of its own is no standstill', async () => {
  await changed(-5, { attempts: 9, error: 'Error: something about this lead' });
  expect(await signs()).toEqual({ unclaimedSeconds: 0, unreachableSeconds: 0, overdueDialSeconds: 0 });
});

test('a due lead of a running campaign shows for how long it waits, unless a call is under way or the campaign is not running', async () => {
  await sql.query(`UPDATE lead SET due_at = now() - interval '5 minutes', phase = 'reach', calling_id = NULL WHERE id = $1`, [
    tenant.leadId,
  ]);
  expect((await signs()).overdueDialSeconds).toBeGreaterThanOrEqual(300);
  await sql.query("UPDATE call SET created_at = now() - interval '10 seconds'");
  expect((await signs()).overdueDialSeconds).toBe(0);
  await sql.query("UPDATE call SET created_at = now() - interval '1 hour'");
  await sql.query("UPDATE campaign SET status = 'paused'");
  expect((await signs()).overdueDialSeconds).toBe(0);
});
