import type { inShort, Story, StoryCall, StoryMessage } from './stories.ts';

/** What goes out for a booked appointment, in its order, as `inShort` says it. */
export const CONFIRMED = ['booking_confirmation sms', 'booking_confirmation email'];
export const REMINDED = ['reminder_24h sms', 'reminder_24h email', 'reminder_2h sms', 'reminder_15m sms'];
export const ASKED = ['attendance_check sms', 'attendance_check email'];
/** What goes out after a talk without a booking. */
export const LINK = ['booking_link sms', 'booking_link email'];
/** What goes out after a no-show. */
export const OFFERED = ['rebook_day0 sms', 'rebook_day2 email', 'rebook_day4 sms'];

const NOTHING = { calls: [], appointments: [], sent: [], skipped: [], replies: [], barred: null };
/** Two leads of whom nothing else can be told than this. */
export const twice = (told: object) => [
  { ...NOTHING, ...told },
  { ...NOTHING, ...told },
];

type Told = ReturnType<typeof inShort>;
/** Whoever books by the text may be quicker than the e-mail beside it, which is dropped then: what is told without that e-mail. */
export const withoutLinkMail = (told: Told): Told => ({
  ...told,
  sent: told.sent.filter((line) => !line.startsWith('booking_link email')),
  skipped: told.skipped.filter((line) => line !== 'booking_link email replanned'),
});

/** Milliseconds since the epoch; NaN where there is no instant. */
export const at = (instant: string | null | undefined) => Date.parse(instant ?? '');
/** Hours from one instant to another, to a tenth, below which the lateness of a slow machine stays. */
export const hours = (from: string | null | undefined, to: string | null | undefined) => Math.round((at(to) - at(from)) / 360_000) / 10;
/** Calls that we made. */
export const outbound = ({ calls }: Story): StoryCall[] => calls.filter(({ direction }) => direction === 'outbound');
/** Hours from each call of ours to the next. */
export const gaps = (story: Story): number[] =>
  outbound(story).flatMap(({ dialledAt }, n, all) => (n > 0 ? [hours(all[n - 1]?.dialledAt, dialledAt)] : []));
/** The first message of a kind. */
export const messageOf = ({ messages }: Story, kind: string, channel = 'sms'): StoryMessage | undefined =>
  messages.find((message) => message.kind === kind && message.channel === channel);
/** Messages of ours that left the house, or at least were handed to the vendor. */
export const handedOver = ({ messages }: Story): StoryMessage[] =>
  messages.filter(({ direction, status }) => direction === 'outbound' && status !== 'skipped' && status !== 'scheduled');
