import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dialectOf, readCsv } from './imports-csv.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'callvia-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: Buffer | string): Promise<[row: number, ...cells: string[]][]> {
  const file = path.join(folder, 'file.csv');
  await writeFile(file, content);
  const records: [number, ...string[]][] = [];
  for await (const { row, cells } of readCsv(file, await dialectOf(file))) records.push([row, ...cells]);
  return records;
}

const PLAIN = 'name,phone\nZoë,1\n';
const EXPECTED = [
  [1, 'name', 'phone'],
  [2, 'Zoë', '1'],
];
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

test.each([
  ['UTF-8', Buffer.from(PLAIN)],
  ['UTF-8 with its mark', Buffer.from(`\ufeff${PLAIN}`)],
  ['Latin-1 accents', Buffer.from(PLAIN, 'latin1')],
  ['UTF-16 LE with its mark', Buffer.from(`\ufeff${PLAIN}`, 'utf16le')],
  ['UTF-16 LE without', Buffer.from(PLAIN, 'utf16le')],
  ['UTF-16 BE with its mark', swapped(`\ufeff${PLAIN}`)],
  ['UTF-16 BE without', swapped(PLAIN)],
  ['semicolons', PLAIN.replaceAll(',', ';')],
  ['tabs', PLAIN.replaceAll(',', '\t')],
  ['a line that names the delimiter', `sep=|\r\n${PLAIN.replaceAll(',', '|')}`],
  ['old line ends', PLAIN.replaceAll('\n', '\r')],
  ['no line end at the end', PLAIN.trimEnd()],
  ['quotes around everything', '"name","phone"\r\n"Zoë","1"'],
  ['zero characters', PLAIN.replace('Zoë', 'Z\u0000oë')],
])('%s reads alike', async (_case, content) => expect(await read(content)).toEqual(EXPECTED));

test('line ends may differ from row to row, and blank rows count as a spreadsheet counts them', async () => {
  expect(await read('a,b\r\n1,2\n\n,\r3,4\r\n')).toEqual([
    [1, 'a', 'b'],
    [2, '1', '2'],
    [5, '3', '4'],
  ]);
});

test('a separator inside quotes does not decide', async () => {
  expect(await read('"a;b;c;d",e\n1,2')).toEqual([
    [1, 'a;b;c;d', 'e'],
    [2, '1', '2'],
  ]);
});

test('quoted cells hold separators, quotes and line ends; a stray quote is a character', async () => {
  expect(await read('a,b\n"1,\n""x""",5" pipe')).toEqual([
    [1, 'a', 'b'],
    [2, '1,\n"x"', '5" pipe'],
  ]);
});

test('ragged rows come as they are', async () => {
  expect(await read('a,b\n1\n1,2,3')).toEqual([
    [1, 'a', 'b'],
    [2, '1'],
    [3, '1', '2', '3'],
  ]);
});

test.each([
  ['nothing', '', 'The file is empty'],
  ['only blanks', ' \n\n', 'The file is empty'],
  ['a workbook', 'PK\u0003\u0004…', 'This is an Excel workbook or a ZIP archive: save the sheet as CSV and upload that'],
  ['a web page', '\n<html><body>', 'This is a web page, not a CSV file'],
  ['a quote without end', 'a,b\n1,2\n"3,4\n5,6', 'A quotation mark opened in row 3 is never closed'],
  ['a 10 MB field', `a,b\n1,2\n3,${'x'.repeat(10_000_000)}`, 'Row 3 is longer than 64 kB: is a quotation mark in it never closed?'],
  ['a million columns', 'x,'.repeat(1_000_000), 'Row 1 is longer than 64 kB: is a quotation mark in it never closed?'],
  ['250,001 rows', `a\n${'1\n'.repeat(250_001)}`, 'The file has more than 250,000 rows: split it'],
])('%s is refused with a sentence', async (_case, content, message) => {
  await expect(read(content)).rejects.toThrow(message);
});

test('250,000 rows pass', async () => expect(await read(`a\n${'1\n'.repeat(250_000)}`)).toHaveLength(250_001));
