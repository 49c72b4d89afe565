import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';

let database: TestDatabase;
let db: Db;
let owner: pg.Client;
let app: pg.Client;
let ours: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb({ appUrl: database.urls.app, relayUrl: database.urls.relay });
  owner = new pg.Client({ connectionString: database.superuserUrl });
  app = new pg.Client({ connectionString: database.urls.app });
  await Promise.all([owner.connect(), app.connect()]);
  [ours, theirs] = [await makeTenant('Northwind'), await makeTenant('Contoso')];
});
afterAll(async () => {
  await Promise.all([db.close(), owner.end(), app.end()]);
  await database.dispose();
});

async function makeTenant(name: string): Promise<Tenant> {
  const id = crypto.randomUUID();
  await db.withClient(id, (tx) => tx.client.create({ data: { id, name, slug: name.toLowerCase() } }));
  return fillTenant(db, id);
}

const tables = async () =>
  (
    await owner.query<{ name: string; enabled: boolean; forced: boolean; column: string }>(`
      SELECT c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
             CASE WHEN c.relname = 'client' THEN 'id' ELSE 'client_id' END AS column
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
        AND (c.relname = 'client' OR EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'client_id' AND NOT a.attisdropped))
      ORDER BY 1`)
  ).rows;

const bound = async <T>(clientId: string | null, work: () => Promise<T>): Promise<T> => {
  await app.query('BEGIN');
  try {
    if (clientId) await app.query(`SELECT set_config('app.client_id', $1, true)`, [clientId]);
    return await work();
  } finally {
    await app.query('ROLLBACK');
  }
};

describe('the catalogue', () => {
  test('every table with a client has row-level security that binds its owner too, with one policy for reads and writes of the app', async () => {
    const all = await tables();
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter(({ enabled, forced }) => !enabled || !forced)).toEqual([]);
    const { rows } = await owner.query(`
      SELECT tablename AS name, qual = with_check AS both FROM pg_policies
      WHERE schemaname = 'public' AND cmd = 'ALL' AND 'callvia_app' = ANY(roles) ORDER BY 1`);
    expect(rows).toEqual(all.map(({ name }) => ({ name, both: true })));
  });

  test('no login of ours is above row-level security, owns a table the app reads, or may truncate one', async () => {
    const { rows } = await owner.query(`SELECT rolname FROM pg_roles WHERE rolname LIKE 'callvia_%' AND (rolsuper OR rolbypassrls)`);
    expect(rows).toEqual([]);
    const owned = await owner.query(
      `SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner IN ('callvia_app', 'callvia_ingest', 'callvia_relay')`,
    );
    expect(owned.rowCount).toBe(0);
    const truncate = await owner.query(`
      SELECT table_name FROM information_schema.role_table_grants WHERE privilege_type = 'TRUNCATE' AND grantee IN ('callvia_app', 'callvia_ingest', 'callvia_relay', 'callvia_auth')`);
    expect(truncate.rows).toEqual([]);
  });

  test('views show what their reader may see, not what their owner may', async () => {
    const { rows } = await owner.query(`
      SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND relkind = 'v' AND NOT coalesce(array_to_string(reloptions, ',') ~ 'security_invoker=(true|on)', false)`);
    expect(rows).toEqual([]);
  });

  test('a foreign key between two clients’ tables carries the client', async () => {
    const { rows } = await owner.query(`
      SELECT con.conname FROM pg_constraint con
      JOIN pg_attribute mine ON mine.attrelid = con.conrelid AND mine.attname = 'client_id'
      JOIN pg_attribute its ON its.attrelid = con.confrelid AND its.attname = 'client_id'
      WHERE con.contype = 'f' AND con.connamespace = 'public'::regnamespace AND NOT (mine.attnum = ANY(con.conkey) AND its.attnum = ANY(con.confkey))`);
    expect(rows).toEqual([]);
  });

  test('accounts are closed to the app, and clients’ rows to accounts', async () => {
    await expect(app.query('SELECT 1 FROM auth."user"')).rejects.toThrow('permission denied');
    const auth = new pg.Client({ connectionString: database.urls.auth });
    await auth.connect();
    await expect(auth.query('SELECT 1 FROM public.lead')).rejects.toThrow('permission denied');
    await auth.end();
  });
});

