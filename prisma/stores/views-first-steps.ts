import type { FirstFacts } from '#domain/first-steps.ts';
import type { Tx } from '../client.ts';
import type { Platform } from './campaign-verbs.ts';

/** How far a newcomer has come, and the campaign to go on with: the newest draft, else the newest that is not archived. */
export async function firstFacts(tx: Tx, clientId: string, platform: Platform): Promise<FirstFacts & { campaignId: string | null }> {
  const [row] = await tx.$queryRaw<(FirstFacts & { campaignId: string | null })[]>`
    SELECT EXISTS (SELECT 1 FROM campaign WHERE client_id = k.id) AS "hasCampaign",
      EXISTS (SELECT 1 FROM agent WHERE client_id = k.id AND active) AS "hasAgent",
      EXISTS (SELECT 1 FROM phone_number WHERE client_id = k.id AND status = 'active') AS "hasNumber",
      EXISTS (SELECT 1 FROM campaign WHERE client_id = k.id AND (calcom_event_type_id IS NOT NULL OR booking_url IS NOT NULL)) AS "hasBooking",
      EXISTS (SELECT 1 FROM message_template WHERE client_id = k.id AND campaign_id IS NOT NULL) AS "hasOwnText",
      EXISTS (SELECT 1 FROM lead WHERE client_id = k.id) AS "hasLeads",
      EXISTS (SELECT 1 FROM campaign WHERE client_id = k.id AND activated_at IS NOT NULL) AS "hasLaunched",
      (SELECT id FROM campaign WHERE client_id = k.id AND status <> 'archived' ORDER BY (status = 'draft') DESC, created_at DESC LIMIT 1) AS "campaignId"
    FROM client k WHERE k.id = ${clientId}::uuid`;
  if (!row) throw new Error('the client is not there');
  return {
    ...row,
    hasAgent: row.hasAgent || platform.hasAgent,
    hasNumber: row.hasNumber || platform.hasNumber,
    hasBooking: row.hasBooking || platform.eventTypeId !== null,
  };
}
