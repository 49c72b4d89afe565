import type { CallingHours } from '#domain/calling-window.ts';
import type { CampaignStatus, LeadStatus, Mode, Phase } from '#domain/lead.ts';
import { parsePhone } from '#domain/phone.ts';
import { Prisma, type Tx } from '../client.ts';
import { isMember } from './accounts.ts';
import { queueFirstCalls } from './campaign-queue.ts';
import { announceCampaign } from './campaigns.ts';
import type { LeadChange, NewLead } from './lead-fields.ts';
import { LEAD_COLUMNS, type LeadFilter, leadConditions, leadNames } from './lead-filter.ts';
import { tellPages } from './tell-pages.ts';
import { type Cursor, keysetPage, type SortColumn } from './views-paging.ts';

export type Lead = {
  id: string;
  campaignId: string | null;
  mode: Mode;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string;
  company: string | null;
  timezone: string | null;
  status: LeadStatus;
  phase: Phase;
  attempts: number;
  nextCallAt: Date | null;
  callbackAt: Date | null;
  nextKind: string | null;
  nextAt: Date | null;
  nextReason: string | null;
  lastContactedAt: Date | null;
  lastOutcome: string | null;
  bookedAt: Date | null;
  rebookRounds: number;
  source: string;
  customFields: Record<string, unknown>;
  tags: string[];
  notes: string | null;
  assignedToId: string | null;
  consentAt: Date | null;
  smsOptOutAt: Date | null;
  emailOptOutAt: Date | null;
  importJobId: string | null;
  clockOffsetMs: number;
  createdAt: Date;
  updatedAt: Date;
};

export type LeadDetail = Lead & {
  campaign: { id: string; name: string; status: CampaignStatus; mode: Mode; timezone: string; maxAttempts: number } | null;
  openAppointment: {
    id: string;
    startAt: Date;
    endAt: Date;
    timezone: string;
    status: string;
    meetingUrl: string | null;
    verifyDueAt: Date;
  } | null;
  counts: { calls: number; messages: number; appointments: number };
};

const COLUMNS =
  Prisma.raw(`l.id, l.campaign_id AS "campaignId", l.mode, l.first_name AS "firstName", l.last_name AS "lastName", l.email, l.phone, l.company, l.timezone,
  l.status, l.phase, l.attempts, l.next_call_at AS "nextCallAt", l.callback_at AS "callbackAt", l.next_kind AS "nextKind", l.next_at AS "nextAt",
  l.next_reason AS "nextReason", l.last_contacted_at AS "lastContactedAt", l.last_outcome AS "lastOutcome", l.booked_at AS "bookedAt",
  l.rebook_rounds AS "rebookRounds", l.source, l.custom_fields AS "customFields", l.tags, l.notes, l.assigned_to_id AS "assignedToId",
  l.consent_at AS "consentAt", l.sms_opt_out_at AS "smsOptOutAt", l.email_opt_out_at AS "emailOptOutAt", l.import_job_id AS "importJobId",
  l.clock_offset::float8 AS "clockOffsetMs", l.created_at AS "createdAt", l.updated_at AS "updatedAt"`);

const SORT_COLUMNS = {
  createdAt: LEAD_COLUMNS.created,
  name: LEAD_COLUMNS.name,
  company: LEAD_COLUMNS.company,
  status: LEAD_COLUMNS.status,
  attempts: LEAD_COLUMNS.attempts,
  lastContactedAt: LEAD_COLUMNS.contacted,
  nextAt: LEAD_COLUMNS.next,
} as const satisfies Record<string, SortColumn>;
export type LeadSort = keyof typeof SORT_COLUMNS;
export const LEAD_SORTS = Object.keys(SORT_COLUMNS) as [LeadSort, ...LeadSort[]];

export type LeadQuery = LeadFilter & {
  sort?: LeadSort | `-${LeadSort}` | undefined;
  page: number;
  pageSize: number;
  cursor?: Cursor | undefined;
};
export type LeadPage = { data: Lead[]; total: number; nextCursor: string | null };

/** Leads by page or by cursor, newest first unless sorted. `total` stops at 10,000. */
export async function listLeads(tx: Tx, clientId: string, query: LeadQuery): Promise<LeadPage> {
  const sort = query.sort ?? '-createdAt';
  const column = sort.replace(/^-/, '') as LeadSort;
  const offset = query.cursor ? 0 : (query.page - 1) * query.pageSize;
  const conditions = await leadConditions(tx, clientId, query);
  const page = await keysetPage<Lead & { sortKey?: string }, LeadSort>(tx, {
    select: COLUMNS,
    from: column === 'name' ? Prisma.sql`FROM lead l ${leadNames(conditions)}` : Prisma.sql`FROM lead l`,
    ...conditions,
    alias: 'l',
    columns: SORT_COLUMNS,
    order: { column, direction: sort.startsWith('-') ? 'desc' : 'asc' },
    cursor: query.cursor ?? null,
    size: offset + query.pageSize,
  });
  const data = page.rows.slice(offset).map(({ sortKey: _, ...lead }) => lead);
  return { data, total: page.total, nextCursor: page.after };
}

