// What a spreadsheet takes for the start of a formula, also full-width and after blanks. Apostrophes may stand anywhere before it: then a guarded
// cell is itself one that would be guarded, and taking one apostrophe away again is exact.
const FORMULA = /^[\s']*[=+\-@\p{Cc}\uff1d\uff0b\uff0d\uff20]/u;

/** A cell that no spreadsheet runs: an apostrophe stands before anything that begins like a formula. */
export const guardCell = (value: string): string => (FORMULA.test(value) ? `'${value}` : value);

/** The value of a cell that `guardCell` may have written. */
export const unguardCell = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell);

/** One line of a file for spreadsheets: every cell quoted and guarded. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${guardCell(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
