import { type BookedBy, bookedByOf } from '#domain/booking-key.ts';
import type { Mode } from '#domain/lead.ts';
import type { Snapshot } from '#domain/snapshot.ts';
import type { Db, Tx } from '../client.ts';
import { type AppointmentRow, lockAppointment, lockUndecided } from './appointment-row.ts';
import { dropOvertaken, isBarred, later, planAppointment } from './lead-plan.ts';
import { type LeadLife, type LeadPatch, lockLead, saveLead } from './lead-row.ts';
import { voidPermit } from './opt-outs.ts';
import { backToReach, verdictAt } from './shows.ts';
import { tellPagesOfAppointment } from './tell-pages.ts';

/** A booking as the calendar holds it now. */
export type BookingFacts = {
  uid: string;
  startAt: string;
  endAt: string;
  title: string;
  eventTypeId?: number;
  meetingUrl?: string;
  attendee: { name: string; email?: string; phone?: string; timezone?: string };
  /** What travels with it at the vendor; our key in it says who made it. */
  metadata?: Record<string, string>;
};
export type Booked =
  | { kind: 'ok'; appointmentId: string }
  | { kind: 'known'; appointmentId: string }
  | { kind: 'unmatched'; appointmentId: string };

type Where = { clientId: string; mode: Mode; leadId: string | null };

/**
 * A new booking of a lead: its appointment is written once per uid, a scheduled one that has not begun gives way, a begun one keeps waiting for
 * its verdict, dialling stops, messages are planned. Without a lead it is kept among the unmatched.
 */
export async function bookingCreated(tx: Tx, { clientId, mode, leadId }: Where, booking: BookingFacts): Promise<Booked> {
  const bookedBy = bookedByOf(booking.metadata);
  const life = leadId ? await lockLead(tx, clientId, leadId) : null;
  const known = await appointmentOf(tx, mode, booking.uid);
  if (known) return { kind: 'known', appointmentId: known.appointmentId };
  const undecided = life ? await lockUndecided(tx, clientId, life.id) : [];
  if (life) await makeRoom(tx, life, undecided);
  const appointmentId = await insertAppointment(tx, { clientId, mode, life, booking, bookedBy });
  await keepUid(tx, { mode, uid: booking.uid, clientId, appointmentId, state: 'current' });
  if (!life) {
    await tellPagesOfAppointment(tx, clientId, appointmentId);
    return { kind: 'unmatched', appointmentId };
  }
  await attend(tx, life, appointmentId, {
    type: 'lead.booked',
    tell: !(bookedBy === 'call' && (await endWillTell(tx, life))),
    by: bookedBy,
  });
  return { kind: 'ok', appointmentId };
}