/** One lead with its campaign, its open appointment and its counts; null when this client has none of that id. */
export async function findLead(tx: Tx, clientId: string, id: string): Promise<LeadDetail | null> {
  const [row] = await tx.$queryRaw<LeadDetail[]>`
    SELECT ${COLUMNS},
      (SELECT jsonb_build_object('id', c.id, 'name', c.name, 'status', c.status, 'mode', c.mode, 'timezone', c.timezone, 'maxAttempts', c.max_attempts)
       FROM campaign c WHERE c.client_id = l.client_id AND c.id = l.campaign_id) AS campaign,
      (SELECT to_jsonb(o) FROM (
         SELECT a.id, a.start_at AS "startAt", a.end_at AS "endAt", a.timezone, a.status, a.meeting_url AS "meetingUrl", a.verify_due_at AS "verifyDueAt"
         FROM appointment a WHERE a.client_id = l.client_id AND a.lead_id = l.id AND a.status = 'scheduled') o) AS "openAppointment",
      jsonb_build_object(
        'calls', (SELECT count(*) FROM call c WHERE c.client_id = l.client_id AND c.lead_id = l.id AND (c.permit = 'consumed' OR c.permit IS NULL)),
        'messages', (SELECT count(*) FROM message m WHERE m.client_id = l.client_id AND m.lead_id = l.id AND m.status NOT IN ('scheduled', 'skipped')),
        'appointments', (SELECT count(*) FROM appointment a WHERE a.client_id = l.client_id AND a.lead_id = l.id)) AS counts
    FROM lead l WHERE l.client_id = ${clientId}::uuid AND l.id = ${id}::uuid`;
  return row ?? null;
}

export type LeadSaved =
  | { kind: 'ok'; id: string }
  | { kind: 'missing' }
  | { kind: 'unknown_campaign' }
  | { kind: 'campaign_closed'; status: CampaignStatus }
  | { kind: 'duplicate' }
  | { kind: 'suppressed' }
  | { kind: 'already_called' }
  | { kind: 'unknown_member' }
  | { kind: 'consent_on_record' }
  | { kind: 'invalid_phone'; code: string; message: string };

type CampaignRow = {
  id: string;
  status: CampaignStatus;
  mode: Mode;
  defaultCountry: string;
  callingHours: CallingHours;
  enforceHours: boolean;
};

/** Adds one lead by the rules of an import. In an active campaign it is queued for its first call at once; in any, other pages hear of it. */
export async function createLead(tx: Tx, clientId: string, wanted: NewLead): Promise<LeadSaved> {
  // The lock of the campaign's verbs, shared: an activation would miss a lead that is being written.
  await tx.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared(hashtextextended(${`campaign ${wanted.campaignId}`}, 11))) held`;
  const [campaign] = await tx.$queryRaw<CampaignRow[]>`
    SELECT id, status, mode, default_country AS "defaultCountry", calling_hours AS "callingHours", enforce_hours AS "enforceHours"
    FROM campaign WHERE client_id = ${clientId}::uuid AND id = ${wanted.campaignId}::uuid FOR SHARE`;
  if (!campaign) return { kind: 'unknown_campaign' };
  if (campaign.status === 'completed' || campaign.status === 'archived') return { kind: 'campaign_closed', status: campaign.status };
  const phone = parsePhone(wanted.phone, campaign.defaultCountry);
  if (phone.kind === 'invalid') return { kind: 'invalid_phone', code: phone.code, message: phone.message };
  if (await isSuppressed(tx, clientId, campaign.mode, phone.phone)) return { kind: 'suppressed' };
  const consent = consentOf(wanted, campaign.mode);
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO lead (client_id, mode, campaign_id, first_name, last_name, email, phone, company, timezone, notes, tags, custom_fields, consent_at, consent_source, source, phase_since)
    VALUES (${clientId}::uuid, ${campaign.mode}, ${campaign.id}::uuid, ${wanted.firstName ?? null}, ${wanted.lastName ?? null}, ${wanted.email ?? null}, ${phone.phone},
            ${wanted.company ?? null}, ${wanted.timezone ?? null}, ${wanted.notes ?? null}, ${wanted.tags ?? []}, ${wanted.customFields ?? {}}::jsonb,
            ${consent.at}, ${consent.source}, ${wanted.source ?? 'api'}, clock_timestamp())
    ON CONFLICT (client_id, campaign_id, phone) DO NOTHING RETURNING id`;
  if (!row) return { kind: 'duplicate' };
  if (campaign.status === 'active') {
    await queueFirstCalls(tx, clientId, campaign);
    await announceCampaign(tx, { clientId, campaignId: campaign.id, type: 'campaign.woken', payload: { reason: 'lead_added' } });
  } else await announceCampaign(tx, { clientId, campaignId: campaign.id, type: 'campaign.lead_added' });
  return { kind: 'ok', id: row.id };
}

