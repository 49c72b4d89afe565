import type { Tx } from '../client.ts';
import { lockAppointment, lockUndecided } from './appointment-row.ts';
import { noteEvidence } from './booking-evidence.ts';
import { appointmentOf, leadOf } from './booking-uids.ts';
import type { BookingOwner } from './bookings.ts';
import { dropOvertaken, isBarred, later } from './lead-plan.ts';
import { type LeadLife, type LeadPatch, lockLead, saveLead } from './lead-row.ts';
import { backToReach } from './shows.ts';
import { tellPagesOfAppointment } from './tell-pages.ts';

export type CancelAnswer = { kind: 'ok' } | { kind: 'evidence' } | { kind: 'known' } | { kind: 'unknown' };

/**
 * A booking was cancelled or rejected. After the start that is evidence only; before it the lead is dialled again, unless a begun appointment
 * still waits. `heardAt` (machine's clock): when that was told, if not just now.
 */
export async function bookingCancelled(
  tx: Tx,
  { clientId, mode }: Omit<BookingOwner, 'leadId'>,
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
