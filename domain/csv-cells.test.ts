import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardCell, unguardCell } from './csv-cells.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+14155552671', "'+14155552671"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['  =1+1', "'  =1+1"],
  ['\t=1', "'\t=1"],
  ['\r\n', "'\r\n"],
  ['\0x', "'\0x"],
  ['＝1+1', "'＝1+1"],
  ["'=1+1", "''=1+1"],
  ['Ada', 'Ada'],
  ["O'Brien", "O'Brien"],
  ["'quoted'", "'quoted'"],
  ['', ''],
])('%j is written as %j', (value, cell) => {
  expect(guardCell(value)).toBe(cell);
  expect(unguardCell(cell)).toBe(value);
});

test('an apostrophe a person wrote stays', () => expect(unguardCell("'twas")).toBe("'twas"));

const cell = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: fc.constantFrom(...`'=+-@ ,;"\t\r\n\0＝a1`), maxLength: 10 }));

test('Q6: no cell begins a formula, and reading it back gives the value', () => {
  fc.assert(
    fc.property(cell, (value) => {
      const guarded = guardCell(value);
      expect(guarded.trimStart()).not.toMatch(/^[=+\-@\t\r\n\0＝＋－＠]/);
      expect(unguardCell(guarded)).toBe(value);
    }),
    { numRuns: 5_000 },
  );
}, 60_000);

test('Q4: a printed file reads back the same, with either separator, guarded or not', () => {
  const rows = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }));
  fc.assert(
    fc.property(rows, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), (records, delimiter, end) => {
      const options = { delimiter, record_delimiter: end, quoted: true, quoted_empty: true };
      const read = (text: string) => parse(text, { delimiter, record_delimiter: ['\r\n', '\n', '\r'], bom: true }) as string[][];
      expect(read(stringify(records, options))).toEqual(records);
      const guarded = records.map((record) => record.map(guardCell));
      expect(read(`\ufeff${stringify(guarded, options)}`).map((record) => record.map(unguardCell))).toEqual(records);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);
