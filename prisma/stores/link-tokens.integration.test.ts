import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { issueLink, type LinkPurpose, openLink, useLink } from './link-tokens.ts';

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

const issue = (purpose: LinkPurpose, daysValid?: number) =>
  db.withClient(tenant.clientId, (tx) =>
    issueLink(tx, {
      clientId: tenant.clientId,
      leadId: tenant.leadId,
      purpose,
      appointmentId: tenant.appointmentId,
      ...(daysValid !== undefined && { daysValid }),
    }),
  );

test('a link opens for its client, lead, appointment and purpose, and the database holds only its hash', async () => {
  const token = await issue('confirm');
  expect(token).toMatch(/^[\w-]{43}$/);
  const { clientId, leadId, appointmentId } = tenant;
  expect(await openLink(db, token)).toMatchObject({ kind: 'ok', clientId, leadId, appointmentId, purpose: 'confirm' });
  const { rows } = await sql.query<{ hash: string; row: string }>(
    `SELECT encode(token_hash, 'hex') AS hash, t::text AS row FROM link_token t`,
  );
  const bytes = Buffer.from(token, 'base64url');
  expect(rows[0]?.row).not.toContain(bytes.subarray(16).toString('hex'));
  expect(rows[0]?.hash).toHaveLength(64);
});

test('a decision is taken once, whoever asks first; opting out may be repeated', async () => {
  const [once, twice] = [await issue('confirm'), await issue('unsubscribe')];
  const use = (token: string) => db.withClient(tenant.clientId, (tx) => useLink(tx, token));
  expect((await Promise.all([use(once), use(once), use(once)])).filter(Boolean)).toHaveLength(1);
  expect(await openLink(db, once)).toMatchObject({ kind: 'used', purpose: 'confirm' });
  await use(twice);
  expect(await openLink(db, twice)).toMatchObject({ kind: 'ok', purpose: 'unsubscribe' });
});

test('a link ends after its days, on the lead’s own clock', async () => {
  const token = await issue('booking', 30);
  const forward = (days: number) => sql.query('UPDATE lead SET clock_offset = $1 WHERE id = $2', [days * 86_400_000, tenant.leadId]);
  await forward(29);
  expect((await openLink(db, token)).kind).toBe('ok');
  await forward(30);
  expect((await openLink(db, token)).kind).toBe('expired');
  await forward(0);
});

test('what is no link of ours is unknown', async () => {
  const token = await issue('booking');
  const last = token.at(-3) === 'A' ? 'B' : 'A';
  const changed = `${token.slice(0, -3)}${last}${token.slice(-2)}`;
  const foreign = Buffer.concat([Buffer.alloc(16, 7), Buffer.from(token, 'base64url').subarray(16)]).toString('base64url');
  for (const text of ['', 'x', changed, foreign, `${token}A`, token.slice(1), '../../etc/passwd', `${token.slice(0, 42)}=`])
    expect(await openLink(db, text)).toEqual({ kind: 'unknown' });
});
