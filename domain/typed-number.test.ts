import { expect, test } from 'vitest';
import { isTyped, mustType } from './typed-number.ts';

test('a number is asked for from five hundred on', () =>
  expect([0, 1, 499, 500, 12_340].map(mustType)).toEqual([false, false, false, true, true]));

test.each([
  [499, '', true],
  [500, '', false],
  [500, '500', true],
  [12_340, '12,340', true],
  [12_340, " 12'340 ", true],
  [12_340, '12340.', true],
  [12_340, '1234', false],
  [12_340, '12340 leads', false],
])('%i typed as “%s”: %s', (total, typed, expected) => expect(isTyped(total, typed)).toBe(expected));
