import type { Phase } from './lead.ts';

/** What one moment sends; one moment may reach the lead over several channels, each its own message row. */
export const SEND_KINDS = [
  'booking_link',
  'booking_link_again',
  'booking_confirmation',
  'reminder_24h',
  'reminder_2h',
  'reminder_15m',
  'attendance_check',
  'rebook_day0',
  'rebook_day2',
  'rebook_day4',
] as const;
export type SendKind = (typeof SEND_KINDS)[number];

export const CHANNELS = ['sms', 'email'] as const;
export type Channel = (typeof CHANNELS)[number];

/** What ends a phase: the verdict on an appointment, the way back to dialling, or giving up. */
export type DecideKind = 'verdict' | 'back_to_reach' | 'unresponsive';

/** One point in a lead's future. `at` and `until` are milliseconds since the epoch on the lead's clock; a send is worth nothing from `until` on. */
export type Moment =
  | { kind: SendKind; at: number; until: number; appointmentId?: string; decides?: undefined }
  | { kind: DecideKind; at: number; appointmentId?: string; decides: true };

/** What the workflow is told of a lead: the newest facts, nothing personal. The highest `seq` wins. */
export type Snapshot = { seq: number; phase: Phase; moments: Moment[] };

/** What is still ahead, in order, up to and including the first moment that decides; sends that came too late are dropped. */
export function plan(snapshot: Snapshot, now: number): Moment[] {
  const ahead = snapshot.moments
    .filter((m) => m.decides || m.until > now)
    .sort((a, b) => a.at - b.at || Number(a.decides ?? false) - Number(b.decides ?? false));
  const decision = ahead.findIndex((m) => m.decides);
  return decision < 0 ? ahead : ahead.slice(0, decision + 1);
}
