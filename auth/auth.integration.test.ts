import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDb } from '#prisma/client.ts';
import { putMember } from '#stores/accounts.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { type Auth, createAuth } from './auth.ts';
import { createConfirmers } from './confirmers.ts';

let database: TestDatabase;
let auth: Auth;
let sql: pg.Pool;
const meta = { ip: '203.0.113.7', userAgent: 'test' };
const ada = { email: 'Ada@Example.com', password: 'twelve-chars!', name: 'Ada' };

beforeAll(async () => {
  database = await createTestDatabase();
  auth = createAuth({
    authUrl: database.urls.auth,
    secret: 'a secret of at least thirty-two characters',
    baseUrl: 'http://localhost:3000',
    trustedOrigins: ['http://localhost:3000'],
  });
  sql = new pg.Pool({ connectionString: database.superuserUrl, max: 1 });
  await auth.createUser(ada);
});
afterAll(async () => {
  await Promise.all([auth.close(), sql.end()]);
  await database.dispose();
});

const signIn = async () => {
  const answer = await auth.signIn('ada@example.com', ada.password, meta);
  if (answer.kind !== 'ok') throw new Error(`signed in: ${answer.kind}`);
  return answer;
};

test('a person signs in by address in any case and password, and the session names her', async () => {
  const { token, user, setCookie } = await signIn();
  expect(user).toMatchObject({ email: 'ada@example.com', name: 'Ada', isStaff: false, defaultClientId: null });
  expect((await auth.sessionOf(token))?.user).toEqual(user);
  expect(setCookie).toContain(`callvia.session=${token}.`);
  expect(setCookie).toMatch(/HttpOnly; SameSite=Lax$/i);
  expect(setCookie).not.toMatch(/Secure/);
});

test('the database holds the hash of a session token and an argon2id hash of the password, never either itself', async () => {
  const { token } = await signIn();
  const dump = await sql.query<{ row: string }>(`SELECT s::text AS row FROM auth.session s UNION ALL SELECT a::text FROM auth.account a`);
  const all = dump.rows.map(({ row }) => row).join('\n');
  expect(all).not.toContain(token);
  expect(all).not.toContain(ada.password);
  expect(all).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
});

test('a stolen hash opens nothing', async () => {
  await signIn();
  const { rows } = await sql.query<{ token: string }>('SELECT token FROM auth.session LIMIT 1');
  expect(await auth.sessionOf(rows[0]?.token ?? '')).toBeNull();
});

test('the token counts as Bearer, as our cookie, and in a fetch request', async () => {
  const { token, setCookie } = await signIn();
  const cookie = setCookie.split(';')[0] ?? '';
  expect(await auth.sessionOf({ headers: { authorization: `Bearer ${token}` } })).not.toBeNull();
  expect(await auth.sessionOf({ headers: { cookie: `other=1; ${cookie}` } })).not.toBeNull();
  expect(await auth.sessionOf(new Request('http://localhost', { headers: { cookie } }))).not.toBeNull();
  expect(auth.credentialOf({ headers: { cookie } })?.by).toBe('cookie');
});

test('signing out ends the session, everywhere if asked', async () => {
  const [first, second, third] = [await signIn(), await signIn(), await signIn()];
  expect(await auth.signOut(first.token)).toContain('Max-Age=0');
  expect(await auth.sessionOf(first.token)).toBeNull();
  expect(await auth.sessionOf(second.token)).not.toBeNull();
  await auth.signOut(second.token, { everywhere: true });
  expect(await auth.sessionOf(third.token)).toBeNull();
});

test('a session ends after twelve idle hours and after seven days of use', async () => {
  const [idle, old] = [await signIn(), await signIn()];
  const move = (token: string, set: string) =>
    sql.query(`UPDATE auth.session SET ${set} WHERE token = encode(sha256($1::bytea), 'hex')`, [token]);
  await move(idle.token, `updated_at = now() - interval '11 hours 59 minutes'`);
  expect(await auth.sessionOf(idle.token)).not.toBeNull(); // and this was a use
  expect(await auth.sessionOf(idle.token)).not.toBeNull();
  await move(idle.token, `updated_at = now() - interval '12 hours'`);
  expect(await auth.sessionOf(idle.token)).toBeNull();
  await move(old.token, `expires_at = now() - interval '1 second'`);
  expect(await auth.sessionOf(old.token)).toBeNull();
});

test('a disabled user is out with the next request', async () => {
  await auth.createUser({ ...ada, email: 'bob@example.com' });
  const answer = await auth.signIn('bob@example.com', ada.password, meta);
  if (answer.kind !== 'ok') throw new Error(answer.kind);
  await sql.query(`UPDATE auth."user" SET disabled_at = now() WHERE email = 'bob@example.com'`);
  expect(await auth.sessionOf(answer.token)).toBeNull();
  expect(await auth.signIn('bob@example.com', ada.password, meta)).toEqual({ kind: 'invalid' });
});

test('an unknown address and a wrong password get the same answer, and the tenth failure locks either', async () => {
  for (const email of ['cleo@example.com', 'nobody@example.com']) {
    if (email.startsWith('cleo')) await auth.createUser({ ...ada, email });
    for (let i = 0; i < 10; i++)
      expect(await auth.signIn(email, 'not the password', { ip: `198.51.100.${i}` })).toEqual({ kind: 'invalid' });
    expect(await auth.signIn(email, ada.password, { ip: '198.51.100.99' })).toEqual({ kind: 'locked' });
  }
});

test.each(['', 'not an address', 'a'.repeat(400)])('the address %j is a wrong one, not an error', async (email) => {
  expect(await auth.signIn(email, ada.password, { ip: '192.0.2.1' })).toEqual({ kind: 'invalid' });
});

test('a password has 12 to 128 characters, an address one user', async () => {
  expect(await auth.createUser({ ...ada, email: 'dora@example.com', password: 'elevenchars' })).toEqual({ kind: 'weak_password' });
  expect(await auth.createUser({ ...ada, email: 'ADA@example.com' })).toEqual({ kind: 'email_taken' });
});

test('who may confirm shows of a client is told with an address, from member up and as long as the account is not disabled', async () => {
  const db = openDb({ appUrl: database.urls.app, connections: 2 });
  const clientId = crypto.randomUUID();
  await db.withClient(clientId, (tx) => tx.client.create({ data: { id: clientId, name: 'Northwind', slug: clientId } }));
  for (const role of ['viewer', 'member', 'admin', 'owner'] as const) {
    const made = await auth.createUser({ email: `${role}@northwind.test`, password: ada.password, name: `The ${role}` });
    if (made.kind !== 'ok') throw new Error(made.kind);
    await db.withClient(clientId, (tx) => putMember(tx, clientId, made.user.id, role));
  }
  await sql.query(`UPDATE auth."user" SET disabled_at = now() WHERE email = 'admin@northwind.test'`);
  const people = await createConfirmers({ db, auth })(clientId);
  expect(people.map(({ email, name }) => [email, name])).toEqual([
    ['member@northwind.test', 'The member'],
    ['owner@northwind.test', 'The owner'],
  ]);
  expect(await createConfirmers({ db, auth })(crypto.randomUUID())).toEqual([]);
  await db.close();
});
