import { type ContactFacts, DAILY_CAP, type GateAnswer } from '#domain/gate.ts';
import type { LeadStatus } from '#domain/lead.ts';
import { MAX_CALLBACKS } from '#domain/outcome.ts';
import type { Snapshot } from '#domain/snapshot.ts';
import { toInstant } from '#domain/time.ts';
import { zonesOf } from '#domain/zones.ts';
import { Prisma, type Tx } from '../client.ts';
import { dialKey, lockCall } from './calls.ts';
import { beginEffect } from './effects.ts';
import { lawfulDial } from './lead-plan.ts';
import { type LeadLife, lockAddress, lockLead, RULESET, saveLead, snapshotOf } from './lead-row.ts';

/** Seconds within which the vendor's client gives up: only then is an open dial looked up. */
const DIAL_LOOKUP_AFTER = 15;

export type DialOrder = { key: string; life: LeadLife; callId: string; dialNo: number; agentId: string | null; fromNumber: string | null };
export type Consumed = { kind: 'dial'; order: DialOrder } | { kind: 'told'; snapshot: Snapshot };

/** The answer of the gate, together with its facts' own words on who is asked. */
type Decide = (facts: ContactFacts) => GateAnswer;

/**
 * Consumes a permit: under the locks of number and lead the gate decides, and either the ledger says `started`, so that the caller may dial
 * once, or the lead is put where the decision says. A permit that is gone answers with the lead as it stands.
 */
export async function consumePermit(
  tx: Tx,
  { clientId, leadId, callId }: { clientId: string; leadId: string; callId: string },
  decide: Decide,
): Promise<Consumed> {
  const [lead] = await tx.$queryRaw<{ phone: string; mode: 'live' | 'rehearsal' }[]>`
    SELECT phone, mode FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`;
  if (lead) await lockAddress(tx, clientId, lead.mode, lead.phone);
  const life = lead ? await lockLead(tx, clientId, leadId) : null;
  const call = life ? await lockCall(tx, clientId, callId) : null;
  if (!life || call?.permit !== 'granted' || life.phase !== 'reach') {
    if (call?.permit === 'granted') await freePermit(tx, clientId, callId);
    const snapshot = await snapshotOf(tx, clientId, leadId);
    return { kind: 'told', snapshot: snapshot ?? { seq: Number.MAX_SAFE_INTEGER, phase: 'end', moments: [] } };
  }
  const facts = await dialFacts(tx, life, callId);
  const answer = decide(facts);
  const decisionId = await writeDecision(tx, life, 'call', 'dial', answer);
  if (answer.kind !== 'allow') {
    await freePermit(tx, clientId, callId);
    return { kind: 'told', snapshot: await putOff(tx, life, answer) };
  }
  const dialNo = life.dials + 1;
  const key = dialKey(leadId, dialNo);
  const { effect } = await beginEffect(tx, {
    ...{ clientId, mode: life.mode, key, vendor: 'retell', kind: 'dial', gateDecisionId: decisionId, lookUpAfter: DIAL_LOOKUP_AFTER },
    request: { callId, leadId },
  });
  const [ids] = await tx.$queryRaw<{ agentId: string | null; fromNumber: string | null }[]>`
    WITH used AS (
      UPDATE call SET permit = 'consumed', status = 'queued', dial_no = ${dialNo}, attempt = ${life.attempts + 1}, is_callback = ${facts.isCallback === true},
        effect_id = ${effect.id}::uuid, dialled_at = to_timestamp(${life.now / 1000}::float8) WHERE client_id = ${clientId}::uuid AND id = ${callId}::uuid),
    held AS (
      UPDATE call_slot SET state = 'live', lease_until = clock_timestamp() + make_interval(secs => ${life.campaign.cadence.callLimit + life.campaign.cadence.endGrace}::float8)
      WHERE call_id = ${callId}::uuid)
    SELECT (SELECT retell_agent_id FROM agent WHERE client_id = ${clientId}::uuid AND id = ${life.campaign.agentId}::uuid AND active) AS "agentId",
           (SELECT e164 FROM phone_number WHERE client_id = ${clientId}::uuid AND id = ${life.campaign.fromNumberId}::uuid AND status = 'active') AS "fromNumber"`;
  await saveLead(
    tx,
    life,
    { status: 'calling', dials: dialNo, nextCallAt: null, nextReason: 'a call is under way', callingId: callId, urgent: false },
    { type: 'lead.dialled', payload: { callId, dialNo }, tell: false },
  );
  return { kind: 'dial', order: { key, life, callId, dialNo, agentId: ids?.agentId ?? null, fromNumber: ids?.fromNumber ?? null } };
}

/** What the gate must know of a dial; `callId` is the dial's own row, which does not count as an open call. */
export async function dialFacts(tx: Tx, life: LeadLife, callId: string): Promise<ContactFacts> {
  const [row] = await tx.$queryRaw<({ dnc: boolean; openCall: boolean } & RecentContacts)[]>`
    SELECT EXISTS (SELECT 1 FROM dnc_entry WHERE client_id = ${life.clientId}::uuid AND mode = ${life.mode} AND phone = ${life.phone}) AS dnc,
      EXISTS (SELECT 1 FROM call WHERE client_id = ${life.clientId}::uuid AND mode = ${life.mode} AND id <> ${callId}::uuid AND ended_at IS NULL
              AND ((permit = 'consumed' AND to_number = ${life.phone}) OR (direction = 'inbound' AND from_number = ${life.phone}))) AS "openCall",
      recent.* FROM (${recentContacts(life)}) recent`;
  return {
    ...{ channel: 'call', purpose: 'dial', ...leadFacts(life) },
    dnc: row?.dnc ?? true,
    openCallOnPhone: row?.openCall ?? true,
    attemptsLast24h: row?.contacts ?? DAILY_CAP,
    capFreeAt: row?.capFreeAt?.toISOString() ?? null,
    hasAddress: life.phone !== '',
    isCallback: life.callbackAt !== null,
  };
}

