import { expect, test } from 'vitest';
import { openBench } from '../testing/bench.ts';
import { twilioClient } from '../testing/clients.ts';

const from = '+14155550100';

test('a text is queued, sent and delivered, and the callbacks carry our key in their address', async () => {
  await using bench = await openBench();
  const statusCallback = `${bench.apiUrl}/api/webhooks/twilio/status?k=lead%3A1%3Asms`;
  const text = await twilioClient(bench.url).messages.create({ to: '+14155558111', from, body: 'Hi Ada', statusCallback });
  expect(text).toMatchObject({
    status: 'queued',
    to: '+14155558111',
    body: 'Hi Ada',
    numSegments: '1',
    direction: 'outbound-api',
    dateSent: null,
  });
  expect((await bench.until('status:delivered')).data).toMatchObject({ MessageSid: text.sid, From: from });
  expect(bench.received.map(({ event, isGenuine }) => [event, isGenuine])).toEqual([
    ['status:sent', true],
    ['status:delivered', true],
  ]);
  expect((await twilioClient(bench.url).messages(text.sid).fetch()).status).toBe('delivered');
  expect(await bench.admin('GET', '/effects?kind=sms')).toMatchObject({ sms: [{ key: 'lead:1:sms', count: 1 }] });
});

test('texts are listed by receiver and time sent, page after page', async () => {
  await using bench = await openBench();
  const twilio = twilioClient(bench.url);
  for (const body of ['one', 'two', 'three']) await twilio.messages.create({ to: '+14155558111', from, body });
  await twilio.messages.create({ to: '+14155558222', from, body: 'other' });
  await bench.quiet();
  const list = (dateSentAfter: Date) => twilio.messages.list({ to: '+14155558111', dateSentAfter, pageSize: 2, limit: 20 });
  expect((await list(new Date(Date.now() - 60_000))).map(({ body }) => body).sort()).toEqual(['one', 'three', 'two']);
  expect(await list(new Date(Date.now() + 60_000))).toEqual([]);
});

test('who replied STOP gets no more texts until START', async () => {
  await using bench = await openBench();
  const twilio = twilioClient(bench.url);
  const send = () => twilio.messages.create({ to: '+14155558111', from, body: 'Hello' });
  await send();
  await bench.admin('POST', '/sms/inbound', { from: '+14155558111', body: ' stop ' });
  const hook = await bench.until('sms');
  expect([hook.isGenuine, hook.data]).toMatchObject([true, { Body: ' stop ', To: from, SmsStatus: 'received', OptOutType: 'STOP' }]);
  await expect(send()).rejects.toMatchObject({ status: 400, code: 21610 });
  await bench.admin('POST', '/sms/inbound', { from: '+14155558111', body: 'START' });
  await send();
});

test.each([
  ['a number that is none', { to: '555' }, 400, 21211],
  ['a text that is too long', { body: 'x'.repeat(1601) }, 400, 21617],
  ['a text without words', { body: '' }, 400, 21602],
  ['no sender', { from: undefined }, 400, 21603],
  ['an unknown field', { colour: 'red', sendAt: new Date() }, 400, 20001],
])('%s is refused', async (_case, change, status, code) => {
  await using bench = await openBench();
  const attempt = twilioClient(bench.url).messages.create({ to: '+14155558111', from, body: 'Hi', ...change } as never);
  await expect(attempt).rejects.toMatchObject({ status, code });
});

test('a wrong token answers 401, an unknown text 404', async () => {
  await using bench = await openBench();
  await expect(twilioClient(bench.url, 'guess').messages.create({ to: '+14155558111', from, body: 'Hi' })).rejects.toMatchObject({
    status: 401,
    code: 20003,
  });
  await expect(twilioClient(bench.url).messages('SM0').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test('a number can be looked up', async () => {
  await using bench = await openBench();
  const found = await twilioClient(bench.url).lookups.v2.phoneNumbers('+14155558111').fetch({ fields: 'line_type_intelligence' });
  expect(found.lineTypeIntelligence).toMatchObject({ type: 'mobile' });
});
