import { stringify } from 'csv-stringify/sync';
import { guessZone } from '#domain/zones.ts';
import { magicNumber, type WillName } from '#sandbox/numbers.ts';
import { COMPANIES, FIRST_NAMES, INTERESTS, LAST_NAMES, PLACES, SOURCES, TAGS } from './people.ts';

export const HEADERS = [
  'first_name',
  'last_name',
  'email',
  'phone',
  'company',
  'timezone',
  'tags',
  'consent_at',
  'consent_source',
  'Interest',
  'notes',
] as const;

const LEADS = 200;

/** How many leads behave in each way; those left to 200 draw from the sandbox' seeded mix. */
export const CAST: Record<WillName, number> = {
  // Shown because the client says so.
  'books-client': 12,
  'third-time': 2,
  // Shown because the lead replies YES.
  'books-yes': 12,
  callback: 2,
  'wants-link': 3,
  'wants-mail': 2,
  'mail-bounces': 1,
  'books-moves': 3,
  'voicemail-then-books': 2,
  'books-twice': 2,
  'books-asks': 2,
  // Shown because of a call of 46 seconds.
  'books-calls': 12,
  'link-calls': 3,
  landline: 2,
  // Do not come; some book again.
  'books-vanishes': 5,
  'rebooks-day-0': 2,
  'rebooks-day-2': 2,
  'rebooks-day-4': 2,
  'books-no': 2,
  'books-calls-45': 2,
  'books-stops': 2,
  'books-cancels': 2,
  // Never get that far.
  'no-answer': 6,
  busy: 2,
  voicemail: 4,
  declines: 2,
  invalid: 2,
  refuses: 5,
  'refuses-second': 3,
  'stop-calling': 2,
  'wrong-number': 2,
  'ignores-link': 2,
  'asks-question': 2,
  'hangs-up': 2,
  'texts-stop': 2,
  // Waits for a person, so that nobody of an example does.
  played: 0,
};

/** A small generator of repeatable chance (mulberry32): numbers in [0, 1). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The clean example file: the same text on every machine and day. */
export function leadsCsv(seed = 20_261): string {
  const next = chance(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const cast = Object.entries(CAST) as [WillName, number][];
  // Each character starts at another of the sixteen area codes, so that no region has them all.
  const magic = cast.flatMap(([will, count], i) =>
    Array.from({ length: count }, (_, n) => ({ will, phone: magicNumber(will, (i * 5 + n) % 16) })),
  );
  const others = Array.from({ length: LEADS - magic.length }, (_, i) => {
    const [code, zone] = PLACES[i % PLACES.length] as [string, string];
    return { will: null, zone, phone: `+1${code}555${String(140 + Math.floor(i / PLACES.length)).padStart(4, '0')}` };
  });
  const names = new Set<string>();
  const rows = shuffled([...magic, ...others], next).map((lead): string[] => {
    let first = pick(FIRST_NAMES);
    let last = pick(LAST_NAMES);
    while (names.has(`${first} ${last}`)) [first, last] = [pick(FIRST_NAMES), pick(LAST_NAMES)];
    names.add(`${first} ${last}`);
    // People left to the mix may lack what a real list lacks; a character needs its addresses to play its part.
    const isMissing = () => lead.will === null && next() < 0.2;
    const zone = 'zone' in lead ? lead.zone : (guessZone(lead.phone) ?? '');
    return [
      first,
      last,
      isMissing() ? '' : `${first}.${last}@example.${pick(['com', 'org', 'net'])}`.toLowerCase(),
      spelled(lead.phone, next()),
      next() < 0.4 ? '' : pick(COMPANIES),
      isMissing() ? '' : zone,
      next() < 0.5 ? '' : [...new Set([pick(TAGS), pick(TAGS)])].join(';'),
      `2025-${String(7 + Math.floor(next() * 6)).padStart(2, '0')}-${String(1 + Math.floor(next() * 28)).padStart(2, '0')}`,
      pick(SOURCES),
      pick(INTERESTS),
      next() < 0.8 ? '' : pick(['Prefers mornings', 'Asked for a quote, by phone', 'Met at the fair', 'Has two locations']),
    ];
  });
  return stringify([HEADERS as readonly string[], ...rows]);
}

function shuffled<T>(list: T[], next: () => number): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}

function spelled(phone: string, drawn: number): string {
  const [code, exchange, line] = [phone.slice(2, 5), phone.slice(5, 8), phone.slice(8)];
  if (drawn < 0.5) return `(${code}) ${exchange}-${line}`;
  return drawn < 0.8 ? `${code}-${exchange}-${line}` : phone;
}
