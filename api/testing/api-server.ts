import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ApiDeps, createApp } from '#api/app.ts';
import { openInbox } from '#api/inbox.ts';
import { createLogger } from '#api/log.ts';
import { type Auth, createAuth } from '#auth/auth.ts';
import { createCalendarHooks } from '#auth/calendar-hooks.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { type MemberRole, putMember } from '#stores/accounts.ts';
import { createBulkRunner } from '#stores/bulk-runner.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { createVendors, type VendorCredentials } from '#vendors/account.ts';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What the vendors of each account sign with; the private keys are for the tests' own hands. */
export const KEYS = {
  live: {
    retellKey: 'key_live',
    calSecret: 'cal_live',
    stripeSecret: 'whsec_live',
    twilioToken: 'twilio_live',
    sendgridPrivateKey: otherKey.privateKey,
  },
  sandbox: {
    retellKey: 'key_sandbox',
    calSecret: 'cal_sandbox',
    stripeSecret: 'whsec_sandbox',
    twilioToken: 'twilio_sandbox',
    sendgridPrivateKey: privateKey,
  },
};

const credentials = (account: 'live' | 'sandbox'): VendorCredentials => {
  const { retellKey, calSecret, stripeSecret, twilioToken } = KEYS[account];
  const sendgridKey = account === 'live' ? otherKey.publicKey : publicKey;
  return {
    account,
    retell: { apiKey: retellKey },
    calcom: { apiKey: 'cal_x', webhookSecret: calSecret },
    stripe: { apiKey: 'sk_test_x', webhookSecret: stripeSecret },
    twilio: { accountSid: `AC${'0'.repeat(32)}`, authToken: twilioToken },
    sendgrid: { apiKey: 'SG.x', webhookPublicKey: sendgridKey.export({ type: 'spki', format: 'der' }).toString('base64') },
  };
};

/** Addresses and secrets of calendars that clients connected themselves. */
export const CALENDAR_HOOKS = createCalendarHooks('x'.repeat(40));

export const WEB = 'http://localhost:3000';
/** The address the vendors were given; what Twilio signs begins with it. */
export const PUBLIC_API = 'https://api.callvia.test';
export const PASSWORD = 'a-long-password';

export type Answered = { status: number; body: unknown; text: string; headers: Headers };
export type TestApi = AsyncDisposable & {
  url: string;
  db: Db;
  auth: Auth;
  database: TestDatabase;
  /** Log lines so far. */
  logs: () => string;
  /** A client with a person of that role; returns ids and the person's token. */
  member: (clientId: string, role: MemberRole, more?: { isStaff?: boolean }) => Promise<{ userId: string; email: string; token: string }>;
  client: (name: string) => Promise<string>;
  ask: (method: string, path: string, options?: { token?: string; body?: unknown; headers?: Record<string, string> }) => Promise<Answered>;
  post: (path: string, body: Uint8Array | string, headers: Record<string, string>) => Promise<Answered>;
};

/** The api over a database of its own, with nothing behind the vendors. `change` replaces parts. */
export async function startApi(change: Partial<ApiDeps> = {}): Promise<TestApi> {
  const database = await createTestDatabase();
  const db = openDb({ appUrl: database.urls.app, relayUrl: database.urls.relay, connections: 6 });
  const trustedOrigins = [WEB];
  const auth = createAuth({ authUrl: database.urls.auth, secret: 'x'.repeat(40), baseUrl: WEB, trustedOrigins });
  const inbox = openInbox({ ingestUrl: database.urls.ingest, connections: 4 });
  const lines: string[] = [];
  const log = createLogger({ service: 'api', level: 'debug', to: { write: (line) => void lines.push(line) } });
  const accounts = ['live', 'sandbox'] as const;
  const bulk = createBulkRunner(db, (error, jobId) => log.error({ error, jobId }, 'a bulk action stopped'));
  const app = createApp({
    db,
    bulk,
    auth,
    inbox,
    verify: accounts.map((account) => ({ account, verify: createVendors(credentials(account)).verify })),
    calendarHooks: CALENDAR_HOOKS,
    tools: { slots: async () => ({ slots: [] }), book: async () => ({ booked: false, say: 'no' }) },
    platform: { vendorsWithoutKeys: ['Retell'], hasAgent: false, hasNumber: false, eventTypeId: null },
    rehearsals: { fastForward: async () => ({ kind: 'missing' }), closeMonth: async () => ({ invoices: 0 }) },
    payments: { pdf: async () => Buffer.from('%PDF-1.4') },
    payingNow: async () => ({ kind: 'none' }),
    cancelBooking: async () => ({ kind: 'ok' }),
    sendByHand: async () => ({ kind: 'unknown' }),
    calendar: { book: async () => ({ kind: 'no-calendar' }), move: async () => ({ kind: 'ok' }) },
    health: { checks: {} },
    apiUrl: PUBLIC_API,
    trustedOrigins,
    log,
    ...change,
  });
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let people = 0;

  const answered = async (request: Promise<Response>): Promise<Answered> => {
    const response = await request;
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, text, body: isJson ? JSON.parse(text) : undefined, headers: response.headers };
  };

  return {
    url,
    db,
    auth,
    database,
    logs: () => lines.join(''),
    client: async (name) => {
      const id = crypto.randomUUID();
      await db.withClient(id, (tx) =>
        tx.client.create({
          data: { id, name, slug: `${name.toLowerCase()}-${id.slice(0, 8)}`, milestoneEnabled: true, usageBilling: 'postpaid' },
        }),
      );
      return id;
    },
    member: async (clientId, role, { isStaff = false } = {}) => {
      const email = `${isStaff ? 'staff' : role}-${++people}@example.com`;
      const made = await auth.createUser({ email, name: role, password: PASSWORD, isStaff, defaultClientId: clientId });
      if (made.kind !== 'ok') throw new Error(made.kind);
      await db.withClient(clientId, (tx) => putMember(tx, clientId, made.user.id, role));
      const signedIn = await auth.signIn(email, PASSWORD, { ip: '127.0.0.1' });
      if (signedIn.kind !== 'ok') throw new Error(signedIn.kind);
      return { userId: made.user.id, email, token: signedIn.token };
    },
    ask: (method, path, { token, body, headers = {} } = {}) =>
      answered(
        fetch(`${url}${path}`, {
          method,
          headers: {
            ...(token && { authorization: `Bearer ${token}` }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      ),
    post: (path, body, headers) => answered(fetch(`${url}${path}`, { method: 'POST', headers, body: body as BodyInit })),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await bulk.close();
      await Promise.all([inbox.close(), auth.close(), db.close()]);
      await database.dispose();
    },
  };
}
