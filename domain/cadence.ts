/**
 * Every delay and window of a campaign, in seconds, so that the same code runs a month of true time or a rehearsal in which
 * days become seconds. Counts (attempts, rounds) are not here: they do not shrink with time.
 */
export type Cadence = {
  /** Wait before attempt 2, 3, …; the last value repeats. */
  retry: number[];
  /** Next dial when a lead asked to be called back without naming a time, and after an unclear answered call. */
  callback: number;
  /** Next dial after the lead cancelled the booking. */
  cancelled: number;
  /** Talked, no booking yet: the link goes at once, `again` later once more, and at `giveUp` the lead returns to be dialled. */
  invite: { again: number; giveUp: number };
  /** Before the start of the appointment. */
  reminders: { '24h': number; '2h': number; '15m': number };
  /** After the end: asks the lead whether it took place. */
  ask: number;
  /** After the start: the verdict. */
  verify: number;
  /** After linking a booking that had already started: its verdict, when later than `verify`. */
  linkedVerify: number;
  /** A call proves a show when it starts at most this long before the appointment. */
  proofBefore: number;
  /** After the no-show decision: SMS, e-mail, SMS. */
  rebook: [number, number, number];
  /** After the last rebook step without a booking: unresponsive. */
  rebookGiveUp: number;
  /** A reply by text pauses the rebook steps for this long unless somebody handles it first. */
  replyPause: number;
  /** Longest call the agent may hold. */
  callLimit: number;
  /** After `callLimit` without an end event: look the call up at the vendor. */
  endGrace: number;
  /** After the end event without the analysis: look the call up at the vendor. */
  analysisGrace: number;
};

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The product's own timing. */
export const TRUE_CADENCE: Cadence = {
  retry: [4 * HOUR, DAY],
  callback: DAY,
  cancelled: DAY,
  invite: { again: DAY, giveUp: 3 * DAY },
  reminders: { '24h': DAY, '2h': 2 * HOUR, '15m': 15 * MINUTE },
  ask: HOUR,
  verify: 2 * DAY,
  linkedVerify: DAY,
  proofBefore: 15 * MINUTE,
  rebook: [0, 2 * DAY, 4 * DAY],
  rebookGiveUp: 3 * DAY,
  replyPause: DAY,
  callLimit: 15 * MINUTE,
  endGrace: 15 * MINUTE,
  analysisGrace: 2 * MINUTE,
};

/** Days become seconds: a whole life in about two minutes of real timers, for rehearsals. */
export const SECONDS_CADENCE: Cadence = {
  retry: [10, 20],
  callback: 10,
  cancelled: 10,
  invite: { again: 10, giveUp: 30 },
  reminders: { '24h': 20, '2h': 10, '15m': 5 },
  ask: 2,
  verify: 15,
  linkedVerify: 10,
  proofBefore: 5,
  rebook: [0, 10, 20],
  rebookGiveUp: 10,
  replyPause: 10,
  callLimit: 60,
  endGrace: 15,
  analysisGrace: 5,
};

export const CADENCE_PRESETS = { true: TRUE_CADENCE, seconds: SECONDS_CADENCE } as const;
export type CadencePreset = keyof typeof CADENCE_PRESETS;
