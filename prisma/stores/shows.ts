import { MAX_REBOOK_ROUNDS } from '#domain/rebook.ts';
import { decideShow, type ProofCall, type ShowDecision, type ShowFacts, verifyAt } from '#domain/show.ts';
import type { Snapshot } from '#domain/snapshot.ts';
import { toInstant } from '#domain/time.ts';
import type { Db, Tx } from '../client.ts';
import { type AppointmentRow, lockAppointment, lockUndecided } from './appointment-row.ts';
import { dropWaiting, isBarred, nextDial, planWinBack } from './lead-plan.ts';
import { type Fact, type LeadFacts, type LeadLife, type LeadPatch, lockLead, saveLead, snapshotOf } from './lead-row.ts';
import { countShown, uncountShown } from './milestones.ts';

type Settled = Extract<ShowDecision, { kind: 'decided' }>;

export type ConfirmShow = {
  clientId: string;
  appointmentId: string;
  by: 'client' | 'lead' | 'staff';
  /** Missing: evaluate the rules now, which is allowed once the verdict is due. */
  attended?: boolean;
  userId?: string;
  note?: string;
};
export type ConfirmAnswer =
  | { kind: 'ok'; status: string; method: string | null; disputed: boolean }
  | { kind: 'unknown' }
  | { kind: 'not-started'; startAt: string }
  | { kind: 'too-early'; verifyAt: string }
  | { kind: 'cancelled' };

/** Takes in what the client, the lead or staff says about an appointment, and decides it where that decides. The one verb behind API, pages and replies. */
export async function confirmShow(db: Db, ask: ConfirmShow): Promise<ConfirmAnswer> {
  return db.withClient(ask.clientId, (tx) => confirmIn(tx, ask));
}

export async function confirmIn(tx: Tx, ask: ConfirmShow): Promise<ConfirmAnswer> {
  const held = await hold(tx, ask.clientId, ask.appointmentId);
  if (!held) return { kind: 'unknown' };
  const { life, appointment } = held;
  if (appointment.status === 'cancelled') return { kind: 'cancelled' };
  const now = life?.now ?? Date.now();
  if (now < appointment.startAt.getTime()) return { kind: 'not-started', startAt: appointment.startAt.toISOString() };
  if (ask.attended === undefined && appointment.verifiedAt === null && now < appointment.verifyDueAt.getTime()) {
    return { kind: 'too-early', verifyAt: appointment.verifyDueAt.toISOString() };
  }
  if (ask.attended !== undefined && ask.by !== 'staff') await writeWord(tx, appointment, ask, now);
  if (appointment.verifiedAt !== null) await afterVerdict(tx, life, appointment, ask);
  else if (life) await decide(tx, life, appointment, ask.by === 'staff' ? ask.attended : undefined, { tell: true });
  const after = await lockAppointment(tx, ask.clientId, ask.appointmentId);
  return {
    kind: 'ok',
    status: after?.status ?? appointment.status,
    method: after?.verificationMethod ?? null,
    disputed: after?.disputed ?? false,
  };
}

