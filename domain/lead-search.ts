/** What a search text asks for: one lead by its id, or leads in whose words every part stands; null where it asks for nothing. */
export type LeadSearch = { kind: 'id'; id: string } | { kind: 'words'; parts: string[] } | null;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
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
  if (ID.test(trimmed)) return { kind: 'id', id: trimmed };
  const words = NUMBER.test(trimmed)
    ? [digitsOf(trimmed)]
    : trimmed.split(/\s+/).map((word) => (NUMBER.test(word) ? digitsOf(word) : word));
  const parts = words
    .filter(Boolean)
    .slice(0, MOST_WORDS)
    .map((word) => (word.length < ANYWHERE ? ` ${word}` : word));
  return parts.length > 0 ? { kind: 'words', parts } : null;
}

const digitsOf = (text: string) => text.replace(/\D/g, '');
