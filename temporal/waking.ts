import type { Client } from '@temporalio/client';
import type { Snapshot } from '#domain/snapshot.ts';
import type { Db } from '#prisma/client.ts';
import { campaignToWake } from '#stores/dispatch.ts';
import { wakeCampaign } from './handles/campaign.ts';
import type { Log } from './pump.ts';

type LeadActivity<Ask extends { clientId: string; leadId: string }> = (ask: Ask) => Promise<Snapshot>;

/**
 * An activity that may send a lead back to be dialled, so that its campaign is woken when that is sooner than it would look by itself. Its answer
 * goes straight to the workflow and so never passes the outbox, which wakes campaigns otherwise.
 */
export function wakingCampaign<Ask extends { clientId: string; leadId: string }>(
  { db, client, log }: { db: Db; client: Client; log: Log },
  activity: LeadActivity<Ask>,
): LeadActivity<Ask> {
  return async (ask) => {
    const snapshot = await activity(ask);
    if (snapshot.phase !== 'reach') return snapshot;
    try {
      const { clientId, leadId } = ask;
      const campaignId = await db.withClient(clientId, (tx) => campaignToWake(tx, clientId, leadId));
      if (campaignId) await wakeCampaign(client, { clientId, campaignId });
    } catch (error) {
      log.warn({ leadId: ask.leadId, error: String(error) }, 'a campaign could not be woken'); // it looks by itself later
    }
    return snapshot;
  };
}
