import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { matchHeaders, type RowAnswer, readRow } from '#domain/import-row.ts';
import { zonesOf } from '#domain/zones.ts';
import { magicNumbers, magicWill, type WillName } from '#sandbox/numbers.ts';
import { dirtyCsv } from './dirty.ts';
import { leadsCsv } from './leads.ts';

const file = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

function readAll(text: string): RowAnswer[] {
  const options = { bom: true, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, skip_empty_lines: true };
  const [headers = [], ...records] = parse(text, options) as string[][];
  const answer = matchHeaders(headers);
  if (answer.kind === 'reject') throw new Error(answer.message);
  return records.map((record) => readRow(record, answer.columns, { defaultCountry: 'US', now: '2026-11-20T12:00:00.000Z' }));
}

test('the files are those the generator writes', () => {
  expect(file('leads-200.csv')).toBe(leadsCsv());
  expect(file('leads-dirty.csv')).toBe(dirtyCsv());
});

test('two hundred different leads, each with consent and a known zone, none with a warning', () => {
  const leads = readAll(leadsCsv()).map((answer) => {
    expect(answer).toMatchObject({ kind: 'lead', warnings: [] });
    return answer.kind === 'lead' ? answer.lead : null;
  });
  expect(leads).toHaveLength(200);
  expect(new Set(leads.map((lead) => lead?.phone)).size).toBe(200);
  expect(new Set(leads.map((lead) => `${lead?.firstName} ${lead?.lastName}`)).size).toBe(200);
  expect(leads.every((lead) => lead?.consentAt && lead.consentSource)).toBe(true);
  expect(leads.every((lead) => lead && zonesOf({ statedZone: lead.timezone, phone: lead.phone }).kind === 'known')).toBe(true);
  expect(leads.every((lead) => lead?.phone.slice(5, 9) === '5550')).toBe(true); // numbers kept free for fiction
});

test('enough shows of each kind, no-shows who book again, and every behaviour at least twice but one', () => {
  const wills = new Map<WillName | 'mix', number>();
  for (const answer of readAll(leadsCsv())) {
    const will = (answer.kind === 'lead' && magicWill(answer.lead.phone)) || 'mix';
    wills.set(will, (wills.get(will) ?? 0) + 1);
  }
  const count = (...names: WillName[]) => names.reduce((sum, name) => sum + (wills.get(name) ?? 0), 0);
  expect(count('books-client', 'third-time')).toBe(14);
  expect(
    count(
      'books-yes',
      'callback',
      'wants-link',
      'wants-mail',
      'mail-bounces',
      'books-moves',
      'voicemail-then-books',
      'books-twice',
      'books-asks',
    ),
  ).toBe(29);
  expect(count('books-calls', 'link-calls', 'landline')).toBe(17);
  expect(count('books-vanishes', 'books-no', 'books-calls-45')).toBe(9);
  expect(count('rebooks-day-0', 'rebooks-day-2', 'rebooks-day-4')).toBe(6);
  expect(magicNumbers.filter(({ name }) => count(name) === 0).map(({ name }) => name)).toEqual(['played']); // who waits for a person
  expect(wills.get('mix')).toBe(85);
});

test('the dirty file: what is read, what is refused and why', () => {
  const answers = readAll(dirtyCsv());
  const leads = answers.flatMap((answer) => (answer.kind === 'lead' ? [answer.lead] : []));
  const refused = answers.flatMap((answer) => (answer.kind === 'reject' ? answer.errors : [])).map(({ field, code }) => `${field} ${code}`);
  const warned = answers.flatMap((answer) => (answer.kind === 'lead' ? answer.warnings : [])).map(({ field, code }) => `${field} ${code}`);
  expect({ rows: answers.length, leads: leads.length, numbers: new Set(leads.map(({ phone }) => phone)).size }).toEqual({
    rows: 40,
    leads: 26,
    numbers: 22,
  });
  expect(refused).toEqual([
    'phone invalid_phone',
    'phone invalid_phone',
    'phone invalid_phone',
    'phone toll_free',
    'phone premium',
    'phone unsupported_country',
    'phone unsupported_country',
    'phone extension',
    'phone invalid_phone',
    'phone invalid_phone',
    'phone invalid_phone',
    'notes too_long',
    'row too_many_cells',
    'phone invalid_phone',
  ]);
  expect(warned).toEqual(['email invalid_email', 'email invalid_email', 'timezone invalid_timezone', 'consent_at invalid_consent_at']);
  expect(leads.filter(({ consentAt }) => consentAt === null).map(({ firstName }) => firstName)).toEqual(['Sam', 'Flo', 'Hew']);
  expect(leads.map(({ firstName, lastName }) => `${firstName} ${lastName}`).slice(8)).toEqual([
    'Pia Header',
    'Quy Mars',
    'Rae Spoken',
    'Sam Date',
    '=1+1 @SUM(A1)',
    '👩‍🚀 Étoile 🚀',
    'מרים الحسن',
    "Xia O'Neil, Jr.",
    'Yan Lines',
    'Zoe Bell',
    '{{client_name}} <script>alert(1)</script>',
    'Bob Bcc: x@example.com Break',
    'Cai Wide',
    'Dee Hidden',
    'Eva Quote',
    'Flo Ragged',
    'Hew Silent',
    'Ivy Slash',
  ]);
});
