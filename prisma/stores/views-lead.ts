import type { CampaignStatus, LeadStatus, Mode, Phase } from '#domain/lead.ts';
import { plan } from '#domain/snapshot.ts';
import type { Tx } from '../client.ts';
import { stepReason } from './lead-moments.ts';
import { snapshotOf } from './lead-row.ts';
import { movedDial } from './views-lead-decisions.ts';
import { zoneToShow } from './views-leads.ts';

export type LeadHeader = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  phone: string;
  email: string | null;
  company: string | null;
  mode: Mode;
  status: LeadStatus;
  phase: Phase;
  nextKind: string | null;
  nextAt: string | null;
  nextReason: string | null;
  attempts: number;
  maxAttempts: number;
  campaignId: string | null;
  campaignName: string | null;
  campaignStatus: CampaignStatus | null;
  source: string;
  tags: string[];
  notes: string | null;
  consentAt: string | null;
  consentSource: string | null;
  isBarred: boolean;
  smsStopped: boolean;
  emailStopped: boolean;
  createdAt: string;
  lastContactedAt: string | null;
  lastOutcome: string | null;
  ownerId: string | null;
  customFields: Record<string, string>;
  zone: string;
  /** The lead's own time now, and how far it is ahead of the machine's, in milliseconds. */
  now: string;
  clockOffsetMs: number;
};

type HeaderRow = Omit<LeadHeader, 'nextAt' | 'consentAt' | 'createdAt' | 'lastContactedAt' | 'zone' | 'now'> & {
  nextAt: Date | null;
  consentAt: Date | null;
  createdAt: Date;
  lastContactedAt: Date | null;
  timezone: string | null;
  campaignZone: string | null;
  nowMs: number;
};

/** A lead as its page shows it, null when this client has none of that id. */
export async function leadHeader(tx: Tx, clientId: string, id: string): Promise<LeadHeader | null> {
  const [row] = await tx.$queryRaw<HeaderRow[]>`
    SELECT l.id, l.first_name AS "firstName", l.last_name AS "lastName", l.phone, l.email, l.company, l.mode, l.status, l.phase, l.next_kind AS "nextKind",
      l.next_at AS "nextAt", l.next_reason AS "nextReason", l.attempts, coalesce(c.max_attempts, 3) AS "maxAttempts", l.campaign_id AS "campaignId",
      c.name AS "campaignName", c.status AS "campaignStatus", l.source, l.tags, l.notes, l.consent_at AS "consentAt", l.consent_source AS "consentSource",
      EXISTS (SELECT 1 FROM dnc_entry d WHERE d.client_id = l.client_id AND d.mode = l.mode AND d.phone = l.phone) AS "isBarred",
      l.sms_opt_out_at IS NOT NULL AS "smsStopped", l.email_opt_out_at IS NOT NULL AS "emailStopped", l.created_at AS "createdAt",
      l.last_contacted_at AS "lastContactedAt", l.last_outcome AS "lastOutcome", l.assigned_to_id AS "ownerId", l.custom_fields AS "customFields", l.timezone, c.timezone AS "campaignZone",
      l.clock_offset::float8 AS "clockOffsetMs", floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 + l.clock_offset AS "nowMs"
    FROM lead l LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id
    WHERE l.client_id = ${clientId}::uuid AND l.id = ${id}::uuid`;
  if (!row) return null;
  const { timezone, campaignZone, nowMs, ...rest } = row;
  return {
    ...rest,
    nextAt: row.nextAt?.toISOString() ?? null,
    consentAt: row.consentAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    lastContactedAt: row.lastContactedAt?.toISOString() ?? null,
    zone: zoneToShow({ timezone, campaignZone, phone: row.phone }),
    now: new Date(nowMs).toISOString(),
  };
}

/** One step that is still ahead; with `skipReason` it was planned and will not happen. */
export type PlannedStep = {
  kind: string;
  at: string;
  channels: string[];
  decides: boolean;
  skipReason: string | null;
  /** Why it is done, or why then. */
  reason: string | null;
  /** Of a call that was wished for earlier: when, and the hours that were closed then. */
  moved: { at: string; hours: { zone: string; windows: string[] } | null } | null;
};

/** What lies ahead of a lead, in order: the same moments its workflow waits for, and messages that will not be sent although they were planned. */
export async function plannedSteps(
  tx: Tx,
  lead: Pick<LeadHeader, 'id' | 'phase' | 'nextKind' | 'nextAt' | 'nextReason' | 'now'>,
  clientId: string,
): Promise<PlannedStep[]> {
  const now = Date.parse(lead.now);
  const messages = await tx.$queryRaw<{ kind: string; at: Date; skipReason: string | null; channels: string[] }[]>`
    SELECT kind, scheduled_for AS at, skip_reason AS "skipReason", array_agg(channel ORDER BY channel DESC) AS channels FROM message
    WHERE client_id = ${clientId}::uuid AND lead_id = ${lead.id}::uuid AND status IN ('scheduled', 'skipped') AND scheduled_for > ${new Date(now)}
    GROUP BY kind, scheduled_for, skip_reason`;
  const dropped = messages.flatMap(({ kind, at, skipReason, channels }) =>
    skipReason ? [{ kind, at: at.toISOString(), channels, decides: false, skipReason, reason: null, moved: null }] : [],
  );
  return [...(await stepsAhead(tx, lead, clientId, messages)), ...dropped].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

async function stepsAhead(
  tx: Tx,
  lead: Pick<LeadHeader, 'id' | 'phase' | 'nextKind' | 'nextAt' | 'nextReason' | 'now'>,
  clientId: string,
  messages: { kind: string; at: Date; skipReason: string | null; channels: string[] }[],
): Promise<PlannedStep[]> {
  if (lead.phase === 'reach')
    return lead.nextKind === 'dial' && lead.nextAt
      ? [
          {
            ...{ kind: 'dial', at: lead.nextAt, channels: ['call'], decides: false, skipReason: null, reason: lead.nextReason },
            moved: await movedDial(tx, clientId, lead.id, lead.nextAt),
          },
        ]
      : [];
  const snapshot = await snapshotOf(tx, clientId, lead.id);
  const channelsOf = new Map(
    messages.filter(({ skipReason }) => skipReason === null).map(({ kind, at, channels }) => [`${kind} ${at.getTime()}`, channels]),
  );
  return plan(snapshot ?? { seq: 0, phase: lead.phase, moments: [] }, Date.parse(lead.now)).map(({ kind, at, decides }) => ({
    kind,
    at: new Date(at).toISOString(),
    channels: channelsOf.get(`${kind} ${at}`) ?? [],
    decides: decides === true,
    skipReason: null,
    reason: stepReason(kind),
    moved: null,
  }));
}
