import type { Client } from '@temporalio/client';
import { type CampaignStart, campaignWorkflowId, woken } from '#workflows/campaign/contract.ts';
import { TASK_QUEUES } from '../task-queues.ts';
import { attributesOf } from './attributes.ts';

/** Makes a campaign look again for leads that are due; starts its workflow if none runs. */
export async function wakeCampaign(client: Client, start: CampaignStart): Promise<void> {
  await client.workflow.signalWithStart<(start: CampaignStart) => Promise<void>>('campaignWorkflow', {
    workflowId: campaignWorkflowId(start.campaignId),
    taskQueue: TASK_QUEUES.control,
    args: [start],
    signal: woken,
    typedSearchAttributes: attributesOf(start),
  });
}
