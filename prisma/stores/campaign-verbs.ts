import type { CallingHours } from '#domain/calling-window.ts';
import type { CampaignStatus, Mode } from '#domain/lead.ts';
import { mayMoveCampaign } from '#domain/status.ts';
import { Prisma, type Tx } from '../client.ts';
import { finishLeads } from './campaign-ending.ts';
import { keepPausedCalls, queueFirstCalls } from './campaign-queue.ts';
import { announceCampaign } from './campaigns.ts';
import { closeRehearsal } from './usage.ts';

/** What the platform itself brings to a live campaign; a rehearsal always has the sandbox. */
export type Platform = {
  /** Live vendors without credentials, as people know them. */
  vendorsWithoutKeys: readonly string[];
  /** Whether the platform's settings name an agent, a number and an event type of their own. */
  hasAgent: boolean;
  hasNumber: boolean;
  /** Where live campaigns without a calendar of their own book; null when nothing is set. */
  eventTypeId: number | null;
};
export type Missing = 'vendor_keys' | 'agent' | 'number' | 'booking' | 'leads';

type Gone = { kind: 'missing' } | { kind: 'invalid_transition'; from: CampaignStatus; to: CampaignStatus } | { kind: 'suspended' };
export type Activated = { kind: 'ok'; queued: number } | { kind: 'incomplete'; missing: Missing[]; vendors: readonly string[] } | Gone;
export type Moved = { kind: 'ok' } | Gone;

/** The sandbox's event types for true timing and for days as seconds. */
const REHEARSAL_EVENT_TYPES: Record<string, number> = { true: 101, seconds: 102 };

type Row = {
  id: string;
  status: CampaignStatus;
  mode: Mode;
  cadencePreset: string;
  callingHours: CallingHours;
  enforceHours: boolean;
  agentId: string | null;
  fromNumberId: string | null;
  calcomEventTypeId: number | null;
  bookingUrl: string | null;
  clientStatus: string;
  hasLeads: boolean;
};

/** One verb on a campaign at a time. Leads are locked before the campaign's row, as everywhere. */
async function take(tx: Tx, clientId: string, id: string): Promise<Row | null> {
  await tx.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`campaign ${id}`}, 11))) held`;
  return look(tx, clientId, id);
}

async function look(tx: Tx, clientId: string, id: string): Promise<Row | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT c.id, c.status, c.mode, c.cadence_preset AS "cadencePreset", c.calling_hours AS "callingHours", c.enforce_hours AS "enforceHours",
           c.agent_id AS "agentId", c.from_number_id AS "fromNumberId", c.calcom_event_type_id AS "calcomEventTypeId", c.booking_url AS "bookingUrl",
           k.status AS "clientStatus",
           EXISTS (SELECT 1 FROM lead l WHERE l.client_id = c.client_id AND l.campaign_id = c.id AND l.phase <> 'end') AS "hasLeads"
    FROM campaign c JOIN client k ON k.id = c.client_id WHERE c.client_id = ${clientId}::uuid AND c.id = ${id}::uuid`;
  return row ?? null;
}

const refusal = (row: Row | null, to: CampaignStatus): Gone | null => {
  if (!row) return { kind: 'missing' };
  if (!mayMoveCampaign(row.status, to)) return { kind: 'invalid_transition', from: row.status, to };
  return to === 'active' && row.clientStatus !== 'active' ? { kind: 'suspended' } : null;
};

/**
 * Starts a draft: says everything that is missing, else queues its leads, sets it active and has its workflow started. A rehearsal without an
 * agent, number or event type of its own takes the sandbox's, a live campaign without any booking the platform's event type.
 */
