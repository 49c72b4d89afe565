import { DateTime } from 'luxon';

export const CLOCKS = ['24', '12'] as const;
export type Clock = (typeof CLOCKS)[number];
export type Slot = { startAt: string; text: string };
export type SlotDay = { day: string; title: string; slots: Slot[] };

/** Free starts by the days of a zone, in order, as people read a calendar. Seconds are shown only where starts have some. */
export function slotDays(starts: readonly string[], zone: string, clock: Clock): SlotDay[] {
  const format = clockFormat(starts, clock);
  const days = new Map<string, SlotDay>();
  for (const startAt of [...starts].sort()) {
    const local = DateTime.fromISO(startAt, { zone, locale: 'en-US' });
    const day = local.toISODate();
    if (!day) continue; // not an instant, or not a zone
    const known = days.get(day) ?? { day, title: local.toFormat('cccc d LLLL'), slots: [] };
    days.set(day, known);
    known.slots.push({ startAt, text: local.toFormat(format) });
  }
  return [...days.values()];
}

/** The clock people of a zone read: twelve hours in America, else twenty-four. */
export const clockOf = (zone: string): Clock => (zone.startsWith('America/') ? '12' : '24');

/** A start as a person would say it: `Monday 23 November 2026, 3:30 PM EST`. */
export function startWords(startAt: string, zone: string, clock: Clock): string {
  const local = DateTime.fromISO(startAt, { zone, locale: 'en-US' });
  return local.toFormat(`cccc d LLLL yyyy, ${clockFormat([startAt], clock)} ZZZZ`);
}

function clockFormat(starts: readonly string[], clock: Clock): string {
  const seconds = starts.some((startAt) => Date.parse(startAt) % 60_000 !== 0) ? ':ss' : '';
  return clock === '24' ? `HH:mm${seconds}` : `h:mm${seconds} a`;
}
