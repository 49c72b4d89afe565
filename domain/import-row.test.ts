import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardCell } from './csv-cells.ts';
import { type Column, type ImportedLead, matchHeaders, readEmail, readRow } from './import-row.ts';

const columnsOf = (...headers: string[]): Column[] => {
  const answer = matchHeaders(headers);
  if (answer.kind === 'reject') throw new Error(answer.message);
  return answer.columns;
};
const options = { defaultCountry: 'US', now: '2026-03-10T15:00:00.000Z' };
/** Reads a row given as header → cell. */
const read = (cells: Record<string, string>) => readRow(Object.values(cells), columnsOf(...Object.keys(cells)), options);
const lead = (cells: Record<string, string>): ImportedLead => {
  const answer = read({ phone: '4155552671', ...cells });
  if (answer.kind === 'reject') throw new Error(JSON.stringify(answer.errors));
  return answer.lead;
};
const warnings = (cells: Record<string, string>) => {
  const answer = read({ phone: '4155552671', ...cells });
  return answer.kind === 'lead' ? answer.warnings : [];
};

test('a whole row', () => {
  expect(
    read({
      first_name: ' Ada ',
      last_name: 'Lovelace',
      email: ' Ada@Example.COM ',
      phone: '(415) 555-2671',
      company: 'Analytical  Engines',
      timezone: 'Eastern Time',
      notes: 'First line\r\nsecond',
      tags: 'vip; west;vip',
      'Car Model': 'T',
      consent_at: '2026-01-05',
      consent_source: 'web form',
    }),
  ).toEqual({
    kind: 'lead',
    warnings: [],
    lead: {
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@example.com',
      phone: '+14155552671',
      areaCode: '415',
      company: 'Analytical Engines',
      timezone: 'America/New_York',
      guessedTimezone: 'America/Los_Angeles',
      notes: 'First line\nsecond',
      tags: ['vip', 'west'],
      customFields: { 'Car Model': 'T' },
      consentAt: '2026-01-05T00:00:00.000Z',
      consentSource: 'web form',
    },
  });
});

test('a row with nothing but a number', () => {
  expect(read({ phone: '4155552671', email: '', name: ' ' })).toMatchObject({
    kind: 'lead',
    warnings: [],
    lead: {
      firstName: null,
      lastName: null,
      email: null,
      timezone: null,
      tags: [],
      customFields: {},
      consentAt: null,
      consentSource: null,
    },
  });
});

test.each([
  ['Ada Lovelace', 'Ada', 'Lovelace'],
  ['Ada', 'Ada', null],
  ['Ada King Countess', 'Ada', 'King Countess'],
  ['Lovelace, Ada', 'Ada', 'Lovelace'],
])('the name “%s” is split', (name, firstName, lastName) => expect(lead({ name })).toMatchObject({ firstName, lastName }));

test('names of their own columns come before the whole name', () => {
  expect(lead({ name: 'Somebody Else', first_name: 'Ada' })).toMatchObject({ firstName: 'Ada', lastName: null });
});

