import { type CallingHours, DAYS_AHEAD, DIAL_MINUTES_LEFT, openSpans } from './calling-window.ts';
import { usageCostCents } from './invoice.ts';
import { type Instant, latest, toInstant, toMs } from './time.ts';

/** How calls go: measured in earlier campaigns, or assumed where there were too few. `secondsPerCall` is what is billed, over all calls. */
export type CallRates = { answered: number; secondsPerCall: number; measuredCalls: number };

/** Three of ten calls are answered, and an answered one takes a minute and a half. */
export const ASSUMED_RATES: CallRates = { answered: 0.3, secondsPerCall: 27, measuredCalls: 0 };
/** Fewer calls than these say nothing. */
export const ENOUGH_CALLS = 50;
/** A line also rings and is set up, which nobody pays for. */
export const RING_SECONDS = 20;
/** How long a line is busy with a call that the sandbox plays faster than time. */
const PLAYED_SECONDS: Record<string, number> = { true: 8, seconds: 4, instant: 0.1 };
/** Looked ahead no further. */
const MOST_DAYS = 366;
/** Less than half a lead is nobody. */
const NOBODY = 0.5;
const DAY_MS = 86_400_000;

/** The rates of earlier calls, or the assumed ones where they were too few. */
export const ratesOf = ({ placed, answered, seconds }: { placed: number; answered: number; seconds: number }): CallRates =>
  placed < ENOUGH_CALLS ? ASSUMED_RATES : { answered: answered / placed, secondsPerCall: seconds / placed, measuredCalls: placed };

export type EstimateQuestion = {
  at: Instant;
  /** Leads that live in the same zones; one that may be in several is called where it is open in all. */
  groups: readonly { zones: readonly string[]; leads: number }[];
  /** Null where calls may be placed at any time. */
  hours: CallingHours | null;
  attempts: number;
  retry: readonly number[];
  /** Calls at the same time. */
  lines: number;
  /** How fast the sandbox plays a rehearsal's calls, null where calls are real. */
  pace: string | null;
  rates: CallRates;
  centsPerMinute: number;
};
export type Estimate = {
  calls: number;
  answered: number;
  seconds: number;
  costCents: number;
  firstAt: Instant | null;
  lastAt: Instant | null;
};

/**
 * What a campaign will come to: calls, how many of them are answered, their cost, and when the first and the last of them are placed; null where
 * the hours never open within a year. A lead that answers is not called again, any other up to the last attempt; lines are shared out among
 * zones by their leads. Call-backs, cancelled appointments and changes on the way are left out.
 */
export function estimateCampaign(question: EstimateQuestion): Estimate {
  const { groups, attempts, rates, centsPerMinute } = question;
  const leads = groups.reduce((sum, group) => sum + group.leads, 0);
  const silent = (round: number) => (1 - rates.answered) ** round;
  const calls = Math.round(leads * sumOf(attempts, silent));
  const seconds = Math.round(calls * rates.secondsPerCall);
  const spans = groups.filter((group) => group.leads > 0).map((group) => spanOf(question, group, leads));
  const isEndless = spans.some((span) => span === null);
  return {
    calls,
    answered: Math.round(leads * (1 - silent(attempts))),
    seconds,
    costCents: usageCostCents(seconds, centsPerMinute),
    firstAt: spans.reduce<Instant | null>((first, span) => (span && (!first || span.firstAt < first) ? span.firstAt : first), null),
    lastAt: isEndless ? null : latest(...spans.map((span) => span?.lastAt)),
  };
}

type Group = EstimateQuestion['groups'][number];

/** First and last call of one group: the lines must get through all the work, and the lead called last still has its waits between attempts. */
function spanOf(question: EstimateQuestion, group: Group, allLeads: number): { firstAt: Instant; lastAt: Instant } | null {
  const { at, attempts, retry, rates, pace } = question;
  const lineSeconds = PLAYED_SECONDS[pace ?? ''] ?? rates.secondsPerCall + RING_SECONDS;
  const lines = Math.min(question.lines, allLeads) * (group.leads / allLeads);
  const callsOf = (round: number) => group.leads * (1 - rates.answered) ** round;
  const workOf = (rounds: number) => (sumOf(rounds, callsOf) * lineSeconds) / lines;
  const walk = (from: Instant, work: number) => openTimeAfter(question.hours, group.zones, from, work);
  const firstAt = walk(at, 0);
  const busyUntil = walk(at, workOf(attempts));
  let waited = walk(at, workOf(1));
  for (let round = 1; round < attempts && callsOf(round) >= NOBODY; round++) {
    const wait = retry[Math.min(round, retry.length) - 1] ?? 0;
    waited = waited && walk(toInstant(toMs(waited) + wait * 1000), lineSeconds);
  }
  return firstAt && busyUntil && waited ? { firstAt, lastAt: busyUntil > waited ? busyUntil : waited } : null;
}

/** The moment at which that many seconds of permitted time have passed; null when there are not so many within a year. */
function openTimeAfter(hours: CallingHours | null, zones: readonly string[], from: Instant, seconds: number): Instant | null {
  const startMs = toMs(from);
  if (!hours) return toInstant(Math.round(startMs + seconds * 1000));
  let leftMs = seconds * 1000;
  for (let ahead = 0; ahead < MOST_DAYS; ahead += DAYS_AHEAD) {
    for (const span of openSpans({ zones, hours, at: toInstant(startMs + ahead * DAY_MS), minutesLeft: DIAL_MINUTES_LEFT })) {
      const openMs = toMs(span.until) - toMs(span.from);
      if (leftMs <= openMs) return toInstant(Math.round(toMs(span.from) + leftMs));
      leftMs -= openMs;
    }
  }
  return null;
}

const sumOf = (count: number, of: (i: number) => number): number =>
  Array.from({ length: count }, (_, i) => of(i)).reduce((a, b) => a + b, 0);
