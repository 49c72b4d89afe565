import { expect, test } from 'vitest';
import { previewOf } from './preview.ts';

const fileOf = (...parts: BlobPart[]) => new File(parts, 'leads.csv');

test('a file is read as the server reads it: its encoding, its separator, blank rows counted and left out', async () => {
  const latin1 = Buffer.from('sep=;\r\nName;Phone\r\n\r\nZoë;"1;2"\r\n;\r\nAda;3\r\n', 'latin1');
  expect(await previewOf(fileOf(latin1))).toEqual({
    headers: ['Name', 'Phone'],
    rows: [
      { row: 3, cells: ['Zoë', '1;2'] },
      { row: 5, cells: ['Ada', '3'] },
    ],
  });
});

test('of a long file the first ten rows are read, and nothing of the row its head breaks off in', async () => {
  const long = `phone,notes\n${'1,a word\n'.repeat(40_000)}`;
  const { rows } = await previewOf(fileOf(long));
  expect(rows.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
