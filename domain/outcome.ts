import type { Cadence } from './cadence.ts';
import type { CallOutcome, CallStatus, LeadStatus, Phase } from './lead.ts';
import { CALL_OUTCOMES } from './lead.ts';
import { retryAt } from './retry-ladder.ts';
import { addSeconds, type Instant, toMs } from './time.ts';

/** A lead may ask to be called back this often before its wishes count as attempts. */
export const MAX_CALLBACKS = 5;
/** A wished time further ahead than this is a slip of the transcript; so is one that lies more than a day back. */
const FURTHEST_CALLBACK_DAYS = 90;
const DAY_MS = 86_400_000;

export type CallReport = {
  /** The vendor's `call_status`. */
  status: string | null | undefined;
  disconnectionReason: string | null | undefined;
  inVoicemail: boolean | null | undefined;
  /** The agent's own reading of the call, any text. */
  analysisOutcome: string | null | undefined;
  durationMs: number | null | undefined;
};

export type CallReading = {
  callStatus: CallStatus;
  outcome: CallOutcome;
  /** Whether it counts as an attempt; a fault of the vendor or of ours does not. */
  counts: boolean;
  /** Connected to a person. */
  answered: boolean;
  /** The number leads nowhere. */
  isInvalidNumber: boolean;
  /** False while the call still runs. */
  isFinal: boolean;
};

const SPOKE = [
  'user_hangup',
  'agent_hangup',
  'call_transfer',
  'inactivity',
  'max_duration_reached',
  'manual_stopped',
  'call_take_over',
  'transfer_bridged',
  'transfer_cancelled',
];
const MACHINE = ['voicemail_reached', 'ivr_reached', 'machine_detected'];
const UNREACHED: Record<string, CallStatus> = {
  dial_busy: 'busy',
  dial_no_answer: 'no_answer',
  user_declined: 'no_answer',
  dial_failed: 'failed',
};
const FAULTS = [
  'marked_as_spam',
  'telephony_provider_permission_denied',
  'concurrency_limit_reached',
  'no_concurrency_fallback',
  'no_valid_payment',
  'scam_detected',
  'telephony_provider_unavailable',
  'sip_routing_error',
  'registered_call_timeout',
];
const isFault = (reason: string) => FAULTS.includes(reason) || reason.startsWith('error_');

/** What agents were taught to say beside our own words. */
const OTHER_WORDS: Record<string, CallOutcome> = {
  booked: 'appointment_set',
  appointment_booked: 'appointment_set',
  callback: 'callback_requested',
  call_back: 'callback_requested',
  do_not_call: 'not_interested',
};

/** Reads what the vendor reports of a call. Reports grow new words between releases: an unknown reason is a call that reached nobody. */
export function readCall(report: CallReport): CallReading {
  const reason = report.disconnectionReason ?? '';
  const base = { counts: true, answered: false, isInvalidNumber: false, isFinal: true };
  if (report.status === 'registered') return { ...base, callStatus: 'queued', outcome: 'unknown', counts: false, isFinal: false };
  if (report.status === 'ongoing') return { ...base, callStatus: 'in_progress', outcome: 'unknown', counts: false, isFinal: false };
  if (reason === 'invalid_destination') return { ...base, callStatus: 'failed', outcome: 'failed', isInvalidNumber: true };
  if (isFault(reason) || (report.status === 'error' && reason === '')) {
    const said = saidOutcome(report) ?? 'failed'; // the line broke, but what was agreed before it broke holds
    return { ...base, callStatus: 'failed', outcome: said, counts: said !== 'failed', answered: said !== 'failed' };
  }
  if (MACHINE.includes(reason) || report.inVoicemail) return { ...base, callStatus: 'voicemail', outcome: 'voicemail' };
  const unreached = UNREACHED[reason];
  if (unreached) return { ...base, callStatus: unreached, outcome: unreached === 'failed' ? 'failed' : 'no_answer' };
  const spoke = SPOKE.includes(reason) || (report.status === 'ended' && (report.durationMs ?? 0) > 0);
  if (!spoke) {
    const silent = reason === '' && report.status === 'not_connected';
    return { ...base, callStatus: silent ? 'no_answer' : 'failed', outcome: silent ? 'no_answer' : 'failed' };
  }
  const outcome = wordOf(report.analysisOutcome) ?? 'unknown';
  if (outcome === 'voicemail') return { ...base, callStatus: 'voicemail', outcome };
  if (outcome === 'no_answer') return { ...base, callStatus: 'no_answer', outcome };
  return { ...base, callStatus: 'completed', outcome: outcome === 'failed' ? 'unknown' : outcome, answered: true };
}

function wordOf(raw: string | null | undefined): CallOutcome | null {
  const word = (raw ?? '')
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  return CALL_OUTCOMES.find((outcome) => outcome === word) ?? (Object.hasOwn(OTHER_WORDS, word) ? (OTHER_WORDS[word] ?? null) : null);
}

/** Only what a person can have said. */
function saidOutcome(report: CallReport): CallOutcome | null {
  const word = wordOf(report.analysisOutcome);
  return report.inVoicemail || !word || ['voicemail', 'no_answer', 'failed', 'unknown'].includes(word) ? null : word;
}

export type AfterCallFacts = {
  outcome: CallOutcome;
  isInvalidNumber?: boolean;
  /** Counted attempts, this call included if it counts and was not dialled because the lead had asked for it. */
  attempts: number;
  maxAttempts: number;
  /** Callbacks the lead has asked for before this call. */
  callbacks: number;
  maxCallbacks?: number;
  /** The time the lead named, as far as it was understood. */
  callbackAt?: Instant | null;
  cadence: Cadence;
  now: Instant;
  /** A scheduled appointment, or one that has begun and awaits its verdict. */
  hasOpenAppointment: boolean;
  phase: Phase;
  /** What the lead is now; named when nothing moves. */
  status?: LeadStatus;
};

