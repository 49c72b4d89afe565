import { monthOf, usageCostCents, usageSeconds } from '#domain/invoice.ts';
import type { CallOutcome, CallStatus, Mode } from '#domain/lead.ts';
import { afterCall, readCall } from '#domain/outcome.ts';
import { toInstant } from '#domain/time.ts';
import type { VoiceCall } from '#vendors/retell-call.ts';
import type { Tx } from '../client.ts';
import { lockUndecided } from './appointment-row.ts';
import { settleEffect } from './effects.ts';
import { dropWaiting, nextDial, planInvitation } from './lead-plan.ts';
import { type LeadFacts, type LeadLife, type LeadPatch, lockAddress, lockLead, saveLead } from './lead-row.ts';
import { barNumber, endBarred } from './opt-outs.ts';

type CallRow = {
  id: string;
  clientId: string;
  mode: Mode;
  leadId: string | null;
  campaignId: string | null;
  direction: string;
  permit: string | null;
  status: CallStatus;
  outcome: CallOutcome | null;
  isCallback: boolean;
  dialNo: number | null;
  retellCallId: string | null;
  fromNumber: string | null;
  toNumber: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
  analyzedAt: Date | null;
  settledAt: Date | null;
};

const columns = `id, client_id AS "clientId", mode, lead_id AS "leadId", campaign_id AS "campaignId", direction, permit, status, outcome, is_callback AS "isCallback",
  dial_no AS "dialNo", retell_call_id AS "retellCallId", from_number AS "fromNumber", to_number AS "toNumber", created_at AS "createdAt",
  started_at AS "startedAt", ended_at AS "endedAt", analyzed_at AS "analyzedAt", settled_at AS "settledAt"`;

/** Locks a call and reads it; the lead's row must be locked before. */
export async function lockCall(tx: Tx, clientId: string, callId: string): Promise<CallRow | null> {
  const [row] = await tx.$queryRawUnsafe<CallRow[]>(
    `SELECT ${columns} FROM call WHERE client_id = $1::uuid AND id = $2::uuid FOR UPDATE`,
    clientId,
    callId,
  );
  return row ?? null;
}

export const dialKey = (leadId: string, dialNo: number) => `lead:${leadId}:dial:${dialNo}`;

/** What became of a report: it moved the facts, or the call is none of this client's. */
export type CallReported = { kind: 'noted' } | { kind: 'settled' } | { kind: 'unknown' };

/**
 * Takes in what the vendor says of a call, in whatever order and however often it says it: the call's own facts only ever grow, its cost is
 * recorded once, and once it is over and, if somebody talked, analyzed, the lead moves on, once.
 */
export async function reportCall(
  tx: Tx,
  clientId: string,
  callId: string,
  report: VoiceCall,
  { final = false } = {},
): Promise<CallReported> {
  const [owner] = await tx.$queryRaw<{ leadId: string | null; mode: Mode; phone: string }[]>`
    SELECT lead_id AS "leadId", mode, CASE direction WHEN 'inbound' THEN from_number ELSE to_number END AS phone
    FROM call WHERE client_id = ${clientId}::uuid AND id = ${callId}::uuid`;
  if (!owner) return { kind: 'unknown' };
  if (report.analysis) await lockAddress(tx, clientId, owner.mode, owner.phone); // it may say that the number is never to be dialled again
  const life = owner.leadId ? await lockLead(tx, clientId, owner.leadId) : null;
  const call = await lockCall(tx, clientId, callId);
  if (!call || (call.retellCallId !== null && call.retellCallId !== report.vendorId)) return { kind: 'unknown' };
  const reading = readCall({
    status: report.status,
    disconnectionReason: report.disconnectionReason,
    inVoicemail: report.analysis?.inVoicemail,
    analysisOutcome: report.analysis?.outcome,
    durationMs: report.durationMs,
  });
  await writeCallFacts(tx, call, report, reading, life?.clockOffsetMs ?? 0);
  if (call.dialNo !== null && life)
    await settleEffect(tx, clientId, dialKey(life.id, call.dialNo), { status: 'done', vendorId: report.vendorId });
  if (!reading.isFinal) return { kind: 'noted' };
  await recordUsage(tx, call, report, life);
  await tx.$executeRaw`DELETE FROM call_slot WHERE call_id = ${callId}::uuid`;
  const isKnown = report.analysis !== undefined || !reading.answered || final;
  if (!isKnown || call.settledAt !== null || !life || call.permit !== 'consumed') {
    if (reading.outcome !== call.outcome) await barLate(tx, call, reading.outcome, owner.phone);
    return { kind: 'noted' };
  }
  await settleLead(tx, life, call, reading, report.analysis?.callbackAt ?? null);
  return { kind: 'settled' };
}

