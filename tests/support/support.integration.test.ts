import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { expect, test } from 'vitest';
import { diff, NO_DIFFERENCE } from '#prisma/migrate.ts';
import { createTestDatabase } from './database.ts';
import { createTestNamespace } from './temporal.ts';

test('the checked-in migrations lead to exactly schema.prisma', async () => {
  await using database = await createTestDatabase();
  expect(await diff(database.superuserUrl)).toBe(NO_DIFFERENCE);
});

test('each login may enter a test database under its own name', async () => {
  await using database = await createTestDatabase();
  const names = await Promise.all(Object.values(database.urls).map(whoAmI));
  expect(names).toEqual(['callvia_owner', 'callvia_app', 'callvia_ingest', 'callvia_relay', 'callvia_auth']);
});

test('a disposed test database is gone', async () => {
  const database = await createTestDatabase();
  await database.dispose();
  await expect(whoAmI(database.urls.owner)).rejects.toThrow('does not exist');
});

test('a test namespace knows the search attributes', async () => {
  await using namespace = await createTestNamespace();
  const connection = await Connection.connect({ address: namespace.address });
  const client = new Client({ connection, namespace: namespace.namespace });
  const counted = await client.workflow.count(`clientId = 'a' AND leadStatus = 'booked' AND attention = true`);
  await connection.close();
  expect(counted.count).toBe(0);
});

async function whoAmI(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    return (await client.query<{ name: string }>('select current_user as name')).rows[0]?.name ?? 'nobody';
  } finally {
    await client.end();
  }
}
