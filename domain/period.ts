import { DateTime } from 'luxon';
import { dayText, nextDay, readDay } from './calendar.ts';
import { type Instant, toInstant } from './time.ts';

export const PERIOD_KINDS = ['today', '7d', '30d', 'custom'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** Days `from` to `to`, both included, as the instants they lie between; an open end goes on. */
export type Span = { fromAt: Instant | null; toAt: Instant | null };
/** A stretch of whole days in a zone and the equal one before it. A period that reaches today is open: `to` and `toAt` are null. */
export type Period = {
  kind: PeriodKind;
  days: number;
  from: string;
  to: string | null;
  fromAt: Instant;
  toAt: Instant | null;
  before: { fromAt: Instant; toAt: Instant };
};

const DAYS = { today: 1, '7d': 7, '30d': 30 } as const;
const LONGEST_DAYS = 366;

/**
 * The period an address asks for, seven days when it asks for none. The one before has as many days; where today is not over yet it ends at
 * the same time of day, so that a morning is not measured against a whole day.
 */
export function periodOf(
  ask: { period?: string | null; from?: string | null; to?: string | null },
  { zone, now }: { zone: string; now: Instant },
): Period {
  const moment = DateTime.fromISO(now, { zone });
  if (!moment.isValid) throw new RangeError(`no day for ${now} in ${zone}`);
  const today = moment.startOf('day');
  const custom = ask.period === 'custom' ? customDays(ask, zone, today) : null;
  const kind = custom ? 'custom' : (PERIOD_KINDS.find((k) => k === ask.period && k !== 'custom') ?? '7d');
  const last = custom?.last ?? today;
  const days = custom?.days ?? DAYS[kind as keyof typeof DAYS];
  const first = last.minus({ days: days - 1 });
  const isOpen = last >= today;
  const end = isOpen ? moment : nextDay(last);
  return {
    ...{ kind, days, from: dayText(first), to: isOpen ? null : dayText(last) },
    fromAt: toInstant(first.toMillis()),
    toAt: isOpen ? null : toInstant(end.toMillis()),
    before: { fromAt: toInstant(first.minus({ days }).toMillis()), toAt: toInstant(end.minus({ days }).toMillis()) },
  };
}

function customDays(ask: { from?: string | null; to?: string | null }, zone: string, today: DateTime) {
  const [a, b] = [readDay(ask.from, zone), readDay(ask.to, zone) ?? today];
  if (!a) return null;
  const [first, last] = a <= b ? [a, b] : [b, a];
  const whole = Math.round(last.diff(first, 'days').days) + 1;
  return { last, days: Math.min(whole, LONGEST_DAYS) };
}

/** The instants between which the days of a list's filter lie; a missing day leaves that end open. */
export function spanOf({ from, to }: { from?: string | null; to?: string | null }, zone: string): Span {
  const [first, last] = [readDay(from, zone), readDay(to, zone)];
  return { fromAt: first ? toInstant(first.toMillis()) : null, toAt: last ? toInstant(nextDay(last).toMillis()) : null };
}
