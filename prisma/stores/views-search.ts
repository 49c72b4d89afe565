import type { LeadStatus } from '#domain/lead.ts';
import type { Tx } from '../client.ts';
import { leadPage } from './views-leads.ts';
import { like } from './views-paging.ts';

export type FoundLead = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  phone: string;
  status: LeadStatus;
  campaignName: string | null;
};
export type FoundCampaign = { id: string; name: string };

const LEADS_SHOWN = 7;
const CAMPAIGNS_SHOWN = 4;

/** The leads and campaigns a few typed words or digits may mean. */
export async function found(tx: Tx, clientId: string, q: string): Promise<{ leads: FoundLead[]; campaigns: FoundCampaign[] }> {
  const page = await leadPage(tx, clientId, {
    filter: { q },
    order: { column: 'created', direction: 'desc' },
    cursor: null,
    size: LEADS_SHOWN,
  });
  const campaigns = await tx.$queryRaw<FoundCampaign[]>`
    SELECT id, name FROM campaign WHERE client_id = ${clientId}::uuid AND name ILIKE ${like(q)} ORDER BY created_at DESC LIMIT ${CAMPAIGNS_SHOWN}`;
  return { leads: page.rows.map(foundLead), campaigns };
}

/** Leads by id in the order asked for; those of other clients, or gone, are left out. */
export async function leadsById(tx: Tx, clientId: string, ids: readonly string[]): Promise<FoundLead[]> {
  const rows = await tx.$queryRaw<FoundLead[]>`
    SELECT l.id, l.first_name AS "firstName", l.last_name AS "lastName", l.phone, l.status, c.name AS "campaignName"
    FROM lead l LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id
    WHERE l.client_id = ${clientId}::uuid AND l.id = ANY(${ids}::uuid[])`;
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

const foundLead = ({ id, firstName, lastName, phone, status, campaignName }: FoundLead): FoundLead => ({
  ...{ id, firstName, lastName, phone },
  ...{ status, campaignName },
});