describe('raw SQL as the app', () => {
  test('sees nothing and writes nothing while no client is set', async () => {
    for (const { name, column } of await tables()) {
      expect([name, (await bound(null, () => app.query(`SELECT 1 FROM "${name}"`))).rowCount]).toEqual([name, 0]);
      expect([name, (await bound(null, () => app.query(`UPDATE "${name}" SET ${column} = ${column}`))).rowCount]).toEqual([name, 0]);
    }
    await expect(
      bound(null, () => app.query(`INSERT INTO agent (client_id, name, retell_agent_id) VALUES ($1, 'x', 'y')`, [ours.clientId])),
    ).rejects.toThrow('row-level security');
  });

  test('finds by words and tags what belongs to the client that is set, and nothing while none is', async () => {
    const everybody =
      'SELECT l.client_id AS client FROM (SELECT leads_like(ARRAY[]::text[], 1000) AS id) f LEFT JOIN lead l ON l.id = f.id';
    const { rows } = await bound(ours.clientId, () => app.query<{ client: string | null }>(everybody));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ client }) => client !== ours.clientId)).toEqual([]);
    expect((await bound(null, () => app.query(everybody))).rowCount).toBe(0);
    await owner.query(`UPDATE lead SET tags = '{shared}' WHERE client_id IN ($1, $2)`, [ours.clientId, theirs.clientId]);
    const tagged = () => app.query(`SELECT leads_tagged('{shared}', 1000) AS id`);
    const { rows: own } = await owner.query('SELECT id FROM lead WHERE client_id = $1 ORDER BY id', [ours.clientId]);
    expect((await bound(ours.clientId, tagged)).rows.map(({ id }) => id).sort()).toEqual(own.map(({ id }) => id));
    expect((await bound(null, tagged)).rowCount).toBe(0);
  });

  test('sees and changes one client’s rows in every table, whatever the statement says', async () => {
    for (const { name, column } of await tables()) {
      const { rows } = await bound(ours.clientId, () =>
        app.query<{ client: string }>(`SELECT DISTINCT ${column} AS client FROM "${name}"`),
      );
      expect([name, rows.filter(({ client }) => client !== ours.clientId)]).toEqual([name, []]);
      const others = () => app.query(`UPDATE "${name}" SET ${column} = ${column} WHERE ${column} = $1`, [theirs.clientId]);
      expect([name, (await bound(ours.clientId, others)).rowCount]).toEqual([name, 0]);
      if (name === 'client') continue; // nobody but its owner deletes a client
      const gone = () => app.query(`DELETE FROM "${name}" WHERE ${column} = $1`, [theirs.clientId]);
      expect([name, (await bound(ours.clientId, gone)).rowCount]).toEqual([name, 0]);
    }
  });

  test('both clients do have rows in what was just read', async () => {
    for (const name of [
      'campaign',
      'lead',
      'call',
      'appointment',
      'message',
      'invoice',
      'import_job',
      'agent',
      'transcript_line',
      'campaign_stat_bucket',
    ]) {
      const { rows } = await owner.query<{ n: string }>(`SELECT count(DISTINCT client_id) AS n FROM "${name}"`);
      expect([name, Number(rows[0]?.n)]).toEqual([name, 2]);
    }
  });

  test('cannot write a row for another client, move one there, or point at one there', async () => {
    const insert = () => app.query(`INSERT INTO agent (client_id, name, retell_agent_id) VALUES ($1, 'x', 'y')`, [theirs.clientId]);
    const move = () => app.query('UPDATE lead SET client_id = $1', [theirs.clientId]);
    const point = () =>
      app.query(`INSERT INTO call (client_id, mode, lead_id, to_number) VALUES ($1, 'rehearsal', $2, '+14155550123')`, [
        ours.clientId,
        theirs.leadId,
      ]);
    await expect(bound(ours.clientId, insert)).rejects.toThrow('row-level security');
    await expect(bound(ours.clientId, move)).rejects.toThrow('row-level security');
    await expect(bound(ours.clientId, point)).rejects.toThrow('foreign key');
  });

  test('the setting ends with its transaction', async () => {
    await bound(ours.clientId, () => app.query('SELECT 1'));
    expect((await app.query('SELECT 1 FROM lead')).rowCount).toBe(0);
  });
});

test('a rolled back transaction of the door leaves nothing', async () => {
  const failing = db.withClient(ours.clientId, async (tx) => {
    await tx.agent.create({ data: { clientId: ours.clientId, name: 'Ghost', retellAgentId: 'a' } });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await db.withClient(ours.clientId, (tx) => tx.agent.count({ where: { name: 'Ghost' } }))).toBe(0);
});

test('the relay reads what waits and writes nothing as itself', async () => {
  await expect(db.asRelay(({ tx }) => tx.$executeRaw`UPDATE lead SET notes = 'x'`)).rejects.toThrow('permission denied');
  await expect(db.asRelay(({ tx }) => tx.$executeRaw`DELETE FROM outbox_event`)).rejects.toThrow('permission denied');
  const seen = await db.asRelay(async ({ tx, actFor, rest }) => {
    await actFor(ours.clientId);
    const own = await tx.$queryRaw<{ id: string }[]>`SELECT client_id AS id FROM lead`;
    await rest();
    return { own: own.map(({ id }) => id), all: (await tx.$queryRaw<unknown[]>`SELECT 1 FROM lead`).length };
  });
  expect(seen).toEqual({ own: [ours.clientId], all: 2 });
});
