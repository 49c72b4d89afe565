import * as wf from '@temporalio/workflow';
import type { Activities } from '#activities/contract.ts';
import type { MonthSweepStart } from './contract.ts';

// A sweep that fails is run again by its next firing.
const sweeps = wf.proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  retry: { maximumAttempts: 3 },
});

/** Tells again what a workflow may have missed. */
export const repairSweep = (): Promise<number> => sweeps.repairLeads();
/** Closes finished months. Safe to repeat: an invoiced month is left alone. */
export const monthSweep = (start: MonthSweepStart = {}): Promise<number> => sweeps.billMonths(start);
/** Asks again for the invoices of milestones that have none. */
export const milestoneSweep = (): Promise<number> => sweeps.retellMilestones();
/** Completes campaigns in which nothing is left to happen. */
export const completionSweep = (): Promise<number> => sweeps.completeCampaigns();