export async function activateCampaign(tx: Tx, clientId: string, id: string, platform: Platform): Promise<Activated> {
  const row = await take(tx, clientId, id);
  if (row && row.status !== 'draft') return { kind: 'invalid_transition', from: row.status, to: 'active' };
  const refused = refusal(row, 'active');
  if (!row || refused) return refused ?? { kind: 'missing' };
  const defaults = row.mode === 'rehearsal' ? await rehearsalDefaults(tx, clientId, row) : liveDefaults(row, platform);
  const missing = missingFor(row, platform);
  if (missing.length > 0)
    return { kind: 'incomplete', missing, vendors: missing.includes('vendor_keys') ? platform.vendorsWithoutKeys : [] };
  const queued = await queueFirstCalls(tx, clientId, row);
  await tx.campaign.update({ where: { clientId_id: { clientId, id } }, data: { ...defaults, status: 'active', activatedAt: new Date() } });
  await announceCampaign(tx, { clientId, campaignId: id, type: 'campaign.activated', payload: { queued } });
  return { kind: 'ok', queued };
}

/** What a campaign still needs before it can start; nothing when this client has none of that id. */
export async function missingToStart(tx: Tx, clientId: string, id: string, platform: Platform): Promise<Missing[]> {
  const row = await look(tx, clientId, id);
  return row ? missingFor(row, platform) : [];
}

const missingFor = (row: Row, platform: Platform): Missing[] => [
  ...(row.mode === 'rehearsal' ? [] : missingForLive(row, platform)),
  ...(row.hasLeads ? [] : (['leads'] as const)),
];

function missingForLive(row: Row, platform: Platform): Missing[] {
  const wants: [Missing, boolean][] = [
    ['vendor_keys', platform.vendorsWithoutKeys.length === 0],
    ['agent', row.agentId !== null || platform.hasAgent],
    ['number', row.fromNumberId !== null || platform.hasNumber],
    ['booking', row.calcomEventTypeId !== null || row.bookingUrl !== null || platform.eventTypeId !== null],
  ];
  return wants.filter(([, isThere]) => !isThere).map(([what]) => what);
}

/** Agent and numbers of the platform are taken at each call and text; the event type is written down, as pages, agent and calendar all ask the campaign. */
const liveDefaults = (row: Row, { eventTypeId }: Platform) =>
  row.calcomEventTypeId === null && row.bookingUrl === null ? { calcomEventTypeId: eventTypeId } : {};

async function rehearsalDefaults(tx: Tx, clientId: string, row: Row) {
  const agentId = row.agentId ?? (await tx.agent.findFirst({ where: { clientId, active: true }, orderBy: { createdAt: 'asc' } }))?.id;
  const number =
    row.fromNumberId ??
    (await tx.phoneNumber.findFirst({ where: { clientId, mode: 'rehearsal', status: 'active' }, orderBy: { createdAt: 'asc' } }))?.id;
  return {
    agentId: agentId ?? (await tx.agent.create({ data: { clientId, name: 'Rehearsal agent', retellAgentId: 'agent_sandbox' } })).id,
    fromNumberId: number ?? (await newRehearsalNumber(tx, clientId)),
    calcomEventTypeId: row.calcomEventTypeId ?? REHEARSAL_EVENT_TYPES[row.cadencePreset] ?? 101,
  };
}

/** A number of the client's own in the sandbox: inbound calls find the client by it, so that no two clients may share one. */
async function newRehearsalNumber(tx: Tx, clientId: string): Promise<string> {
  for (let tries = 0; tries < 20; tries++) {
    const e164 = `+1628${200 + Math.floor(Math.random() * 800)}${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO phone_number (client_id, mode, e164, label) VALUES (${clientId}::uuid, 'rehearsal', ${e164}, 'Rehearsal number')
      ON CONFLICT DO NOTHING RETURNING id`;
    if (row) return row.id;
  }
  throw new Error('no free rehearsal number in 20 tries');
}

/** Stops new dials; live calls end, appointments go on, and so do rebook texts. */
export async function pauseCampaign(tx: Tx, clientId: string, id: string): Promise<Moved> {
  const refused = refusal(await take(tx, clientId, id), 'paused');
  if (refused) return refused;
  await tx.campaign.update({ where: { clientId_id: { clientId, id } }, data: { status: 'paused' } });
  await announceCampaign(tx, { clientId, campaignId: id, type: 'campaign.paused' });
  return { kind: 'ok' };
}

