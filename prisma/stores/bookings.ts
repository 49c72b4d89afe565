import { type BookedBy, bookedByOf } from '#domain/booking-key.ts';
import type { Mode } from '#domain/lead.ts';
import type { Snapshot } from '#domain/snapshot.ts';
import type { Db, Tx } from '../client.ts';
import { type AppointmentRow, lockAppointment, lockUndecided } from './appointment-row.ts';
import { appointmentOf, keepUid } from './booking-uids.ts';
import { isBarred, planAppointment } from './lead-plan.ts';
import { type LeadLife, lockLead, saveLead } from './lead-row.ts';
import { voidPermit } from './opt-outs.ts';
import { verdictAt } from './shows.ts';
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

/** Whose booking it is; `leadId` null while nobody's. */
export type BookingOwner = { clientId: string; mode: Mode; leadId: string | null };

/**
 * A new booking of a lead: its appointment is written once per uid, a scheduled one that has not begun gives way, a begun one keeps waiting for
 * its verdict, dialling stops, messages are planned. Without a lead it is kept among the unmatched.
 */
export async function bookingCreated(tx: Tx, { clientId, mode, leadId }: BookingOwner, booking: BookingFacts): Promise<Booked> {
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
export async function attend(
  tx: Tx,
  life: LeadLife,
  appointmentId: string,
  fact: { type: 'lead.booked' | 'lead.moved' | 'lead.linked'; tell: boolean; by?: BookedBy },
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
      ...(fact.by === 'call' && { lastContactedAt: new Date(life.now) }), // so that it is no booking of a lead who was never reached
      nextCallAt: null,
      callbackAt: null,
      nextReason: null,
      phaseUntil: null,
      ...(isNewPhase && { phaseSince: new Date(life.now) }),
    },
    { type: fact.type, payload: { appointmentId, startAt: appointment.startAt.toISOString(), by: fact.by }, tell: fact.tell },
  );
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