/** Facts of the call that a later or repeated report may add to but never take away. Vendor times of a fast-forwarded lead are moved onto its clock. */
async function writeCallFacts(
  tx: Tx,
  call: CallRow,
  report: VoiceCall,
  reading: ReturnType<typeof readCall>,
  offsetMs: number,
): Promise<void> {
  const moved = (at?: string) => (at ? new Date(Date.parse(at) + offsetMs) : null);
  const isOver = reading.isFinal;
  const said = report.analysis;
  await tx.$executeRaw`
    UPDATE call SET
      retell_call_id = coalesce(retell_call_id, ${report.vendorId}),
      status = CASE WHEN ${isOver} AND (ended_at IS NULL OR ${said !== undefined}) THEN ${reading.callStatus}
                    WHEN ended_at IS NOT NULL THEN status WHEN ${report.status === 'ongoing'} THEN 'in_progress' ELSE status END,
      started_at = coalesce(started_at, ${moved(report.startedAt)}),
      ended_at = coalesce(ended_at, CASE WHEN ${isOver} THEN coalesce(${moved(report.endedAt)}, clock_timestamp() + make_interval(secs => ${offsetMs / 1000}::float8)) END),
      duration_seconds = coalesce(nullif(duration_seconds, 0), ${isOver ? usageSeconds(report.durationMs ?? 0) : null}::int, duration_seconds),
      answered = CASE WHEN ${isOver} THEN coalesce(answered, false) OR ${reading.answered} ELSE answered END,
      disconnect_reason = coalesce(disconnect_reason, ${report.disconnectionReason ?? null}),
      recording_url = coalesce(recording_url, ${report.recordingUrl ?? null}),
      summary = coalesce(summary, ${said?.summary ?? null}), sentiment = coalesce(sentiment, ${said?.sentiment ?? null}),
      callback_at = coalesce(callback_at, ${said?.callbackAt ? new Date(said.callbackAt) : null}),
      outcome = CASE WHEN ${said !== undefined} OR (analyzed_at IS NULL AND ${isOver && !reading.answered}) THEN ${reading.outcome} ELSE outcome END,
      analyzed_at = CASE WHEN ${said !== undefined} THEN coalesce(analyzed_at, clock_timestamp()) ELSE analyzed_at END
    WHERE client_id = ${call.clientId}::uuid AND id = ${call.id}::uuid`;
  if (!report.transcript?.length) return;
  const lines = report.transcript.map((line, seq) => ({
    seq,
    speaker: line.speaker,
    message: line.message,
    startMs: line.startMs ?? null,
    endMs: line.endMs ?? null,
  }));
  await tx.$executeRaw`
    INSERT INTO transcript_line (client_id, call_id, seq, speaker, message, start_ms, end_ms)
    SELECT ${call.clientId}::uuid, ${call.id}::uuid, l.seq, l.speaker, l.message, l."startMs", l."endMs"
    FROM jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) AS l(seq int, speaker text, message text, "startMs" int, "endMs" int)
    ON CONFLICT DO NOTHING`;
}

/** One usage record a call with time on it, at the client's rate of this moment. */
async function recordUsage(tx: Tx, call: CallRow, report: VoiceCall, life: LeadLife | null): Promise<void> {
  const seconds = usageSeconds(report.durationMs ?? 0);
  if (seconds === 0) return;
  const [client] = await tx.$queryRaw<{ rateCents: number; billing: string; timezone: string }[]>`
    SELECT usage_rate_cents AS "rateCents", usage_billing AS billing, timezone FROM client WHERE id = ${call.clientId}::uuid`;
  if (!client) return;
  const costCents = usageCostCents(seconds, client.rateCents);
  const settlement = client.billing === 'postpaid' ? 'invoice' : client.billing === 'prepaid' ? 'wallet' : 'included';
  const endedAt = toInstant((report.endedAt ? Date.parse(report.endedAt) : Date.now()) + (life?.clockOffsetMs ?? 0));
  const fresh = await tx.$executeRaw`
    INSERT INTO usage_record (client_id, call_id, mode, seconds, rate_cents, cost_cents, settlement, period_month)
    VALUES (${call.clientId}::uuid, ${call.id}::uuid, ${call.mode}, ${seconds}, ${client.rateCents}, ${costCents}, ${settlement}, ${monthOf(endedAt, client.timezone)})
    ON CONFLICT DO NOTHING`;
  if (fresh === 1)
    await tx.$executeRaw`UPDATE call SET cost_cents = ${costCents} WHERE client_id = ${call.clientId}::uuid AND id = ${call.id}::uuid`;
}