/** Goes on where the leads stopped; those imported meanwhile are queued. */
export async function resumeCampaign(tx: Tx, clientId: string, id: string): Promise<Moved> {
  const row = await take(tx, clientId, id);
  if (row && row.status !== 'paused') return { kind: 'invalid_transition', from: row.status, to: 'active' };
  const refused = refusal(row, 'active');
  if (!row || refused) return refused ?? { kind: 'missing' };
  await keepPausedCalls(tx, clientId, id);
  await queueFirstCalls(tx, clientId, row);
  await tx.campaign.update({ where: { clientId_id: { clientId, id } }, data: { status: 'active' } });
  await announceCampaign(tx, { clientId, campaignId: id, type: 'campaign.woken', payload: { reason: 'resumed' } });
  return { kind: 'ok' };
}

/** Stops dialling for good: each unfinished lead gets a final status with its reason; open appointments still run to their verdict. */
export async function completeCampaign(tx: Tx, clientId: string, id: string): Promise<Moved> {
  const row = await take(tx, clientId, id);
  const refused = refusal(row, 'completed');
  if (!row || refused) return refused ?? { kind: 'missing' };
  await finishLeads(tx, clientId, id, 'campaign_completed');
  await close(tx, clientId, row, 'completed', 'asked');
  return { kind: 'ok' };
}

/** Takes a draft or a completed campaign out of sight, and frees its name. */
export async function archiveCampaign(tx: Tx, clientId: string, id: string): Promise<Moved> {
  const row = await take(tx, clientId, id);
  const refused = refusal(row, 'archived');
  if (!row || refused) return refused ?? { kind: 'missing' };
  await finishLeads(tx, clientId, id, 'campaign_archived');
  await close(tx, clientId, row, 'archived', 'asked');
  return { kind: 'ok' };
}

/**
 * Completes a campaign in which nothing is left to do: no open lead, no undecided appointment, no running import; or whose end has come. Import
 * batches hold the campaign's row, so the count is made after its lock. True when it was completed by this call.
 */
export async function completeIfDone(tx: Tx, clientId: string, id: string): Promise<boolean> {
  const [end] = await tx.$queryRaw<{ hasCome: boolean }[]>`
    SELECT coalesce(ends_at <= clock_timestamp(), false) AS "hasCome" FROM campaign WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid`;
  if (end?.hasCome) return (await completeCampaign(tx, clientId, id)).kind === 'ok';
  const [row] = await tx.$queryRaw<(Row & { status: CampaignStatus })[]>`
    SELECT id, status, mode FROM campaign
    WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid AND status IN ('active', 'paused') FOR UPDATE`;
  if (!row) return false;
  const of = Prisma.sql`t.client_id = c.client_id AND t.campaign_id = c.id`;
  const done = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM campaign c WHERE c.client_id = ${clientId}::uuid AND c.id = ${id}::uuid
      AND NOT EXISTS (SELECT 1 FROM lead t WHERE ${of} AND t.phase <> 'end')
      AND NOT EXISTS (SELECT 1 FROM appointment t WHERE ${of} AND t.status IN ('scheduled', 'awaiting'))
      AND NOT EXISTS (SELECT 1 FROM import_job t WHERE ${of} AND t.status IN ('pending', 'running'))`;
  if (done.length === 0) return false;
  await close(tx, clientId, row, 'completed', 'done');
  return true;
}

/** The last step of completing or archiving. A rehearsal that completes has its usage invoiced at once. */
async function close(
  tx: Tx,
  clientId: string,
  row: Pick<Row, 'id' | 'mode' | 'status'>,
  to: 'completed' | 'archived',
  reason: string,
): Promise<void> {
  const ended = to === 'completed' ? { completedAt: new Date() } : {};
  await tx.campaign.update({ where: { clientId_id: { clientId, id: row.id } }, data: { status: to, ...ended } });
  await announceCampaign(tx, { clientId, campaignId: row.id, type: `campaign.${to}`, payload: { reason } });
  if (to === 'completed' && row.mode === 'rehearsal') await closeRehearsal(tx, clientId, row.id);
}
