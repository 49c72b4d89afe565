import { DateTime } from 'luxon';
import { type Instant, toInstant } from './time.ts';

export const CALENDAR_VIEWS = ['month', 'week', 'day'] as const;
export type CalendarView = (typeof CALENDAR_VIEWS)[number];

/** The days a calendar page shows, each `yyyy-mm-dd` in its zone, and the instants they lie between; `toAt` is not included. */
export type CalendarSpan = {
  view: CalendarView;
  on: string;
  days: string[];
  fromAt: Instant;
  toAt: Instant;
  /** The days to which *previous* and *next* lead. */
  previous: string;
  next: string;
  today: string;
};

/**
 * The span of a calendar page around a day: whole weeks from Monday for a month, seven days, or one. A day that is none becomes today.
 * Days are counted on the wall clock, so that the weeks in which clocks change have seven days of 23 to 25 hours.
 */
export function calendarSpan(view: CalendarView, on: string | null, zone: string, now: Instant): CalendarSpan {
  const today = DateTime.fromISO(now, { zone }).startOf('day');
  if (!today.isValid) throw new RangeError(`no day for ${now} in ${zone}`);
  const asked = readDay(on, zone);
  const day = asked ?? today;
  const first = view === 'day' ? day : (view === 'week' ? day : day.startOf('month')).startOf('week');
  const last = view === 'day' ? day : (view === 'week' ? day : day.endOf('month')).endOf('week').startOf('day');
  const end = nextDay(last);
  const days: string[] = [];
  for (let each = first; each < end; each = nextDay(each)) days.push(dayText(each));
  const step = { month: { months: 1 }, week: { weeks: 1 }, day: { days: 1 } }[view];
  return {
    ...{ view, days, on: dayText(day), today: dayText(today) },
    ...{ fromAt: toInstant(first.toMillis()), toAt: toInstant(end.toMillis()) },
    ...{ previous: dayText(day.minus(step)), next: dayText(day.plus(step)) },
  };
}

/** Midnight of a day `yyyy-mm-dd` in a zone; null where the text names no day between 2000 and 2100. */
export function readDay(text: string | null | undefined, zone: string): DateTime | null {
  if (!text || !/^20\d\d-\d\d-\d\d$/.test(text)) return null;
  const day = DateTime.fromISO(text, { zone }).startOf('day');
  return day.isValid ? day : null;
}

/** The instant at which a zone's clocks show that day and time, `yyyy-mm-dd` and `hh:mm`; null where the texts name none. */
export function instantOn(day: string | null, time: string | null, zone: string): Instant | null {
  if (!readDay(day, zone) || !time || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null;
  const moment = DateTime.fromISO(`${day}T${time}`, { zone });
  return moment.isValid ? toInstant(moment.toMillis()) : null;
}

/** Midnight of the day after, or the first moment of a day that has no midnight. */
export const nextDay = (day: DateTime): DateTime => day.plus({ days: 1 }).startOf('day');

export const dayText = (day: DateTime): string => day.toFormat('yyyy-MM-dd');
