import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Auth, createAuth } from '#auth/auth.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { organisationsOf } from '#stores/accounts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { root } from './lib/paths.mjs';

let database: TestDatabase;
let auth: Auth;
let db: Db;
const meta = { ip: '203.0.113.7' };

beforeAll(async () => {
  database = await createTestDatabase();
  auth = createAuth({ authUrl: database.urls.auth, secret: 's'.repeat(32), baseUrl: 'http://localhost:3000', trustedOrigins: [] });
  db = openDb({ appUrl: database.urls.app, connections: 1 });
});
afterAll(async () => {
  await Promise.all([auth.close(), db.close()]);
  await database.dispose();
});

test('the first user of an empty database signs in with the password that was printed, as owner of a client of their own', async () => {
  const made = await createUser(['--email', 'Ada@Example.com', '--client', 'Acme Roofing', '--staff']);
  expect(made.code, made.words).toBe(0);
  const password = /^Password: (\S+)/m.exec(made.words)?.[1] ?? '';
  const signedIn = await auth.signIn('ada@example.com', password, meta);
  expect(signedIn).toMatchObject({ kind: 'ok', user: { name: 'Ada', isStaff: true } });
  const user = await auth.findUser('ada@example.com');
  const organisations = await organisationsOf(db, user?.id ?? '');
  expect(organisations).toMatchObject([{ id: user?.defaultClientId, name: 'Acme Roofing', slug: 'acme-roofing', role: 'owner' }]);
});

test('a second user joins the client with a role and a password of their own', async () => {
  const clientId = (await auth.findUser('ada@example.com'))?.defaultClientId ?? '';
  const asked = ['--email', 'vik@example.com', '--client-id', clientId, '--role', 'viewer', '--ask-password'];
  const made = await createUser(asked, 'a password of my own\n');
  expect(made).toEqual({ code: 0, words: `vik@example.com is viewer of client ${clientId}.\n` });
  expect(await auth.signIn('vik@example.com', 'a password of my own', meta)).toMatchObject({ kind: 'ok', user: { isStaff: false } });
});

test.each([
  [2, 'no client', ['--email', 'eve@example.com'], 'Give either --client or --client-id.'],
  [2, 'an unknown option', ['--mail', 'eve@example.com'], "Unknown option '--mail'"],
  [1, 'an address that is taken', ['--email', 'ada@example.com', '--client', 'Other'], 'There is a user ada@example.com already.'],
  [1, 'a client that is there', ['--email', 'eve@example.com', '--client', 'Acme roofing!'], 'give its id with --client-id.'],
  [1, 'a client that is not', ['--email', 'eve@example.com', '--client-id', crypto.randomUUID()], 'There is no client'],
])('exit code %i for %s, which is named, and nobody is made', async (code, _case, args, words) => {
  const refused = await createUser(args, 'short\n');
  expect(refused.code).toBe(code);
  expect(refused.words).toContain(words);
  expect(await auth.findUser('eve@example.com')).toBeNull();
});

test('--help needs no database, and without one what is missing is named', async () => {
  const nowhere = { DATABASE_AUTH_URL: '', CALLVIA_DATA_DIR: path.join(tmpdir(), 'callvia-nowhere') };
  expect(await createUser(['--help'], '', nowhere)).toMatchObject({ code: 0, words: expect.stringContaining('--ask-password') });
  const refused = await createUser(['--email', 'eve@example.com', '--client', 'Eve'], '', nowhere);
  expect(refused).toMatchObject({ code: 1, words: expect.stringContaining('set DATABASE_AUTH_URL and DATABASE_APP_URL') });
});

async function createUser(args: string[], input = '', otherwise: Record<string, string> = {}) {
  const env = { ...process.env, DATABASE_AUTH_URL: database.urls.auth, DATABASE_APP_URL: database.urls.app, ...otherwise };
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/create-user.ts', ...args], { cwd: root, env });
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (words += String(chunk)));
  child.stdin.on('error', () => undefined); // it may end without having asked
  child.stdin.end(input);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, words };
}
