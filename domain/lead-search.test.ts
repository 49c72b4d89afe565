import { expect, test } from 'vitest';
import { readLeadSearch } from './lead-search.ts';

test.each([
  ['+1 (415) 555-0142', ['14155550142']],
  ['415.555.0142', ['4155550142']],
  ['0142', ['0142']],
  ['Grace  HOPPER', ['grace', 'hopper']],
  ['hopper (415) 555-0142', ['hopper', '415', '5550142']],
  ['grace@example.com', ['grace@example.com']],
  ['Al', [' al']],
  ['100% a_b', ['100%', 'a_b']],
  ['one two three four five six', ['one', 'two', 'three', 'four', 'five']],
])('“%s” is looked for as %j', (text, parts) => expect(readLeadSearch(text)).toEqual({ kind: 'words', parts }));

test.each([
  [' 0190F3E2-1111-4222-8333-444455556666 ', '0190f3e2-1111-4222-8333-444455556666', '0190f3e2-1111-4222-8333-444455556666'],
  ['lead_0190f3e2', '0190f3e2-0000-0000-0000-000000000000', '0190f3e2-ffff-ffff-ffff-ffffffffffff'],
  ['0190f3e2-1111-4', '0190f3e2-1111-4000-0000-000000000000', '0190f3e2-1111-4fff-ffff-ffffffffffff'],
])('an id or its beginning finds its leads, whatever its case: “%s”', (text, from, to) => {
  expect(readLeadSearch(text)).toEqual({ kind: 'ids', from, to });
});

test('blanks ask for nothing', () => expect(readLeadSearch('   ')).toBeNull());
