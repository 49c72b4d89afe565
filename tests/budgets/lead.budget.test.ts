import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesOf } from '#tests/replay/history-files.ts';
import { type LeadBench, openLeadBench } from '#tests/replay/lead-bench.ts';
import { historyOf, type LeadPath } from '#tests/replay/paths.ts';
import { createTestNamespace, type TestNamespace } from '#tests/support/temporal.ts';
import { type Cost, costOf } from './actions.ts';

/** What each path may cost: events of its history, and billed Actions. Lower them when a change makes a path cheaper; raising one is a decision. */
const BUDGETS: [path: LeadPath, words: string, budget: { events: number; actions: number }][] = [
  ['three-calls-no-contact', 'three calls without contact', { events: 32, actions: 6 }],
  ['not-interested-at-call-1', 'not interested at call 1', { events: 12, actions: 2 }],
  ['booked-in-call-shown', 'booked in call 1, shown at 48 h', { events: 73, actions: 13 }],
  ['booked-by-link-in-mid-call-shown', 'booked by link, shown at 48 h', { events: 77, actions: 14 }],
];

const measured: [string, Cost, { events: number; actions: number }][] = [];
let namespace: TestNamespace;
let bench: LeadBench;
beforeAll(async () => {
  namespace = await createTestNamespace();
  bench = await openLeadBench(namespace);
}, 120_000);
afterAll(async () => {
  await bench?.[Symbol.asyncDispose]();
  await namespace?.dispose();
  process.stdout.write(table());
});

test.each(BUDGETS)('%s: %s', async (path, words, budget) => {
  const history = await historyOf(bench, path);
  const cost = costOf(history, bytesOf(history));
  measured.push([words, cost, budget]);
  expect(cost.events).toBeLessThanOrEqual(budget.events);
  expect(cost.actions).toBeLessThanOrEqual(budget.actions);
});

function table(): string {
  const lines = measured.map(
    ([words, { events, actions, bytes }, budget]) =>
      `${words.padEnd(36)} ${`${events}/${budget.events}`.padStart(9)} ${`${actions}/${budget.actions}`.padStart(9)} ${String(bytes).padStart(8)}`,
  );
  return `\n${'path'.padEnd(36)} ${'events'.padStart(9)} ${'actions'.padStart(9)} ${'bytes'.padStart(8)}\n${lines.join('\n')}\n\n`;
}
