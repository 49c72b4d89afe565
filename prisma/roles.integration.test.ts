import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { createTestDatabase } from '#tests/support/database.ts';
import { TEST_PASSWORDS } from '#tests/support/infrastructure.ts';
import { ensureRoles } from './roles.ts';

test('no login of ours is a superuser or passes row level security by', async () => {
  const rows = await ask(
    inject('postgresUrl'),
    `select rolname, rolsuper, rolbypassrls, rolinherit, rolcreaterole from pg_roles where rolname like 'callvia_%' order by rolname`,
  );
  const harmless = { rolsuper: false, rolbypassrls: false, rolcreaterole: false };
  expect(rows).toEqual([
    { rolname: 'callvia_app', ...harmless, rolinherit: true },
    { rolname: 'callvia_auth', ...harmless, rolinherit: true },
    { rolname: 'callvia_ingest', ...harmless, rolinherit: true },
    { rolname: 'callvia_owner', ...harmless, rolinherit: true },
    { rolname: 'callvia_relay', ...harmless, rolinherit: false },
  ]);
});

test('the relay may become app and nobody else; the others may become nobody', async () => {
  await using database = await createTestDatabase();
  expect(await ask(database.urls.relay, 'set role callvia_app; select current_user as name')).toEqual([{ name: 'callvia_app' }]);
  await expect(ask(database.urls.relay, 'set role callvia_owner')).rejects.toThrow('permission denied to set role');
  await expect(ask(database.urls.ingest, 'set role callvia_app')).rejects.toThrow('permission denied to set role');
});

test('two starts that set the logins at once do not disturb each other', async () => {
  const setting = () => ensureRoles(inject('postgresUrl'), TEST_PASSWORDS);
  await expect(Promise.all([setting(), setting(), setting()])).resolves.toHaveLength(3);
});

async function ask(connectionString: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const answers = [await client.query<Record<string, unknown>>(text)].flat();
    return answers.at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}