/** Whether the lead's call still runs: its end, which waits for the lead's lock, tells what was booked in it. A settled end may have been told already. */
async function endWillTell(tx: Tx, life: LeadLife): Promise<boolean> {
  const running = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM call WHERE client_id = ${life.clientId}::uuid AND id = ${life.callingId}::uuid AND settled_at IS NULL`;
  return running.length > 0;
}

/** What was scheduled gives way to a newer booking: cancelled if it has not begun, else set aside until its verdict. */
async function makeRoom(tx: Tx, life: LeadLife, undecided: AppointmentRow[]): Promise<void> {
  for (const old of undecided.filter(({ status }) => status === 'scheduled')) {
    const hasBegun = old.startAt.getTime() <= life.now;
    await tx.$executeRaw`
      UPDATE appointment SET status = ${hasBegun ? 'awaiting' : 'cancelled'}, cancel_reason = ${hasBegun ? null : 'superseded'}, updated_at = now()
      WHERE client_id = ${life.clientId}::uuid AND id = ${old.id}::uuid`;
    if (!hasBegun)
      await tx.$executeRaw`UPDATE booking_uid SET state = 'cancelled' WHERE client_id = ${life.clientId}::uuid AND appointment_id = ${old.id}::uuid AND state = 'current'`;
  }
}

async function insertAppointment(
  tx: Tx,
  {
    clientId,
    mode,
    life,
    booking,
    bookedBy,
  }: { clientId: string; mode: Mode; life: LeadLife | null; booking: BookingFacts; bookedBy: BookedBy },
): Promise<string> {
  const now = new Date(life?.now ?? Date.now());
  const startAt = new Date(booking.startAt);
  const linkedAt = life && startAt <= now ? now : null;
  const verifyDueAt = life ? verdictAt(life, startAt, linkedAt) : new Date(startAt.getTime() + 172_800_000);
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO appointment (client_id, mode, lead_id, campaign_id, calcom_booking_uid, calcom_event_type_id, title, start_at, end_at, timezone, meeting_url,
      attendee_name, attendee_email, attendee_phone, booked_by, booked_at, linked_at, planned_from, verify_due_at, previous_appointment_id)
    VALUES (${clientId}::uuid, ${mode}, ${life?.id ?? null}::uuid, ${life?.campaign.id ?? null}::uuid, ${booking.uid}, ${booking.eventTypeId ?? null}, ${booking.title},
      ${startAt}, ${new Date(booking.endAt)}, ${booking.attendee.timezone ?? life?.timezone ?? life?.campaign.timezone ?? 'UTC'}, ${booking.meetingUrl ?? null},
      ${booking.attendee.name}, ${booking.attendee.email ?? null}, ${booking.attendee.phone ?? null}, ${bookedBy}, ${now}, ${linkedAt}, ${now}, ${verifyDueAt},
      ${life?.appointmentId ?? null}::uuid)
    RETURNING id`;
  if (!row) throw new Error('The appointment was not stored.');
  return row.id;
}

/** Puts the lead into attend with this appointment: no dialling any more, its messages planned. */
async function attend(
  tx: Tx,
  life: LeadLife,
  appointmentId: string,
  fact: { type: 'lead.booked' | 'lead.moved' | 'lead.linked'; tell: boolean; by?: string },
): Promise<Snapshot> {
  const appointment = await lockAppointment(tx, life.clientId, appointmentId);
  if (!appointment) throw new Error(`Appointment ${appointmentId} is gone while its lead is locked.`);
  await voidPermit(tx, life.clientId, life.id);
  await planAppointment(tx, life, appointment);
  const barred = await isBarred(tx, life.clientId, life.mode, life.phone);
  const isNewPhase = life.phase !== 'attend' || life.appointmentId !== appointmentId;
  return saveLead(
    tx,
    life,
    {
      phase: 'attend',
      status: barred ? 'dnc' : 'booked',
      appointmentId,
      bookedAt: life.bookedAt ?? new Date(life.now),
      nextCallAt: null,
      callbackAt: null,
      nextReason: null,
      phaseUntil: null,
      ...(isNewPhase && { phaseSince: new Date(life.now) }),
    },
    { type: fact.type, payload: { appointmentId, startAt: appointment.startAt.toISOString(), by: fact.by }, tell: fact.tell },
  );
}