/** A rehearsal reaches nobody, so there is nobody whose consent could be missing. */
const consentOf = (wanted: NewLead, mode: Mode) => {
  if (wanted.consentAt) return { at: wanted.consentAt, source: wanted.consentSource || 'api' };
  return mode === 'rehearsal' ? { at: new Date(), source: 'rehearsal' } : { at: null, source: null };
};

async function isSuppressed(tx: Tx, clientId: string, mode: Mode, phone: string): Promise<boolean> {
  return (await tx.dncEntry.count({ where: { clientId, mode, phone }, take: 1 })) > 0;
}

/**
 * Changes what is given. The number may change only before the first call, and under the lead's lock, so that no dial slips in between. Consent
 * may be stated where none is on record; once it is, it stays as the evidence it is.
 */
export async function updateLead(tx: Tx, clientId: string, id: string, { phone, ...change }: LeadChange): Promise<LeadSaved> {
  const [lead] = await tx.$queryRaw<{ phone: string; mode: Mode; campaignId: string | null; hasConsent: boolean; isCalled: boolean }[]>`
    SELECT l.phone, l.mode, l.campaign_id AS "campaignId", l.consent_at IS NOT NULL AS "hasConsent", l.dials > 0 OR EXISTS (
      SELECT 1 FROM call c WHERE c.client_id = l.client_id AND c.lead_id = l.id AND c.permit IS DISTINCT FROM 'void' AND c.permit IS DISTINCT FROM 'expired') AS "isCalled"
    FROM lead l WHERE l.client_id = ${clientId}::uuid AND l.id = ${id}::uuid FOR UPDATE OF l`;
  if (!lead) return { kind: 'missing' };
  if (change.assignedToId && !(await isMember(tx, clientId, change.assignedToId))) return { kind: 'unknown_member' };
  if (change.consentAt && lead.hasConsent) return { kind: 'consent_on_record' };
  const number = phone === undefined ? undefined : await newNumber(tx, clientId, { ...lead, id }, phone);
  if (number && number.kind !== 'new') return number;
  const data = Object.fromEntries(
    Object.entries({ ...change, ...(number && { phone: number.phone }) }).filter(([, value]) => value !== undefined),
  );
  if (Object.keys(data).length > 0) {
    await tx.lead.update({ where: { clientId_id: { clientId, id } }, data });
    await tellPages(tx, clientId, id);
  }
  return { kind: 'ok', id };
}

type Own = { id: string; phone: string; mode: Mode; campaignId: string | null; isCalled: boolean };
async function newNumber(tx: Tx, clientId: string, lead: Own, raw: string): Promise<{ kind: 'new'; phone: string } | LeadSaved> {
  const parsed = parsePhone(raw);
  if (parsed.kind === 'invalid') return { kind: 'invalid_phone', code: parsed.code, message: parsed.message };
  if (parsed.phone === lead.phone) return { kind: 'new', phone: lead.phone };
  if (lead.isCalled) return { kind: 'already_called' };
  if (await isSuppressed(tx, clientId, lead.mode, parsed.phone)) return { kind: 'suppressed' };
  const same = await tx.lead.count({
    where: { clientId, campaignId: lead.campaignId, phone: parsed.phone, id: { not: lead.id } },
    take: 1,
  });
  return same > 0 ? { kind: 'duplicate' } : { kind: 'new', phone: parsed.phone };
}

export type LeadDeleted = { kind: 'ok' } | { kind: 'missing' } | { kind: 'in_use' };

/** Deletes a lead that was never called, written to or booked. */
export async function deleteLead(tx: Tx, clientId: string, id: string): Promise<LeadDeleted> {
  const [lead] = await tx.$queryRaw<{ isUsed: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM call c WHERE c.client_id = l.client_id AND c.lead_id = l.id)
        OR EXISTS (SELECT 1 FROM appointment a WHERE a.client_id = l.client_id AND a.lead_id = l.id)
        OR EXISTS (SELECT 1 FROM message m WHERE m.client_id = l.client_id AND m.lead_id = l.id) AS "isUsed"
    FROM lead l WHERE l.client_id = ${clientId}::uuid AND l.id = ${id}::uuid FOR UPDATE OF l`;
  if (!lead) return { kind: 'missing' };
  if (lead.isUsed) return { kind: 'in_use' };
  await tellPages(tx, clientId, id);
  await tx.lead.delete({ where: { clientId_id: { clientId, id } } });
  return { kind: 'ok' };
}