/** Moves the lead on after a call that is over, once. The workflow hears of it by the completion of its dial. */
async function settleLead(
  tx: Tx,
  life: LeadLife,
  call: CallRow,
  reading: ReturnType<typeof readCall>,
  callbackAt: string | null,
): Promise<void> {
  await tx.$executeRaw`UPDATE call SET settled_at = clock_timestamp() WHERE client_id = ${call.clientId}::uuid AND id = ${call.id}::uuid`;
  const undecided = await lockUndecided(tx, life.clientId, life.id);
  const counted = reading.counts && !call.isCallback ? 1 : 0;
  const attempts = life.attempts + counted;
  const next = afterCall({
    outcome: reading.outcome,
    isInvalidNumber: reading.isInvalidNumber,
    attempts,
    maxAttempts: life.campaign.maxAttempts,
    callbacks: life.callbacks,
    callbackAt,
    cadence: life.campaign.cadence,
    now: toInstant(life.now),
    hasOpenAppointment: undecided.length > 0,
    phase: life.phase,
    status: life.status,
  });
  const patch: LeadPatch = {
    status: next.status,
    phase: next.phase,
    attempts,
    callbacks: life.callbacks + (next.kind === 'callback' ? 1 : 0),
    lastOutcome: reading.outcome,
    nextReason: next.reason,
    ...(next.dueAt ? nextDial(life, next.dueAt) : { nextCallAt: null }),
    callbackAt: next.kind === 'callback' && next.dueAt ? new Date(next.dueAt) : null,
    urgent: false,
    ...(reading.answered && { lastContactedAt: new Date(life.now) }),
  };
  if (next.suppress)
    await barNumber(tx, { clientId: life.clientId, mode: life.mode, phone: life.phone, reason: next.suppress, leadId: life.id });
  if (next.phase !== life.phase) Object.assign(patch, await enterPhase(tx, life, next));
  await saveLead(tx, life, patch, {
    type: 'lead.call_settled',
    payload: { callId: call.id, outcome: reading.outcome, reason: next.reason },
  });
}

/** A refusal that no longer moves its lead, because it is told late or was said in a call to us, bars the number all the same. */
async function barLate(tx: Tx, call: CallRow, outcome: CallOutcome, phone: string): Promise<void> {
  const { clientId, mode, leadId } = call;
  const isOthers = outcome === 'wrong_number' && call.direction === 'outbound'; // whoever rings us has that number
  if (phone === '' || (outcome !== 'not_interested' && !isOthers)) return;
  await barNumber(tx, { clientId, mode, phone, reason: outcome, leadId: leadId ?? undefined });
  if (leadId) await endBarred(tx, clientId, leadId, isOthers ? 'The number is somebody else’s' : 'Asked not to be contacted');
}

async function enterPhase(tx: Tx, life: LeadLife, next: ReturnType<typeof afterCall>): Promise<Partial<LeadFacts>> {
  if (next.phase === 'invite' && next.invite) {
    const phaseUntil = await planInvitation(tx, life, next.invite);
    return { phaseSince: new Date(life.now), phaseUntil, linksSent: life.linksSent + 1 };
  }
  if (next.phase === 'end') await dropWaiting(tx, life, next.status === 'dnc' ? 'dnc' : 'ended');
  return { phaseSince: new Date(life.now), phaseUntil: null };
}

/**
 * A dial that certainly never reached the vendor, or that the vendor refused: the call is closed without a cost, and the lead moves as after a
 * call that reached nobody, without counting it unless `counts`.
 */
export async function settleUndialled(
  tx: Tx,
  clientId: string,
  callId: string,
  why: { code: string; isInvalidNumber?: boolean; againInSeconds?: number },
  { tell = true } = {},
): Promise<boolean> {
  const [owner] = await tx.$queryRaw<
    { leadId: string | null }[]
  >`SELECT lead_id AS "leadId" FROM call WHERE client_id = ${clientId}::uuid AND id = ${callId}::uuid`;
  const life = owner?.leadId ? await lockLead(tx, clientId, owner.leadId) : null;
  const call = await lockCall(tx, clientId, callId);
  if (!life || !call || call.settledAt || call.retellCallId) return false; // the vendor has it after all
  await tx.$executeRaw`
    UPDATE call SET status = 'failed', outcome = 'failed', disconnect_reason = ${why.code}, ended_at = clock_timestamp(), settled_at = clock_timestamp(),
      answered = false, dialled_at = NULL WHERE client_id = ${clientId}::uuid AND id = ${callId}::uuid`;
  await tx.$executeRaw`DELETE FROM call_slot WHERE call_id = ${callId}::uuid`;
  const undecided = await lockUndecided(tx, clientId, life.id);
  const stays = undecided.length > 0 || life.phase !== 'reach';
  const again = new Date(life.now + (why.againInSeconds ?? 900) * 1000).toISOString();
  const patch: LeadPatch = stays
    ? {}
    : why.isInvalidNumber
      ? {
          status: 'invalid',
          phase: 'end',
          nextReason: 'The number is not in service',
          lastOutcome: 'failed',
          phaseSince: new Date(life.now),
        }
      : { status: 'queued', ...nextDial(life, again), nextReason: `The call could not be placed (${why.code}); tried again` };
  await saveLead(
    tx,
    life,
    { ...patch, ...(!tell && { callingId: null }) },
    { type: 'lead.call_settled', payload: { callId, outcome: 'failed', code: why.code }, tell },
  );
  return true;
}
