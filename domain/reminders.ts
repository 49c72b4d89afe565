import type { Cadence } from './cadence.ts';
import { beforeQuiet, type Channels, type PlannedSend, putOff, type Quiet } from './planned-send.ts';
import type { Channel, SendKind } from './snapshot.ts';
import { type Instant, toMs } from './time.ts';

/** A reminder moved out of the quiet hours keeps this distance, in minutes, from the next nearer one. */
const MOVED_MINUTES_APART = 30;

/** Farthest first. */
const REMINDERS = [
  { kind: 'reminder_24h', before: '24h', channels: ['sms', 'email'] },
  { kind: 'reminder_2h', before: '2h', channels: ['sms'] },
  { kind: 'reminder_15m', before: '15m', channels: ['sms'] },
] as const satisfies { kind: SendKind; before: keyof Cadence['reminders']; channels: readonly Channel[] }[];

export type AttendPlan = {
  appointmentId: string;
  startAt: Instant;
  endAt: Instant;
  /** When it was booked, or moved to this start: what was due before is too late. */
  bookedAt: Instant;
  cadence: Pick<Cadence, 'reminders' | 'ask'>;
  now: Instant;
  channels: Channels;
  verifyAt: Instant;
  /** The booking was linked to its lead after it had started: only the question whether it took place is left. */
  linkedAfterStart?: boolean;
  quiet: Quiet;
};

/**
 * Every message of an appointment in order of time, from the confirmation to the question whether it took place; what cannot go is kept with
 * the reason. Texts outside the hours: a reminder moves earlier if that keeps it half an hour from the next nearer one, else it is skipped;
 * confirmation and question wait for the morning. E-mail keeps its time.
 */
export function planAttend(plan: AttendPlan): PlannedSend[] {
  const start = toMs(plan.startAt);
  const booked = toMs(plan.bookedAt);
  const verify = toMs(plan.verifyAt);
  const asked = Math.max(toMs(plan.endAt) + plan.cadence.ask * 1000, plan.linkedAfterStart ? toMs(plan.now) : 0);
  const both = (kind: SendKind, at: number, until: number): PlannedSend[] => [
    { kind, channel: 'sms', at, until },
    { kind, channel: 'email', at, until },
  ];
  const question = both('attendance_check', asked, verify).map((send) => putOff(send, plan.quiet));
  if (plan.linkedAfterStart) return settle(question, plan);
  const confirmation = both('booking_confirmation', booked, start).map((send) => putOff(send, plan.quiet));
  return settle([...confirmation, ...reminders(plan, start, booked), ...question], plan);
}

/** Nearest first, as each keeps its distance from the nearer one. */
function reminders({ cadence, quiet }: AttendPlan, start: number, booked: number): PlannedSend[] {
  const sends: PlannedSend[] = [];
  let nearer = start; // nominal time of the next nearer reminder
  let nearerText = start; // time at which its text really goes
  for (const { kind, before, channels } of REMINDERS.toReversed()) {
    const at = start - cadence.reminders[before] * 1000;
    const planned = channels.map((channel): PlannedSend => {
      if (at <= booked) return { kind, channel, at, until: nearer, skip: 'too_late' };
      return channel === 'email' ? { kind, channel, at, until: nearer } : textAt({ kind, channel, at, until: nearerText }, quiet, booked);
    });
    const text = planned.find(({ channel, skip }) => channel === 'sms' && !skip);
    if (text) nearerText = text.at;
    nearer = at;
    sends.push(...planned);
  }
  return sends;
}

function textAt(send: PlannedSend, quiet: Quiet, booked: number): PlannedSend {
  const at = beforeQuiet(quiet, send.at);
  if (at === send.at) return send;
  const fits = at !== null && at > booked && at <= send.until - MOVED_MINUTES_APART * 60_000;
  return fits ? { ...send, at } : { ...send, skip: 'outside_hours' };
}

function settle(sends: PlannedSend[], { channels, now }: AttendPlan): PlannedSend[] {
  return sends
    .map((send): PlannedSend => {
      if (!channels[send.channel]) return { ...send, skip: 'no_address' };
      if (send.at >= send.until || send.until <= toMs(now)) return { ...send, skip: send.skip ?? 'too_late' };
      return send;
    })
    .sort((a, b) => a.at - b.at);
}