export type RecentContacts = { contacts: number; capFreeAt: Date | null };

/**
 * Sales dials and texts to this number in the last 24 hours of the lead's clock, and when the oldest of those that count is a day old. A text
 * that the vendor was asked for and that may have gone counts from its asking.
 */
export const recentContacts = (life: LeadLife) => Prisma.sql`
  SELECT count(*)::int AS contacts, min(at) + interval '24 hours' AS "capFreeAt" FROM (
    SELECT at FROM (
      SELECT dialled_at AS at FROM call WHERE client_id = ${life.clientId}::uuid AND mode = ${life.mode} AND to_number = ${life.phone} AND permit = 'consumed'
      UNION ALL
      SELECT coalesce(m.sent_at, e.started_at + o.clock_offset * interval '1 millisecond') FROM message m
      JOIN lead o ON o.client_id = m.client_id AND o.id = m.lead_id
      LEFT JOIN vendor_effect e ON e.client_id = m.client_id AND e.id = m.effect_id AND m.status IN ('queued', 'unknown')
      WHERE o.client_id = ${life.clientId}::uuid AND o.mode = ${life.mode} AND o.phone = ${life.phone} AND m.channel = 'sms' AND m.direction = 'outbound'
        AND m.kind IN ('booking_link', 'booking_link_again', 'rebook_day0', 'rebook_day2', 'rebook_day4')) contact
    WHERE at > to_timestamp(${life.now / 1000}::float8) - interval '24 hours' ORDER BY at DESC LIMIT ${DAILY_CAP}) latest`;

/** What the gate must know of a lead whatever the channel. */
export function leadFacts(life: LeadLife) {
  return {
    mode: life.mode,
    enforceHours: life.campaign.enforceHours,
    now: toInstant(life.now),
    zones: zonesOf({ statedZone: life.timezone, phone: life.phone }),
    hours: life.campaign.callingHours,
    clientStatus: life.client.status as ContactFacts['clientStatus'],
    campaignStatus: life.campaign.status,
    leadStatus: life.status,
    phase: life.phase,
    smsOptOut: life.smsOptOutAt !== null,
    emailOptOut: life.emailOptOutAt !== null,
    consentAt: life.consentAt?.toISOString() ?? null,
    attempts: life.attempts,
    maxAttempts: life.campaign.maxAttempts,
    callbacks: life.callbacks,
    maxCallbacks: MAX_CALLBACKS,
  };
}

/** Keeps a decision of the gate: one that lets an effect begin, or one that moved or ended something. Returns its id. */
export async function writeDecision(tx: Tx, life: LeadLife, channel: string, purpose: string, answer: GateAnswer): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO gate_decision (client_id, lead_id, channel, purpose, answer, codes, ruleset, next_at, decided_at)
    VALUES (${life.clientId}::uuid, ${life.id}::uuid, ${channel}, ${purpose}, ${answer.kind}, ${answer.codes}::text[], ${RULESET},
            ${answer.kind === 'later' ? new Date(answer.at) : null}, to_timestamp(${life.now / 1000}::float8)) RETURNING id`;
  if (!row) throw new Error('The gate decision was not stored.');
  return row.id;
}

async function freePermit(tx: Tx, clientId: string, callId: string): Promise<void> {
  await tx.$executeRaw`UPDATE call SET permit = 'void', status = 'cancelled' WHERE client_id = ${clientId}::uuid AND id = ${callId}::uuid AND permit = 'granted'`;
  await tx.$executeRaw`DELETE FROM call_slot WHERE call_id = ${callId}::uuid`;
}

const FINAL: Partial<Record<string, 'dnc' | 'unresponsive'>> = {
  dnc: 'dnc',
  sms_opt_out: 'dnc',
  attempts_used: 'unresponsive',
  callbacks_used: 'unresponsive',
};

/** Puts a lead where a refusal says: dialled later, or ended with the reason. */
async function putOff(tx: Tx, life: LeadLife, answer: Exclude<GateAnswer, { kind: 'allow' }>): Promise<Snapshot> {
  const reason = answer.codes.join(', ');
  if (answer.kind === 'later') {
    const patch = {
      status: life.callbackAt ? ('callback' as const) : ('queued' as const),
      nextCallAt: lawfulDial(life, answer.at),
      nextReason: `Not called: ${reason}`,
    };
    return saveLead(tx, life, patch, { type: 'lead.put_off', payload: { codes: answer.codes, at: answer.at }, tell: false });
  }
  const status: LeadStatus = answer.codes.map((code) => FINAL[code]).find((end) => end !== undefined) ?? 'invalid';
  const patch = { status, phase: 'end' as const, nextCallAt: null, nextReason: `Not called: ${reason}`, phaseSince: new Date(life.now) };
  return saveLead(tx, life, patch, { type: 'lead.ended', payload: { codes: answer.codes }, tell: false });
}
