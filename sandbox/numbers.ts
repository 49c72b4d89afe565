/**
 * The magic numbers of the sandbox: like a payment company's test cards, the last four digits of a phone number decide how its owner
 * behaves. Any valid US number works, for example +1 415 555 0121 (area code 415, code 0121). Every other number draws from the mix.
 */
export const magicNumbers = [
  { suffix: '0101', name: 'no-answer', says: 'Never picks up.' },
  { suffix: '0102', name: 'busy', says: 'Is always on another call.' },
  { suffix: '0103', name: 'voicemail', says: 'Only the answering machine picks up.' },
  { suffix: '0104', name: 'declines', says: 'Sees the call and presses it away.' },
  { suffix: '0105', name: 'invalid', says: 'Looks like a number but leads nowhere.' },
  { suffix: '0106', name: 'refuses', says: 'Picks up and is not interested.' },
  { suffix: '0107', name: 'stop-calling', says: 'Picks up and says “stop calling me”.' },
  { suffix: '0108', name: 'wrong-number', says: 'Picks up and is somebody else.' },
  {
    suffix: '0109',
    name: 'callback',
    says: 'Asks to be called on Tuesday at 10:00 (in 10 s where days are seconds), then books and replies YES.',
  },
  { suffix: '0110', name: 'wants-link', says: 'Is interested, books by the link in the first text, replies YES when asked.' },
  { suffix: '0111', name: 'ignores-link', says: 'Is interested, but never opens the link.' },
  { suffix: '0112', name: 'wants-mail', says: 'Is interested, books by the link in the first e-mail, replies YES when asked.' },
  { suffix: '0113', name: 'third-time', says: 'Misses two calls, books in the third; comes, but only the client can say so.' },
  { suffix: '0114', name: 'refuses-second', says: 'Misses the first call, is not interested in the second.' },
  { suffix: '0115', name: 'asks-question', says: 'Picks up, has one question answered and hangs up.' },
  { suffix: '0116', name: 'hangs-up', says: 'Picks up and hangs up at once; the analysis has no outcome.' },
  { suffix: '0117', name: 'texts-stop', says: 'Is interested, then answers the first text with STOP.' },
  { suffix: '0118', name: 'landline', says: 'Is interested, but cannot receive texts (error 30006); books by e-mail.' },
  { suffix: '0119', name: 'mail-bounces', says: 'Is interested, e-mail bounces; books by the link in the first text.' },
  { suffix: '0120', name: 'books-calls', says: 'Books in the call and rings us right after the start: a call of 46 s.' },
  { suffix: '0121', name: 'books-yes', says: 'Books in the call and replies YES when asked.' },
  { suffix: '0122', name: 'books-client', says: 'Books in the call and says no more: the client has to confirm the show.' },
  { suffix: '0123', name: 'books-vanishes', says: 'Books in the call, does not come and ignores every text after that.' },
  { suffix: '0124', name: 'rebooks-day-0', says: 'Books, does not come, books again from the first text after that and replies YES.' },
  { suffix: '0125', name: 'rebooks-day-2', says: 'Books, does not come, books again from the e-mail on day 2 and replies YES.' },
  { suffix: '0126', name: 'rebooks-day-4', says: 'Books, does not come, books again from the text on day 4 and replies YES.' },
  { suffix: '0127', name: 'books-moves', says: 'Books in the call, moves the appointment to a later slot, replies YES when asked.' },
  { suffix: '0128', name: 'books-cancels', says: 'Books in the call, cancels, and does not pick up any more.' },
  { suffix: '0129', name: 'books-stops', says: 'Books in the call and answers the first text with STOP.' },
  { suffix: '0130', name: 'books-calls-45', says: 'Books in the call and rings us for exactly 45 s: not enough to prove a show.' },
  { suffix: '0131', name: 'books-no', says: 'Books in the call and replies NO when asked.' },
  { suffix: '0132', name: 'books-asks', says: 'Books in the call and answers the first text with a question for a person.' },
  { suffix: '0133', name: 'link-calls', says: 'Is interested, books by the link in the first text, then rings us for 46 s.' },
  { suffix: '0134', name: 'voicemail-then-books', says: 'Has the machine answer once, books in the second call, replies YES.' },
  { suffix: '0135', name: 'books-twice', says: 'Books in the call and, from the first text with a link, once more; replies YES.' },
  { suffix: '0199', name: 'played', says: 'Is you: their phone rings on the page of this number for 30 s, and nothing happens by itself.' },
] as const;

/** The name of one way to behave. */
export type WillName = (typeof magicNumbers)[number]['name'];

const bySuffix = new Map<string, WillName>(magicNumbers.map(({ suffix, name }) => [suffix, name]));

/** How the owner of this number behaves by its last four digits, or null where the mix decides. */
export const magicWill = (phone: string): WillName | null => bySuffix.get(phone.slice(-4)) ?? null;

const areaCodes = ['212', '415', '312', '303', '206', '617', '404', '713', '305', '602', '214', '503', '615', '702', '801', '919'];

/** The nth valid US number (from 0, up to 12,000 different ones) whose owner behaves as named. */
export function magicNumber(name: WillName, n = 0): string {
  const entry = magicNumbers.find((known) => known.name === name);
  if (!entry) throw new Error(`no magic number is called ${name}`);
  const round = Math.floor(n / areaCodes.length);
  const exchange = round === 0 ? 555 : [...exchanges()][round - 1];
  return `+1${areaCodes[n % areaCodes.length]}${exchange}${entry.suffix}`;
}

/** Exchanges that belong to the plan: 200–999 without the service codes (211, 311, …) and without 555, which comes first. */
function* exchanges(): Generator<number> {
  for (let exchange = 220; exchange < 990; exchange++) if (exchange % 100 !== 11 && exchange !== 555) yield exchange;
}