async function hold(tx: Tx, clientId: string, appointmentId: string) {
  const [owner] = await tx.$queryRaw<{ leadId: string | null }[]>`
    SELECT lead_id AS "leadId" FROM appointment WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
  if (!owner) return null;
  const life = owner.leadId ? await lockLead(tx, clientId, owner.leadId) : null;
  const appointment = await lockAppointment(tx, clientId, appointmentId);
  return appointment && { life, appointment };
}

async function writeWord(tx: Tx, appointment: AppointmentRow, ask: ConfirmShow, now: number): Promise<void> {
  const at = new Date(now);
  if (ask.by === 'client') {
    appointment.clientConfirmed = ask.attended ?? null;
    await tx.$executeRaw`
      UPDATE appointment SET client_confirmed = ${ask.attended}, client_confirmed_at = ${at}, client_confirmed_by_id = ${ask.userId ?? null}::uuid, updated_at = now()
      WHERE client_id = ${appointment.clientId}::uuid AND id = ${appointment.id}::uuid`;
  } else {
    appointment.leadConfirmed = ask.attended ?? null;
    await tx.$executeRaw`
      UPDATE appointment SET lead_confirmed = ${ask.attended}, lead_confirmed_at = ${at}, updated_at = now()
      WHERE client_id = ${appointment.clientId}::uuid AND id = ${appointment.id}::uuid`;
  }
}

/** After the verdict a contrary word of the client is a dispute; only staff turn it. */
async function afterVerdict(tx: Tx, life: LeadLife | null, appointment: AppointmentRow, ask: ConfirmShow): Promise<void> {
  if (ask.attended === undefined) return;
  const says = ask.attended ? 'shown' : 'no_show';
  if (says === appointment.status) return;
  if (ask.by === 'staff') {
    if (life) await overturn(tx, life, appointment, says, ask.note ?? '');
  } else if (ask.by === 'client') {
    await tx.$executeRaw`UPDATE appointment SET disputed = true, updated_at = now() WHERE client_id = ${ask.clientId}::uuid AND id = ${ask.appointmentId}::uuid`;
  }
}

export type WithdrawAnswer = { kind: 'ok' } | { kind: 'unknown' } | { kind: 'nothing-said' } | { kind: 'decided' };

/** The client takes its word back: before the verdict as if it had said nothing, after it by ending its dispute. A yes that decided stays. */
export async function withdrawWord(db: Db, ask: { clientId: string; appointmentId: string }): Promise<WithdrawAnswer> {
  return db.withClient(ask.clientId, async (tx) => {
    const held = await hold(tx, ask.clientId, ask.appointmentId);
    if (!held) return { kind: 'unknown' };
    const { appointment } = held;
    if (appointment.clientConfirmed === null) return { kind: 'nothing-said' };
    if (appointment.verifiedAt !== null && !appointment.disputed) return { kind: 'decided' };
    // The word that decided stands again where only the later one is withdrawn.
    const word = appointment.verificationMethod === 'client' ? appointment.status === 'shown' : null;
    await tx.$executeRaw`
      UPDATE appointment SET client_confirmed = ${word}, client_confirmed_at = CASE WHEN ${word}::boolean IS NULL THEN NULL ELSE verified_at END,
        client_confirmed_by_id = CASE WHEN ${word}::boolean IS NULL THEN NULL ELSE client_confirmed_by_id END, disputed = false, updated_at = now()
      WHERE client_id = ${ask.clientId}::uuid AND id = ${ask.appointmentId}::uuid`;
    return { kind: 'ok' };
  });
}

/**
 * The verdict when it is due, asked for by the workflow. A lead whose facts are newer than `seq` is not decided here: its new snapshot is the
 * answer. Always answers with a `seq` above the given one.
 */
export async function verdictDue(tx: Tx, clientId: string, leadId: string, appointmentId: string): Promise<Snapshot | null> {
  const life = await lockLead(tx, clientId, leadId);
  const appointment = life && (await lockAppointment(tx, clientId, appointmentId));
  if (!life || !appointment) return snapshotOf(tx, clientId, leadId);
  if (appointment.verifiedAt !== null || appointment.status === 'cancelled') {
    return saveLead(tx, life, {}, { type: 'lead.verdict_known', payload: { appointmentId }, tell: false });
  }
  return decide(tx, life, appointment, undefined, { tell: false });
}

/** Decides or puts off the verdict of a locked appointment. Null where a word alone decides nothing yet. */
async function decide(
  tx: Tx,
  life: LeadLife,
  appointment: AppointmentRow,
  staff: boolean | undefined,
  { tell }: { tell: boolean },
): Promise<Snapshot | null> {
  const decision = decideShow({
    startAt: appointment.startAt.toISOString(),
    verifyAt: appointment.verifyDueAt.toISOString(),
    linkedAt: appointment.linkedAt?.toISOString() ?? null,
    now: toInstant(life.now),
    clientConfirmed: appointment.clientConfirmed,
    leadConfirmed: appointment.leadConfirmed,
    staff: staff ?? null,
    calls: await proofCalls(tx, life, appointment),
    next: await nextAppointment(tx, appointment),
    cadence: life.campaign.cadence,
  });
  if (decision.kind === 'decided') return settle(tx, life, appointment, decision, tell);
  if (tell) return null;
  const due = new Date(Math.max(Date.parse(decision.verifyAt), life.now + 1_000));
  await tx.$executeRaw`UPDATE appointment SET verify_due_at = ${due}, updated_at = now() WHERE client_id = ${life.clientId}::uuid AND id = ${appointment.id}::uuid`;
  return saveLead(
    tx,
    life,
    {},
    { type: 'lead.verdict_waits', payload: { appointmentId: appointment.id, verifyAt: due.toISOString() }, tell: false },
  );
}

/** Calls with the lead's number in either direction from just before the appointment on. */
async function proofCalls(tx: Tx, life: LeadLife, appointment: AppointmentRow): Promise<ProofCall[]> {
  const from = new Date(appointment.startAt.getTime() - life.campaign.cadence.proofBefore * 1000);
  const rows = await tx.$queryRaw<{ id: string; startedAt: Date; durationSeconds: number | null; status: string; open: boolean }[]>`
    SELECT id, coalesce(started_at, created_at) AS "startedAt", duration_seconds AS "durationSeconds", status, ended_at IS NULL AS open
    FROM call WHERE client_id = ${life.clientId}::uuid AND mode = ${life.mode} AND coalesce(started_at, created_at) >= ${from}
      AND ((direction = 'inbound' AND from_number = ${life.phone}) OR (direction = 'outbound' AND to_number = ${life.phone} AND permit = 'consumed'))`;
  return rows.map((row) => ({ ...row, startedAt: row.startedAt.toISOString(), voicemail: row.status === 'voicemail' }));
}

/** The lead's appointment after this one, whatever came of it unless it was cancelled, and when this one was moved to that time. */
async function nextAppointment(tx: Tx, { clientId, leadId, id, startAt }: AppointmentRow): Promise<ShowFacts['next']> {
  const [row] = await tx.$queryRaw<{ startAt: Date | null; movedAt: string | null }[]>`
    SELECT (SELECT min(n.start_at) FROM appointment n WHERE n.client_id = a.client_id AND n.lead_id = ${leadId}::uuid AND n.start_at > ${startAt}
      AND n.status <> 'cancelled') AS "startAt", a.evidence -> 'movedAfterStart' ->> 'at' AS "movedAt"
    FROM appointment a WHERE a.client_id = ${clientId}::uuid AND a.id = ${id}::uuid`;
  return row?.startAt ? { startAt: row.startAt.toISOString(), movedAt: row.movedAt } : null;
}

/** Writes the verdict, counts a show, and moves the lead on: to its end, or to be won back. */
async function settle(tx: Tx, life: LeadLife, appointment: AppointmentRow, decision: Settled, tell: boolean): Promise<Snapshot> {
  const isShown = decision.status === 'shown';
  await tx.$executeRaw`
    UPDATE appointment SET status = ${decision.status}, verification_method = ${decision.method}, verified_at = to_timestamp(${life.now / 1000}::float8),
      disputed = ${decision.disputed}, proof_call_id = ${decision.proofCallId ?? null}::uuid,
      counted_at = CASE WHEN ${isShown} THEN to_timestamp(${life.now / 1000}::float8) END, updated_at = now()
    WHERE client_id = ${life.clientId}::uuid AND id = ${appointment.id}::uuid`;
  const patch = await afterVerdictFacts(tx, life, { ...appointment, status: decision.status });
  const snapshot = await saveLead(tx, life, patch, {
    type: isShown ? 'lead.shown' : 'lead.no_show',
    payload: { appointmentId: appointment.id, method: decision.method },
    tell,
  });
  if (isShown) await countShown(tx, life.clientId, life.mode, new Date(life.now));
  return snapshot;
}

/** Where a decided appointment leaves the lead, recomputed from all its appointments. */
async function afterVerdictFacts(tx: Tx, life: LeadLife, decided: AppointmentRow): Promise<Partial<LeadFacts>> {
  const open = (await lockUndecided(tx, life.clientId, life.id)).filter(({ id }) => id !== decided.id);
  const isBarredNow = await isBarred(tx, life.clientId, life.mode, life.phone);
  const keepsDnc = isBarredNow ? ({ status: 'dnc' } as const) : {};
  if (open.length > 0) {
    const newest = open.find(({ status }) => status === 'scheduled') ?? open[0];
    return { phase: 'attend', status: 'booked', appointmentId: newest?.id ?? null, ...keepsDnc };
  }
  const since = { phaseSince: new Date(life.now), phaseUntil: null, nextCallAt: null, callbackAt: null };
  const isShown = decided.status === 'shown' || (await showedLater(tx, decided));
  await dropWaiting(tx, life, isShown ? 'shown' : 'no_show');
  if (isShown) return { ...since, phase: 'end', status: 'shown', nextReason: 'showed up' };
  const hasRounds = life.rebookRounds < MAX_REBOOK_ROUNDS;
  const isOver = life.campaign.status === 'archived' || life.campaign.status === 'completed';
  if (isBarredNow || !hasRounds || isOver) {
    const nextReason = isBarredNow
      ? 'did not show up and asked not to be contacted'
      : hasRounds
        ? 'did not show up, the campaign is over'
        : 'did not show up, all offers were made';
    return { ...since, phase: 'end', status: 'no_show', nextReason, ...keepsDnc };
  }
  const round = life.rebookRounds + 1;
  const phaseUntil = await planWinBack(tx, life, { appointmentId: decided.id, decidedAt: new Date(life.now), round });
  return { ...since, phase: 'rebook', status: 'rebooking', rebookRounds: round, appointmentId: decided.id, phaseUntil };
}

/** Nobody is won back for an appointment after which the lead came to another. */
async function showedLater(tx: Tx, { clientId, leadId, startAt }: AppointmentRow): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM appointment WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND status = 'shown' AND start_at > ${startAt} LIMIT 1`;
  return rows.length > 0;
}

