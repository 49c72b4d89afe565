import { expect, test } from 'vitest';
import { SECONDS_CADENCE, TRUE_CADENCE } from './cadence.ts';
import { retryAt } from './retry-ladder.ts';

const now = '2026-03-10T15:00:00.000Z';

test.each([
  [0, '2026-03-10T19:00:00.000Z'],
  [1, '2026-03-10T19:00:00.000Z'],
  [2, '2026-03-11T15:00:00.000Z'],
  [3, '2026-03-11T15:00:00.000Z'],
  [9, '2026-03-11T15:00:00.000Z'],
])('after %i attempts the next is at %s', (attempts, expected) => {
  expect(retryAt({ attempts, cadence: TRUE_CADENCE, now })).toBe(expected);
});

test('where days are seconds, so are the steps', () => {
  expect(retryAt({ attempts: 1, cadence: SECONDS_CADENCE, now })).toBe('2026-03-10T15:00:10.000Z');
  expect(retryAt({ attempts: 2, cadence: SECONDS_CADENCE, now })).toBe('2026-03-10T15:00:20.000Z');
});

test('Q12: the ladder never goes back and never passes its last step', () => {
  const waits = Array.from(
    { length: 20 },
    (_, attempts) => Date.parse(retryAt({ attempts, cadence: TRUE_CADENCE, now })) - Date.parse(now),
  );
  expect(waits.every((wait, i) => i === 0 || wait >= (waits[i - 1] ?? 0))).toBe(true);
  expect(Math.max(...waits)).toBe(86_400_000);
});
