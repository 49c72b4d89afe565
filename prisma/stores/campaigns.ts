import { CADENCE_PRESETS, type Cadence } from '#domain/cadence.ts';
import { type CallingHours, DEFAULT_HOURS } from '#domain/calling-window.ts';
import type { CampaignStatus, Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { applyMoves } from './campaign-moves.ts';
import type { CampaignChange, NewCampaign } from './campaign-settings.ts';

export type CampaignStats = {
  totalLeads: number;
  contacted: number;
  callbacks: number;
  booked: number;
  shown: number;
  noShow: number;
  dnc: number;
  unresponsive: number;
  invalid: number;
  finished: number;
  callsPlaced: number;
  callsAnswered: number;
  callSeconds: number;
  costCents: number;
  appointments: number;
};

export type Campaign = {
  id: string;
  name: string;
  description: string | null;
  status: CampaignStatus;
  mode: Mode;
  cadence: Cadence;
  cadencePreset: string;
  pace: string;
  enforceHours: boolean;
  agentId: string | null;
  fromNumberId: string | null;
  calcomEventTypeId: number | null;
  bookingUrl: string | null;
  timezone: string;
  callingHours: CallingHours;
  maxAttempts: number;
  maxConcurrentCalls: number;
  defaultCountry: string;
  startsAt: Date | null;
  endsAt: Date | null;
  activatedAt: Date | null;
  completedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  stats: CampaignStats;
};

export type LastImport = {
  id: string;
  fileName: string;
  status: string;
  totalRows: number;
  processedRows: number;
  inserted: number;
  duplicates: number;
  invalid: number;
  suppressed: number;
  createdAt: Date;
  finishedAt: Date | null;
};
export type CampaignQuery = {
  status?: CampaignStatus[] | undefined;
  mode?: Mode | undefined;
  q?: string | undefined;
  createdBy?: string | undefined;
  sort?: keyof typeof SORTS | `-${keyof typeof SORTS}` | undefined;
  page: number;
  pageSize: number;
};

/** Columns a list of campaigns may be sorted by. */
export const SORTS = {
  name: 'lower(c.name)',
  createdAt: 'c.created_at',
  booked: 'coalesce(s.booked, 0)',
  shown: 'coalesce(s.shown, 0)',
} as const;

const COUNTERS = [
  ['totalLeads', 'total_leads'],
  ['contacted', 'contacted'],
  ['callbacks', 'callbacks'],
  ['booked', 'booked'],
  ['shown', 'shown'],
  ['noShow', 'no_show'],
  ['dnc', 'dnc'],
  ['unresponsive', 'unresponsive'],
  ['invalid', 'invalid'],
  ['finished', 'finished'],
  ['callsPlaced', 'calls_placed'],
  ['callsAnswered', 'calls_answered'],
  ['callSeconds', 'call_seconds'],
  ['costCents', 'cost_cents'],
  ['appointments', 'appointments'],
] as const satisfies [keyof CampaignStats, string][];

const COLUMNS =
  Prisma.raw(`c.id, c.name, c.description, c.status, c.mode, c.cadence, c.cadence_preset AS "cadencePreset", c.pace, c.enforce_hours AS "enforceHours",
  c.agent_id AS "agentId", c.from_number_id AS "fromNumberId", c.calcom_event_type_id AS "calcomEventTypeId", c.booking_url AS "bookingUrl", c.timezone,
  c.calling_hours AS "callingHours", c.max_attempts AS "maxAttempts", c.max_concurrent_calls AS "maxConcurrentCalls", c.default_country AS "defaultCountry",
  c.starts_at AS "startsAt", c.ends_at AS "endsAt", c.activated_at AS "activatedAt", c.completed_at AS "completedAt", c.created_at AS "createdAt",
  c.updated_at AS "updatedAt", ${COUNTERS.map(([name, column]) => `coalesce(s.${column}, 0) AS "${name}"`).join(', ')}`);
const FROM = Prisma.sql`FROM campaign c LEFT JOIN campaign_stats s ON s.client_id = c.client_id AND s.campaign_id = c.id`;

type Row = Omit<Campaign, 'stats'> & CampaignStats;
function campaignOf(row: Row): Campaign {
  const stats = Object.fromEntries(COUNTERS.map(([name]) => [name, row[name]])) as CampaignStats;
  const own = Object.fromEntries(Object.entries(row).filter(([name]) => !(name in stats))) as Omit<Campaign, 'stats'>;
  return { ...own, stats };
}

/** One campaign with its statistics, null when this client has none of that id. */
export async function findCampaign(tx: Tx, clientId: string, id: string): Promise<Campaign | null> {
  const [row] = await tx.$queryRaw<Row[]>`SELECT ${COLUMNS} ${FROM} WHERE c.client_id = ${clientId}::uuid AND c.id = ${id}::uuid`;
  return row ? campaignOf(row) : null;
}

/** A page of campaigns, newest first unless sorted. */
export async function listCampaigns(tx: Tx, clientId: string, query: CampaignQuery): Promise<{ data: Campaign[]; total: number }> {
  const where = [Prisma.sql`c.client_id = ${clientId}::uuid`];
  if (query.status?.length) where.push(Prisma.sql`c.status = ANY(${query.status})`);
  if (query.mode) where.push(Prisma.sql`c.mode = ${query.mode}`);
  if (query.q) where.push(Prisma.sql`c.name ILIKE ${`%${query.q.replace(/[\\%_]/g, '\\$&')}%`}`);
  if (query.createdBy) where.push(Prisma.sql`c.created_by_id = ${query.createdBy}::uuid`);
  const sort = query.sort ?? '-createdAt';
  const column = SORTS[sort.replace(/^-/, '') as keyof typeof SORTS];
  const rows = await tx.$queryRaw<(Row & { total: number })[]>`
    SELECT ${COLUMNS}, count(*) OVER ()::int AS total ${FROM} WHERE ${Prisma.join(where, ' AND ')}
    ORDER BY ${Prisma.raw(`${column} ${sort.startsWith('-') ? 'DESC' : 'ASC'}`)}, c.id LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`;
  return { data: rows.map(({ total: _, ...row }) => campaignOf(row)), total: rows[0]?.total ?? 0 };
}

/** The newest import into a campaign, null when there was none. */
export async function lastImport(tx: Tx, clientId: string, campaignId: string): Promise<LastImport | null> {
  return tx.importJob.findFirst({
    where: { clientId, campaignId, dryRun: false },
    orderBy: { createdAt: 'desc' },
    select: {
      id: true,
      fileName: true,
      status: true,
      totalRows: true,
      processedRows: true,
      inserted: true,
      duplicates: true,
      invalid: true,
      suppressed: true,
      createdAt: true,
      finishedAt: true,
    },
  });
}

export type Saved =
  | { kind: 'ok'; id: string }
  | { kind: 'missing' }
  | { kind: 'name_taken' }
  | { kind: 'unknown'; what: 'agent' | 'number' }
  | { kind: 'not_for_live'; what: string }
  | { kind: 'closed'; status: CampaignStatus };

/** Makes a draft. A rehearsal may shorten its delays and leave the hours; a live campaign may not. */
export async function createCampaign(tx: Tx, clientId: string, wanted: NewCampaign, createdById: string | null): Promise<Saved> {
  const problem = (await refersToOthers(tx, clientId, wanted, wanted.mode)) ?? onlyForRehearsals(wanted, wanted.mode);
  if (problem) return problem;
  const { cadencePreset = 'true', cadence = CADENCE_PRESETS[cadencePreset], callingHours = DEFAULT_HOURS, timezone, ...rest } = wanted;
  if (await nameTaken(tx, clientId, wanted.name)) return { kind: 'name_taken' };
  const zone = timezone ?? (await tx.client.findUniqueOrThrow({ where: { id: clientId }, select: { timezone: true } })).timezone;
  const enforceHours = wanted.enforceHours ?? wanted.mode === 'live';
  const data = {
    ...given(rest),
    clientId,
    name: wanted.name,
    mode: wanted.mode,
    cadence,
    cadencePreset,
    callingHours,
    timezone: zone,
    enforceHours,
    createdById,
  };
  const { id } = await tx.campaign.create({ data, select: { id: true } });
  return { kind: 'ok', id };
}

/** Changes what is given. Waiting dials move into new hours at once; all else holds from each lead's next step on, as the outbox row wakes the campaign. */
export async function updateCampaign(tx: Tx, clientId: string, id: string, change: CampaignChange): Promise<Saved> {
  const campaign = await tx.campaign.findUnique({
    where: { clientId_id: { clientId, id } },
    select: { status: true, mode: true, name: true, callingHours: true, enforceHours: true },
  });
  if (!campaign) return { kind: 'missing' };
  const status = campaign.status as CampaignStatus;
  const mode = campaign.mode as Mode;
  if (status === 'completed' || status === 'archived') return { kind: 'closed', status };
  const problem = (await refersToOthers(tx, clientId, change, mode)) ?? onlyForRehearsals(change, mode);
  if (problem) return problem;
  if (change.name && change.name !== campaign.name && (await nameTaken(tx, clientId, change.name))) return { kind: 'name_taken' };
  if (status !== 'draft' && (change.callingHours || change.enforceHours !== undefined)) {
    const callingHours = change.callingHours ?? (campaign.callingHours as CallingHours);
    // Leads are locked before the campaign's row, as everywhere.
    await applyMoves(tx, clientId, id, { callingHours, enforceHours: mode === 'live' || (change.enforceHours ?? campaign.enforceHours) });
  }
  const preset = change.cadencePreset ? { cadence: CADENCE_PRESETS[change.cadencePreset] } : {};
  await tx.campaign.update({ where: { clientId_id: { clientId, id } }, data: { ...preset, ...given(change) } });
  await announceCampaign(tx, {
    clientId,
    campaignId: id,
    ...(status === 'active' ? { type: 'campaign.woken', payload: { reason: 'settings' } } : { type: 'campaign.changed' }),
  });
  return { kind: 'ok', id };
}

export type Deleted = { kind: 'ok' } | { kind: 'missing' } | { kind: 'use_archive' };

/** Deletes a draft that never called anybody, with its leads, imports and own texts. */
export async function deleteCampaign(tx: Tx, clientId: string, id: string): Promise<Deleted> {
  const campaign = await tx.campaign.findUnique({ where: { clientId_id: { clientId, id } }, select: { status: true } });
  if (!campaign) return { kind: 'missing' };
  const where = { clientId, campaignId: id };
  const used =
    (await tx.call.count({ where, take: 1 })) +
    (await tx.appointment.count({ where, take: 1 })) +
    (await tx.message.count({ where, take: 1 }));
  const importing = await tx.importJob.count({ where: { ...where, status: { in: ['pending', 'running'] } }, take: 1 });
  if (campaign.status !== 'draft' || used > 0 || importing > 0) return { kind: 'use_archive' };
  await announceCampaign(tx, { clientId, campaignId: id, type: 'campaign.deleted' });
  await tx.lead.deleteMany({ where });
  await tx.importJob.deleteMany({ where });
  await tx.messageTemplate.deleteMany({ where });
  await tx.campaign.delete({ where: { clientId_id: { clientId, id } } });
  return { kind: 'ok' };
}

/** Writes one outbox row about a campaign: `campaign.activated` and `campaign.woken` reach its workflow, all reach the pages. */
export async function announceCampaign(
  tx: Tx,
  row: { clientId: string; campaignId: string; type: `campaign.${string}`; payload?: Record<string, unknown> },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, payload)
    SELECT client_id, mode, 'campaign', id, ${row.type}, ${row.payload ?? {}}::jsonb
    FROM campaign WHERE client_id = ${row.clientId}::uuid AND id = ${row.campaignId}::uuid`;
}

const given = <T extends object>(fields: T) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

async function nameTaken(tx: Tx, clientId: string, name: string): Promise<boolean> {
  return (await tx.campaign.count({ where: { clientId, name, status: { not: 'archived' } }, take: 1 })) > 0;
}

async function refersToOthers(tx: Tx, clientId: string, { agentId, fromNumberId }: CampaignChange, mode: Mode): Promise<Saved | null> {
  if (agentId && (await tx.agent.count({ where: { clientId, id: agentId, active: true } })) === 0)
    return { kind: 'unknown', what: 'agent' };
  if (fromNumberId && (await tx.phoneNumber.count({ where: { clientId, id: fromNumberId, mode, status: 'active' } })) === 0)
    return { kind: 'unknown', what: 'number' };
  return null;
}

function onlyForRehearsals({ cadencePreset, cadence, pace, enforceHours }: CampaignChange, mode: Mode): Saved | null {
  if (mode === 'rehearsal') return null;
  if (cadencePreset === 'seconds' || cadence) return { kind: 'not_for_live', what: 'cadence' };
  if (pace && pace !== 'true') return { kind: 'not_for_live', what: 'pace' };
  return enforceHours === false ? { kind: 'not_for_live', what: 'enforceHours' } : null;
}
