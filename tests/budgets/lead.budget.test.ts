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
  ['not-interested-at-call-2', 'not interested at call 2', { events: 22, actions: 4 }],
  ['booked-in-call-shown', 'booked in call 1, shown at 48 h', { events: 73, actions: 13 }],
  ['booked-by-link-in-mid-call-shown', 'booked by link, shown at 48 h', { events: 77, actions: 14 }],
];

type Measured = { words: string; cost: Cost; budget: { events: number; actions: number } };
const measured = new Map<LeadPath, Measured>();
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
  measured.set(path, { words, cost, budget });
  expect(cost.events).toBeLessThanOrEqual(budget.events);
  expect(cost.actions).toBeLessThanOrEqual(budget.actions);
});

/** Of a hundred leads 70 are never reached, 20 refuse in the second call, 10 book and show. */
const BLEND: [path: LeadPath, share: number][] = [
  ['three-calls-no-contact', 0.7],
  ['not-interested-at-call-2', 0.2],
  ['booked-in-call-shown', 0.1],
];
const BLENDED_ACTIONS = 7;

test('a campaign as a whole stays within seven Actions a lead', () => {
  const blended = blendedActions();
  expect(blended).toBeGreaterThan(0);
  expect(blended).toBeLessThanOrEqual(BLENDED_ACTIONS);
});

const blendedActions = () => BLEND.reduce((sum, [path, share]) => sum + share * (measured.get(path)?.cost.actions ?? Number.NaN), 0);

function table(): string {
  const row = (words: string, events: string, actions: string, bytes: string) =>
    `${words.padEnd(36)} ${events.padStart(9)} ${actions.padStart(9)} ${bytes.padStart(8)}`;
  const lines = [...measured.values()].map(({ words, cost, budget }) =>
    row(words, `${cost.events}/${budget.events}`, `${cost.actions}/${budget.actions}`, String(cost.bytes)),
  );
  const blended = row('blended campaign, a lead', '', `${blendedActions().toFixed(1)}/${BLENDED_ACTIONS}`, '');
  return `\n${[row('path', 'events', 'actions', 'bytes'), ...lines, blended].join('\n')}\n\n`;
}
