import { type CallingHours, isOpen, LAW_HOURS, lastOpen, nextOpen } from './calling-window.ts';
import type { Channel, SendKind } from './snapshot.ts';
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

/** The last whole minute before `ms` at which a text may go, `ms` itself when it may, null when there is none within a week. */
export function beforeQuiet(quiet: Quiet, ms: number): number | null {
  if (!isQuiet(quiet, ms)) return ms;
  const open = lastOpen({ zones: quiet.zones, hours: hoursOf(quiet), at: toInstant(ms) });
  return open === null ? null : toMs(open);
}

/** A send put off into the hours of texts; skipped when they begin too late for it. */
export function putOff(send: PlannedSend, quiet: Quiet): PlannedSend {
  if (send.skip || send.channel === 'email') return send;
  const at = afterQuiet(quiet, send.at);
  return at === null || at >= send.until ? { ...send, skip: 'outside_hours' } : { ...send, at };
}
