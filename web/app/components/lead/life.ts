import type { LeadStatus } from '#domain/lead.ts';
import type { PlannedStep } from '#stores/views-lead.ts';
import type { Entry } from '#stores/views-lead-timeline.ts';
import { formatMoney } from '../../words/numbers.ts';

/** One station of a lead's life, short enough for a strip. */
export type Station = { id: string; text: string; at: string; state: 'done' | 'not-done' | 'next' | 'ahead' };

const SENDS: Record<string, string> = {
  booking_link: 'Link',
  booking_link_again: 'Link again',
  booking_confirmation: 'Confirmed',
  reminder_24h: '24 h before',
  reminder_2h: '2 h before',
  reminder_15m: '15 min before',
  attendance_check: 'Asked',
  rebook_day0: 'Offer day 0',
  rebook_day2: 'Offer day 2',
  rebook_day4: 'Offer day 4',
};
const PLANNED: Record<string, string> = {
  ...SENDS,
  dial: 'Call',
  verdict: 'Verdict',
  back_to_reach: 'Call again',
  unresponsive: 'Given up',
};

/** The stations of a life in order: what happened, then what is planned. One moment that reached the lead over several channels is one. */
export function stationsOf(entries: readonly Entry[], planned: readonly PlannedStep[]): Station[] {
  const past = entries.toReversed().flatMap((entry): Station[] => {
    const found = stationOf(entry);
    return found ? [{ id: `${entry.kind}-${entry.id}`, at: entry.at, ...found }] : [];
  });
  const once = past.filter(
    (station, i) =>
      !past.slice(0, i).some(({ text, state, at }) => text === station.text && state === station.state && isNear(at, station.at)),
  );
  let isFirst = true;
  const ahead = planned.map(({ kind, at, skipReason }): Station => {
    const state = skipReason ? 'not-done' : isFirst ? 'next' : 'ahead';
    if (!skipReason) isFirst = false;
    return { id: `${kind}-${at}-${skipReason ?? ''}`, text: PLANNED[kind] ?? kind, at, state };
  });
  return [...once, ...ahead];
}

/** Channels of one moment go out within the minute. */
const isNear = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b)) < 60_000;

function stationOf(entry: Entry): Pick<Station, 'text' | 'state'> | null {
  switch (entry.kind) {
    case 'call':
      return { text: entry.direction === 'inbound' ? 'Rang us' : 'Call', state: 'done' };
    case 'booking':
      return { text: 'Booked', state: 'done' };
    case 'message': {
      const text = entry.direction === 'outbound' ? SENDS[entry.what] : 'Reply';
      return text && entry.status !== 'skipped' ? { text, state: 'done' } : null;
    }
    case 'verdict':
      return entry.status === 'shown' ? { text: 'Showed', state: 'done' } : { text: 'No-show', state: 'not-done' };
    case 'milestone':
      return { text: `Milestone ${entry.number}${entry.invoiceId ? ' invoiced' : ''}`, state: 'done' };
    case 'fact':
      if (entry.type === 'lead.moved') return { text: 'Moved', state: 'done' };
      if (entry.type === 'lead.cancelled') return { text: 'Cancelled', state: 'not-done' };
      return entry.type === 'lead.ended' ? { text: 'Given up', state: 'not-done' } : null;
    default:
      return null;
  }
}

/** What a life that is over has led to, in a sentence. */
export function ledTo(status: LeadStatus, entries: readonly Entry[]): string {
  const milestone = entries.find((entry) => entry.kind === 'milestone');
  if (milestone)
    return `Showed up, and completed milestone ${milestone.number}: ${milestone.shows} shows, ${formatMoney(milestone.amountCents)} ${milestone.invoiceId ? 'invoiced' : 'to be invoiced'}.`;
  const verdict = entries.find((entry) => entry.kind === 'verdict');
  if (status === 'shown') return verdict?.counted ? `Showed up. ${countedWords(verdict.counted)}` : 'Showed up.';
  switch (status) {
    case 'unresponsive':
      return verdict ? 'Did not show up, and took none of the new times on days 0, 2 and 4.' : 'Given up: every attempt is used.';
    case 'no_show':
      return 'Did not show up, and was not won back.';
    case 'dnc':
      return 'Asked not to be contacted. Nothing more is done.';
    case 'invalid':
      return 'The number does not reach this lead.';
    default:
      return 'Nothing more is planned.';
  }
}

/** `It is show 3, and counts for milestone 1: 22 to go.` */
export const countedWords = ({ show, milestone, missing }: { show: number; milestone: number; missing: number }): string =>
  missing === 0
    ? `It is show ${show}, and completes milestone ${milestone}.`
    : `It is show ${show}, and counts for milestone ${milestone}: ${missing} to go.`;
