import { afterAll, beforeAll, expect, test } from 'vitest';
import { attending, facts, type LeadBench, openLeadBench, until } from '#tests/replay/lead-bench.ts';
import { createTestNamespace, type TestNamespace } from '#tests/support/temporal.ts';
import { runClock, skipTime } from './time-skip.ts';

const HOUR = 3_600_000;
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

test('a waiting lead is moved to its next moment and no further', async () => {
  const lead = bench.lead();
  await lead.hangUp(await lead.dial(), attending(2, { stepMs: HOUR }));
  await until(() => lead.kinds().length === 1);
  const before = (await runClock(bench.client, lead.id))?.virtualNow ?? 0;
  await skipTime(bench.client, lead.id, HOUR);
  await until(() => lead.kinds().length === 2);
  const clock = await runClock(bench.client, lead.id);
  expect((clock?.virtualNow ?? 0) - before).toBeGreaterThanOrEqual(HOUR);
  expect((clock?.virtualNow ?? 0) - before).toBeLessThan(HOUR + 60_000);
  expect(lead.kinds()).toEqual(['booking_confirmation', 'reminder_24h']);
  await skipTime(bench.client, lead.id, 5 * HOUR);
  expect(await lead.result()).toBe(3);
  expect(lead.kinds()).toEqual(['booking_confirmation', 'reminder_24h', 'reminder_2h', 'reminder_15m', 'attendance_check', 'verdict']);
  expect(await runClock(bench.client, lead.id)).toBeNull();
});

test('a lead that waits to be dialled is moved too, and a closed or unknown one is left alone', async () => {
  const lead = bench.lead();
  await lead.hangUp(await lead.dial(), facts(2, 'reach'));
  await until(async () => (await lead.state())?.lead.seq === 2);
  await skipTime(bench.client, lead.id, 72 * HOUR);
  expect((await runClock(bench.client, lead.id))?.virtualNow).toBeGreaterThan(Date.now() + 71 * HOUR);
  await lead.tell(facts(3, 'end'));
  await lead.result();
  await skipTime(bench.client, lead.id, HOUR);
  await skipTime(bench.client, bench.lead().id, HOUR);
});