/** Staff turn a verdict: count, appointment and lead move in one transaction; a milestone once reached stays. */
async function overturn(tx: Tx, life: LeadLife, appointment: AppointmentRow, to: 'shown' | 'no_show', note: string): Promise<void> {
  const isShown = to === 'shown';
  await tx.$executeRaw`
    UPDATE appointment SET status = ${to}, verification_method = 'staff', disputed = false, verified_at = to_timestamp(${life.now / 1000}::float8),
      counted_at = CASE WHEN ${isShown} THEN to_timestamp(${life.now / 1000}::float8) END, evidence = evidence || ${{ overturned: note }}::jsonb, updated_at = now()
    WHERE client_id = ${life.clientId}::uuid AND id = ${appointment.id}::uuid`;
  const fact: Fact = { type: 'lead.overturned', payload: { appointmentId: appointment.id, to, note } };
  await saveLead(tx, life, await afterVerdictFacts(tx, life, { ...appointment, status: to }), fact);
  if (isShown) await countShown(tx, life.clientId, life.mode, new Date(life.now));
  else await uncountShown(tx, life.clientId, life.mode);
}

/** When the verdict of an appointment is due by its lead's cadence. */
export const verdictAt = (life: LeadLife, startAt: Date, linkedAt: Date | null): Date =>
  new Date(verifyAt({ startAt: startAt.toISOString(), linkedAt: linkedAt?.toISOString() ?? null, cadence: life.campaign.cadence }));

/** Back to be dialled at that wish, in the hours allowed. */
export const backToReach = (life: LeadLife, wish: string, reason: string): LeadPatch => ({
  phase: 'reach',
  status: 'callback',
  ...nextDial(life, wish),
  nextReason: reason,
  phaseSince: new Date(life.now),
  phaseUntil: null,
});
