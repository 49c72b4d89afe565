import type { AppointmentStatus, CallOutcome, CallStatus, Mode } from '#domain/lead.ts';
import { PROOF_SECONDS } from '#domain/show.ts';
import type { Tx } from '../client.ts';
import { type TranscriptLine, transcriptOf } from './history.ts';
import { zoneToShow } from './views-leads.ts';

export type CallView = {
  id: string;
  mode: Mode;
  lead: { id: string; firstName: string | null; lastName: string | null; phone: string } | null;
  campaign: { id: string; name: string } | null;
  phone: string;
  zone: string;
  direction: string;
  status: CallStatus;
  outcome: CallOutcome | null;
  /** The vendor's own word for why it ended. */
  disconnectReason: string | null;
  attempt: number | null;
  isCallback: boolean;
  durationSeconds: number | null;
  summary: string | null;
  sentiment: string | null;
  recordingUrl: string | null;
  callbackAt: string | null;
  vendorId: string | null;
  at: string;
  endedAt: string | null;
  analyzedAt: string | null;
  /** Billed seconds, price a minute and what they cost; null where nothing was charged. */
  usage: { seconds: number; rateCents: number; costCents: number; settlement: string; invoiceId: string | null } | null;
  /** What the rules allowed it by. */
  gate: { answer: string; ruleset: string; at: string } | null;
  /** Whether the vendor confirmed the dial, and how often it was looked up after an answer was lost. */
  effect: { status: string; lookups: number } | null;
  /** The lead's appointments in whose proof window it began. */
  proofs: { id: string; title: string; startAt: string; status: AppointmentStatus; isProof: boolean; decided: boolean }[];
  transcript: TranscriptLine[];
};

type Row = Omit<CallView, 'phone' | 'zone' | 'transcript' | 'at' | 'endedAt' | 'analyzedAt' | 'callbackAt' | 'proofs'> & {
  at: Date;
  endedAt: Date | null;
  analyzedAt: Date | null;
  callbackAt: Date | null;
  toNumber: string;
  fromNumber: string | null;
  timezone: string | null;
  campaignZone: string | null;
};

/** One call with what was said, what came of it, what it cost and what it proves; null when this client has none of that id. */
export async function callView(tx: Tx, clientId: string, id: string): Promise<CallView | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT k.id, k.mode, k.to_number AS "toNumber", k.from_number AS "fromNumber", l.timezone, c.timezone AS "campaignZone", k.direction, k.status, k.outcome,
      k.disconnect_reason AS "disconnectReason", k.dial_no AS attempt, k.is_callback AS "isCallback", k.duration_seconds AS "durationSeconds", k.summary, k.sentiment,
      k.recording_url AS "recordingUrl", k.callback_at AS "callbackAt", k.retell_call_id AS "vendorId", coalesce(k.started_at, k.dialled_at, k.created_at) AS at,
      k.ended_at AS "endedAt", k.analyzed_at AS "analyzedAt",
      CASE WHEN l.id IS NOT NULL THEN jsonb_build_object('id', l.id, 'firstName', l.first_name, 'lastName', l.last_name, 'phone', l.phone) END AS lead,
      CASE WHEN c.id IS NOT NULL THEN jsonb_build_object('id', c.id, 'name', c.name) END AS campaign,
      (SELECT jsonb_build_object('seconds', u.seconds, 'rateCents', u.rate_cents, 'costCents', u.cost_cents, 'settlement', u.settlement, 'invoiceId', u.invoice_id)
       FROM usage_record u WHERE u.client_id = k.client_id AND u.call_id = k.id) AS usage,
      CASE WHEN e.id IS NOT NULL THEN jsonb_build_object('status', e.status, 'lookups', e.lookups) END AS effect,
      CASE WHEN g.id IS NOT NULL THEN jsonb_build_object('answer', g.answer, 'ruleset', g.ruleset, 'at', to_char(g.decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END AS gate
    FROM call k LEFT JOIN lead l ON l.client_id = k.client_id AND l.id = k.lead_id LEFT JOIN campaign c ON c.client_id = k.client_id AND c.id = k.campaign_id
    LEFT JOIN vendor_effect e ON e.client_id = k.client_id AND e.id = k.effect_id LEFT JOIN gate_decision g ON g.client_id = e.client_id AND g.id = e.gate_decision_id
    WHERE k.client_id = ${clientId}::uuid AND k.id = ${id}::uuid AND (k.dialled_at IS NOT NULL OR k.direction <> 'outbound')`;
  if (!row) return null;
  const { at, endedAt, analyzedAt, callbackAt, toNumber, fromNumber, timezone, campaignZone, ...call } = row;
  const phone = call.direction === 'inbound' ? (fromNumber ?? toNumber) : toNumber;
  const text = (moment: Date | null) => moment?.toISOString() ?? null;
  return {
    ...call,
    ...{ phone, zone: zoneToShow({ timezone, campaignZone, phone }), at: at.toISOString() },
    ...{ endedAt: text(endedAt), analyzedAt: text(analyzedAt), callbackAt: text(callbackAt) },
    proofs: await proofsOf(tx, clientId, id),
    transcript: (await transcriptOf(tx, clientId, id)) ?? [],
  };
}

async function proofsOf(tx: Tx, clientId: string, callId: string): Promise<CallView['proofs']> {
  const rows = await tx.$queryRaw<
    { id: string; title: string; startAt: Date; status: AppointmentStatus; isProof: boolean; decided: boolean }[]
  >`
    SELECT a.id, a.title, a.start_at AS "startAt", a.status, k.status <> 'voicemail' AND coalesce(k.duration_seconds, 0) > ${PROOF_SECONDS}::int AS "isProof",
      coalesce(a.proof_call_id = k.id, false) AS decided
    FROM call k JOIN appointment a ON a.client_id = k.client_id AND a.lead_id = k.lead_id LEFT JOIN campaign c ON c.client_id = a.client_id AND c.id = a.campaign_id
    WHERE k.client_id = ${clientId}::uuid AND k.id = ${callId}::uuid AND a.status <> 'cancelled' AND coalesce(k.started_at, k.created_at)
      BETWEEN a.start_at - make_interval(secs => coalesce((c.cadence ->> 'proofBefore')::float8, 900)) AND greatest(a.verify_due_at, a.start_at)
    ORDER BY a.start_at`;
  return rows.map((row) => ({ ...row, startAt: row.startAt.toISOString() }));
}
