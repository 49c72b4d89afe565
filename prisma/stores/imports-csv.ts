import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { CSV_READING, delimiterOf, type Encoding, isBlankRow, wideEncodingOf } from '#domain/csv-dialect.ts';
import type { HeaderProblem } from '#domain/import-headers.ts';

/** Data rows a file may have. */
export const ROW_LIMIT = 250_000;
/** Bytes one record may have. */
export const RECORD_LIMIT_BYTES = 64 * 1024;

export type CsvProblem =
  | HeaderProblem
  | 'not_csv'
  | 'too_many_rows'
  | 'record_too_large'
  | 'unclosed_quote'
  | 'malformed'
  | 'upload_missing';

/** The file as a whole cannot be read; `message` is a sentence for the person who uploaded it. */
export class CsvRefused extends Error {
  constructor(
    readonly code: CsvProblem,
    message: string,
  ) {
    super(message);
  }
}

/** How a file is written. Found out from its bytes alone, so that a second reading yields the same records. */
export type Dialect = { encoding: Encoding; delimiter: string; isNamed: boolean };

const HEAD_BYTES = RECORD_LIMIT_BYTES;

/** Reads the start for encoding and delimiter, and the whole for the encoding. Throws CsvRefused on what is no text table. */
export async function dialectOf(file: string): Promise<Dialect> {
  const head = await headOf(file);
  if (head.length === 0) throw new CsvRefused('empty_file', 'The file is empty');
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    throw new CsvRefused('not_csv', 'This is an Excel workbook or a ZIP archive: save the sheet as CSV and upload that');
  }
  const encoding = wideEncodingOf(head) ?? ((await isUtf8(file)) ? 'utf-8' : 'windows-1252');
  const start = new TextDecoder(encoding).decode(head, { stream: true });
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(start)) throw new CsvRefused('not_csv', 'This is a web page, not a CSV file');
  if (start.trim() === '') throw new CsvRefused('empty_file', 'The file is empty');
  return { encoding, ...delimiterOf(start) };
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function isUtf8(file: string): Promise<boolean> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) strict.decode(chunk as Buffer, { stream: true });
    strict.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** A record and its place as a spreadsheet shows it: the header is row 1. */
export type CsvRecord = { row: number; cells: string[] };

/**
 * Every record, the header first, blank ones left out but counted in `row`. Throws CsvRefused where the table itself is broken: an unclosed
 * quote, a record over the limit, too many rows. Stopping early closes the file.
 */
export async function* readCsv(file: string, dialect: Dialect): AsyncGenerator<CsvRecord> {
  const parser = parse({
    ...CSV_READING,
    delimiter: dialect.delimiter,
    max_record_size: RECORD_LIMIT_BYTES,
  });
  const source = createReadStream(file, { highWaterMark: 256 * 1024 });
  const ended = () => undefined; // its errors come out of the parser's iterator
  if (dialect.encoding === 'utf-8') pipeline(source, parser, ended);
  else pipeline(source, decoded(dialect.encoding), parser, ended);
  let row = dialect.isNamed ? -1 : 0;
  let data = -1; // the first record is the header
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (row === 0 || isBlankRow(cells)) continue;
      data += 1;
      if (data > ROW_LIMIT)
        throw new CsvRefused('too_many_rows', `The file has more than ${ROW_LIMIT.toLocaleString('en-US')} rows: split it`);
      yield { row, cells: cells.some(hasZero) ? cells.map(withoutZeros) : cells };
    }
  } catch (error) {
    throw error instanceof CsvError ? explained(error, dialect) : error;
  }
}

// PostgreSQL keeps no zero character.
const hasZero = (cell: string) => cell.includes('\u0000');
const withoutZeros = (cell: string) => cell.replaceAll('\u0000', '');

function decoded(encoding: Dialect['encoding']): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, decoder.decode(chunk, { stream: true })),
    flush: (done) => done(null, decoder.decode()),
  });
}

function explained(error: CsvError, { isNamed }: Dialect): CsvRefused {
  const row = Number(error.records) + (isNamed ? 0 : 1); // the parser runs ahead of what was given out
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new CsvRefused('unclosed_quote', `A quotation mark opened in row ${row} is never closed`);
    case 'CSV_MAX_RECORD_SIZE':
      return new CsvRefused('record_too_large', `Row ${row} is longer than 64 kB: is a quotation mark in it never closed?`);
    default:
      return new CsvRefused('malformed', `Row ${row} cannot be read as CSV`);
  }
}
