import type { CampaignStatus, Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { type Campaign, findCampaign, lastImport, listCampaigns } from './campaigns.ts';

/** What a campaign is doing right now. */
export type Pulse = { liveCalls: number; nextCallAt: string | null; isImporting: boolean };
export type CampaignCard = Pick<Campaign, 'id' | 'name' | 'description' | 'status' | 'mode' | 'timezone' | 'stats'> & {
  cadencePreset: string;
  createdAt: string;
} & Pulse;
export type CampaignOverview = Omit<CampaignCard, 'createdAt'> &
  Pick<
    Campaign,
    | 'cadence'
    | 'pace'
    | 'callingHours'
    | 'enforceHours'
    | 'maxAttempts'
    | 'maxConcurrentCalls'
    | 'agentId'
    | 'fromNumberId'
    | 'calcomEventTypeId'
    | 'bookingUrl'
  > & {
    activatedAt: string | null;
    completedAt: string | null;
    createdAt: string;
    lastImport: { id: string; fileName: string; status: string; processed: number; total: number; inserted: number } | null;
  };

/** The newest hundred campaigns that match, as cards. */
export async function campaignCards(
  tx: Tx,
  clientId: string,
  filter: { statuses?: CampaignStatus[]; mode?: Mode; q?: string },
): Promise<CampaignCard[]> {
  const { data } = await listCampaigns(tx, clientId, { status: filter.statuses, mode: filter.mode, q: filter.q, page: 1, pageSize: 100 });
  const pulses = await pulsesOf(
    tx,
    clientId,
    data.map(({ id }) => id),
  );
  return data.map(({ id, name, description, status, mode, timezone, stats, cadencePreset, createdAt }) => ({
    ...{ id, name, description, status, mode, timezone, stats, cadencePreset, createdAt: createdAt.toISOString() },
    ...(pulses.get(id) ?? { liveCalls: 0, nextCallAt: null, isImporting: false }),
  }));
}

/** One campaign for its own pages, null when this client has none of that id. */
export async function campaignOverview(tx: Tx, clientId: string, id: string): Promise<CampaignOverview | null> {
  const campaign = await findCampaign(tx, clientId, id);
  if (!campaign) return null;
  const pulse = (await pulsesOf(tx, clientId, [id])).get(id) ?? { liveCalls: 0, nextCallAt: null, isImporting: false };
  const job = await lastImport(tx, clientId, id);
  const { name, description, status, mode, timezone, stats, cadencePreset, cadence, pace, callingHours, enforceHours } = campaign;
  const { maxAttempts, maxConcurrentCalls, agentId, fromNumberId, calcomEventTypeId, bookingUrl } = campaign;
  return {
    ...{ id, name, description, status, mode, timezone, stats, cadencePreset, cadence, pace, callingHours, enforceHours },
    ...{ maxAttempts, maxConcurrentCalls, agentId, fromNumberId, calcomEventTypeId, bookingUrl },
    ...pulse,
    activatedAt: campaign.activatedAt?.toISOString() ?? null,
    completedAt: campaign.completedAt?.toISOString() ?? null,
    createdAt: campaign.createdAt.toISOString(),
    lastImport: job && {
      id: job.id,
      fileName: job.fileName,
      status: job.status,
      processed: job.processedRows,
      total: job.totalRows,
      inserted: job.inserted,
    },
  };
}

/** The next dial is the first entry of the dispatcher's own index, so that a campaign of 100,000 leads costs as little as one of ten. */
async function pulsesOf(tx: Tx, clientId: string, ids: string[]): Promise<Map<string, Pulse>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; liveCalls: number; nextCallAt: Date | null; isImporting: boolean }[]>`
    SELECT c.id,
      (SELECT count(*)::int FROM call_slot s WHERE s.client_id = c.client_id AND s.campaign_id = c.id AND s.state = 'live') AS "liveCalls",
      (SELECT l.next_call_at FROM lead l WHERE l.client_id = c.client_id AND l.campaign_id = c.id AND l.due_at IS NOT NULL
        ORDER BY l.urgent DESC, l.due_at LIMIT 1) AS "nextCallAt",
      EXISTS (SELECT 1 FROM import_job j WHERE j.client_id = c.client_id AND j.campaign_id = c.id AND NOT j.dry_run
        AND j.status IN ('pending', 'running')) AS "isImporting"
    FROM campaign c WHERE c.client_id = ${clientId}::uuid AND c.id IN (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))})`;
  return new Map(rows.map(({ id, nextCallAt, ...rest }) => [id, { ...rest, nextCallAt: nextCallAt?.toISOString() ?? null }]));
}

/** Id and name of a client's campaigns, for filters; for those that still take leads, leave out what is over too. */
export async function campaignNames(
  tx: Tx,
  clientId: string,
  leftOut: readonly CampaignStatus[] = ['archived'],
): Promise<{ id: string; name: string; mode: Mode }[]> {
  const rows = await tx.campaign.findMany({
    where: { clientId, status: { notIn: [...leftOut] } },
    select: { id: true, name: true, mode: true },
    orderBy: { name: 'asc' },
    take: 500,
  });
  return rows as { id: string; name: string; mode: Mode }[]; // a check constraint holds the modes
}

/** Agents and numbers a campaign of this client may use. */
export async function campaignChoices(tx: Tx, clientId: string) {
  const agents = await tx.agent.findMany({
    where: { clientId, active: true },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
    take: 200,
  });
  const numbers = await tx.phoneNumber.findMany({
    where: { clientId, status: 'active' },
    select: { id: true, e164: true, label: true, mode: true },
    orderBy: [{ mode: 'asc' }, { e164: 'asc' }],
    take: 200,
  });
  return { agents, numbers: numbers as (Omit<(typeof numbers)[number], 'mode'> & { mode: Mode })[] }; // a check constraint holds the modes
}

/** Whom a campaign would call, and whom of its leads it never does. */
export type Audience = { callable: number; unconsented: number; suppressed: number };

/** Counted anew, as it is the last look before dialling. */
export async function audienceOf(tx: Tx, clientId: string, campaignId: string): Promise<Audience> {
  const [row] = await tx.$queryRaw<Audience[]>`
    SELECT count(*) FILTER (WHERE phase <> 'end' AND NOT barred)::int AS callable, count(*) FILTER (WHERE phase <> 'end' AND barred)::int AS unconsented,
      count(*) FILTER (WHERE status = 'dnc')::int AS suppressed
    FROM (SELECT phase, status, mode = 'live' AND consent_at IS NULL AS barred FROM lead WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid) l`;
  return row ?? { callable: 0, unconsented: 0, suppressed: 0 };
}
