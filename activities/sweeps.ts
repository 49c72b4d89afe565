import { heartbeat } from '@temporalio/activity';
import type { Mode } from '#domain/lead.ts';
import type { SweepActivities } from './contract.ts';

type LeadToTell = { clientId: string; leadId: string };

/** What sweeps read and do. A sweep never contacts anybody: it only tells again. */
export type SweepDeps = {
  untoldLeads: () => Promise<LeadToTell[]>;
  overdueLeads: () => Promise<LeadToTell[]>;
  /** Whether a workflow of this lead is running. */
  isRunning: (leadId: string) => Promise<boolean>;
  /** `again`: also what was told before. */
  tell: (lead: LeadToTell, options: { again: boolean }) => Promise<unknown>;
  /** Ends leads whose number was barred through another lead. */
  endBarred: () => Promise<number>;
  unissuedInvoices: () => Promise<{ clientId: string; mode: Mode; invoiceId: string }[]>;
  wantInvoice: (invoice: { clientId: string; mode: Mode; invoiceId: string }) => Promise<void>;
  activeCampaigns: () => Promise<{ clientId: string; campaignId: string }[]>;
  completeIfDone: (campaign: { clientId: string; campaignId: string }) => Promise<boolean>;
  billMonths: SweepActivities['billMonths'];
  log: { warn: (facts: object, message: string) => void };
};

export const createSweepActivities = (deps: SweepDeps): SweepActivities => ({
  async repairLeads() {
    const barred = await deps.endBarred();
    const untold = await deps.untoldLeads();
    await eachOf(deps, untold, (lead) => deps.tell(lead, { again: false }));
    const lost: LeadToTell[] = [];
    // One that runs is only late: its worker is down, or its decision is being retried. Telling would not help it.
    await eachOf(deps, await deps.overdueLeads(), async (lead) => void ((await deps.isRunning(lead.leadId)) || lost.push(lead)));
    await eachOf(deps, lost, (lead) => deps.tell(lead, { again: true }));
    if (untold.length + lost.length > 0) deps.log.warn({ untold: untold.length, lost: lost.length }, 'leads were told again');
    return barred + untold.length + lost.length;
  },

  async retellMilestones() {
    const invoices = await deps.unissuedInvoices();
    await eachOf(deps, invoices, (invoice) => deps.wantInvoice(invoice));
    return invoices.length;
  },

  async completeCampaigns() {
    let completed = 0;
    await eachOf(deps, await deps.activeCampaigns(), async (campaign) => {
      if (await deps.completeIfDone(campaign)) completed++;
    });
    return completed;
  },

  billMonths: deps.billMonths,
});

/** One that fails does not keep the others waiting; the next sweep finds it again. */
export async function eachOf<T extends object>(
  deps: Pick<SweepDeps, 'log'>,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  for (const item of items) {
    heartbeat();
    try {
      await work(item);
    } catch (error) {
      deps.log.warn({ ...item, error: String(error) }, 'a sweep could not mend this and goes on');
    }
  }
}
