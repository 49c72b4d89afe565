import { expect, test } from 'vitest';
import { codesOf, importSums, isImportGroup } from './import-groups.ts';

test('the parts of a file add up to its rows', () => {
  const sums = importSums({ inserted: 4_830, duplicates: 96, suppressed: 41, invalid: 51 }, { zoneless: 12, unconsented: 18, remarks: 7 });
  expect(sums).toEqual({ dialled: 4_812, duplicates: 96, suppressed: 41, zoneless: 12, unconsented: 18, invalid: 39, remarks: 7 });
});

test('a code that no group lists is an invalid row', () => {
  expect(codesOf('duplicates')).toEqual({ only: ['twice_in_file', 'already_there'] });
  expect(codesOf('invalid')).toEqual({
    allBut: [
      ...['twice_in_file', 'already_there', 'do_not_call', 'zone_unknown', 'no_consent'],
      ...['invalid_email', 'invalid_timezone', 'invalid_consent_at', 'shortened'],
    ],
  });
});

test('only names of groups are groups', () =>
  expect([isImportGroup('invalid'), isImportGroup('toString'), isImportGroup(null)]).toEqual([true, false, false]));
