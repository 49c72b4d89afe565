// What a spreadsheet takes for the start of a formula, also full-width and after leading blanks.
const FORMULA = /^\s*'*\s*[=+\-@\p{Cc}\uff1d\uff0b\uff0d\uff20]/u;
const GUARDED = /^'\s*'*\s*[=+\-@\p{Cc}\uff1d\uff0b\uff0d\uff20]/u;

/** A cell that no spreadsheet runs: an apostrophe stands before anything that begins like a formula. */
export const guardCell = (value: string): string => (FORMULA.test(value) ? `'${value}` : value);

/** The value of a cell that `guardCell` may have written. */
export const unguardCell = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);
