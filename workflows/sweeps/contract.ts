/** Workflow types that only a Schedule starts. */
export const SWEEPS = ['repairSweep', 'monthSweep', 'milestoneSweep', 'completionSweep'] as const;
export type Sweep = (typeof SWEEPS)[number];
/** `asOf` replaces today for a test or a person who closes a month by hand. */
export type MonthSweepStart = { asOf?: string };