describe('what rejects a row', () => {
  test.each([
    [{ phone: '' }, 'phone', 'invalid_phone'],
    [{ phone: '800 555 1234' }, 'phone', 'toll_free'],
    [{ phone: '+44 20 7946 0958' }, 'phone', 'unsupported_country'],
    [{ phone: '415 555 2671 x9' }, 'phone', 'extension'],
    [{ phone: '4155552671', notes: 'x'.repeat(10_001) }, 'notes', 'too_long'],
    [{ phone: '4155552671', 'Car Model': 'x'.repeat(10_001) }, 'Car Model', 'too_long'],
  ])('%j', (cells, field, code) => expect(read(cells)).toMatchObject({ kind: 'reject', errors: [{ field, code }] }));

  test('a field of exactly the longest length passes', () => expect(lead({ notes: 'x'.repeat(10_000) }).notes).toHaveLength(10_000));

  test('cells beyond the header, unless they are blank', () => {
    const columns = columnsOf('phone', 'company');
    expect(readRow(['4155552671', 'Smith', ' Sons'], columns, options)).toMatchObject({
      errors: [{ field: 'row', code: 'too_many_cells', value: ' Sons' }],
    });
    expect(readRow(['4155552671', 'Smith', '', ' '], columns, options).kind).toBe('lead');
    expect(readRow(['4155552671'], columns, options)).toMatchObject({ kind: 'lead', lead: { company: null } });
    expect(readRow([], columns, options)).toMatchObject({ kind: 'reject' });
  });

  test('all reasons are told at once, the value cut to forty characters', () => {
    const answer = read({ phone: 'p'.repeat(100), notes: 'n'.repeat(20_000) });
    expect(answer).toMatchObject({
      kind: 'reject',
      errors: [
        { field: 'notes', value: 'n'.repeat(40) },
        { field: 'phone', value: 'p'.repeat(40) },
      ],
    });
    expect(read({ phone: '👍'.repeat(50) })).toMatchObject({ errors: [{ value: '👍'.repeat(40) }] });
  });

  test('a number of enormous length is told once', () => {
    expect(read({ phone: '1'.repeat(10_000_000) })).toMatchObject({ kind: 'reject', errors: [{ field: 'phone', code: 'too_long' }] });
  });
});

describe('what only drops a value, with a warning', () => {
  test.each([
    [{ email: 'ada@' }, 'invalid_email'],
    [{ email: 'ada@example.com\r\nBcc: all@example.com' }, 'invalid_email'],
    [{ timezone: 'Mars/Olympus' }, 'invalid_timezone'],
    [{ consent_at: '2026-02-30' }, 'invalid_consent_at'],
    [{ consent_at: '13/40/2026' }, 'invalid_consent_at'],
    [{ consent_at: '2026-03-10T15:00:01Z' }, 'invalid_consent_at'],
    [{ consent_at: 'yes' }, 'invalid_consent_at'],
    [{ company: 'x'.repeat(256) }, 'shortened'],
  ])('%j', (cells, code) => expect(warnings(cells)).toMatchObject([{ code, field: Object.keys(cells)[0] }]));

  test('and nothing of it is kept', () => {
    expect(lead({ email: 'ada@', timezone: 'Mars/Olympus', consent_at: 'yes' })).toMatchObject({
      email: null,
      timezone: null,
      consentAt: null,
    });
    expect(lead({ company: 'x'.repeat(256) }).company).toHaveLength(255);
  });
});

test.each([
  ['2026-01-05', '2026-01-05T00:00:00.000Z'],
  ['2026-01-05T10:30:00Z', '2026-01-05T10:30:00.000Z'],
  ['2026-01-05 10:30', '2026-01-05T10:30:00.000Z'],
  ['2026-01-05T10:30:00-05:00', '2026-01-05T15:30:00.000Z'],
  ['1/5/2026', '2026-01-05T00:00:00.000Z'],
  ['02/29/2024', '2024-02-29T00:00:00.000Z'],
])('consent of %s', (consent_at, expected) => expect(lead({ consent_at }).consentAt).toBe(expected));

test.each([
  ['ada@example.com', 'ada@example.com'],
  ['Ada.King+leads@Mail.Example.co.uk', 'ada.king+leads@mail.example.co.uk'],
  ["o'brien@example.com", "o'brien@example.com"],
  ['mailto:ada@example.com', 'ada@example.com'],
  ['ada@example', null],
  ['ada@@example.com', null],
  ['ada..king@example.com', null],
  ['.ada@example.com', null],
  ['ada@-example.com', null],
  ['ada@example.com, bob@example.com', null],
  ['Ada <ada@example.com>', null],
  ['ada @example.com', null],
  [`${'a'.repeat(65)}@example.com`, null],
  [`ada@${'x'.repeat(250)}.com`, null],
  ['аda@example.com', null],
])('the address %s', (raw, expected) => expect(readEmail(raw)).toBe(expected));

