/** What the database shows of those who should be at work: how long things have waited that they take up within a second. */
export type Signs = {
  /** The oldest change that nobody has even tried to pass on, since it was due. */
  unclaimedSeconds: number;
  /** The oldest change that was tried again and again because the engine does not answer. */
  unreachableSeconds: number;
  /** The longest due dial of an active campaign, while no call of the client is under way or was permitted lately; 0 otherwise. */
  overdueDialSeconds: number;
};
/** Why nothing moves: nobody takes work up, the engine does not answer, or due calls are left lying. */
export type Standstill = 'worker' | 'engine' | 'calls';

const UNCLAIMED_LIMIT_SECONDS = 10;
const UNREACHABLE_LIMIT_SECONDS = 10;
const OVERDUE_LIMIT_SECONDS = 90;

/** Whether work has come to a standstill, by what waits; null while it flows, and also while there is nothing to do. */
export function standstill({ unclaimedSeconds, unreachableSeconds, overdueDialSeconds }: Signs): Standstill | null {
  if (unclaimedSeconds > UNCLAIMED_LIMIT_SECONDS) return 'worker';
  if (unreachableSeconds > UNREACHABLE_LIMIT_SECONDS) return 'engine';
  return overdueDialSeconds > OVERDUE_LIMIT_SECONDS ? 'calls' : null;
}
