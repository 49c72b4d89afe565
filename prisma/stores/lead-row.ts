import type { Cadence } from '#domain/cadence.ts';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { type CallingHours, DEFAULT_HOURS } from '#domain/calling-window.ts';
import type { CampaignStatus, LeadStatus, Mode, Phase } from '#domain/lead.ts';
import type { Snapshot } from '#domain/snapshot.ts';
import { Prisma, type Tx } from '../client.ts';
import { momentsOf, nextStep } from './lead-moments.ts';

/** A lead as its facts stand, with what its campaign and client say, read under the lead's row lock. `now` is the lead's own clock, in milliseconds. */
export type LeadLife = {
  id: string;
  clientId: string;
  mode: Mode;
  now: number;
  /** This process's own stopwatch at that moment, in milliseconds. */
  readAt: number;
  seq: number;
  phone: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  timezone: string | null;
  consentAt: Date | null;
  smsOptOutAt: Date | null;
  emailOptOutAt: Date | null;
  clockOffsetMs: number;
  campaign: CampaignTerms;
  client: { status: string; milestoneEnabled: boolean; rateCents: number; settlement: string; timezone: string };
} & LeadFacts;

/** What a fact may change. */
export type LeadFacts = {
  status: LeadStatus;
  phase: Phase;
  nextCallAt: Date | null;
  nextReason: string | null;
  attempts: number;
  callbacks: number;
  dials: number;
  rebookRounds: number;
  linksSent: number;
  urgent: boolean;
  phaseSince: Date | null;
  phaseUntil: Date | null;
  appointmentId: string | null;
  callingId: string | null;
  callbackAt: Date | null;
  lastContactedAt: Date | null;
  lastOutcome: string | null;
  bookedAt: Date | null;
};

/** What a fact changes. `wishedAt`: the moment of the next call before the hours at the lead's place moved it to `nextCallAt`; the difference is kept as a non-action. */
export type LeadPatch = Partial<LeadFacts> & { wishedAt?: string };

/** What the lead's campaign settles; a lead without a campaign lives by the defaults. */
export type CampaignTerms = {
  id: string | null;
  name: string;
  status: CampaignStatus;
  cadence: Cadence;
  enforceHours: boolean;
  callingHours: CallingHours;
  maxAttempts: number;
  pace: string;
  timezone: string;
  eventTypeId: number | null;
  bookingUrl: string | null;
  agentId: string | null;
  fromNumberId: string | null;
};

type Row = Omit<LeadLife, 'campaign' | 'client' | 'readAt'> & {
  campaignId: string | null;
  campaignName: string | null;
  campaignStatus: CampaignStatus | null;
  cadence: Cadence | null;
  enforceHours: boolean | null;
  callingHours: CallingHours | null;
  maxAttempts: number | null;
  pace: string | null;
  campaignTimezone: string | null;
  eventTypeId: number | null;
  bookingUrl: string | null;
  agentId: string | null;
  fromNumberId: string | null;
  clientStatus: string;
  milestoneEnabled: boolean;
  rateCents: number;
  settlement: string;
  clientTimezone: string;
};

const SETTLEMENT: Record<string, string> = { postpaid: 'invoice', prepaid: 'wallet', included: 'included' };

/** Locks the lead's row until the transaction ends and reads its facts; null when this client has no such lead. */
export const lockLead = (tx: Tx, clientId: string, leadId: string): Promise<LeadLife | null> =>
  lifeIn(tx, clientId, leadId, Prisma.sql`FOR UPDATE OF l`);

/** The same facts for whoever only looks. */
export const readLead = (tx: Tx, clientId: string, leadId: string): Promise<LeadLife | null> => lifeIn(tx, clientId, leadId, Prisma.empty);

