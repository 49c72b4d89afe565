import { describe, expect, test } from 'vitest';
import { guessMapping, matchHeaders } from './import-headers.ts';

/** What each column became, as one word. */
const matched = (headers: string[], mapping?: Record<string, string>) => {
  const answer = matchHeaders(headers, mapping);
  if (answer.kind === 'reject') return `${answer.code}: ${answer.message}`;
  return answer.columns.map((column) =>
    column.target === 'field' ? column.field : column.target === 'custom' ? `custom:${column.name}` : 'ignored',
  );
};

test('names are matched without case and punctuation, others become custom fields under their own name', () => {
  expect(
    matched([
      '\ufeffFirst Name',
      'LAST-NAME',
      'E-Mail',
      ' phone ',
      'Company',
      'TimeZone',
      'Notes',
      'tags',
      'Consent At',
      'consent_source',
      'Car  Model',
    ]),
  ).toEqual([
    'first_name',
    'last_name',
    'email',
    'phone',
    'company',
    'timezone',
    'notes',
    'tags',
    'consent_at',
    'consent_source',
    'custom:Car Model',
  ]);
  expect(matched(['Full Name', 'Phone Number', 'Email Address'])).toEqual(['name', 'phone', 'email']);
  expect(matched(['ＰＨＯＮＥ'])).toEqual(['phone']);
});

test('a column without a name is left out', () => expect(matched(['phone', '', ' '])).toEqual(['phone', 'ignored', 'ignored']));

describe('a guess', () => {
  test.each([
    [
      ['Mobile', 'First', 'Surname', 'Mail', 'Organisation', 'Comments', 'Plan'],
      ['phone', 'first_name', 'last_name', 'email', 'company', 'notes', 'custom:Plan'],
    ],
    [
      ['Cell Phone', 'Tel', 'Contact'],
      ['phone', 'custom:Tel', 'name'],
    ],
    [
      ['Mobile', 'Phone'],
      ['custom:Mobile', 'phone'],
    ],
    [
      ['Phone', 'First', 'Contact'],
      ['phone', 'first_name', 'custom:Contact'],
    ],
    [
      ['Phone', 'Name', 'Last'],
      ['phone', 'name', 'custom:Last'],
    ],
    [
      ['Phone', 'Consent date', 'Opt-in date'],
      ['phone', 'consent_at', 'custom:Opt-in date'],
    ],
    [
      ['Phone', 'constructor name'],
      ['phone', 'custom:constructor name'],
    ],
  ])('of %j', (headers, expected) => expect(matched(headers, guessMapping(headers))).toEqual(expected));

  test('is only proposed: unasked, a usual name is a field of one’s own', () => {
    expect(matched(['phone', 'Comments'])).toEqual(['phone', 'custom:Comments']);
    expect(guessMapping(['constructor', '__proto__', ''])).toEqual({});
  });
});

describe('a mapping', () => {
  test('says what a header does not', () => {
    expect(
      matched(['Handy', 'Vorname', 'Auto', 'Rest', 'email'], {
        handy: 'phone',
        Vorname: 'first_name',
        Auto: 'custom:car',
        Rest: 'ignore',
        email: 'custom:mail',
      }),
    ).toEqual(['phone', 'first_name', 'custom:car', 'ignored', 'custom:mail']);
  });

  test.each([[{ Handy: 'telephone thing' }], [{ Handy: 'custom:' }], [{ Handy: 'custom:__proto__' }]])('%j is refused', (mapping) =>
    expect(matched(['phone', 'Handy'], mapping)).toBe('unknown_mapping: A column may be mapped to a field, to custom:<name> or to ignore'),
  );
});

describe('refused', () => {
  test.each([
    ['no phone', ['name', 'email'], 'missing_column: The file needs a column “phone”'],
    ['a phone mapped away', ['phone'], 'missing_column: The file needs a column “phone”', { phone: 'ignore' }],
    ['nothing', [], 'empty_file: The file has no header row'],
    ['only blanks', ['', '\u200b'], 'empty_file: The file has no header row'],
    ['a header twice', ['phone', 'email', 'Email'], 'duplicate_header: The header “Email” stands twice'],
    ['a custom header twice', ['phone', 'Car Model', 'car_model'], 'duplicate_header: The header “car_model” stands twice'],
    ['two for one field', ['phone', 'name', 'Full Name'], 'duplicate_header: “name” and “Full Name” both hold name'],
    ['__proto__', ['phone', '__proto__'], 'reserved_header: “__proto__” is a reserved name'],
    ['constructor', ['phone', 'constructor'], 'reserved_header: “constructor” is a reserved name'],
    ['prototype', ['phone', 'prototype'], 'reserved_header: “prototype” is a reserved name'],
    ['a long one', ['phone', 'x'.repeat(201)], 'header_too_long: A header may have 200 characters'],
    [
      'many',
      ['phone', ...Array.from({ length: 200 }, (_, i) => `c${i}`)],
      'too_many_columns: A file may have 200 columns; this one has 201',
    ],
  ] as [string, string[], string, Record<string, string>?][])('%s', (_case, headers, expected, mapping) =>
    expect(matched(headers, mapping)).toBe(expected),
  );

  test('a million headers are refused at once', () => {
    const headers = Array.from({ length: 1_000_000 }, (_, i) => `column ${i}`);
    const started = performance.now();
    expect(matchHeaders(headers)).toMatchObject({ kind: 'reject', code: 'too_many_columns' });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
