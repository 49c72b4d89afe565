import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InboxAway } from '#api/inbox.ts';
import { CALENDAR_HOOKS, KEYS, PUBLIC_API, startApi, type TestApi } from '#api/testing/api-server.ts';
import { forgedHeaders, signatureHeaders } from '#sandbox/signatures.ts';

type Vendor = 'retell' | 'cal' | 'stripe' | 'twilio' | 'sendgrid';
let api: TestApi;
let sql: pg.Pool;
beforeAll(async () => {
  api = await startApi();
  sql = new pg.Pool({ connectionString: api.database.superuserUrl, max: 2 });
});
afterAll(async () => {
  await sql.end();
  await api[Symbol.asyncDispose]();
});

const keysOf = (account: 'live' | 'sandbox') => KEYS[account] as unknown as Parameters<typeof signatureHeaders>[3];
const call = (id: string) => ({
  call_id: id,
  call_status: 'ended',
  direction: 'outbound',
  from_number: '+14155550100',
  to_number: '+14155550123',
  metadata: {},
});
const booking = {
  uid: 'bk_1',
  startTime: '2026-12-06T15:00:00Z',
  endTime: '2026-12-06T15:30:00Z',
  title: 'Roof',
  attendees: [],
  metadata: {},
};

/** One genuine body of each route, what it is kept as, and its answer. */
const GENUINE: [string, Vendor, string, string, { vendor: string; type: string }][] = [
  [
    '/api/webhooks/retell',
    'retell',
    JSON.stringify({ event: 'call_ended', call: call('call_1') }),
    'retell:call_1:call_ended',
    { vendor: 'retell', type: 'call_ended' },
  ],
  [
    '/api/webhooks/calcom',
    'cal',
    JSON.stringify({ triggerEvent: 'BOOKING_CREATED', createdAt: '2026-12-01T10:00:00.000Z', payload: booking }),
    'cal:BOOKING_CREATED:bk_1:2026-12-01T10:00:00.000Z',
    { vendor: 'calcom', type: 'created' },
  ],
  [
    '/api/webhooks/stripe',
    'stripe',
    JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'invoice.paid',
      created: 1767225700,
      livemode: false,
      data: { object: { id: 'in_1', object: 'invoice' } },
    }),
    'stripe:evt_1',
    { vendor: 'stripe', type: 'invoice.paid' },
  ],
  [
    '/api/webhooks/sendgrid',
    'sendgrid',
    `${JSON.stringify([{ email: 'ada@example.com', timestamp: 1767225602, event: 'delivered', sg_event_id: 'e1' }])}\r\n`,
    'sendgrid:e1',
    { vendor: 'sendgrid', type: 'delivered' },
  ],
  [
    '/api/webhooks/twilio/sms',
    'twilio',
    'MessageSid=SM1&From=%2B14155550123&To=%2B14155550100&Body=YES',
    'twilio:SM1',
    { vendor: 'twilio', type: 'inbound' },
  ],
  [
    '/api/webhooks/twilio/status?k=lead:1:reminder',
    'twilio',
    'MessageSid=SM2&MessageStatus=delivered&To=%2B14155550123&From=%2B14155550100',
    'twilio:SM2:delivered',
    { vendor: 'twilio', type: 'status' },
  ],
];

const kept = async (eventId: string) =>
  (await sql.query('SELECT vendor, account, type, status, body, meta FROM webhook_event WHERE vendor_event_id = $1', [eventId])).rows as {
    account: string;
    type: string;
    status: string;
    body: Buffer;
    meta: unknown;
  }[];
const countAll = async () => Number((await sql.query('SELECT count(*) AS n FROM webhook_event')).rows[0].n);
const signed = (account: 'live' | 'sandbox', vendor: Vendor, path: string, body: string) =>
  signatureHeaders(vendor, `${PUBLIC_API}${path}`, body, keysOf(account), Date.now());

