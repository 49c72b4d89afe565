import { describe, expect, test } from 'vitest';
import {
  addressOf,
  createSms,
  parseTwilioInbound,
  parseTwilioStatus,
  type SmsStatus,
  smsStatusRank,
  twilioInboundKey,
  twilioStatusKey,
} from './sms.ts';
import { type Recorder, startRecorder } from './testing/recorder.ts';

const accountSid = 'AC00000000000000000000000000000001';
const message = {
  sid: 'SM1',
  account_sid: accountSid,
  status: 'queued',
  to: '+14155550123',
  from: '+14155550100',
  body: 'Hi Ada',
  direction: 'outbound-api',
  num_segments: '1',
  num_media: '0',
  date_created: 'Fri, 02 Jan 2026 03:04:05 +0000',
  date_updated: 'Fri, 02 Jan 2026 03:04:05 +0000',
  date_sent: null,
  error_code: null,
  error_message: null,
  uri: '/2010-04-01/x.json',
};
const smsAt = (server: Recorder) => createSms({ accountSid, authToken: 'tok', baseUrl: `${server.url}/twilio` });
const text = {
  key: 'a1:2026-01-06T15:00:00.000Z:24h:sms',
  to: '+14155550123',
  from: '+14155550100',
  body: 'Hi Ada',
  statusCallbackUrl: 'https://callvia.test/api/webhooks/twilio/status',
};

test('a text goes out once, with our key in its callback', async () => {
  await using server = await startRecorder({ status: 201, json: message });
  expect(await smsAt(server).send(text)).toEqual({ vendorId: 'SM1', status: 'queued' });
  expect(server.requests).toHaveLength(1);
  const [request] = server.requests;
  expect(`${request?.method} ${request?.path}`).toBe(`POST /twilio/api/2010-04-01/Accounts/${accountSid}/Messages.json`);
  expect(request?.headers.authorization).toBe(`Basic ${Buffer.from(`${accountSid}:tok`).toString('base64')}`);
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    To: '+14155550123',
    From: '+14155550100',
    Body: 'Hi Ada',
    StatusCallback: 'https://callvia.test/api/webhooks/twilio/status?k=a1%3A2026-01-06T15%3A00%3A00.000Z%3A24h%3Asms',
  });
});

test('a callback address keeps its own query', async () => {
  await using server = await startRecorder({ status: 201, json: message });
  await smsAt(server).send({ ...text, key: 's1', statusCallbackUrl: 'https://callvia.test/status?a=b&k=old' });
  expect(new URLSearchParams(server.requests[0]?.body).get('StatusCallback')).toBe('https://callvia.test/status?a=b&k=s1');
});

test.each([
  ['http://127.0.0.1:4000/twilio', 'http://127.0.0.1:4000/twilio/api/2010-04-01/A/AC1.json?PageSize=2'],
  ['http://127.0.0.1:4000/twilio/', 'http://127.0.0.1:4000/twilio/api/2010-04-01/A/AC1.json?PageSize=2'],
  ['https://api.twilio.com', 'https://api.twilio.com/2010-04-01/A/AC1.json?PageSize=2'],
  ['https://api.dublin.ie1.twilio.com', 'https://api.dublin.ie1.twilio.com/2010-04-01/A/AC1.json?PageSize=2'],
  ['https://nottwilio.com', 'https://nottwilio.com/api/2010-04-01/A/AC1.json?PageSize=2'],
  [undefined, 'https://api.twilio.com/2010-04-01/A/AC1.json?PageSize=2'],
])('with the base URL %s a product is asked at %s', (base, address) =>
  expect(addressOf('https://api.twilio.com/2010-04-01/A/AC1.json?PageSize=2', base)).toBe(address),
);

test('connections are kept between texts', async () => {
  await using server = await startRecorder({ status: 201, json: message });
  const sms = smsAt(server);
  await sms.send(text);
  await sms.send(text);
  expect(server.requests.map(({ headers }) => headers.connection)).toEqual(['keep-alive', 'keep-alive']);
  expect(server.connections()).toBe(1);
});

