import type { WillName } from '../numbers.ts';

/** What happens in one call from us. */
export type Play =
  | 'no-answer'
  | 'busy'
  | 'declines'
  | 'invalid'
  | 'voicemail'
  | 'refuses'
  | 'stop-calling'
  | 'wrong-number'
  | 'callback'
  | 'interested'
  | 'question'
  | 'hangs-up'
  | 'books'
  /** A person decides on the sandbox's page. */
  | 'played';

/** What a person does about an appointment of theirs. */
export type Attendance = 'calls-46' | 'calls-45' | 'yes' | 'no' | 'silent' | 'moves' | 'cancels';

/** A character: plays by call and attendances by appointment, the last of each repeated; the rest is what texts and mails bring about. */
export type Will = {
  calls: Play[];
  appointments: Attendance[];
  /** Opens a booking link that arrives here while nothing is booked. */
  opensLinkIn?: 'sms' | 'mail';
  /** Opens the nth booking link (1–3) that arrives after a missed appointment. */
  rebooksAt?: number;
  /** The answer to the first text received, in `when: 'booked'` the first one after a booking. */
  firstText?: { body: string; when: 'any' | 'booked' };
  booksTwice?: true;
  textsFail?: true;
  mailBounces?: true;
};

const question = 'Can my husband come along, and is there parking?';

/** How each of the named characters behaves. */
export const wills: Record<WillName, Will> = {
  'no-answer': { calls: ['no-answer'], appointments: ['silent'] },
  busy: { calls: ['busy'], appointments: ['silent'] },
  voicemail: { calls: ['voicemail'], appointments: ['silent'] },
  declines: { calls: ['declines'], appointments: ['silent'] },
  invalid: { calls: ['invalid'], appointments: ['silent'] },
  refuses: { calls: ['refuses'], appointments: ['silent'] },
  'stop-calling': { calls: ['stop-calling'], appointments: ['silent'] },
  'wrong-number': { calls: ['wrong-number'], appointments: ['silent'] },
  callback: { calls: ['callback', 'books'], appointments: ['yes'] },
  'wants-link': { calls: ['interested'], appointments: ['yes'], opensLinkIn: 'sms' },
  'ignores-link': { calls: ['interested'], appointments: ['silent'] },
  'wants-mail': { calls: ['interested'], appointments: ['yes'], opensLinkIn: 'mail' },
  'third-time': { calls: ['no-answer', 'no-answer', 'books'], appointments: ['silent'] },
  'refuses-second': { calls: ['no-answer', 'refuses'], appointments: ['silent'] },
  'asks-question': { calls: ['question'], appointments: ['silent'] },
  'hangs-up': { calls: ['hangs-up'], appointments: ['silent'] },
  'texts-stop': { calls: ['interested'], appointments: ['silent'], firstText: { body: 'STOP', when: 'any' } },
  landline: { calls: ['interested'], appointments: ['calls-46'], opensLinkIn: 'mail', textsFail: true },
  'mail-bounces': { calls: ['interested'], appointments: ['yes'], opensLinkIn: 'sms', mailBounces: true },
  'books-calls': { calls: ['books'], appointments: ['calls-46'] },
  'books-yes': { calls: ['books'], appointments: ['yes'] },
  'books-client': { calls: ['books'], appointments: ['silent'] },
  'books-vanishes': { calls: ['books', 'no-answer'], appointments: ['silent'] },
  'rebooks-day-0': { calls: ['books'], appointments: ['silent', 'yes'], rebooksAt: 1 },
  'rebooks-day-2': { calls: ['books'], appointments: ['silent', 'yes'], rebooksAt: 2 },
  'rebooks-day-4': { calls: ['books'], appointments: ['silent', 'yes'], rebooksAt: 3 },
  'books-moves': { calls: ['books'], appointments: ['moves', 'yes'] },
  'books-cancels': { calls: ['books', 'no-answer'], appointments: ['cancels'] },
  'books-stops': { calls: ['books'], appointments: ['silent'], firstText: { body: 'STOP', when: 'booked' } },
  'books-calls-45': { calls: ['books'], appointments: ['calls-45'] },
  'books-no': { calls: ['books'], appointments: ['no'] },
  'books-asks': { calls: ['books'], appointments: ['yes'], firstText: { body: question, when: 'booked' } },
  'link-calls': { calls: ['interested'], appointments: ['calls-46'], opensLinkIn: 'sms' },
  'voicemail-then-books': { calls: ['voicemail', 'books'], appointments: ['yes'] },
  played: { calls: ['played'], appointments: ['silent'] },
  'books-twice': { calls: ['books'], appointments: ['yes', 'yes'], booksTwice: true },
};

/** The nth entry (from 0), or the last one where there are fewer. */
export function nth<T>(entries: readonly T[], n: number): T {
  const entry = entries[Math.min(n, entries.length - 1)];
  if (entry === undefined) throw new RangeError('There is no entry at all.');
  return entry;
}