describe('hostile cells', () => {
  test('formulas stay text, and the apostrophe of our own exports goes', () => {
    expect(lead({ company: '=HYPERLINK("http://x")' }).company).toBe('=HYPERLINK("http://x")');
    expect(lead({ company: "'=HYPERLINK(1)" }).company).toBe('=HYPERLINK(1)');
    expect(lead({ company: "'t Hooft" }).company).toBe("'t Hooft");
    expect(lead({ first_name: '@SUM(1)', Extra: '+1' })).toMatchObject({ firstName: '@SUM(1)', customFields: { Extra: '+1' } });
  });

  test('NUL, control characters, direction overrides, zero-width marks and half characters are taken out', () => {
    expect(lead({ first_name: 'A\0d\u0007a', last_name: '\u202eecalevoL', company: 'En\u200bgines\ud800' })).toMatchObject({
      firstName: 'Ada',
      lastName: 'ecalevoL',
      company: 'Engines',
    });
  });

  test('emoji, right-to-left names and joined letters stay', () => {
    expect(lead({ first_name: '👩‍🚀', last_name: 'מרים' })).toMatchObject({ firstName: '👩‍🚀', lastName: 'מרים' });
    expect(lead({ name: 'عائشة الحسن' })).toMatchObject({ firstName: 'عائشة', lastName: 'الحسن' });
  });

  test('a line break inside a name becomes a blank', () => expect(lead({ first_name: 'Ada\r\nBcc: x' }).firstName).toBe('Ada Bcc: x'));

  test('braces, HTML and SQL are only text', () => {
    expect(lead({ first_name: '{{client_name}}', company: "<script>'; DROP TABLE lead" })).toMatchObject({
      firstName: '{{client_name}}',
      company: "<script>'; DROP TABLE lead",
    });
  });

  test('too many tags and too long ones are cut', () => {
    const { tags } = lead({ tags: Array.from({ length: 80 }, (_, i) => `${i}-${'x'.repeat(80)}`).join(';') });
    expect([tags.length, tags[0]?.length]).toEqual([50, 50]);
  });
});

test('any cells whatever: a lead or reasons, nothing the database refuses, and reading again what was read changes nothing', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...`'=+-@,; \t\r\n\0\u202e👍aé1{}<`), maxLength: 15 }),
  );
  const columns = columnsOf('first_name', 'last_name', 'email', 'phone', 'company', 'timezone', 'notes', 'tags', 'Extra', 'consent_at');
  fc.assert(
    fc.property(cell, cell, cell, cell, cell, cell, cell, (first, last, email, company, notes, tags, extra) => {
      const row = (cells: string[]) => readRow(cells, columns, options);
      const once = row([first, last, email, '4155552671', company, '', notes, tags, extra, '']);
      if (once.kind === 'reject') throw new Error('a good number was rejected');
      expect(JSON.stringify(once.lead)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      const { firstName, lastName, email: mail, company: firm, notes: note, customFields } = once.lead;
      expect(`${firstName}${lastName}${mail}${firm}`).not.toMatch(/[\r\n]/);
      expect(Object.keys(customFields).every((key) => key === 'Extra')).toBe(true);
      // What exports write for the lead reads back as the same lead; they guard formulas with an apostrophe.
      const guard = (text: string | null | undefined) => guardCell(text ?? '');
      const again = row([
        guard(firstName),
        guard(lastName),
        guard(mail),
        '+14155552671',
        guard(firm),
        '',
        guard(note),
        once.lead.tags.map(guard).join(';'),
        guard(customFields.Extra),
        '',
      ]);
      expect(again).toMatchObject({ kind: 'lead', lead: { firstName, lastName, email: mail, company: firm, notes: note, customFields } });
    }),
    { numRuns: 1_000 },
  );
}, 60_000);
