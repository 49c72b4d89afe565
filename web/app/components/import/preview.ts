import { CSV_READING, delimiterOf, type Encoding, isBlankRow, wideEncodingOf } from '#domain/csv-dialect.ts';

/** The first rows of a chosen file; `row` counts as a spreadsheet does. */
export type Preview = { headers: string[]; rows: { row: number; cells: string[] }[] };

const PREVIEW_BYTES = 128 * 1024;
const ROWS = 10;
const BLANK_ROWS = 30; // between the others, at most

/** Reads the beginning of a file in the browser as the server will read all of it. The parser is fetched only now. */
export async function previewOf(file: File): Promise<Preview> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  const text = textOf(new Uint8Array(await file.slice(0, PREVIEW_BYTES).arrayBuffer()));
  const whole = file.size > PREVIEW_BYTES ? text.slice(0, text.search(/[\r\n][^\r\n]*$/) + 1) : text;
  const { delimiter, isNamed } = delimiterOf(whole);
  const records: string[][] = parse(whole, { ...CSV_READING, delimiter, to: 1 + ROWS + BLANK_ROWS });
  const [header, ...rows] = records
    .map((cells, index) => ({ row: index + (isNamed ? 0 : 1), cells }))
    .filter(({ row, cells }) => row > 0 && !isBlankRow(cells));
  return { headers: header?.cells ?? [], rows: rows.slice(0, ROWS) };
}

/** What its bytes say in the encoding they speak of; an accent of an older program is no UTF-8. */
function textOf(head: Uint8Array): string {
  const read = (encoding: Encoding) => new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(head, { stream: true });
  const wide = wideEncodingOf(head);
  if (wide) return read(wide);
  try {
    return read('utf-8');
  } catch (error) {
    if (error instanceof TypeError) return read('windows-1252');
    throw error;
  }
}
