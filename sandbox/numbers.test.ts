import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { expect, test } from 'vitest';
import { wills } from './behaviour/will.ts';
import { magicNumber, magicNumbers, magicWill } from './numbers.ts';

test('every code is used once and has a character', () => {
  expect(new Set(magicNumbers.map(({ suffix }) => suffix)).size).toBe(magicNumbers.length);
  expect(magicNumbers.map(({ name }) => name).sort()).toEqual(Object.keys(wills).sort());
});

test('magic numbers are valid US numbers, all different', () => {
  const numbers = Array.from({ length: 500 }, (_, n) => magicNumber('books-yes', n));
  expect(new Set(numbers).size).toBe(500);
  expect(numbers.filter((number) => parsePhoneNumberFromString(number)?.isValid() !== true)).toEqual([]);
  expect(numbers.every((number) => magicWill(number) === 'books-yes')).toBe(true);
});

test.each([
  ['+14155550121', 'books-yes'],
  ['+12125550101', 'no-answer'],
  ['+12125559999', null],
])('%s is %s', (phone, name) => expect(magicWill(phone)).toBe(name));
