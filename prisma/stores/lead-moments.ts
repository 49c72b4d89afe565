import type { Phase } from '#domain/lead.ts';
import { type DecideKind, type Moment, plan, type SendKind, type Snapshot } from '#domain/snapshot.ts';
import type { Tx } from '../client.ts';

type Standing = { phase: Phase; phaseUntil: Date | null; appointmentId: string | null };

/** The moments ahead of a lead: its scheduled messages, the verdicts still open, and the end of an invitation or of winning back. */
export async function momentsOf(tx: Tx, clientId: string, leadId: string, standing: Standing): Promise<Moment[]> {
  if (standing.phase === 'reach' || standing.phase === 'end') return [];
  const rows = await tx.$queryRaw<{ kind: string; at: number; until: number | null; appointmentId: string | null }[]>`
    SELECT kind, floor(extract(epoch FROM scheduled_for) * 1000)::float8 AS at, floor(extract(epoch FROM max(useful_until)) * 1000)::float8 AS until,
           appointment_id AS "appointmentId"
    FROM message WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND status = 'scheduled'
    GROUP BY kind, scheduled_for, appointment_id
    UNION ALL
    SELECT 'verdict', floor(extract(epoch FROM verify_due_at) * 1000)::float8, NULL, id
    FROM appointment WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND status IN ('scheduled', 'awaiting')`;
  const moments = rows.map(({ kind, at, until, appointmentId }): Moment => {
    const about = appointmentId ? { appointmentId } : {};
    return kind === 'verdict' ? { kind, at, ...about, decides: true } : { kind: kind as SendKind, at, until: until ?? at, ...about };
  });
  const end = endOf(standing);
  return end ? [...moments, end] : moments;
}

function endOf({ phase, phaseUntil }: Standing): Moment | undefined {
  if (!phaseUntil) return undefined;
  const kind: DecideKind | undefined = phase === 'invite' ? 'back_to_reach' : phase === 'rebook' ? 'unresponsive' : undefined;
  return kind && { kind, at: phaseUntil.getTime(), decides: true };
}

export type NextStep = { kind: string | null; at: Date | null; reason: string | null };

const REASONS: Record<SendKind | DecideKind, string> = {
  booking_link: 'the booking link goes out',
  booking_link_again: 'no booking yet: the link goes out once more',
  booking_confirmation: 'the booking is confirmed to the lead',
  reminder_24h: 'first reminder before the appointment',
  reminder_2h: 'second reminder before the appointment',
  reminder_15m: 'last reminder before the appointment',
  attendance_check: 'the lead is asked whether it took place',
  rebook_day0: 'missed: a new time is offered',
  rebook_day2: 'still no new booking: second offer',
  rebook_day4: 'still no new booking: last offer',
  verdict: 'decides whether the lead showed up',
  back_to_reach: 'no booking followed: the lead is called again',
  unresponsive: 'no new booking followed: the lead is given up',
};

/** Why a moment is there, in words. */
export const stepReason = (kind: SendKind | DecideKind): string => REASONS[kind];

/** What happens next to a lead, when, and why: for pages and lists, which never ask a workflow. A call that has settled has left its next call. */
export function nextStep(
  snapshot: Snapshot,
  lead: { nextCallAt: Date | null; nextReason: string | null; callingId: string | null },
  now: number,
): NextStep {
  if (snapshot.phase === 'end') return { kind: null, at: null, reason: lead.nextReason };
  if (snapshot.phase === 'reach') {
    if (lead.callingId && !lead.nextCallAt) return { kind: 'call_end', at: null, reason: 'a call is under way' };
    return { kind: 'dial', at: lead.nextCallAt, reason: lead.nextReason };
  }
  const [first] = plan(snapshot, now);
  return first
    ? { kind: first.kind, at: new Date(first.at), reason: REASONS[first.kind] }
    : { kind: null, at: null, reason: lead.nextReason };
}

/** After a send or a skipped message: shows the step that is next now. Not a fact, so `seq` stays. */
export async function refreshNext(tx: Tx, clientId: string, leadId: string): Promise<void> {
  const [row] = await tx.$queryRaw<
    (Standing & { seq: number; now: number; nextReason: string | null; callingId: string | null; nextCallAt: Date | null })[]
  >`
    SELECT seq, phase, phase_until AS "phaseUntil", appointment_id AS "appointmentId", next_reason AS "nextReason", calling_id AS "callingId",
           next_call_at AS "nextCallAt", floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 + clock_offset AS now
    FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid FOR UPDATE`;
  if (!row || row.phase === 'reach' || row.phase === 'end') return;
  const snapshot: Snapshot = { seq: row.seq, phase: row.phase, moments: await momentsOf(tx, clientId, leadId, row) };
  const step = nextStep(snapshot, row, row.now);
  await tx.$executeRaw`
    UPDATE lead SET next_kind = ${step.kind}, next_at = ${step.at}, next_reason = ${step.reason}
    WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`;
}