describe('looking a text up', () => {
  const query = { to: '+14155550123', from: '+14155550100', body: 'Hi Ada', sentAfterAt: '2026-01-02T03:04:05.900Z' };
  const list = (messages: unknown[]) => ({ status: 200, json: { messages, next_page_uri: null, page: 0, page_size: 100 } });

  test('compares both numbers, the text and the time', async () => {
    const before = { ...message, sid: 'SM0', date_created: 'Fri, 02 Jan 2026 02:04:05 +0000' };
    const elsewhere = { ...message, sid: 'SM2', from: '+14155550199' };
    const another = { ...message, sid: 'SM3', body: 'Hi Bo' };
    await using server = await startRecorder(list([another, elsewhere, before, { ...message, status: 'delivered' }]));
    expect(await smsAt(server).find(query)).toEqual({ vendorId: 'SM1', status: 'delivered' });
    expect(new URL(`http://x${server.requests[0]?.path}`).searchParams.get('To')).toBe('+14155550123');
  });

  test.each([
    ['nothing', []],
    ['an older one', [{ ...message, date_created: 'Fri, 02 Jan 2026 03:00:00 +0000' }]],
  ])('%s is null', async (_case, found) => {
    await using server = await startRecorder(list(found));
    expect(await smsAt(server).find(query)).toBeNull();
  });

  test('by its id', async () => {
    await using server = await startRecorder({ status: 200, json: { ...message, status: 'undelivered', error_code: 30003 } });
    expect(await smsAt(server).get('SM1')).toEqual({ vendorId: 'SM1', status: 'undelivered', errorCode: 30003 });
  });

  test('an answer that is no list is no proof of absence', async () => {
    await using server = await startRecorder({ status: 200, json: {} });
    await expect(smsAt(server).find(query)).rejects.toMatchObject({ kind: 'unclear' });
  });
});

test.each([
  [400, 21211, 'refused', 'invalid_number'],
  [400, 21614, 'refused', 'invalid_number'],
  [400, 21610, 'refused', 'opted_out'],
  [400, 21635, 'refused', 'landline'],
  [400, 21408, 'refused', 'no_route'],
  [400, 21617, 'refused', 'too_long'],
  [401, 20003, 'refused', 'unauthorized'],
  [429, 20429, 'busy', 'rate_limited'],
  [500, 20500, 'unclear', 'server_error'],
  [503, 20503, 'unclear', 'server_error'],
])('a %i with code %i is %s: %s', async (status, code, kind, ours) => {
  const more_info = `https://www.twilio.com/docs/errors/${code}`;
  await using server = await startRecorder({ status, json: { code, message: 'The To number is not good', more_info, status } });
  await expect(smsAt(server).send(text)).rejects.toMatchObject({ kind, code: ours });
});

test('the newer form of an error is read as well', async () => {
  const json = { type: 'https://x', title: 'Opted out', status: 400, code: 21610, detail: 'd' };
  await using server = await startRecorder({ status: 400, json });
  await expect(smsAt(server).send(text)).rejects.toMatchObject({ kind: 'refused', code: 'opted_out' });
});

describe('callbacks', () => {
  const form = (fields: Record<string, string>) => Buffer.from(new URLSearchParams(fields).toString());
  const status = {
    MessageSid: 'SM1',
    SmsSid: 'SM1',
    MessageStatus: 'failed',
    To: '+14155550123',
    From: '+14155550100',
    AccountSid: 'AC1',
    ErrorCode: '30006',
  };

  test('a delivery state', () => {
    expect(parseTwilioStatus(form(status))).toEqual({
      vendorId: 'SM1',
      status: 'failed',
      to: '+14155550123',
      from: '+14155550100',
      errorCode: 30006,
    });
    expect(twilioStatusKey(form(status))).toBe('twilio:SM1:failed');
  });

  test.each([
    ['accepted', 'queued'],
    ['canceled', 'failed'],
    ['read', 'delivered'],
    ['something new', 'queued'],
  ])('the state %s counts as %s', (theirs, ours) =>
    expect(parseTwilioStatus(form({ ...status, MessageStatus: theirs })).status).toBe(ours),
  );

  test('R12: the states have an order, and the final ones share the top', () => {
    const order: SmsStatus[] = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed'];
    expect(order.map(smsStatusRank)).toEqual([0, 1, 2, 3, 3, 3]);
  });

  test('a text from a lead, without control characters', () => {
    const inbound = {
      MessageSid: 'SM2',
      From: '+14155550123',
      To: '+14155550100',
      Body: 'STOP\u0000 please\u0007\nthanks',
      NumMedia: '1',
      OptOutType: 'STOP',
    };
    const read = parseTwilioInbound(form(inbound));
    expect(read).toEqual({
      vendorId: 'SM2',
      from: '+14155550123',
      to: '+14155550100',
      body: 'STOP please\nthanks',
      mediaCount: 1,
      keyword: 'stop',
    });
    expect(twilioInboundKey(read)).toBe('twilio:SM2');
  });

  test('an empty text and unknown fields are fine', () =>
    expect(parseTwilioInbound(form({ MessageSid: 'SM2', From: '+1', To: '+2', NumMedia: 'x', New: 'y' }))).toEqual({
      vendorId: 'SM2',
      from: '+1',
      to: '+2',
      body: '',
      mediaCount: 0,
    }));

  test.each(['', 'From=%2B1', '{"MessageSid":"SM1"}'])('the form "%s" is poison', (body) => {
    expect(() => parseTwilioInbound(body)).toThrow('twilio');
    expect(() => parseTwilioStatus(body)).toThrow('twilio');
  });
});
