import { expect, test } from 'vitest';
import { CALL_OUTCOMES } from './lead.ts';
import { answerRate, averageDurationSeconds, bookingRate, change, isSuccess, showRate, successRate, totalCostCents } from './metrics.ts';

test('rates are parts of a whole', () => {
  expect(answerRate({ answered: 30, placed: 120 })).toBe(0.25);
  expect(bookingRate({ booked: 5, contacted: 20 })).toBe(0.25);
  expect(showRate({ shown: 6, noShow: 2 })).toBe(0.75);
  expect(successRate({ successful: 3, answered: 4 })).toBe(0.75);
  expect(averageDurationSeconds({ answeredSeconds: 300, answered: 4 })).toBe(75);
});

test('without a whole there is no rate, not zero', () => {
  expect(showRate({ shown: 0, noShow: 0 })).toBeNull();
  expect(answerRate({ answered: 0, placed: 0 })).toBeNull();
});

test('cost is the sum over calls, those without a cost add nothing', () => {
  expect(totalCostCents([{ costCents: 20 }, { costCents: null }, { costCents: 33 }])).toBe(53);
});

test('which outcomes are a success', () => {
  expect(CALL_OUTCOMES.filter(isSuccess)).toEqual(['appointment_set', 'interested', 'question_answered', 'order_captured']);
});

test('change against nothing is no number', () => {
  expect(change(12, 10)).toBeCloseTo(0.2);
  expect(change(5, 0)).toBeNull();
});