/** The calendar moved a booking: the same appointment with a new time and a new uid. An unknown old uid makes it a new one, and its own late creation means nothing. */
export async function bookingMoved(tx: Tx, where: Where, booking: BookingFacts, previousUid: string | undefined): Promise<Booked> {
  const old = previousUid ? await appointmentOf(tx, where.mode, previousUid) : null;
  const owner = old ? await leadOf(tx, where.clientId, old.appointmentId) : where.leadId;
  const life = owner ? await lockLead(tx, where.clientId, owner) : null;
  const known = await appointmentOf(tx, where.mode, booking.uid);
  if (known) {
    if (old?.state === 'current')
      await tx.$executeRaw`UPDATE booking_uid SET state = 'moved' WHERE mode = ${where.mode} AND uid = ${previousUid}`;
    return { kind: 'known', appointmentId: known.appointmentId };
  }
  if (!old) {
    const booked = await bookingCreated(tx, { ...where, leadId: owner }, booking);
    if (previousUid)
      await keepUid(tx, {
        mode: where.mode,
        uid: previousUid,
        clientId: where.clientId,
        appointmentId: booked.appointmentId,
        state: 'moved',
      });
    return booked;
  }
  const appointment = await lockAppointment(tx, where.clientId, old.appointmentId);
  const isOpen = appointment?.status === 'scheduled' && old.state === 'current';
  await tx.$executeRaw`UPDATE booking_uid SET state = 'moved' WHERE mode = ${where.mode} AND uid = ${previousUid}`;
  await keepUid(tx, {
    mode: where.mode,
    uid: booking.uid,
    clientId: where.clientId,
    appointmentId: old.appointmentId,
    state: isOpen ? 'current' : 'cancelled',
  });
  if (!isOpen || !appointment) return { kind: 'known', appointmentId: old.appointmentId };
  const startAt = new Date(booking.startAt);
  const now = new Date(life?.now ?? Date.now());
  const verifyDueAt = life ? verdictAt(life, startAt, null) : new Date(startAt.getTime() + 172_800_000);
  await tx.$executeRaw`
    UPDATE appointment SET start_at = ${startAt}, end_at = ${new Date(booking.endAt)}, calcom_booking_uid = ${booking.uid}, reschedule_count = reschedule_count + 1,
      planned_from = ${now}, linked_at = NULL, verify_due_at = ${verifyDueAt}, meeting_url = coalesce(${booking.meetingUrl ?? null}, meeting_url),
      client_confirmed = NULL, lead_confirmed = NULL, updated_at = now()
    WHERE client_id = ${where.clientId}::uuid AND id = ${old.appointmentId}::uuid`;
  if (life) await attend(tx, life, old.appointmentId, { type: 'lead.moved', tell: true });
  else await tellPagesOfAppointment(tx, where.clientId, old.appointmentId);
  return { kind: 'ok', appointmentId: old.appointmentId };
}

export type CancelAnswer = { kind: 'ok' } | { kind: 'evidence' } | { kind: 'known' } | { kind: 'unknown' };

/**
 * A booking was cancelled or rejected. After the start that is evidence only; before it the lead is dialled again, unless a begun appointment
 * still waits. `heardAt` (machine's clock): when that was told, if not just now.
 */
export async function bookingCancelled(
  tx: Tx,
  { clientId, mode }: Omit<Where, 'leadId'>,
  uid: string,
  reason: string,
  heardAt?: Date,
): Promise<CancelAnswer> {
  const known = await appointmentOf(tx, mode, uid);
  if (!known) return { kind: 'unknown' };
  const owner = await leadOf(tx, clientId, known.appointmentId);
  const life = owner ? await lockLead(tx, clientId, owner) : null;
  const appointment = await lockAppointment(tx, clientId, known.appointmentId);
  const state = await appointmentOf(tx, mode, uid); // again, now that the lead is locked
  if (!appointment || state?.state !== 'current' || appointment.status === 'cancelled') return { kind: 'known' };
  const now = heardAt ? heardAt.getTime() + (life?.clockOffsetMs ?? 0) : (life?.now ?? Date.now());
  const hasBegun = appointment.startAt.getTime() <= now;
  if (hasBegun || appointment.status !== 'scheduled') {
    await noteEvidence(tx, clientId, appointment.id, { cancelledAfterStart: reason });
    return { kind: 'evidence' };
  }
  await tx.$executeRaw`UPDATE booking_uid SET state = 'cancelled' WHERE mode = ${mode} AND uid = ${uid}`;
  await tx.$executeRaw`
    UPDATE appointment SET status = 'cancelled', cancel_reason = ${reason}, updated_at = now() WHERE client_id = ${clientId}::uuid AND id = ${appointment.id}::uuid`;
  if (life && life.appointmentId === appointment.id) await afterCancel(tx, life, appointment.id, reason);
  else await tellPagesOfAppointment(tx, clientId, appointment.id);
  return { kind: 'ok' };
}

