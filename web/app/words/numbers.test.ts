import { expect, test } from 'vitest';
import { formatMoney, formatMoneyShort, formatNumberOf, formatPhone, formatRate, nameOf, roughly } from './numbers.ts';

test.each([
  [200_000, '$2,000.00', '$2,000'],
  [1_120, '$11.20', '$11.20'],
  [123_456, '$1,234.56', '$1,235'],
  [0, '$0.00', '$0'],
])('%i cents are %s, in short %s', (cents, long, short) => expect([formatMoney(cents), formatMoneyShort(cents)]).toEqual([long, short]));

test('a rate without a whole is a dash, not zero', () =>
  expect([formatRate(null), formatRate(0), formatRate(0.425)]).toEqual(['–', '0%', '43%']));

test('counts agree with their noun', () =>
  expect([formatNumberOf(1, 'lead'), formatNumberOf(1_284, 'lead'), formatNumberOf(2, 'reply', 'replies')]).toEqual([
    '1 lead',
    '1,284 leads',
    '2 replies',
  ]));

test('a North American number is written as people there write it, any other as it is', () =>
  expect([formatPhone('+12125550123'), formatPhone('+442071838750')]).toEqual(['(212) 555-0123', '+442071838750']));

test('a lead without a name is called by its number', () =>
  expect([
    nameOf({ firstName: 'Ada', lastName: null, phone: '+12125550123' }),
    nameOf({ firstName: null, lastName: null, phone: '+12125550123' }),
  ]).toEqual(['Ada', '(212) 555-0123']));

test.each([
  [0, 0],
  [7, 7],
  [42, 42],
  [219, 220],
  [1_284, 1_300],
  [98_700, 99_000],
])('%i is roughly %i', (count, expected) => expect(roughly(count)).toBe(expected));
