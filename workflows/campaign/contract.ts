import { defineQuery, defineSignal } from '@temporalio/workflow';

export type CampaignStart = { clientId: string; campaignId: string };
/** Leads were imported, hours or caps changed, somebody pressed resume or call now: look again. */
export const woken = defineSignal('woken');
export const getProgress = defineQuery<{ nextDueAt: string | null; slices: number }>('getProgress');
export const campaignWorkflowId = (campaignId: string) => `campaign-${campaignId}`;