/** What to do with a lead after a call. `keep`: the call changes nothing, because the lead has gone on to something a call does not undo. */
export type AfterCall = {
  kind: 'booked' | 'invite' | 'callback' | 'retry' | 'unresponsive' | 'dnc' | 'invalid' | 'keep';
  /** When to dial, before it is moved into calling hours. */
  dueAt?: Instant;
  status: LeadStatus;
  phase: Phase;
  reason: string;
  /** Of an invitation: whether the link goes a second time, and seconds until the lead returns to be dialled. */
  invite?: { again: boolean; giveUp: number };
  /** The number must never be dialled or texted again, whatever becomes of the lead. */
  suppress: 'not_interested' | 'wrong_number' | null;
};

/** What comes of a call that is over. An open appointment beats every outcome; a refusal is kept even then. */
export function afterCall(facts: AfterCallFacts): AfterCall {
  const { outcome, phase } = facts;
  const suppress = outcome === 'not_interested' || outcome === 'wrong_number' ? outcome : null;
  if (facts.hasOpenAppointment) return { kind: 'booked', status: 'booked', phase: 'attend', reason: 'An appointment is open', suppress };
  if (outcome === 'not_interested') return { kind: 'dnc', status: 'dnc', phase: 'end', reason: 'Asked not to be contacted', suppress };
  const ended = phase === 'end' || phase === 'attend';
  if (facts.isInvalidNumber && !ended)
    return { kind: 'invalid', status: 'invalid', phase: 'end', reason: 'The number is not in service', suppress };
  if (outcome === 'wrong_number' && !ended)
    return { kind: 'invalid', status: 'invalid', phase: 'end', reason: 'The number is somebody else’s', suppress };
  if (ended || phase === 'rebook' || outcome === 'wrong_number') return keep(facts, suppress);
  switch (outcome) {
    case 'callback_requested':
      return callbackAfter(facts);
    case 'appointment_set':
      return invited(facts, 'Agreed to an appointment, no booking yet', { again: true, giveUp: facts.cadence.invite.giveUp });
    case 'interested':
    case 'question_answered':
    case 'order_captured':
    case 'transferred':
    case 'unknown':
      return invited(facts, 'Talked, no booking yet', { again: false, giveUp: facts.cadence.callback });
    case 'voicemail':
    case 'no_answer':
    case 'failed':
      return phase === 'invite' ? keep(facts, null) : dialAgain(facts, UNREACHED_WORDS[outcome]);
    default:
      return outcome satisfies never;
  }
}

const UNREACHED_WORDS = { voicemail: 'Voicemail', no_answer: 'No answer', failed: 'The call did not go through' };

const invited = (facts: AfterCallFacts, reason: string, invite: { again: boolean; giveUp: number }): AfterCall =>
  facts.phase === 'invite' ? keep(facts, null) : { kind: 'invite', status: 'contacted', phase: 'invite', reason, invite, suppress: null };

const STATUS_OF: Record<Phase, LeadStatus> = {
  reach: 'queued',
  invite: 'contacted',
  attend: 'booked',
  rebook: 'rebooking',
  end: 'unresponsive',
};
const keep = ({ phase, status }: AfterCallFacts, suppress: AfterCall['suppress']): AfterCall => ({
  kind: 'keep',
  status: status ?? STATUS_OF[phase],
  phase,
  reason: 'Nothing changes',
  suppress,
});

function callbackAfter(facts: AfterCallFacts): AfterCall {
  if (facts.callbacks >= (facts.maxCallbacks ?? MAX_CALLBACKS)) return dialAgain(facts, 'Asked to be called back too often');
  const now = toMs(facts.now);
  const wish = facts.callbackAt ? toMs(facts.callbackAt) : Number.NaN;
  const isClear = wish > now - DAY_MS && wish <= now + FURTHEST_CALLBACK_DAYS * DAY_MS;
  const dueAt = !isClear
    ? addSeconds(facts.now, facts.cadence.callback)
    : addSeconds(wish > now ? (facts.callbackAt as Instant) : facts.now, 0);
  return { kind: 'callback', dueAt, status: 'callback', phase: 'reach', reason: 'Asked to be called back', suppress: null };
}

function dialAgain({ attempts, maxAttempts, cadence, now }: AfterCallFacts, why: string): AfterCall {
  if (attempts >= maxAttempts) {
    return {
      kind: 'unresponsive',
      status: 'unresponsive',
      phase: 'end',
      reason: `${why}; all ${maxAttempts} attempts are used`,
      suppress: null,
    };
  }
  const dueAt = retryAt({ attempts, cadence, now });
  return {
    kind: 'retry',
    dueAt,
    status: 'queued',
    phase: 'reach',
    reason: `${why}; attempt ${attempts + 1} of ${maxAttempts} follows`,
    suppress: null,
  };
}

/** What comes of an invitation that led to no booking: back to be dialled at once while attempts are left. */
export function afterInvite({ attempts, maxAttempts, now }: Pick<AfterCallFacts, 'attempts' | 'maxAttempts' | 'now'>): AfterCall {
  if (attempts < maxAttempts) {
    return { kind: 'callback', dueAt: now, status: 'callback', phase: 'reach', reason: 'The link led to no booking', suppress: null };
  }
  const reason = `The link led to no booking; all ${maxAttempts} attempts are used`;
  return { kind: 'unresponsive', status: 'unresponsive', phase: 'end', reason, suppress: null };
}
