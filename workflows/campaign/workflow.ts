import * as wf from '@temporalio/workflow';
import type { Activities } from '#activities/contract.ts';
import { type CampaignStart, getProgress, woken } from './contract.ts';

const LONGEST_WAIT_MS = 3_600_000;

const { dispatchSlice } = wf.proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds', // a killed dispatcher is missed after this
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
});

/** Keeps a campaign dialling: a slice of dispatching, then sleep until the next lead is due. Ends when the campaign is not active. */
export async function campaignWorkflow(start: CampaignStart): Promise<void> {
  let isWoken = false;
  let nextDueAt: string | null = null;
  let slices = 0;
  wf.setHandler(woken, () => {
    isWoken = true;
  });
  wf.setHandler(getProgress, () => ({ nextDueAt, slices }));
  for (;;) {
    isWoken = false;
    ({ nextDueAt } = await dispatchSlice(start));
    slices++;
    if (wf.workflowInfo().continueAsNewSuggested) await wf.continueAsNew<typeof campaignWorkflow>(start);
    if (isWoken) continue;
    if (nextDueAt === null) return; // the wake-up that makes it active again starts a new run
    await wf.condition(() => isWoken, Math.min(LONGEST_WAIT_MS, Math.max(0, Date.parse(nextDueAt) - Date.now())));
  }
}
