import { expect, test } from 'vitest';
import { magicNumber, type WillName } from '../numbers.ts';
import { type Bench, openBench } from '../testing/bench.ts';
import { mailClient, twilioClient } from '../testing/clients.ts';

const us = '+14155550100';
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

async function dial(bench: Bench, to: string, attempt = 1, said: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const metadata = { call_key: `${to}:dial:${attempt}`, lead_id: `lead-${to}`, pace: 'instant' };
  const call = await bench.retell.call.createPhoneCall({
    from_number: us,
    to_number: to,
    metadata,
    retell_llm_dynamic_variables: { first_name: 'Ada', ...said },
  });
  await bench.quiet();
  return JSON.parse(JSON.stringify(await bench.retell.call.retrieve(call.call_id))) as Record<string, unknown>;
}
const outcomeOf = (call: Record<string, unknown>) =>
  (call.call_analysis as { custom_analysis_data: { outcome?: string } } | undefined)?.custom_analysis_data.outcome;

async function text(bench: Bench, to: string, body: string): Promise<void> {
  await twilioClient(bench.url).messages.create({
    to,
    from: us,
    body,
    statusCallback: `${bench.apiUrl}/api/webhooks/twilio/status?k=${encodeURIComponent(body)}`,
  });
  await bench.quiet();
}
async function mail(bench: Bench, to: string, body: string): Promise<void> {
  await mailClient(bench.url).send({
    to,
    from: 'team@callvia.test',
    subject: 'Your appointment',
    text: body,
    customArgs: { send_key: body },
  });
  await bench.quiet();
}
const bookings = (bench: Bench) =>
  bench.events('BOOKING_CREATED').map(({ data }) => data.payload as { uid: string; metadata: Record<string, string> });
const question = 'Did you make it to your appointment? Reply YES or NO.';

test.each<[WillName, string, string, string | undefined]>([
  ['no-answer', 'not_connected', 'dial_no_answer', 'no_answer'],
  ['busy', 'not_connected', 'dial_busy', 'no_answer'],
  ['declines', 'not_connected', 'user_declined', 'no_answer'],
  ['invalid', 'not_connected', 'invalid_destination', 'unknown'],
  ['voicemail', 'ended', 'voicemail_reached', 'voicemail'],
  ['refuses', 'ended', 'user_hangup', 'not_interested'],
  ['stop-calling', 'ended', 'user_hangup', 'not_interested'],
  ['wrong-number', 'ended', 'user_hangup', 'wrong_number'],
  ['asks-question', 'ended', 'user_hangup', 'question_answered'],
  ['hangs-up', 'ended', 'user_hangup', undefined],
  ['wants-link', 'ended', 'agent_hangup', 'interested'],
  ['callback', 'ended', 'agent_hangup', 'callback_requested'],
  ['books-yes', 'ended', 'agent_hangup', 'appointment_set'],
])('%s: the call is %s by %s with outcome %s', async (name, status, reason, outcome) => {
  await using bench = await openBench();
  const call = await dial(bench, magicNumber(name));
  expect([call.call_status, call.disconnection_reason, outcomeOf(call)]).toEqual([status, reason, outcome]);
});

test('the third call is the one that books, and the tools were asked before the call ended', async () => {
  await using bench = await openBench();
  const to = magicNumber('third-time');
  const calls = [await dial(bench, to, 1), await dial(bench, to, 2), await dial(bench, to, 3)];
  expect(calls.map((call) => call.disconnection_reason)).toEqual(['dial_no_answer', 'dial_no_answer', 'agent_hangup']);
  const order = bench.received
    .filter(({ event }) => ['check-slots', 'book', 'BOOKING_CREATED', 'call_ended'].includes(event))
    .map(({ event }) => event);
  expect(order.filter((event) => event !== 'BOOKING_CREATED')).toEqual(['call_ended', 'call_ended', 'check-slots', 'book', 'call_ended']);
  expect(bookings(bench).map(({ metadata }) => metadata.booking_key)).toEqual([`${to}:dial:3:book`]);
  expect(bench.received.every(({ isGenuine }) => isGenuine)).toBe(true);
});

test('where the tools fail the lead is only interested, and books by the link that follows', async () => {
  await using bench = await openBench();
  bench.product.toolsBook = false;
  const to = magicNumber('books-yes');
  expect(outcomeOf(await dial(bench, to))).toBe('interested');
  bench.product.bookingQuery = new URLSearchParams({
    name: 'Ada',
    phone: to,
    'metadata[booking_key]': 'link:1',
    'metadata[lead_id]': 'l1',
  }).toString();
  await text(bench, to, `Pick a time: ${bench.apiUrl}/b/token1`);
  expect(bookings(bench).map(({ metadata }) => metadata.booking_key)).toEqual(['link:1']);
});

test('where the product has a booking page of its own, a time is pressed there', async () => {
  await using bench = await openBench();
  const to = magicNumber('wants-link');
  expect(outcomeOf(await dial(bench, to))).toBe('interested');
  await text(bench, to, `Pick a time: ${bench.apiUrl}/b/own`);
  expect(bench.product.chosen).toEqual(['startAt=2031-03-06T14%3A00%3A00.000Z&after=a1&zone=']);
});

