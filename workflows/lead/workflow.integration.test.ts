import { afterAll, beforeAll, expect, test } from 'vitest';
import { attending, facts, type LeadBench, openLeadBench, until, winningBack } from '#tests/replay/lead-bench.ts';
import { createTestNamespace, type TestNamespace } from '#tests/support/temporal.ts';
import { getState } from './contract.ts';

let namespace: TestNamespace;
let bench: LeadBench;
beforeAll(async () => {
  namespace = await createTestNamespace();
  bench = await openLeadBench(namespace);
}, 120_000);
afterAll(async () => {
  await bench?.[Symbol.asyncDispose]();
  await namespace?.dispose();
});

test.concurrent('a lead booked in the call is reminded, asked and decided, in order', async () => {
  const lead = bench.lead();
  await lead.hangUp(await lead.dial(), attending(2));
  expect(await lead.result()).toBe(3);
  expect(lead.kinds()).toEqual(['booking_confirmation', 'reminder_24h', 'reminder_2h', 'reminder_15m', 'attendance_check', 'verdict']);
});

test.concurrent('three calls without contact are three dials and nothing else', async () => {
  const lead = bench.lead();
  await lead.hangUp(await lead.dial(), facts(2, 'reach'));
  await lead.hangUp(await lead.dial(), facts(4, 'reach'));
  await lead.hangUp(await lead.dial(), facts(6, 'end'));
  expect(await lead.result()).toBe(6);
  expect(lead.deeds).toEqual([{ did: 'placeCall' }, { did: 'placeCall' }, { did: 'placeCall' }]);
});

test.concurrent('a move while a send is being retried is walked by the new plan, on time', async () => {
  const lead = bench.lead({
    send: async ({ moment, seq }) => {
      if (moment.kind === 'booking_confirmation' && seq === 2) throw new Error('the vendor is away');
    },
  });
  await lead.hangUp(await lead.dial(), attending(2, { stepMs: 60_000 }));
  await until(() => lead.kinds().includes('booking_confirmation'));
  await lead.tell(attending(3, { stepMs: 1_000 }));
  expect(await lead.result()).toBe(4);
  expect(lead.deeds.filter(({ seq }) => seq === 3).map(({ kind }) => kind)).toEqual([
    'booking_confirmation',
    'reminder_24h',
    'reminder_2h',
    'reminder_15m',
    'attendance_check',
    'verdict',
  ]);
});

test.concurrent('a booking by link in mid-call begins its moments before the call is over', async () => {
  const lead = bench.lead();
  const callId = await lead.dial();
  const booked = attending(2, { stepMs: 2_500 });
  await lead.tell(booked);
  await until(() => lead.kinds().includes('reminder_24h'));
  expect(await lead.hangUp(callId, facts(3, 'attend', booked.moments.slice(2)))).toBe(true);
  expect(await lead.result()).toBe(4);
  expect(lead.kinds()).toEqual(['booking_confirmation', 'reminder_24h', 'reminder_2h', 'reminder_15m', 'attendance_check', 'verdict']);
});

test.concurrent('a lead that asks in mid-call never to be called again ends when the call does', async () => {
  const lead = bench.lead();
  const callId = await lead.dial();
  await lead.tell(facts(2, 'end'));
  expect((await lead.handle.describe()).status.name).toBe('RUNNING');
  await lead.hangUp(callId, facts(3, 'end'));
  expect(await lead.result()).toBe(3);
});

test.concurrent('a no-show is won back, and gives up after the last step', async () => {
  const lead = bench.lead({ decide: ({ moment, seq }) => (moment.kind === 'verdict' ? winningBack(seq + 1) : facts(seq + 1, 'end')) });
  await lead.hangUp(await lead.dial(), attending(2));
  expect(await lead.result()).toBe(4);
  expect(lead.kinds().slice(-5)).toEqual(['verdict', 'rebook_day0', 'rebook_day2', 'rebook_day4', 'unresponsive']);
});

