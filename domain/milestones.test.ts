import fc from 'fast-check';
import { expect, test } from 'vitest';
import { milestonesReached, remaining, towardNext } from './milestones.ts';

test.each([
  ['short of it', 23, 24, 0, []],
  ['the twenty-fifth show', 24, 25, 0, [1]],
  ['the next one', 25, 26, 1, []],
  ['the fiftieth', 49, 50, 1, [2]],
  ['many at once', 20, 80, 0, [1, 2, 3]],
  ['down again takes none back', 25, 24, 1, []],
  ['and up again gives none', 24, 25, 1, []],
  ['nothing changed', 25, 25, 0, []],
])('%s', (_case, shownBefore, shownAfter, highest, expected) => {
  expect(milestonesReached({ shownBefore, shownAfter, size: 25, highest })).toEqual(expected);
});

test('a smaller size does not reach back', () => {
  expect(milestonesReached({ shownBefore: 50, shownAfter: 51, size: 10, highest: 2 })).toEqual([]);
  expect(milestonesReached({ shownBefore: 59, shownAfter: 60, size: 10, highest: 2 })).toEqual([6]);
});

test('a size that makes no sense reaches nothing', () => {
  expect(milestonesReached({ shownBefore: 0, shownAfter: 100, size: 0, highest: 0 })).toEqual([]);
});

test.each([
  [0, 25],
  [1, 24],
  [24, 1],
  [25, 25],
  [60, 15],
])('after %i shows %i are missing', (shown, missing) => expect(remaining(shown, 25)).toBe(missing));

test('Q10: any order of shows and overturns gives each milestone once, up to the highest count ever', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.array(fc.constantFrom(1, 1, 1, -1), { maxLength: 120 }), (size, steps) => {
      let shown = 0;
      let peak = 0;
      const reached: number[] = [];
      for (const step of steps) {
        const next = Math.max(0, shown + step);
        reached.push(...milestonesReached({ shownBefore: shown, shownAfter: next, size, highest: reached.at(-1) ?? 0 }));
        shown = next;
        peak = Math.max(peak, shown);
      }
      expect(reached).toEqual(Array.from({ length: Math.floor(peak / size) }, (_, i) => i + 1));
    }),
    { numRuns: 2_000 },
  );
}, 60_000);

test.each([
  ['14 shows into the second', { shown: 39, size: 25, highest: 1 }, { number: 2, at: 14 }],
  ['the second is just reached', { shown: 50, size: 25, highest: 2 }, { number: 3, at: 0 }],
  ['a show was taken back after the first was reached', { shown: 24, size: 25, highest: 1 }, { number: 2, at: 0 }],
  ['shows are counted, and milestones not agreed', { shown: 30, size: 25, highest: 0 }, { number: 2, at: 5 }],
])('toward the next milestone: %s', (_case, facts, expected) => expect(towardNext(facts)).toEqual(expected));
