/** What a search text asks for: leads whose ids lie between two (one, if it is whole), or leads in whose words every part stands; null where it asks for nothing. */
export type LeadSearch = { kind: 'ids'; from: string; to: string } | { kind: 'words'; parts: string[] } | null;

const ID = /^(?:lead[_-])?([0-9a-f]{8}[0-9a-f-]{0,28})$/;
/** So few digits alone are a number to call. */
const DIGITS_OF_AN_ID = 16;
const NUMBER = /^[\d\s().+/-]*\d[\d\s().+/-]*$/;
const MOST_WORDS = 5;
/** From this length on a word is found anywhere; a shorter one only where a word begins, or it would fit nearly everybody. */
const ANYWHERE = 3;

/**
 * Reads what was typed. A phone number may be written in any way; other words must all be there, in any order, each in a name, the company,
 * the e-mail or the number.
 */
export function readLeadSearch(text: string): LeadSearch {
  const trimmed = text.trim().toLowerCase();
  const ids = idsIn(trimmed);
  if (ids) return ids;
  const words = NUMBER.test(trimmed)
    ? [digitsOf(trimmed)]
    : trimmed.split(/\s+/).map((word) => (NUMBER.test(word) ? digitsOf(word) : word));
  const parts = words
    .filter(Boolean)
    .slice(0, MOST_WORDS)
    .map((word) => (word.length < ANYWHERE ? ` ${word}` : word));
  return parts.length > 0 ? { kind: 'words', parts } : null;
}

/** A whole id, or at least its first eight characters. */
function idsIn(text: string): LeadSearch {
  const hex = ID.exec(text)?.[1]?.replaceAll('-', '');
  if (!hex || hex.length > 32 || (/^\d+$/.test(hex) && hex.length < DIGITS_OF_AN_ID)) return null;
  const uuid = (digits: string) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { kind: 'ids', from: uuid(hex.padEnd(32, '0')), to: uuid(hex.padEnd(32, 'f')) };
}

const digitsOf = (text: string) => text.replace(/\D/g, '');
