import { expect, test } from 'vitest';
import { readLeadColumns, writeLeadColumns } from './lead-columns.ts';

test.each([
  ['columns stand in the list’s order, each once', 'tags.status.tags.name', ['status', 'tags']],
  ['a column nobody knows is left out', 'status.password', ['status']],
  ['the name alone is a choice', 'name', []],
  ['nothing known is none', 'password', null],
  ['an empty word is none', '', null],
  ['no word is none', null, null],
] as const)('%s', (_what, text, expected) => expect(readLeadColumns(text)).toEqual(expected));

test('a choice is written as it is read', () => {
  expect(writeLeadColumns(['status', 'owner'])).toBe('name.status.owner');
  expect(readLeadColumns(writeLeadColumns([]))).toEqual([]);
});
