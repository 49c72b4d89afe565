import type { Tx } from '../client.ts';
import { lockAppointment } from './appointment-row.ts';
import { appointmentOf, keepUid, leadOf } from './booking-uids.ts';
import { attend, type Booked, type BookingFacts, type BookingOwner, bookingCreated } from './bookings.ts';
import { lockLead } from './lead-row.ts';
import { verdictAt } from './shows.ts';
import { tellPagesOfAppointment } from './tell-pages.ts';

/** The calendar moved a booking: the same appointment with a new time and a new uid. An unknown old uid makes it a new one, and its own late creation means nothing. */
export async function bookingMoved(tx: Tx, where: BookingOwner, booking: BookingFacts, previousUid: string | undefined): Promise<Booked> {
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
