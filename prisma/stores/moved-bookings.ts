import type { Mode } from '#domain/lead.ts';
import { toInstant } from '#domain/time.ts';
import type { Tx } from '../client.ts';
import { type AppointmentRow, lockAppointment } from './appointment-row.ts';
import { noteEvidence } from './booking-evidence.ts';
import { appointmentOf, keepUid, leadOf } from './booking-uids.ts';
import { attend, type Booked, type BookingFacts, type BookingOwner, bookingCreated } from './bookings.ts';
import { type LeadLife, lockLead } from './lead-row.ts';
import { verdictAt } from './shows.ts';
import { tellPagesOfAppointment } from './tell-pages.ts';

/**
 * The calendar moved a booking. Before its start the same appointment has a new time and a new uid; one that has begun keeps its own verdict, and
 * the new time is another appointment. An unknown old uid makes it a new one, and its own late creation means nothing. `heardAt` (machine's
 * clock): when that was told, if not just now.
 */
export async function bookingMoved(
  tx: Tx,
  where: BookingOwner,
  booking: BookingFacts,
  previousUid: string | undefined,
  heardAt?: Date,
): Promise<Booked> {
  const first = previousUid ? await appointmentOf(tx, where.mode, previousUid) : null;
  const owner = first ? await leadOf(tx, where.clientId, first.appointmentId) : where.leadId;
  const life = owner ? await lockLead(tx, where.clientId, owner) : null;
  const old = previousUid ? await appointmentOf(tx, where.mode, previousUid) : null; // again, now that the lead is locked
  const known = await appointmentOf(tx, where.mode, booking.uid);
  if (known) {
    if (old?.state === 'current') await markMoved(tx, where.mode, previousUid);
    return { kind: 'known', appointmentId: known.appointmentId };
  }
  if (!old) {
    const booked = await bookingCreated(tx, { ...where, leadId: owner }, booking);
    if (previousUid) await keepUid(tx, { ...uidOf(where, booked.appointmentId), uid: previousUid, state: 'moved' });
    return booked;
  }
  const appointment = await lockAppointment(tx, where.clientId, old.appointmentId);
  await markMoved(tx, where.mode, previousUid);
  const uid = { ...uidOf(where, old.appointmentId), uid: booking.uid };
  const now = heardAt ? heardAt.getTime() + (life?.clockOffsetMs ?? 0) : (life?.now ?? Date.now());
  if (appointment && life && old.state === 'current' && hasBegun(appointment, now)) {
    await noteEvidence(tx, where.clientId, appointment.id, { movedAfterStart: { at: toInstant(now), to: booking.startAt } });
    if (appointment.status !== 'shown') return bookingCreated(tx, { ...where, leadId: owner }, byLink(booking));
    await keepUid(tx, { ...uid, state: 'cancelled' });
    return { kind: 'known', appointmentId: appointment.id };
  }
  const isOpen = appointment?.status === 'scheduled' && old.state === 'current';
  await keepUid(tx, { ...uid, state: isOpen ? 'current' : 'cancelled' });
  if (!isOpen) return { kind: 'known', appointmentId: old.appointmentId };
  await moveAhead(tx, where.clientId, { appointmentId: old.appointmentId, life, booking });
  return { kind: 'ok', appointmentId: old.appointmentId };
}

const hasBegun = ({ status, startAt }: AppointmentRow, now: number): boolean => status !== 'cancelled' && startAt.getTime() <= now;

/** The key that a moved booking still carries speaks of how the old one was made. */
const byLink = ({ metadata: _ofTheOld, ...booking }: BookingFacts): BookingFacts => booking;

const uidOf = ({ clientId, mode }: BookingOwner, appointmentId: string) => ({ clientId, mode, appointmentId });

async function markMoved(tx: Tx, mode: Mode, uid: string | undefined): Promise<void> {
  await tx.$executeRaw`UPDATE booking_uid SET state = 'moved' WHERE mode = ${mode} AND uid = ${uid}`;
}

/** Gives an appointment that is ahead its new time: what was said about the old one falls away, and all messages are planned anew. */
async function moveAhead(
  tx: Tx,
  clientId: string,
  { appointmentId, life, booking }: { appointmentId: string; life: LeadLife | null; booking: BookingFacts },
): Promise<void> {
  const startAt = new Date(booking.startAt);
  const now = new Date(life?.now ?? Date.now());
  const verifyDueAt = life ? verdictAt(life, startAt, null) : new Date(startAt.getTime() + 172_800_000);
  await tx.$executeRaw`
    UPDATE appointment SET start_at = ${startAt}, end_at = ${new Date(booking.endAt)}, calcom_booking_uid = ${booking.uid}, reschedule_count = reschedule_count + 1,
      planned_from = ${now}, linked_at = NULL, verify_due_at = ${verifyDueAt}, meeting_url = coalesce(${booking.meetingUrl ?? null}, meeting_url),
      client_confirmed = NULL, lead_confirmed = NULL, updated_at = now()
    WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
  if (life) await attend(tx, life, appointmentId, { type: 'lead.moved', tell: true });
  else await tellPagesOfAppointment(tx, clientId, appointmentId);
}