describe.each(GENUINE)('%s', (path, vendor, body, eventId, expected) => {
  test.each(['live', 'sandbox'] as const)('signed with the %s secret it is kept once, byte by byte, for that account', async (account) => {
    const first = await api.post(path, body, signed(account, vendor, path, body));
    const again = await api.post(path, body, signed(account, vendor, path, body));
    expect([first.status, again.status]).toEqual([200, 200]);
    if (vendor === 'twilio') expect([first.text, again.text]).toEqual(Array(2).fill('<?xml version="1.0" encoding="UTF-8"?><Response/>'));
    else expect([first.body, again.body]).toEqual([{ received: true }, { duplicate: true }]);
    const rows = (await kept(eventId)).filter((row) => row.account === account);
    expect(rows).toMatchObject([{ ...expected, account, status: 'received' }]);
    if (vendor !== 'sendgrid') expect(rows[0]?.body.toString()).toBe(body);
  });

  test('a stranger’s signature, none, and a changed body are 401 and leave nothing', async () => {
    const before = await countAll();
    const forged = forgedHeaders(vendor, `${PUBLIC_API}${path}`, body, keysOf('sandbox'), Date.now());
    const genuine = signed('sandbox', vendor, path, body);
    const changed = vendor === 'twilio' ? `${body}&X=1` : `${body} `;
    const answers = [await api.post(path, body, forged), await api.post(path, body, {}), await api.post(path, changed, genuine)];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(answers[0]?.body).toMatchObject({ error: { code: 'wrong_signature' } });
    expect(await countAll()).toBe(before);
  });

  test('a signed body that was cut is refused', async () => {
    const cut = vendor === 'twilio' ? 'MessageSid=&Body=x' : body.slice(0, body.length / 2);
    const answer = await api.post(path, cut, signed('sandbox', vendor, path, cut));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { code: 'malformed_body' } });
  });
});

test('a signature five minutes old is refused', async () => {
  const body = JSON.stringify({ event: 'call_ended', call: call('call_old') });
  const headers = signatureHeaders('retell', '', body, keysOf('sandbox'), Date.now() - 301_000);
  expect((await api.post('/api/webhooks/retell', body, headers)).status).toBe(401);
});

test.each<[string, Vendor, string, object]>([
  ['/api/webhooks/retell', 'retell', 'transcript_updated', { event: 'transcript_updated', call: call('call_7') }],
  ['/api/webhooks/retell', 'retell', 'chat_analyzed', { event: 'chat_analyzed', chat: { chat_id: 'c1' } }],
  ['/api/webhooks/calcom', 'cal', 'OOO_CREATED', { triggerEvent: 'OOO_CREATED', createdAt: '2026-12-01T10:00:00.000Z', payload: {} }],
  ['/api/webhooks/calcom', 'cal', 'ping', { triggerEvent: 'PING', createdAt: '2026-12-01T10:00:00.000Z', payload: {} }],
  [
    '/webhooks/stripe',
    'stripe',
    'customer.updated',
    { id: 'evt_9', object: 'event', type: 'customer.updated', created: 1767225700, livemode: false, data: { object: { id: 'cus_1' } } },
  ],
])('%s answers 200 to an event it has no use for and keeps it as ignored: %s %s', async (path, vendor, type, event) => {
  const body = JSON.stringify(event);
  expect((await api.post(path, body, signed('sandbox', vendor, path, body))).body).toEqual({ received: true });
  const { rows } = await sql.query('SELECT status, processed_at IS NOT NULL AS done FROM webhook_event WHERE type = $1', [type]);
  expect(rows).toEqual([{ status: 'ignored', done: true }]);
});

test.each<[string, Vendor, string, object]>([
  ['/api/webhooks/retell', 'retell', 'call_ended', { event: 'call_ended', call: { ...call('call_new_word'), call_status: 'transferred' } }],
  ['/api/webhooks/retell', 'retell', 'call_analyzed', { event: 'call_analyzed', call: { id: 'call_renamed' } }],
  ['/api/webhooks/calcom', 'cal', 'BOOKING_CREATED', { triggerEvent: 'BOOKING_CREATED', payload: { id: 5 } }],
  ['/webhooks/stripe', 'stripe', 'invoice.paid', { type: 'invoice.paid', data: {} }],
])('%s keeps a signed event that does not read as we know it for the relay to fail on: %s %s', async (path, vendor, type, event) => {
  const body = JSON.stringify(event);
  expect((await api.post(path, body, signed('sandbox', vendor, path, body))).body).toEqual({ received: true });
  expect((await api.post(path, body, signed('sandbox', vendor, path, body))).body).toEqual({ duplicate: true });
  const { rows } = await sql.query('SELECT type, status FROM webhook_event WHERE body = $1', [Buffer.from(body)]);
  expect(rows).toEqual([{ type, status: 'received' }]);
});

test('a signed body that names no event is refused', async () => {
  const body = JSON.stringify({ call: call('call_nameless') });
  const answer = await api.post('/api/webhooks/retell', body, signed('sandbox', 'retell', '/api/webhooks/retell', body));
  expect([answer.status, answer.body]).toMatchObject([400, { error: { code: 'malformed_body' } }]);
});

