import { expect, test } from 'vitest';
import { daysWords, dayWords, hourWords, monthWords } from './days.ts';

test.each([
  ['2026-11-16', '2026-11-22', '16 – 22 Nov 2026'],
  ['2026-11-30', '2026-12-06', '30 Nov – 6 Dec 2026'],
  ['2026-12-28', '2027-01-03', '28 Dec 2026 – 3 Jan 2027'],
  ['2026-11-20', '2026-11-20', '20 Nov 2026'],
])('%s to %s is %s', (first, last, words) => expect(daysWords(first, last)).toBe(words));

test('a day has its weekday wherever it is read', () => expect(dayWords('2026-11-01')).toBe('Sun 1 Nov'));
test('a month is written out, with or without a day', () =>
  expect([monthWords('2026-03-08'), monthWords('2026-03')]).toEqual(['March 2026', 'March 2026']));
test('hours have two digits', () => expect([hourWords(9), hourWords(14)]).toEqual(['09:00', '14:00']));
