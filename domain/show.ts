import type { Cadence } from './cadence.ts';
import type { VerificationMethod } from './lead.ts';
import { addSeconds, type Instant, latest, toInstant, toMs } from './time.ts';

/** A call proves a show when it lasted longer than this. */
export const PROOF_SECONDS = 45;

export type ProofCall = { id?: string; startedAt: Instant; durationSeconds: number | null; voicemail: boolean; open: boolean };
type ShowCadence = Pick<Cadence, 'verify' | 'linkedVerify' | 'proofBefore' | 'callLimit' | 'endGrace'>;

export type ShowFacts = {
  startAt: Instant;
  /** When it was to be decided; later than 48 h after the start once a call was waited for. */
  verifyAt: Instant;
  /** When a booking that had already started was linked to its lead. */
  linkedAt?: Instant | null;
  now: Instant;
  /** What each side said, null as long as it said nothing. */
  clientConfirmed: boolean | null;
  leadConfirmed: boolean | null;
  /** The platform's own people decide at once, either way. */
  staff?: boolean | null;
  /** Calls with the lead's number, either direction. */
  calls: readonly ProofCall[];
  /** The lead's next appointment. `movedAt`: when this one, which had begun, was moved to that time. */
  next?: { startAt: Instant; movedAt: Instant | null } | null;
  cadence: ShowCadence;
};

export type ShowDecision =
  | { kind: 'wait'; verifyAt: Instant }
  | { kind: 'decided'; status: 'shown' | 'no_show'; method: VerificationMethod; disputed: boolean; proofCallId?: string };

/**
 * Whether the lead showed. Nothing is decided before the start; a yes of client or staff decides from then on, the rest at `verifyAt`: the
 * lead's yes, then a call of more than 45 s, else no-show. A client's no loses to a proof and leaves the show disputed. No call proves two
 * appointments: from the next one's own window on, or from the move to it, calls speak for that one.
 */
export function decideShow(facts: ShowFacts): ShowDecision {
  const { clientConfirmed, leadConfirmed, staff, cadence } = facts;
  const now = toMs(facts.now);
  const decided = (status: 'shown' | 'no_show', method: VerificationMethod): ShowDecision => {
    return { kind: 'decided', status, method, disputed: status === 'shown' && clientConfirmed === false && method !== 'staff' };
  };
  if (now < toMs(facts.startAt)) return { kind: 'wait', verifyAt: facts.verifyAt };
  if (staff != null) return decided(staff ? 'shown' : 'no_show', 'staff');
  if (clientConfirmed) return decided('shown', 'client');
  if (now < toMs(facts.verifyAt)) return { kind: 'wait', verifyAt: facts.verifyAt };
  if (leadConfirmed) return decided('shown', 'lead');

  const from = toMs(facts.startAt) - cadence.proofBefore * 1000;
  const to = toMs(verifyAt(facts));
  const until = facts.next ? Math.min(toMs(facts.next.startAt) - cadence.proofBefore * 1000, msOr(facts.next.movedAt)) : Infinity;
  const isAboutIt = (at: number) => at >= from && at <= to && at < until;
  const calls = facts.calls.filter((call) => !call.voicemail && isAboutIt(toMs(call.startedAt)));
  const proof = calls.find((call) => !call.open && (call.durationSeconds ?? 0) > PROOF_SECONDS);
  if (proof) return { ...decided('shown', 'call_duration'), ...(proof.id ? { proofCallId: proof.id } : {}) };

  const ends = calls.filter((call) => call.open).map((call) => toMs(call.startedAt) + (cadence.callLimit + cadence.endGrace) * 1000);
  const lastEnd = Math.max(...ends);
  if (lastEnd > now) return { kind: 'wait', verifyAt: toInstant(lastEnd) };
  return decided('no_show', 'none');
}

const msOr = (at: Instant | null): number => (at === null ? Infinity : toMs(at));

/** When a show is decided: 48 h after the start, and not sooner than a day after a booking was linked that had started by then. */
export function verifyAt({
  startAt,
  linkedAt,
  cadence,
}: {
  startAt: Instant;
  linkedAt?: Instant | null;
  cadence: Pick<Cadence, 'verify' | 'linkedVerify'>;
}): Instant {
  const regular = addSeconds(startAt, cadence.verify);
  if (!linkedAt || toMs(linkedAt) < toMs(startAt)) return regular;
  return latest(regular, addSeconds(linkedAt, cadence.linkedVerify)) as Instant;
}
