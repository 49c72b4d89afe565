import { DateTime } from 'luxon';
import { type Instant, toInstant, toMs } from './time.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];
/** Windows of each weekday as `['09:00', '20:00']`, wall clock at the lead, the end not included. */
export type CallingHours = Record<Weekday, [start: string, end: string][]>;

const everyDay = (start: string, end: string): CallingHours => {
  const day = (): [string, string][] => [[start, end]];
  return { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), sat: day(), sun: day() };
};
/** When a campaign dials unless it says otherwise. */
export const DEFAULT_HOURS: CallingHours = { ...everyDay('09:00', '20:00'), sun: [] };
/** The law's hours for calls and texts; no setting widens them. */
export const LAW_HOURS: CallingHours = everyDay('08:00', '21:00');
/** A dial begins only where the window stays open this long. */
export const DIAL_MINUTES_LEFT = 10;
/** No look-ahead goes further than this. */
export const DAYS_AHEAD = 14;
const DAYS_BACK = 7;

type Question = { zones: readonly string[]; hours: CallingHours; at: Instant; minutesLeft?: number };
type Span = [startMinute: number, endMinute: number];

/**
 * Whether it is allowed at that instant: inside the hours, and inside the law's, on the wall clock of every zone, with `minutesLeft` minutes
 * (0 unless said) still to come. No zone, an unknown zone and unreadable hours are all outside.
 */
export function isOpen({ zones, hours, at, minutesLeft = 0 }: Question): boolean {
  return zones.length > 0 && zones.every((zone) => isOpenIn(zone, hours, toMs(at), minutesLeft));
}

function isOpenIn(zone: string, hours: CallingHours, atMs: number, minutesLeft: number): boolean {
  const lastMs = atMs + minutesLeft * 60_000 - 1;
  const start = openUntil(zone, hours, atMs);
  if (start === null || start < minutesLeft * 60_000) return false;
  return minutesLeft === 0 || openUntil(zone, hours, lastMs) !== null; // a clock change inside the minutes left
}

/** Milliseconds on the wall clock until this window closes, null outside. */
function openUntil(zone: string, hours: CallingHours, ms: number): number | null {
  const local = DateTime.fromMillis(ms, { zone });
  if (!local.isValid) return null;
  const sinceMidnight = ((local.hour * 60 + local.minute) * 60 + local.second) * 1000 + local.millisecond;
  const span = lawfulSpans(hours, local.weekday).find(([start, end]) => sinceMidnight >= start * 60_000 && sinceMidnight < end * 60_000);
  return span ? span[1] * 60_000 - sinceMidnight : null;
}

/**
 * The first instant from `at` on, at most two weeks ahead, that `isOpen` allows; `at` itself when it is open already, null when there is none
 * or no zone is known.
 */
export function nextOpen({ zones, hours, at, minutesLeft = 0 }: Question): Instant | null {
  if (isOpen({ zones, hours, at, minutesLeft })) return at;
  const from = toMs(at);
  const until = from + DAYS_AHEAD * 86_400_000;
  const openings = zones.flatMap((zone) => edgesOf(zone, hours, from, DAYS_AHEAD, 0)).filter((ms) => ms > from && ms <= until);
  // What is open in every zone begins where one of them opens.
  const first = [...new Set(openings)].sort((a, b) => a - b).find((ms) => isOpen({ zones, hours, at: toInstant(ms), minutesLeft }));
  return first === undefined ? null : toInstant(first);
}

/**
 * The last whole minute before `at`, at most a week back, that `isOpen` allows; `at` itself when it is open, null when there is none or no zone
 * is known.
 */
export function lastOpen({ zones, hours, at }: Omit<Question, 'minutesLeft'>): Instant | null {
  if (isOpen({ zones, hours, at })) return at;
  const before = toMs(at);
  const closings = zones.flatMap((zone) => edgesOf(zone, hours, before, -DAYS_BACK, 1)).filter((ms) => ms <= before);
  // What is open in every zone ends where one of them closes.
  const minutes = [...new Set(closings)].sort((a, b) => b - a).map((ms) => toInstant(ms - 60_000));
  return minutes.find((minute) => isOpen({ zones, hours, at: minute })) ?? null;
}

