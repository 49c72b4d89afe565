import type { Cadence } from '#domain/cadence.ts';
import { formatSpan } from './time.ts';

const listed = (parts: readonly string[], last: string) =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${last} ${parts.at(-1)}`;

/** What a campaign's attempts and delays mean for a lead, sentence by sentence in the order of its life. */
export function cadenceWords(cadence: Cadence, maxAttempts: number): { title: string; text: string }[] {
  const { retry, callback, invite, reminders, ask, verify, rebook, rebookGiveUp } = cadence;
  const waits = retry.slice(0, Math.max(0, maxAttempts - 1)).map(formatSpan);
  const further = maxAttempts - 1 > retry.length ? `, and every ${formatSpan(retry.at(-1) ?? 0)} after that` : '';
  return [
    {
      title: 'No answer',
      text:
        maxAttempts > 1
          ? `Calls again after ${waits.join(', then after ')}${further}. After ${maxAttempts} attempts without an answer the lead counts as unresponsive.`
          : 'Calls once. Without an answer the lead counts as unresponsive.',
    },
    { title: 'Call me back', text: `Calls when the lead asked for it; without a time named, after ${formatSpan(callback)}.` },
    {
      title: 'Talked, not booked',
      text: `Sends the booking link at once and again after ${formatSpan(invite.again)}; without a booking after ${formatSpan(invite.giveUp)} it calls again.`,
    },
    {
      title: 'Booked',
      text: `Confirms at once and reminds ${listed([reminders['24h'], reminders['2h'], reminders['15m']].map(formatSpan), 'and')} before the start.`,
    },
    {
      title: 'After the appointment',
      text: `Asks the lead ${formatSpan(ask)} after the end whether it took place, and decides ${formatSpan(verify)} after the start: showed or not.`,
    },
    {
      title: 'Did not come',
      text: `Offers a new time ${listed(
        rebook.map((seconds) => (seconds === 0 ? 'at once' : `after ${formatSpan(seconds)}`)),
        'and',
      )}; gives up ${formatSpan(rebookGiveUp)} later.`,
    },
  ];
}