async function afterCancel(tx: Tx, life: LeadLife, appointmentId: string, reason: string): Promise<void> {
  await dropOvertaken(tx, life, 'cancelled');
  const waiting = await lockUndecided(tx, life.clientId, life.id);
  const barred = await isBarred(tx, life.clientId, life.mode, life.phone);
  let patch: LeadPatch;
  if (waiting[0]) patch = { phase: 'attend', appointmentId: waiting[0].id };
  else if (barred)
    patch = {
      phase: 'end',
      status: 'dnc',
      nextReason: 'cancelled and asked not to be contacted',
      appointmentId: null,
      phaseSince: new Date(life.now),
    };
  else if (life.campaign.status === 'completed' || life.campaign.status === 'archived')
    patch = {
      phase: 'end',
      status: 'unresponsive',
      nextReason: 'cancelled after the campaign was over',
      appointmentId: null,
      phaseSince: new Date(life.now),
    };
  else {
    const wish = later(life, life.campaign.cadence.cancelled);
    patch = {
      ...backToReach(life, wish, 'The booking was cancelled; called for a new time'),
      callbackAt: new Date(wish),
      appointmentId: null,
    };
  }
  await saveLead(tx, life, patch, { type: 'lead.cancelled', payload: { appointmentId, reason } });
}

/** Keeps what a calendar reports beside the rules: no-show marks, the end of a meeting, a late cancel. It shows on the page and decides nothing. */
export async function noteEvidence(tx: Tx, clientId: string, appointmentId: string, evidence: Record<string, unknown>): Promise<void> {
  await tx.$executeRaw`
    UPDATE appointment SET evidence = evidence || ${evidence}::jsonb, updated_at = now() WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
  await tellPagesOfAppointment(tx, clientId, appointmentId);
}

export type LinkAnswer = { kind: 'ok' } | { kind: 'unknown' } | { kind: 'linked' } | { kind: 'lead-unknown' } | { kind: 'other-mode' };

/** Gives an unmatched booking its lead; reminders and verification begin from here. */
export async function linkLead(
  db: Db,
  { clientId, appointmentId, leadId }: { clientId: string; appointmentId: string; leadId: string },
): Promise<LinkAnswer> {
  return db.withClient(clientId, async (tx) => {
    const life = await lockLead(tx, clientId, leadId);
    const appointment = await lockAppointment(tx, clientId, appointmentId);
    if (!appointment) return { kind: 'unknown' };
    if (!life) return { kind: 'lead-unknown' };
    if (appointment.leadId) return { kind: 'linked' };
    if (appointment.mode !== life.mode) return { kind: 'other-mode' };
    await makeRoom(tx, life, await lockUndecided(tx, clientId, leadId));
    const now = new Date(life.now);
    await tx.$executeRaw`
      UPDATE appointment SET lead_id = ${leadId}::uuid, campaign_id = ${life.campaign.id}::uuid, linked_at = ${now}, planned_from = ${now},
        verify_due_at = ${verdictAt(life, appointment.startAt, now)}, updated_at = now()
      WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
    await attend(tx, life, appointmentId, { type: 'lead.linked', tell: true });
    return { kind: 'ok' };
  });
}

/** The appointment that a uid belongs, or once belonged, to. */
export async function appointmentOf(
  tx: Tx,
  mode: Mode,
  uid: string,
): Promise<{ appointmentId: string; clientId: string; state: string } | null> {
  const [row] = await tx.$queryRaw<{ appointmentId: string; clientId: string; state: string }[]>`
    SELECT appointment_id AS "appointmentId", client_id AS "clientId", state FROM booking_uid WHERE mode = ${mode} AND uid = ${uid}`;
  return row ?? null;
}

async function leadOf(tx: Tx, clientId: string, appointmentId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ leadId: string | null }[]>`
    SELECT lead_id AS "leadId" FROM appointment WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
  return row?.leadId ?? null;
}

async function keepUid(tx: Tx, row: { mode: Mode; uid: string; clientId: string; appointmentId: string; state: string }): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO booking_uid (mode, uid, client_id, appointment_id, state)
    VALUES (${row.mode}, ${row.uid}, ${row.clientId}::uuid, ${row.appointmentId}::uuid, ${row.state})`;
}