/**
 * Every stretch of the two weeks from `at` on in which `isOpen` allows, in order: for moving many moments at once where asking `nextOpen` for
 * each would take too long. Where no zone is known there is none.
 */
export function openSpans({ zones, hours, at, minutesLeft = 0 }: Question): { from: Instant; until: Instant }[] {
  const from = toMs(at);
  const until = from + DAYS_AHEAD * 86_400_000;
  const closings = ([0, 1] as const).flatMap((side) =>
    zones.flatMap((zone) => edgesOf(zone, hours, from, DAYS_AHEAD, side).map((ms) => (side === 1 ? ms - minutesLeft * 60_000 : ms))),
  );
  const edges = [...new Set([from, ...closings.filter((ms) => ms > from && ms < until), until])].sort((a, b) => a - b);
  const spans: { from: Instant; until: Instant }[] = [];
  for (const [i, start] of edges.slice(0, -1).entries()) {
    if (!isOpen({ zones, hours, at: toInstant(start + 1), minutesLeft })) continue; // with just enough minutes left it is open still, and then no more
    const [first, last] = [toInstant(start), toInstant(edges[i + 1] ?? until)];
    const before = spans.at(-1);
    if (before?.until === first) before.until = last;
    else spans.push({ from: first, until: last });
  }
  return spans;
}

/** Where the windows of the days around `ms` start (side 0) or end (side 1); `days` many of them, from the one of `ms` on, back when negative. */
function edgesOf(zone: string, hours: CallingHours, ms: number, days: number, side: 0 | 1): number[] {
  const today = DateTime.fromMillis(ms, { zone }).set({ hour: 12, minute: 0, second: 0, millisecond: 0 });
  if (!today.isValid) return [];
  return Array.from({ length: Math.abs(days) + 1 }, (_, i) => today.plus({ days: days < 0 ? -i : i })).flatMap((day) =>
    lawfulSpans(hours, day.weekday).map((span) => day.set({ hour: Math.floor(span[side] / 60), minute: span[side] % 60 }).toMillis()),
  );
}

/** The windows of the day of `at` in one zone, inside the law's, as people read them: `['09:00–20:00']`, none where that day has none. */
export function windowsOn({ hours, zone, at }: { hours: CallingHours; zone: string; at: Instant }): string[] {
  const { weekday, isValid } = DateTime.fromISO(at, { zone });
  const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return isValid ? lawfulSpans(hours, weekday).map(([start, end]) => `${clock(start)}–${clock(end)}`) : [];
}

/** The day's windows inside the law's, those that touch joined, in order. */
function lawfulSpans(hours: CallingHours, weekday: number): Span[] {
  const day = WEEKDAYS[weekday - 1];
  if (!day) return [];
  const law = spansOf(LAW_HOURS[day])[0];
  if (!law) return [];
  const joined: Span[] = [];
  for (const [start, end] of spansOf(hours[day] ?? []).sort((a, b) => a[0] - b[0])) {
    const span: Span = [Math.max(start, law[0]), Math.min(end, law[1])];
    const before = joined.at(-1);
    if (span[0] >= span[1]) continue;
    if (before && span[0] <= before[1]) before[1] = Math.max(before[1], span[1]);
    else joined.push(span);
  }
  return joined;
}

const spansOf = (windows: readonly [string, string][]): Span[] =>
  windows.map(([start, end]): Span => [minutesOf(start), minutesOf(end)]).filter(([start, end]) => start < end);

/** `'09:30'` → 570, `'24:00'` → 1440; anything else is NaN, which compares false and so opens nothing. */
export function minutesOf(time: string): number {
  const parts = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time);
  const minutes = parts ? Number(parts[1]) * 60 + Number(parts[2]) : Number.NaN;
  return minutes <= 1440 ? minutes : Number.NaN;
}
