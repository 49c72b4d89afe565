import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { wantInvoice } from '#temporal/handles/billing.ts';
import { wakeCampaign } from '#temporal/handles/campaign.ts';
import { type LeadBench, openLeadBench, until } from '#tests/replay/lead-bench.ts';
import { createTestNamespace, type TestNamespace } from '#tests/support/temporal.ts';
import { billingWorkflowId, getProgress as getBilling } from '#workflows/billing/contract.ts';
import { campaignWorkflowId, getProgress } from './contract.ts';

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

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

test('a campaign dispatches again when the next lead is due, or at once when it is woken, and ends when it is not active', async () => {
  const start = { clientId: randomUUID(), campaignId: randomUUID() };
  const answers = [inSeconds(1), inSeconds(86_400), inSeconds(86_400), null];
  let slices = 0;
  bench.others.dispatchSlice = async () => ({ nextDueAt: answers[slices++] ?? null });
  await wakeCampaign(bench.client, start);
  await until(() => slices === 2);
  const handle = bench.client.workflow.getHandle(campaignWorkflowId(start.campaignId));
  const asleepAfter = (n: number) => until(async () => (await handle.query(getProgress)).slices === n);
  await asleepAfter(2);
  await wakeCampaign(bench.client, start);
  await asleepAfter(3);
  await wakeCampaign(bench.client, start);
  await handle.result();
  expect(slices).toBe(4);
  const timers = (await handle.fetchHistory()).events?.flatMap(({ timerStartedEventAttributes: timer }) =>
    timer ? [Number(timer.startToFireTimeout?.seconds)] : [],
  );
  expect(timers?.slice(1)).toEqual([3_600, 3_600]); // never longer than an hour
});

test('a wake-up during the last slice is not lost', async () => {
  const start = { clientId: randomUUID(), campaignId: randomUUID() };
  let slices = 0;
  bench.others.dispatchSlice = async () => {
    if (++slices === 1) await wakeCampaign(bench.client, start);
    return { nextDueAt: null };
  };
  await wakeCampaign(bench.client, start);
  await until(
    async () =>
      slices === 2 && (await bench.client.workflow.getHandle(campaignWorkflowId(start.campaignId)).describe()).status.name === 'COMPLETED',
  );
});

test('an invoice whose card is refused blocks only itself', async () => {
  const clientId = randomUUID();
  const issued: string[] = [];
  let isMended = false;
  bench.others.issueInvoice = async ({ invoiceId }) => {
    if (invoiceId === 'bad' && !isMended) throw new Error('the card was refused');
    issued.push(invoiceId);
  };
  for (const invoiceId of ['bad', 'a', 'b']) await wantInvoice(bench.client, { clientId, mode: 'rehearsal' }, { invoiceId });
  await until(() => issued.length === 2);
  const handle = bench.client.workflow.getHandle(billingWorkflowId(clientId, 'rehearsal'));
  // an invoice is issued a moment before its workflow hears of it
  await vi.waitFor(async () => expect(await handle.query(getBilling)).toEqual({ working: ['bad'] }), { timeout: 15_000 });
  isMended = true;
  await handle.result();
  expect(issued.toSorted()).toEqual(['a', 'b', 'bad']);
});
