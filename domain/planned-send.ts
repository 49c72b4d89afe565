import { type CallingHours, isOpen, LAW_HOURS, nextOpen } from './calling-window.ts';
import type { Channel, DecideKind, Moment, SendKind } from './snapshot.ts';
import { toInstant, toMs } from './time.ts';

export type SkipReason = 'too_late' | 'outside_hours' | 'no_address';
/** One message of a plan. `at` and `until` are milliseconds on the lead's clock; a send is worth nothing from `until` on. Skipped ones are kept for the record. */
export type PlannedSend = { kind: SendKind; channel: Channel; at: number; until: number; skip?: SkipReason };

/** Which channels have an address that is not opted out. */
export type Channels = { sms: boolean; email: boolean };
/** The hours texts must keep: the law's unless `hours` narrows them. Not enforced in a rehearsal without `enforceHours`. */
export type Quiet = { enforce: boolean; zones: readonly string[]; hours?: CallingHours };

const hoursOf = (quiet: Quiet) => quiet.hours ?? LAW_HOURS;

/** Whether a text may go at that moment. */
export const isQuiet = (quiet: Quiet, ms: number): boolean =>
  quiet.enforce && !isOpen({ zones: quiet.zones, hours: hoursOf(quiet), at: toInstant(ms) });

/** The first moment from `ms` on at which a text may go, null when there is none within two weeks. */
export function afterQuiet(quiet: Quiet, ms: number): number | null {
  if (!isQuiet(quiet, ms)) return ms;
  const open = nextOpen({ zones: quiet.zones, hours: hoursOf(quiet), at: toInstant(ms) });
  return open === null ? null : toMs(open);
}

/** The last whole minute before `ms` at which a text may go, null when there is none within `days`. */
export function beforeQuiet(quiet: Quiet, ms: number, days = 7): number | null {
  if (!isQuiet(quiet, ms)) return ms;
  // Openings of the days before, then the last minute of the latest one that opened before `ms`.
  const from = ms - days * DAY_MS;
  let open = afterQuiet(quiet, from);
  let last: number | null = null;
  while (open !== null && open < ms) {
    const close = closingAfter(quiet, open);
    last = Math.min(close, ms) - MINUTE_MS;
    open = afterQuiet(quiet, close);
  }
  return last;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** The first quiet minute after an open one: windows are shorter than a day, so halving finds the edge. */
function closingAfter(quiet: Quiet, open: number): number {
  let close = open;
  while (!isQuiet(quiet, close)) close += 15 * MINUTE_MS; // at most a day of quarter hours
  for (let minute = close - 14 * MINUTE_MS; minute < close; minute += MINUTE_MS) if (isQuiet(quiet, minute)) return minute;
  return close;
}

/** A send put off into the hours of texts; skipped when they begin too late for it. */
export function putOff(send: PlannedSend, quiet: Quiet): PlannedSend {
  if (send.skip || send.channel === 'email') return send;
  const at = afterQuiet(quiet, send.at);
  return at === null || at >= send.until ? { ...send, skip: 'outside_hours' } : { ...send, at };
}

/** The moments of a phase: sends of one kind and time become one moment, skipped ones none, and the decision stands at the end. */
export function momentsOf(sends: readonly PlannedSend[], decision: { kind: DecideKind; at: number }, appointmentId?: string): Moment[] {
  const about = appointmentId === undefined ? {} : { appointmentId };
  const moments = new Map<string, Extract<Moment, { until: number }>>();
  for (const { kind, channel, at, until, skip } of sends) {
    if (skip) continue;
    const moment = moments.get(`${kind}@${at}`) ?? { kind, at, until, channels: [], ...about };
    moment.channels = [...(moment.channels ?? []), channel];
    moment.until = Math.max(moment.until, until);
    moments.set(`${kind}@${at}`, moment);
  }
  return [...moments.values(), { ...decision, ...about, decides: true as const }].sort(
    (a, b) => a.at - b.at || Number(a.decides ?? false) - Number(b.decides ?? false),
  );
}