test('a lead called back on Tuesday at ten books then; Tuesday is counted from the lead’s own clock and zone', async () => {
  await using bench = await openBench();
  const to = magicNumber('callback');
  const call = await dial(bench, to, 1, { lead_now: '2031-03-05T20:00:00.000Z', timezone: 'America/Chicago' }); // a Wednesday
  const { custom_analysis_data: data } = call.call_analysis as { custom_analysis_data: Record<string, string> };
  expect(data.callback_at).toBe('2031-03-11T15:00:00.000Z');
  expect(outcomeOf(await dial(bench, to, 2))).toBe('appointment_set');
});

test('a lead rings for 46 s right after the start, once, though we also ask', async () => {
  await using bench = await openBench();
  const to = magicNumber('books-calls');
  await dial(bench, to);
  await bench.admin('POST', '/clock', { phone: to, lead_now: tomorrow() });
  await bench.quiet();
  await text(bench, to, question);
  const inbound = bench
    .events('call_ended')
    .map(({ data }) => data.call as Record<string, unknown>)
    .filter((call) => call.direction === 'inbound');
  expect(inbound.map((call) => [call.from_number, call.to_number, call.duration_ms])).toEqual([[to, us, 46_000]]);
  expect(bench.events('call_inbound')).toHaveLength(1);
});

test.each<[WillName, string[]]>([
  ['books-yes', ['YES']],
  ['books-no', ['NO']],
  ['books-client', []],
  ['books-stops', ['STOP']],
  ['books-asks', ['Can my husband come along, and is there parking?', 'YES']],
])('%s answers the texts after a booking with %j', async (name, answers) => {
  await using bench = await openBench();
  const to = magicNumber(name);
  await dial(bench, to);
  await text(bench, to, 'You are booked. See you tomorrow!');
  await text(bench, to, question).catch((error: { code: number }) => expect([name, error.code]).toEqual(['books-stops', 21610]));
  expect(bench.events('sms').map(({ data }) => data.Body)).toEqual(answers);
});

test.each<[WillName, number, 'sms' | 'mail']>([
  ['rebooks-day-0', 1, 'sms'],
  ['rebooks-day-2', 2, 'mail'],
  ['rebooks-day-4', 3, 'sms'],
])('%s books again from message %i after the missed appointment', async (name, message, channel) => {
  await using bench = await openBench();
  const to = magicNumber(name);
  await dial(bench, to, 1, { email: 'Ada@Lead.example' });
  bench.product.bookingQuery = new URLSearchParams({ name: 'Ada', phone: to, 'metadata[booking_key]': 'again' }).toString();
  const link = `${bench.apiUrl}/b/t`;
  await text(bench, to, `Tomorrow at ten. Move it: ${link}`); // a reminder with a link is no invitation to book again
  await text(bench, to, question);
  const messages = [
    () => text(bench, to, `We missed you: ${link}`),
    () => mail(bench, 'ada@lead.example', `Pick a time: ${link}`),
    () => text(bench, to, `Last call: ${link}`),
  ];
  const before: number[] = [];
  for (const send of messages) {
    await send();
    before.push(bookings(bench).length);
  }
  expect(before).toEqual([1, 2, 3].map((n) => (n >= message ? 2 : 1)));
  expect(bench.events('click')).toHaveLength(channel === 'mail' ? 1 : 0);
  await text(bench, to, `${question} (2)`);
  expect(bench.events('sms').map(({ data }) => data.Body)).toEqual(['YES']);
});

test('a lead moves the appointment, another cancels it, and both are announced', async () => {
  await using bench = await openBench();
  await dial(bench, magicNumber('books-moves'));
  await dial(bench, magicNumber('books-cancels'));
  const moved = (await bench.until('BOOKING_RESCHEDULED')).data.payload as Record<string, string>;
  const [first, second] = bookings(bench);
  expect(moved.rescheduleUid).toBe(first?.uid);
  expect(Date.parse(String(moved.startTime))).toBeGreaterThan(Date.parse(String(moved.rescheduleStartTime)));
  expect((await bench.until('BOOKING_CANCELLED')).data.payload).toMatchObject({ uid: second?.uid, status: 'CANCELLED' });
  expect(await bench.admin('GET', '/effects')).toMatchObject({ duplicates: [] });
});

test('a landline’s text fails with 30006, a bouncing mailbox bounces', async () => {
  await using bench = await openBench();
  const [landline, bouncing] = [magicNumber('landline'), magicNumber('mail-bounces')];
  await dial(bench, landline);
  await text(bench, landline, 'Hello');
  expect((await bench.until('status:undelivered')).data.ErrorCode).toBe('30006');
  await dial(bench, bouncing);
  await mail(bench, `p${bouncing.slice(1)}@lead.example`, 'Hello');
  expect((await bench.until('bounce')).data).toMatchObject({ type: 'bounce', send_key: 'Hello' });
});

test('the same number with a new lead is a new person', async () => {
  await using bench = await openBench();
  const to = magicNumber('refuses-second');
  await dial(bench, to, 1);
  const metadata = { call_key: 'other:1', lead_id: 'other', pace: 'instant' };
  const call = await bench.retell.call.createPhoneCall({ from_number: us, to_number: to, metadata });
  await bench.quiet();
  expect((await bench.retell.call.retrieve(call.call_id)).disconnection_reason).toBe('dial_no_answer');
});
