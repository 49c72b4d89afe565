import type { Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';

export type LeadToTell = { clientId: string; leadId: string };
const PAGE = 500;

/** Leads whose newest facts, or whose call's result, were not told within two minutes. Read as the relay. */
export const untoldLeads = (tx: Tx): Promise<LeadToTell[]> =>
  tx.$queryRaw<LeadToTell[]>`
    SELECT l.client_id AS "clientId", l.id AS "leadId" FROM lead l LEFT JOIN call c ON c.client_id = l.client_id AND c.id = l.calling_id
    WHERE l.told_seq < l.seq AND l.updated_at < now() - interval '2 minutes' AND (l.calling_id IS NULL OR c.settled_at IS NOT NULL)
    ORDER BY l.updated_at LIMIT ${PAGE}`;

/** Leads with a moment that should have come more than five minutes ago on their own clock. Read as the relay. */
export const overdueLeads = (tx: Tx): Promise<LeadToTell[]> =>
  tx.$queryRaw<LeadToTell[]>`
    SELECT client_id AS "clientId", id AS "leadId" FROM lead
    WHERE phase IN ('invite', 'attend', 'rebook')
      AND next_at < now() + clock_offset * interval '1 millisecond' - interval '5 minutes' AND updated_at < now() - interval '5 minutes'
    ORDER BY next_at LIMIT ${PAGE}`;

/** Invoices that should be at the payment company by now and are not: those of milestones, and of months. Read as the relay. */
export const unissuedInvoices = (tx: Tx): Promise<{ clientId: string; mode: Mode; invoiceId: string }[]> =>
  tx.$queryRaw<{ clientId: string; mode: Mode; invoiceId: string }[]>`
    SELECT client_id AS "clientId", mode, id AS "invoiceId" FROM invoice
    WHERE status = 'draft' AND created_at < now() - interval '10 minutes' ORDER BY created_at LIMIT ${PAGE}`;

/** Campaigns that might be over. Statistics name them; the completing itself counts under its own lock. Read as the relay. */
export const activeCampaigns = (tx: Tx): Promise<{ clientId: string; campaignId: string }[]> =>
  tx.$queryRaw<{ clientId: string; campaignId: string }[]>`
    SELECT c.client_id AS "clientId", c.id AS "campaignId" FROM campaign c
    WHERE c.status = 'active' AND NOT EXISTS (SELECT 1 FROM lead l WHERE l.client_id = c.client_id AND l.campaign_id = c.id AND l.phase <> 'end')`;