test.concurrent('late, doubled and reordered news change nothing, and a permit that comes twice dials once', async () => {
  const lead = bench.lead();
  const callId = await lead.dial();
  await lead.tell(facts(1, 'end'));
  await lead.tell(facts(9, 'reach'));
  await lead.tell(facts(2, 'end'));
  await lead.dial(callId);
  await lead.hangUp(callId, facts(10, 'reach'));
  await lead.dial(callId);
  await until(async () => (await lead.state())?.calling === undefined);
  expect((await lead.state())?.lead).toEqual({ seq: 10, phase: 'reach', moments: [] });
  await lead.tell(facts(11, 'end'));
  expect(await lead.result()).toBe(11);
  expect(lead.deeds).toEqual([{ did: 'placeCall' }]);
});

test.concurrent('a lead that was over is dialled again in a new run that knows nothing old', async () => {
  const lead = bench.lead();
  await lead.hangUp(await lead.dial(), facts(2, 'end'));
  expect(await lead.result()).toBe(2);
  await lead.hangUp(await lead.dial(), facts(5, 'end'));
  await until(async () => (await lead.handle.describe()).status.name === 'COMPLETED' && (await lead.result()) === 5);
  expect(lead.deeds).toHaveLength(2);
});

test.concurrent('newer facts that leave the plan alone do not restart its timer', async () => {
  const lead = bench.lead();
  const booked = attending(2, { stepMs: 3_000 });
  await lead.hangUp(await lead.dial(), booked);
  await until(() => lead.kinds().includes('booking_confirmation'));
  await lead.tell(facts(3, 'attend', booked.moments.slice(1)));
  expect(await lead.result()).toBe(4);
  const { events } = await lead.handle.fetchHistory();
  expect(events?.filter((event) => event.timerCanceledEventAttributes)).toEqual([]);
  expect(lead.deeds.filter(({ kind }) => kind === 'reminder_24h')).toEqual([{ did: 'send', kind: 'reminder_24h', seq: 3 }]);
});

test.concurrent('a plan without a decision asks for attention once', async () => {
  const lead = bench.lead({ attention: (seq) => facts(seq + 1, 'attend') });
  await lead.hangUp(await lead.dial(), facts(2, 'attend'));
  await until(() => lead.deeds.length === 2);
  await lead.tell(facts(7, 'end'));
  expect(await lead.result()).toBe(7);
  expect(lead.deeds).toEqual([{ did: 'placeCall' }, { did: 'attention', seq: 2 }]);
});

test.concurrent('a cancel from outside does not end a lead', async () => {
  const lead = bench.lead();
  const callId = await lead.dial();
  await lead.handle.cancel();
  await lead.hangUp(callId, facts(2, 'end'));
  expect(await lead.result()).toBe(2);
});

test('a run with a long history goes on in a new one that knows the facts', async () => {
  const lead = bench.lead();
  await lead.hangUp(await lead.dial(), facts(2, 'reach'));
  const first = (await lead.handle.describe()).runId;
  // Old news: events, and nothing else. The query lets the workflow take each hundred in before the next, as no lead is ever told so much at once.
  for (let hundred = 0; hundred < 42; hundred++) {
    await Promise.all(Array.from({ length: 8 }, () => Promise.all(Array.from({ length: 13 }, () => lead.tell(facts(1, 'reach'))))));
    await lead.handle.query(getState);
  }
  await lead.tell(attending(3));
  expect(await lead.result()).toBe(4);
  expect((await bench.client.workflow.getHandle(lead.handle.workflowId, first).describe()).status.name).toBe('CONTINUED_AS_NEW');
  expect(lead.kinds().toSorted()).toEqual([
    'attendance_check',
    'booking_confirmation',
    'reminder_15m',
    'reminder_24h',
    'reminder_2h',
    'verdict',
  ]);
}, 180_000);
