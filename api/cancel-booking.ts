import { toInstant } from '#domain/time.ts';
import type { Db } from '#prisma/client.ts';
import { bookingCancelled } from '#stores/cancelled-bookings.ts';
import { beginEffect, settleEffect } from '#stores/effects.ts';
import { requireVendor, type Vendors } from '#vendors/account.ts';
import { isVendorError, VendorRefused } from '#vendors/errors.ts';

type Open = { uid: string; mode: 'live' | 'rehearsal'; leadNow: Date };
export type CancelDeps = { db: Db; vendors: (mode: 'live' | 'rehearsal') => Vendors };

/**
 * Cancels an appointment that has not begun: at the calendar first, through the ledger, then with us. Cal.com only returns a booking that is
 * cancelled already, so asking again is safe and the webhook that follows changes nothing.
 */
export const createCancelBooking =
  ({ db, vendors }: CancelDeps) =>
  async ({ clientId, appointmentId, reason }: { clientId: string; appointmentId: string; reason: string }) => {
    const [open] = await db.withClient(
      clientId,
      (tx) => tx.$queryRaw<Open[]>`
        SELECT b.uid, a.mode, now.at AS "leadNow" FROM appointment a
        JOIN booking_uid b ON b.client_id = a.client_id AND b.appointment_id = a.id AND b.state = 'current'
        LEFT JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
        CROSS JOIN LATERAL (SELECT clock_timestamp() + coalesce(l.clock_offset, 0) * interval '1 millisecond' AS at) now
        WHERE a.client_id = ${clientId}::uuid AND a.id = ${appointmentId}::uuid AND a.status = 'scheduled' AND a.start_at > now.at`,
    );
    if (!open) return { kind: 'not_open' as const };
    const { uid, mode } = open;
    const key = `appointment:${appointmentId}:cancel:${uid}`;
    const request = { appointmentId, uid, askedAt: toInstant(open.leadNow.getTime()) };
    await db.withClient(clientId, (tx) =>
      beginEffect(tx, { clientId, mode, key, vendor: 'calcom', kind: 'cancel', request, lookUpAfter: null }),
    );
    try {
      await requireVendor(vendors(mode), 'calendar').cancel(uid, reason);
    } catch (error) {
      if (!isVendorError(error)) throw error;
      if (error instanceof VendorRefused)
        await db.withClient(clientId, (tx) => settleEffect(tx, clientId, key, { status: 'failed', errorCode: error.code }));
      return { kind: 'refused' as const };
    }
    await db.withClient(clientId, async (tx) => {
      await bookingCancelled(tx, { clientId, mode }, uid, reason);
      await settleEffect(tx, clientId, key, { status: 'done', vendorId: uid });
    });
    return { kind: 'ok' as const };
  };
