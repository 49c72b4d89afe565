import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { createSweepActivities, type SweepDeps } from './sweeps.ts';

const lead = (leadId: string) => ({ clientId: 'c', leadId });

function sweeps(deps: Partial<SweepDeps>) {
  const told: string[] = [];
  const activities = createSweepActivities({
    untoldLeads: async () => [],
    overdueLeads: async () => [],
    isRunning: async () => false,
    tell: async ({ leadId }, { again }) => void told.push(again ? `${leadId} again` : leadId),
    endBarred: async () => 0,
    unissuedInvoices: async () => [],
    wantInvoice: async () => undefined,
    activeCampaigns: async () => [],
    completeIfDone: async () => false,
    billMonths: async () => 0,
    log: { warn: () => undefined },
    ...deps,
  });
  return { activities, told, run: <T>(activity: () => Promise<T>) => new MockActivityEnvironment().run(activity) };
}

test('the repair sweep tells what was not told, and those whose workflow is lost; one that runs is left alone', async () => {
  const { activities, told, run } = sweeps({
    untoldLeads: async () => [lead('untold')],
    overdueLeads: async () => [lead('lost'), lead('late')],
    isRunning: async (leadId) => leadId === 'late',
  });
  expect(await run(activities.repairLeads)).toBe(2);
  expect(told).toEqual(['untold', 'lost again']);
});

test('a lead that cannot be told does not keep the others waiting', async () => {
  const told: string[] = [];
  const tell: SweepDeps['tell'] = async ({ leadId }) => {
    if (leadId === 'a') throw new Error('the engine is away');
    told.push(leadId);
  };
  const { activities, run } = sweeps({ untoldLeads: async () => [lead('a'), lead('b')], tell });
  await run(activities.repairLeads);
  expect(told).toEqual(['b']);
});

test('invoices that the payment company does not have are asked for again', async () => {
  const wanted: string[] = [];
  const { activities, run } = sweeps({
    unissuedInvoices: async () => [{ clientId: 'c', mode: 'live', invoiceId: 'i1' }],
    wantInvoice: async ({ invoiceId }) => void wanted.push(invoiceId),
  });
  expect(await run(activities.retellMilestones)).toBe(1);
  expect(wanted).toEqual(['i1']);
});

test('campaigns in which nothing is left are completed and counted', async () => {
  const { activities, run } = sweeps({
    activeCampaigns: async () => [
      { clientId: 'c', campaignId: 'over' },
      { clientId: 'c', campaignId: 'open' },
    ],
    completeIfDone: async ({ campaignId }) => campaignId === 'over',
  });
  expect(await run(activities.completeCampaigns)).toBe(1);
});
