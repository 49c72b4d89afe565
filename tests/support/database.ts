import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { ensureOwnedDatabase, type RolePasswords, roleUrls } from '#prisma/roles.ts';
import { TEST_PASSWORDS } from './infrastructure.ts';

/** A migrated database of its own; `urls` has one address a login, `superuserUrl` sees past row level security. */
export type TestDatabase = AsyncDisposable & { name: string; urls: RolePasswords; superuserUrl: string; dispose(): Promise<void> };

/** Clones the migrated template (about 50 ms), of the shared cluster unless said. Dispose it, or use `await using`. */
export async function createTestDatabase({
  clusterUrl = inject('postgresUrl'),
  template = inject('templateDatabase'),
}: {
  clusterUrl?: string;
  template?: string;
} = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asSuperuser(clusterUrl, `create database ${name} template ${template} owner callvia_owner`);
  await ensureOwnedDatabase(clusterUrl, name); // the rights on the database itself are not cloned
  const dispose = () => asSuperuser(clusterUrl, `drop database if exists ${name} with (force)`);
  return {
    name,
    urls: roleUrls(clusterUrl, name, TEST_PASSWORDS),
    superuserUrl: databaseUrl(clusterUrl, name),
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}

/** An empty database that belongs to the owner login, for parts that keep their own tables (the sandbox). */
export async function createEmptyDatabase(clusterUrl = inject('postgresUrl')): Promise<{ url: string } & AsyncDisposable> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await ensureOwnedDatabase(clusterUrl, name);
  const url = roleUrls(clusterUrl, name, TEST_PASSWORDS).owner;
  return { url, [Symbol.asyncDispose]: () => asSuperuser(clusterUrl, `drop database if exists ${name} with (force)`) };
}

function databaseUrl(clusterUrl: string, name: string) {
  const url = new URL(clusterUrl);
  url.pathname = name;
  return url.href;
}

async function asSuperuser(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
