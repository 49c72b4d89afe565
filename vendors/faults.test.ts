import { describe, expect, test } from 'vitest';
import { createCalendar } from './calendar.ts';
import { createEmail } from './email.ts';
import { isVendorError, type VendorError } from './errors.ts';
import { createPayments } from './payments.ts';
import { createSms } from './sms.ts';
import { closedPort, type Reaction, startRecorder } from './testing/recorder.ts';
import { createVoice } from './voice.ts';

const timeoutMs = 1_000; // enough for a busy machine to send the request at all

/** The create call of each vendor, through the real SDK. */
const create: Record<string, (baseUrl: string) => Promise<unknown>> = {
  retell: (baseUrl) =>
    createVoice({ apiKey: 'key_canary123456', baseUrl, timeoutMs }).placeCall({
      key: 'lead:7:attempt:2',
      from: '+14155550100',
      to: '+14155550123',
      agentId: 'agent_1',
      variables: {},
      metadata: {},
    }),
  calcom: (baseUrl) =>
    createCalendar({ apiKey: 'cal_canary123456', baseUrl, timeoutMs }).book({
      key: 'call:1:book',
      eventTypeId: 123,
      startAt: '2026-01-06T15:00:00.000Z',
      attendee: { name: 'Ada', email: 'ada@example.com', timezone: 'America/New_York' },
      metadata: {},
    }),
  stripe: (baseUrl) =>
    createPayments({ apiKey: 'sk_test_canary123456', baseUrl, timeoutMs }).createDraftInvoice({
      key: 'milestone:c1:1:draft',
      customerId: 'cus_1',
      collection: 'send_invoice',
      metadata: {},
    }),
  twilio: (baseUrl) =>
    createSms({ accountSid: `AC${'0'.repeat(32)}`, authToken: 'canary123456canary123456canary12', baseUrl, timeoutMs }).send({
      key: 'a1:sms',
      to: '+14155550123',
      from: '+14155550100',
      body: 'Hi Ada',
      statusCallbackUrl: 'https://callvia.test/api/webhooks/twilio/status',
    }),
  sendgrid: (baseUrl) =>
    createEmail({ apiKey: 'SG.canary123456', baseUrl, timeoutMs }).send({
      key: 'a1:email',
      to: 'ada@example.com',
      fromEmail: 'team@callvia.test',
      fromName: 'Callvia',
      subject: 'Your appointment',
      text: 'Hi',
      html: '<p>Hi</p>',
      categories: [],
    }),
};

async function failure(deed: Promise<unknown>): Promise<VendorError> {
  const error: unknown = await deed.then(
    () => expect.fail('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!isVendorError(error)) throw error;
  return error;
}

const bodies: Record<string, unknown> = {
  retell: { status: 'error', message: 'no such thing as Bearer key_canary123456 or +14155550123 or ada@example.com' },
  calcom: {
    status: 'error',
    error: { code: 'Exception', message: 'no such thing as cal_canary123456 or +14155550123 or ada@example.com' },
  },
  stripe: { error: { type: 'invalid_request_error', message: 'no such thing as sk_test_canary123456 or +14155550123 or ada@example.com' } },
  twilio: { code: 21999, message: 'no such thing as +14155550123 or ada@example.com', status: 400 },
  sendgrid: { errors: [{ message: 'no such thing as SG.canary123456 or +14155550123 or ada@example.com', field: 'from' }] },
};

describe.each(Object.entries(create))('R5: %s', (vendor, deed) => {
  test.each<[string, Reaction, string, string]>([
    ['no answer at all', 'hang', 'unclear', 'timeout'],
    ['headers and then silence', 'stall after headers', 'unclear', 'timeout'],
    ['a body that comes byte by byte', 'trickle', 'unclear', 'timeout'],
    ['a reset connection', 'reset', 'unclear', 'connection_lost'],
    ['a body cut half-way', 'cut body', 'unclear', ''],
    ['an empty object as success', { status: 200, json: {} }, 'unclear', 'unreadable'],
    ['the wrong JSON as success', { status: 201, json: [{ ok: true }] }, 'unclear', 'unreadable'],
    ['text as success', { status: 200, text: '<html>welcome</html>' }, 'unclear', 'unreadable'],
    ['408', { status: 408, json: {} }, 'unclear', 'timeout'],
    ['409', { status: 409, json: {} }, 'unclear', 'conflict'],
    ['500', { status: 500, json: {} }, 'unclear', 'server_error'],
    ['502 from a proxy', { status: 502, text: '<html>bad gateway</html>' }, 'unclear', ''],
    ['503', { status: 503, json: {}, headers: { 'retry-after': '5' } }, 'unclear', 'server_error'],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }, 'unclear', ''],
    ['400', { status: 400, json: {} }, 'refused', ''],
    ['401', { status: 401, json: {} }, 'refused', 'unauthorized'],
    ['402', { status: 402, json: {} }, 'refused', 'payment_required'],
    ['403', { status: 403, json: {} }, 'refused', 'forbidden'],
    ['404', { status: 404, json: {} }, 'refused', 'not_found'],
    ['422', { status: 422, json: {} }, 'refused', ''],
    ['429', { status: 429, json: {} }, 'busy', 'rate_limited'],
  ])('%s', async (_case, reaction, kind, code) => {
    await using server = await startRecorder(reaction);
    const error = await failure(deed(server.url));
    expect({ kind: error.kind, vendor: error.vendor }).toEqual({ kind, vendor });
    if (code) expect(error.code).toBe(code);
    const creates = server.requests.filter(({ method }) => method === 'POST');
    expect(creates).toHaveLength(1);
  });

  test('a refused connection is surely not done', async () => {
    const error = await failure(deed(await closedPort()));
    expect({ kind: error.kind, code: error.code }).toEqual({ kind: 'busy', code: 'unreachable' });
  });

  test('a name that does not resolve is surely not done', async () => {
    const error = await failure(deed('http://callvia-nowhere.invalid'));
    expect({ kind: error.kind, code: error.code }).toEqual({ kind: 'busy', code: 'unreachable' });
  });

  test('R20: the wait asked for by a 429 is kept, at most an hour', async () => {
    await using server = await startRecorder(
      { status: 429, json: {}, headers: { 'retry-after': '17' } },
      { status: 429, json: {}, headers: { 'retry-after': '86400' } },
    );
    const waits = [await failure(deed(server.url)), await failure(deed(server.url))].map(
      (error) => error.kind === 'busy' && error.retryAfterSeconds,
    );
    expect(waits).toEqual(vendor === 'calcom' ? [60, 60] : [17, 3600]);
  });

  test.each([400, 401, 500])('S18: the error of a %i carries neither key nor phone nor address', async (status) => {
    await using server = await startRecorder({ status, json: bodies[vendor] });
    const error = await failure(deed(server.url));
    const everything = JSON.stringify([error.message, { ...error }, String(error.cause), error.stack]);
    expect(everything).not.toMatch(/canary|5550123|ada@example/);
    expect(error.message).toMatch(/no such thing/);
  });

  test('S18: nothing of the request hangs on the error of a broken connection', async () => {
    await using server = await startRecorder('reset');
    const error = await failure(deed(server.url));
    expect(JSON.stringify([error.message, { ...error }, error.cause ?? null])).not.toMatch(/canary|5550123|ada@example/);
  });
});
