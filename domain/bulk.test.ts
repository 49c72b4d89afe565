import { expect, test } from 'vitest';
import { bulkLacks, isNumberTyped, undoOf } from './bulk.ts';

test.each([
  ['dnc', 499, '', true],
  ['dnc', 500, '', false],
  ['dnc', 12_340, '12,340', true],
  ['dnc', 12_340, '12340', true],
  ['delete', 12_340, '1234', false],
  ['tag', 12_340, '', true],
  ['assign', 12_340, '', true],
] as const)('%s on %i leads with “%s” typed goes ahead: %s', (verb, total, typed, expected) =>
  expect(isNumberTyped(verb, total, typed)).toBe(expected),
);

test('a tag is taken off by the opposite deed, the others by none', () => {
  expect([undoOf('tag'), undoOf('untag'), undoOf('dnc'), undoOf('delete'), undoOf('call'), undoOf('assign')]).toEqual([
    'untag',
    'tag',
    null,
    null,
    null,
    null,
  ]);
});

test.each([
  ['tag', 3, '', '', 'tag'],
  ['untag', 3, 'x'.repeat(51), '', 'tag'],
  ['tag', 3, 'two\nlines', '', 'tag'],
  ['tag', 12_340, 'vip', '', null],
  ['call', 3, '', '', null],
  ['dnc', 500, '', '499', 'number'],
  ['dnc', 500, '', '500', null],
] as const)('%s on %i leads with the tag “%s” and “%s” typed lacks: %s', (verb, total, tag, typed, expected) =>
  expect(bulkLacks(verb, total, { tag, typed })).toBe(expected),
);