test('a batch of SendGrid is kept element by element; one bad element costs only itself', async () => {
  const good = (id: string) => ({ email: 'bo@example.com', timestamp: 1767225602, event: 'open', sg_event_id: id });
  const body = JSON.stringify([good('b1'), { email: 7 }, good('b2'), good('b1')]);
  const path = '/api/webhooks/sendgrid';
  expect((await api.post(path, body, signed('sandbox', 'sendgrid', path, body))).body).toEqual({ received: true });
  const { rows } = await sql.query(
    `SELECT type, status FROM webhook_event WHERE vendor_event_id IN ('sendgrid:b1', 'sendgrid:b2') OR type = 'unreadable' ORDER BY id`,
  );
  expect(rows).toEqual([
    { type: 'open', status: 'received' },
    { type: 'unreadable', status: 'received' },
    { type: 'open', status: 'received' },
  ]);
  expect((await api.post(path, body, signed('sandbox', 'sendgrid', path, body))).body).toEqual({ duplicate: true });
});

test('what the status callback’s address says about the effect is kept beside the body', async () => {
  expect((await kept('twilio:SM2:delivered'))[0]?.meta).toEqual({ k: 'lead:1:reminder' });
});

test('a body over the limit is 413: 1 MB, and 5 MB for Retell', async () => {
  const big = (bytes: number) => JSON.stringify({ event: 'transcript_updated', text: 'x'.repeat(bytes) });
  expect((await api.post('/api/webhooks/calcom', big(1_100_000), {})).status).toBe(413);
  const three = big(3_000_000);
  expect((await api.post('/api/webhooks/retell', three, signed('sandbox', 'retell', '', three))).status).toBe(200);
  expect((await api.post('/api/webhooks/retell', big(5_300_000), {})).status).toBe(413);
});

test('when the database is away the vendor is told to send again', async () => {
  const away = async () => {
    throw new InboxAway('away');
  };
  await using broken = await startApi({ inbox: { put: away, close: async () => undefined } });
  const body = JSON.stringify({ event: 'call_ended', call: call('call_2') });
  const answer = await broken.post('/api/webhooks/retell', body, signed('sandbox', 'retell', '', body));
  expect(answer.status).toBe(503);
  expect(answer.body).toMatchObject({ error: { code: 'unavailable' } });
});

test('the login that keeps events can do nothing else', async () => {
  const ingest = new pg.Client({ connectionString: api.database.urls.ingest });
  await ingest.connect();
  await expect(ingest.query('SELECT 1 FROM webhook_event')).rejects.toThrow('permission denied');
  await expect(ingest.query('DELETE FROM webhook_event')).rejects.toThrow('permission denied');
  await expect(ingest.query('SELECT 1 FROM lead')).rejects.toThrow('permission denied');
  await ingest.end();
});

test('no body, number or signature reaches the log', async () => {
  expect(api.logs()).not.toMatch(/4155550123|call_1|v=\d{13}/);
});

test('a client’s own calendar is heard at its own address with its own secret, in its own name', async () => {
  const [ours, theirs] = [await api.client('Own calendar'), await api.client('Another')];
  const { token } = await api.member(ours, 'admin');
  const told = (await api.ask('GET', '/api/v1/integrations/calcom', { token })).body as Record<
    'webhookUrl' | 'secret' | 'rehearsalSecret',
    string
  >;
  const path = told.webhookUrl.slice(PUBLIC_API.length);
  expect(path).toMatch(/^\/api\/webhooks\/calcom\/[\w-]{43}$/);
  const body = JSON.stringify({
    triggerEvent: 'BOOKING_CREATED',
    createdAt: '2026-12-01T10:00:00.000Z',
    payload: { ...booking, uid: 'bk_own' },
  });
  const signedBy = (calSecret: string) => signatureHeaders('cal', '', body, { ...keysOf('live'), calSecret }, Date.now());

  expect((await api.post(path, body, signedBy(told.secret))).body).toEqual({ received: true });
  expect((await api.post(path, body, signedBy(told.secret))).body).toEqual({ duplicate: true });
  expect((await api.post(path, body, signedBy(told.rehearsalSecret))).body).toEqual({ received: true });
  const rows = await kept(`${ours}:cal:BOOKING_CREATED:bk_own:2026-12-01T10:00:00.000Z`);
  expect(rows.map(({ account, type, meta }) => ({ account, type, meta }))).toEqual([
    { account: 'live', type: 'created', meta: { clientId: ours } },
    { account: 'sandbox', type: 'created', meta: { clientId: ours } },
  ]);

  const before = await countAll();
  const others = [keysOf('live').calSecret, CALENDAR_HOOKS.secretOf(theirs, 'live')];
  const refused = [
    ...(await Promise.all(others.map((secret) => api.post(path, body, signedBy(secret))))),
    await api.post(`${path.slice(0, -2)}xx`, body, signedBy(told.secret)),
    await api.post('/api/webhooks/calcom', body, signedBy(told.secret)),
  ];
  expect(refused.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  expect(await countAll()).toBe(before);
});
