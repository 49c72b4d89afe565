import type { CallOutcome } from './lead.ts';

/** A part of a whole between 0 and 1, null where there is no whole: shown as "–", never as 0 %. */
export const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** Answered means connected to a person. */
export const answerRate = ({ answered, placed }: { answered: number; placed: number }) => ratio(answered, placed);
export const bookingRate = ({ booked, contacted }: { booked: number; contacted: number }) => ratio(booked, contacted);
/** Over verified appointments only; those still waiting for their verdict are in neither part. */
export const showRate = ({ shown, noShow }: { shown: number; noShow: number }) => ratio(shown, shown + noShow);
export const successRate = ({ successful, answered }: { successful: number; answered: number }) => ratio(successful, answered);
/** Over answered calls, in seconds. */
export const averageDurationSeconds = ({ answeredSeconds, answered }: { answeredSeconds: number; answered: number }) =>
  ratio(answeredSeconds, answered);
/** The sum of the calls' costs whatever the settlement, in cents; a call without a cost adds nothing. */
export const totalCostCents = (calls: readonly { costCents: number | null }[]): number =>
  calls.reduce((sum, { costCents }) => sum + (costCents ?? 0), 0);

/** Outcomes of an answered call that count as a success. */
export const SUCCESSFUL_OUTCOMES: readonly CallOutcome[] = ['appointment_set', 'interested', 'order_captured', 'question_answered'];
/** Whether a call with this outcome counts as a success. */
export const isSuccess = (outcome: CallOutcome): boolean => SUCCESSFUL_OUTCOMES.includes(outcome);

/** Relative change against the period before, null when there was nothing before. */
export const change = (now: number, before: number): number | null => (before === 0 ? null : (now - before) / before);
