import { DateTime } from 'luxon';

export const CLOCKS = ['24', '12'] as const;
export type Clock = (typeof CLOCKS)[number];
export type Slot = { startAt: string; text: string };
export type SlotDay = { day: string; title: string; slots: Slot[] };

/** Free starts by the days of a zone, in order, as people read a calendar. Seconds are shown only where starts have some. */
export function slotDays(starts: readonly string[], zone: string, clock: Clock): SlotDay[] {
  const hasSeconds = starts.some((startAt) => Date.parse(startAt) % 60_000 !== 0);
  const format = `${clock === '24' ? 'HH:mm' : 'h:mm'}${hasSeconds ? ':ss' : ''}${clock === '24' ? '' : ' a'}`;
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