async function lifeIn(tx: Tx, clientId: string, leadId: string, lock: Prisma.Sql): Promise<LeadLife | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT l.id, l.client_id AS "clientId", l.mode, l.seq, l.phone, l.email, l.first_name AS "firstName", l.last_name AS "lastName", l.company,
           l.timezone, l.consent_at AS "consentAt", l.sms_opt_out_at AS "smsOptOutAt", l.email_opt_out_at AS "emailOptOutAt",
           l.clock_offset::float8 AS "clockOffsetMs",
           floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 + l.clock_offset AS now,
           l.status, l.phase, l.next_call_at AS "nextCallAt", l.next_reason AS "nextReason", l.attempts, l.callbacks, l.dials,
           l.rebook_rounds AS "rebookRounds", l.links_sent AS "linksSent", l.urgent, l.phase_since AS "phaseSince", l.phase_until AS "phaseUntil",
           l.appointment_id AS "appointmentId", l.calling_id AS "callingId", l.callback_at AS "callbackAt",
           l.last_contacted_at AS "lastContactedAt", l.last_outcome AS "lastOutcome", l.booked_at AS "bookedAt",
           l.campaign_id AS "campaignId", c.name AS "campaignName", c.status AS "campaignStatus", c.cadence, c.enforce_hours AS "enforceHours",
           c.calling_hours AS "callingHours", c.max_attempts AS "maxAttempts", c.pace, c.timezone AS "campaignTimezone",
           c.calcom_event_type_id AS "eventTypeId", c.booking_url AS "bookingUrl", c.agent_id AS "agentId", c.from_number_id AS "fromNumberId",
           k.status AS "clientStatus", k.milestone_enabled AS "milestoneEnabled", k.usage_rate_cents AS "rateCents",
           k.usage_billing AS "settlement", k.timezone AS "clientTimezone"
    FROM lead l
    JOIN client k ON k.id = l.client_id
    LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id
    WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid
    ${lock}`;
  return row ? lifeOf(row) : null;
}

function lifeOf(row: Row): LeadLife {
  return {
    ...row,
    readAt: performance.now(),
    campaign: {
      id: row.campaignId,
      name: row.campaignName ?? '',
      status: row.campaignStatus ?? 'active',
      cadence: { ...TRUE_CADENCE, ...row.cadence },
      enforceHours: row.enforceHours ?? true,
      callingHours: row.callingHours ?? DEFAULT_HOURS,
      maxAttempts: row.maxAttempts ?? 3,
      pace: row.pace ?? 'true',
      timezone: row.campaignTimezone ?? row.clientTimezone,
      eventTypeId: row.eventTypeId,
      bookingUrl: row.bookingUrl,
      agentId: row.agentId,
      fromNumberId: row.fromNumberId,
    },
    client: {
      status: row.clientStatus,
      milestoneEnabled: row.milestoneEnabled,
      rateCents: row.rateCents,
      settlement: SETTLEMENT[row.settlement] ?? 'included',
      timezone: row.clientTimezone,
    },
  };
}

/** The lead's clock as it has gone on since its facts were read, in milliseconds. */
export const leadClock = (life: LeadLife): number => life.now + performance.now() - life.readAt;

/** One fact of a lead. `tell: false` where the workflow learns it another way: as the result of the activity that wrote it, or with the end of the call. */
export type Fact = { type: `lead.${string}`; payload?: Record<string, unknown>; tell?: boolean };

/**
 * Writes the changed facts, raises `seq`, writes the outbox row and returns the newest snapshot. Call it once a transaction, after messages and
 * appointments were written: next step and snapshot are read from them.
 */
export async function saveLead(tx: Tx, life: LeadLife, { wishedAt, ...patch }: LeadPatch, fact: Fact): Promise<Snapshot> {
  const next = { ...life, ...patch };
  const seq = life.seq + 1;
  const snapshot: Snapshot = { seq, phase: next.phase, moments: await momentsOf(tx, life.clientId, life.id, next) };
  const step = nextStep(snapshot, next, life.now);
  const dueAt = next.nextCallAt && next.phase === 'reach' ? new Date(next.nextCallAt.getTime() - life.clockOffsetMs) : null;
  const told = fact.tell === false;
  const isReplanned = life.phase === 'reach' && (next.phase !== 'reach' || patch.nextCallAt !== undefined);
  const notCalledAt =
    next.phase === 'reach' && wishedAt && next.nextCallAt && Date.parse(wishedAt) < next.nextCallAt.getTime() ? new Date(wishedAt) : null;
  await tx.$executeRaw`
    WITH moved AS (
      UPDATE lead SET status = ${next.status}, phase = ${next.phase}, seq = ${seq}, told_seq = CASE WHEN ${told} AND ${next.callingId}::uuid IS NULL THEN ${seq} ELSE told_seq END,
        due_at = ${dueAt}, next_call_at = ${dueAt ? next.nextCallAt : null}, next_kind = ${step.kind}, next_at = ${step.at}, next_reason = ${step.reason},
        attempts = ${next.attempts}, callbacks = ${next.callbacks}, dials = ${next.dials}, rebook_rounds = ${next.rebookRounds},
        links_sent = ${next.linksSent}, urgent = ${next.urgent}, phase_since = ${next.phaseSince}, phase_until = ${next.phaseUntil},
        appointment_id = ${next.appointmentId}::uuid, calling_id = ${next.callingId}::uuid, callback_at = ${next.callbackAt},
        last_contacted_at = ${next.lastContactedAt}, last_outcome = ${next.lastOutcome}, booked_at = ${next.bookedAt}, updated_at = now()
      WHERE client_id = ${life.clientId}::uuid AND id = ${life.id}::uuid
      RETURNING mode),
    overtaken AS (
      DELETE FROM gate_decision WHERE ${isReplanned} AND client_id = ${life.clientId}::uuid AND lead_id = ${life.id}::uuid AND channel = 'call'
        AND decided_at > to_timestamp(${life.now / 1000}::float8)),
    not_called AS (
      INSERT INTO gate_decision (client_id, lead_id, channel, purpose, answer, codes, ruleset, next_at, decided_at)
      SELECT ${life.clientId}::uuid, ${life.id}::uuid, 'call', 'dial', 'later', '{outside_hours}', ${RULESET}, ${next.nextCallAt}, ${notCalledAt}
      WHERE ${notCalledAt !== null})
    INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, seq, type, at, payload, published_at)
    SELECT ${life.clientId}::uuid, mode, 'lead', ${life.id}::uuid, ${seq}, ${fact.type}, to_timestamp(${life.now / 1000}::float8),
           ${{ status: next.status, campaignId: life.campaign.id, ...fact.payload }}::jsonb, CASE WHEN ${told} THEN now() END
    FROM moved`;
  Object.assign(life, patch, { seq });
  return snapshot;
}

/** Version of the rules a decision was made by; raise it with every change of the gate. */
export const RULESET = '2026-11-core';

/** The newest snapshot as it stands, without a lock; null when the lead is gone. */
export async function snapshotOf(tx: Tx, clientId: string, leadId: string): Promise<Snapshot | null> {
  const [row] = await tx.$queryRaw<{ seq: number; phase: Phase; phaseUntil: Date | null; appointmentId: string | null }[]>`
    SELECT seq, phase, phase_until AS "phaseUntil", appointment_id AS "appointmentId" FROM lead
    WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`;
  return row ? { seq: row.seq, phase: row.phase, moments: await momentsOf(tx, clientId, leadId, row) } : null;
}

/** Holds off everybody else who would contact or suppress this address of this client, until the transaction ends. */
export async function lockAddress(tx: Tx, clientId: string, mode: Mode, address: string): Promise<void> {
  await tx.$queryRaw(
    Prisma.sql`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`${clientId} ${mode} ${address}`}, 7))) held`,
  );
}

/** What the relay must know to tell a lead's workflow; read at the moment of telling. */
export type Telling = {
  seq: number;
  toldSeq: number;
  mode: Mode;
  campaignId: string | null;
  clockOffsetMs: number;
  /** The call whose dial is pending in the workflow, and whether its result is known. */
  calling: { callId: string; settled: boolean } | null;
  snapshot: Snapshot;
};

/** Snapshot and pending call at this moment; null when the lead is gone. */
export async function tellingOf(tx: Tx, clientId: string, leadId: string): Promise<Telling | null> {
  const [row] = await tx.$queryRaw<
    {
      seq: number;
      toldSeq: number;
      mode: Mode;
      campaignId: string | null;
      clockOffsetMs: number;
      phase: Phase;
      phaseUntil: Date | null;
      appointmentId: string | null;
      callingId: string | null;
      settled: boolean;
    }[]
  >`
    SELECT l.seq, l.told_seq AS "toldSeq", l.mode, l.campaign_id AS "campaignId", l.clock_offset::float8 AS "clockOffsetMs", l.phase,
           l.phase_until AS "phaseUntil", l.appointment_id AS "appointmentId", l.calling_id AS "callingId", c.settled_at IS NOT NULL AS settled
    FROM lead l LEFT JOIN call c ON c.client_id = l.client_id AND c.id = l.calling_id
    WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid`;
  if (!row) return null;
  const { seq, toldSeq, mode, campaignId, clockOffsetMs } = row;
  const moments = await momentsOf(tx, clientId, leadId, row);
  return {
    ...{ seq, toldSeq, mode, campaignId, clockOffsetMs },
    calling: row.callingId ? { callId: row.callingId, settled: row.settled } : null,
    snapshot: { seq, phase: row.phase, moments },
  };
}

/** Marks a lead's facts up to `seq` as told and, when `callId` is given, its call as no longer pending. */
export async function markTold(tx: Tx, clientId: string, leadId: string, seq: number, callId?: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE lead SET told_seq = greatest(told_seq, ${seq}), calling_id = CASE WHEN calling_id = ${callId ?? null}::uuid THEN NULL ELSE calling_id END
    WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`;
}
