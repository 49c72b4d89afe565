import { describe, expect, test } from 'vitest';
import { createEmail, parseSendGridEvent, parseSendGridEvents } from './email.ts';
import { UnreadableEvent } from './errors.ts';
import { type Recorder, startRecorder } from './testing/recorder.ts';

const accepted = { status: 202, text: '', headers: { 'x-message-id': '14c5d75ce93' } };
const emailAt = (server: Recorder) => createEmail({ apiKey: 'SG.key', baseUrl: `${server.url}/sendgrid` });
const mail = {
  key: 'a1:24h:email',
  to: 'ada@example.com',
  toName: 'Ada',
  fromEmail: 'team@callvia.test',
  fromName: 'Callvia',
  replyTo: 'r@callvia.test',
  subject: 'Your appointment',
  text: 'Hi',
  html: '<p>Hi</p>',
  categories: ['reminder-24h'],
  unsubscribeUrl: 'https://callvia.test/u/abc',
};

test('a mail goes out once, with our key and the one-click headers of RFC 8058', async () => {
  await using server = await startRecorder(accepted);
  expect(await emailAt(server).send(mail)).toEqual({ vendorId: '14c5d75ce93' });
  expect(server.requests).toHaveLength(1);
  const [request] = server.requests;
  expect(`${request?.method} ${request?.path}`).toBe('POST /sendgrid/v3/mail/send');
  expect(request?.headers.authorization).toBe('Bearer SG.key');
  expect(JSON.parse(request?.body ?? '')).toEqual({
    from: { email: 'team@callvia.test', name: 'Callvia' },
    subject: 'Your appointment',
    personalizations: [{ to: [{ email: 'ada@example.com', name: 'Ada' }] }],
    content: [
      { type: 'text/plain', value: 'Hi' },
      { type: 'text/html', value: '<p>Hi</p>' },
    ],
    reply_to: { email: 'r@callvia.test' },
    headers: { 'List-Unsubscribe': '<https://callvia.test/u/abc>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    categories: ['reminder-24h'],
    custom_args: { send_key: 'a1:24h:email' },
    tracking_settings: { click_tracking: { enable: true, enable_text: false } },
  });
});

test('headers of the mail do not become headers of the request', async () => {
  await using server = await startRecorder(accepted);
  await emailAt(server).send(mail);
  expect(Object.keys(server.requests[0]?.headers ?? {}).filter((name) => name.startsWith('list-'))).toEqual([]);
});

test('line breaks in a name or a subject do not reach the mail as headers', async () => {
  await using server = await startRecorder(accepted);
  await emailAt(server).send({ ...mail, toName: 'Ada\r\nBcc: all@example.com', subject: 'Hi\nX-Evil: 1', fromName: 'Acme\u0000' });
  const body = JSON.parse(server.requests[0]?.body ?? '');
  expect([body.personalizations[0].to[0].name, body.subject, body.from.name]).toEqual(['Ada Bcc: all@example.com', 'Hi X-Evil: 1', 'Acme']);
});

test('connections are kept between mails, and proxy variables are of no account', async () => {
  await using server = await startRecorder(accepted);
  const before = process.env.HTTP_PROXY;
  process.env.HTTP_PROXY = 'http://127.0.0.1:1';
  try {
    const email = emailAt(server);
    await email.send(mail);
    await email.send(mail);
  } finally {
    if (before === undefined) delete process.env.HTTP_PROXY;
    else process.env.HTTP_PROXY = before;
  }
  expect(server.requests).toHaveLength(2);
  expect(server.connections()).toBe(1);
});

test('an acceptance without a message id leaves it unclear', async () => {
  await using server = await startRecorder({ status: 202, text: '' });
  await expect(emailAt(server).send(mail)).rejects.toMatchObject({ kind: 'unclear', code: 'unreadable', status: 202 });
});

test.each([
  [400, 'refused', 'invalid_request'],
  [401, 'refused', 'unauthorized'],
  [403, 'refused', 'forbidden'],
  [413, 'refused', 'too_long'],
])('a %i is %s: %s', async (status, kind, code) => {
  await using server = await startRecorder({ status, json: { errors: [{ message: 'not verified', field: 'from' }] } });
  await expect(emailAt(server).send(mail)).rejects.toMatchObject({ kind, code, message: expect.stringContaining('from: not verified') });
});

test('a 429 says when by the reset of its limit', async () => {
  const reset = String(Math.floor(Date.now() / 1000) + 30);
  await using server = await startRecorder({
    status: 429,
    json: { errors: [{ message: 'too many' }] },
    headers: { 'x-ratelimit-reset': reset },
  });
  const error: unknown = await emailAt(server)
    .send(mail)
    .catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: 'busy' });
  expect((error as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(27);
  expect((error as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThanOrEqual(31);
});

describe('events', () => {
  const batch = [
    {
      email: 'Ada@example.com',
      timestamp: 1767225602,
      event: 'delivered',
      sg_event_id: 'ZGVs',
      sg_message_id: '14c5d75ce93.filter0001.1.0',
      send_key: 'k1',
      category: ['r'],
    },
    { email: 'no@example.com', timestamp: 1767225603, event: 'bounce', type: 'blocked', reason: '421 later', sg_event_id: 'Ymxv' },
    'not an object',
    { email: 'no@example.com', timestamp: 'yesterday', event: 'bounce', sg_event_id: 'Ym91' },
    { email: 'no@example.com', timestamp: 1767225604, event: 'bounce', type: 'bounce', reason: '550 unknown user', sg_event_id: 'Ym92' },
    { email: 'ada@example.com', timestamp: 1767225605, event: 'click', url: 'https://a.example/x', sg_event_id: 'Y2xp' },
    { email: 'ada@example.com', timestamp: 1767225606, event: 'brand_new', sg_event_id: 'bmV3' },
  ];

  test('R13: one bad element costs only itself', () => {
    const results = parseSendGridEvents(Buffer.from(`${JSON.stringify(batch)}\r\n`));
    expect(results.map((result) => (result.kind === 'event' ? result.event : result.reason))).toEqual([
      { eventId: 'ZGVs', kind: 'delivered', at: '2026-01-01T00:00:02.000Z', email: 'ada@example.com', key: 'k1', vendorId: '14c5d75ce93' },
      { eventId: 'Ymxv', kind: 'blocked', at: '2026-01-01T00:00:03.000Z', email: 'no@example.com', reason: '421 later' },
      'does not fit at the element',
      'does not fit at timestamp',
      { eventId: 'Ym92', kind: 'bounce', at: '2026-01-01T00:00:04.000Z', email: 'no@example.com', reason: '550 unknown user' },
      { eventId: 'Y2xp', kind: 'click', at: '2026-01-01T00:00:05.000Z', email: 'ada@example.com', url: 'https://a.example/x' },
      { eventId: 'bmV3', kind: 'unknown', at: '2026-01-01T00:00:06.000Z', email: 'ada@example.com' },
    ]);
    expect(results[0]?.eventKey).toBe('sendgrid:ZGVs');
    expect(new Set(results.map(({ eventKey }) => eventKey)).size).toBe(7);
  });

  test('an element kept by itself reads the same', () => {
    const [first] = parseSendGridEvents(JSON.stringify(batch));
    expect(first?.kind === 'event' && parseSendGridEvent(first.json)).toEqual(first?.kind === 'event' && first.event);
  });

  test.each(['', '{}', 'null', '{"event":"delivered"}'])('the body "%s" is no batch', (body) =>
    expect(() => parseSendGridEvents(body)).toThrow(UnreadableEvent),
  );
  test('an empty batch is one', () => expect(parseSendGridEvents('[]')).toEqual([]));
});
