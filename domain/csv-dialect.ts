export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** UTF-16 by its mark, or by the zero in every other byte of plain text without one; undefined when the head of a file speaks of neither. */
export function wideEncodingOf(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const sample = head.subarray(0, 1000);
  const zeros = [0, 0];
  for (const [at, byte] of sample.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length * 0.3 && even < sample.length * 0.05) return 'utf-16le';
  if (even > sample.length * 0.3 && odd < sample.length * 0.05) return 'utf-16be';
  return undefined;
}

/** What separates the cells: named by a first line `sep=;`, else the candidate that stands most often in the header row outside quotes; a comma when none does. */
export function delimiterOf(start: string): { delimiter: string; isNamed: boolean } {
  const named = /^sep=(.)(?:\r|\n|$)/i.exec(start)?.[1];
  if (named !== undefined) return { delimiter: named, isNamed: true };
  const counts = new Map([',', ';', '\t'].map((candidate) => [candidate, 0]));
  let isQuoted = false;
  for (const character of start.trimStart()) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === '\n' || character === '\r')) break;
    else if (!isQuoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  return { delimiter: first && first[1] > 0 ? first[0] : ',', isNamed: false };
}

/** How a reader of the table takes what people's programs write; the same wherever a file is read. */
export const CSV_READING = { bom: true, record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true, relax_quotes: true };

/** A row without anything in it. */
export const isBlankRow = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');
