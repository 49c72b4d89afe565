import type { Cadence } from './cadence.ts';
import { type CallingHours, isOpen, LAW_HOURS, nextOpen } from './calling-window.ts';
import type { Channels, PlannedSend, Quiet } from './planned-send.ts';
import type { Channel, SendKind } from './snapshot.ts';
import { type Instant, toInstant, toMs } from './time.ts';

/** A lead is won back at most this often. */
export const MAX_REBOOK_ROUNDS = 2;

const STEPS: { kind: SendKind; channel: Channel }[] = [
  { kind: 'rebook_day0', channel: 'sms' },
  { kind: 'rebook_day2', channel: 'email' },
  { kind: 'rebook_day4', channel: 'sms' },
];

/** A step that falls outside the law's hours waits for nine in the morning. */
const MORNING: CallingHours = {
  mon: [['09:00', '21:00']],
  tue: [['09:00', '21:00']],
  wed: [['09:00', '21:00']],
  thu: [['09:00', '21:00']],
  fri: [['09:00', '21:00']],
  sat: [['09:00', '21:00']],
  sun: [['09:00', '21:00']],
};

export type RebookPlan = {
  /** The no-show decision, from which all three steps are counted. */
  decidedAt: Instant;
  cadence: Pick<Cadence, 'rebook' | 'rebookGiveUp'>;
  now: Instant;
  channels: Channels;
  quiet: Quiet;
  /** A reply pauses what is still ahead until then. */
  pausedUntil?: Instant | null;
  /** Steps already gone out; by the clock alone where not given, which cannot tell a step that an earlier pause still holds back. */
  sent?: readonly SendKind[];
};

/** The three steps that win a lead back, and the moment (ms) at which it becomes unresponsive. Without an e-mail address the second is a text. */
export function planRebook({ decidedAt, cadence, now, channels, quiet, pausedUntil, sent }: RebookPlan): {
  sends: PlannedSend[];
  giveUpAt: number;
} {
  const nominal = STEPS.map((step, i) => ({ ...step, at: toMs(decidedAt) + (cadence.rebook[i] ?? 0) * 1000 }));
  const isAhead = ({ kind, at }: { kind: SendKind; at: number }) => (sent ? !sent.includes(kind) : at > toMs(now));
  const next = nominal.find(isAhead);
  const pause = pausedUntil && next ? Math.max(0, toMs(pausedUntil) - next.at) : 0; // all that is ahead moves together, so that no two meet
  const steps = nominal.map((step): { kind: SendKind; channel: Channel; at: number; late: boolean } => {
    const { kind, channel, at } = step;
    const reachable: Channel = channel === 'email' && !channels.email ? 'sms' : channel;
    const due = isAhead(step) ? at + pause : at;
    const open = inDaytime(quiet, due);
    return { kind, channel: reachable, at: open ?? due, late: open === null };
  });
  const giveUpAt = (steps.at(-1)?.at ?? toMs(decidedAt)) + cadence.rebookGiveUp * 1000;
  const sends = steps.map(({ kind, channel, at, late }, i): PlannedSend => {
    const send = { kind, channel, at, until: steps[i + 1]?.at ?? giveUpAt };
    if (!channels[channel]) return { ...send, skip: 'no_address' };
    if (late) return { ...send, skip: 'outside_hours' };
    return at >= send.until ? { ...send, skip: 'too_late' } : send;
  });
  return { sends, giveUpAt };
}

function inDaytime({ enforce, zones }: Quiet, ms: number): number | null {
  const at = toInstant(ms);
  if (!enforce || isOpen({ zones, hours: LAW_HOURS, at })) return ms;
  const open = nextOpen({ zones, hours: MORNING, at });
  return open === null ? null : toMs(open);
}
