import type { Db } from '../client.ts';
import { lockAppointment } from './appointment-row.ts';
import { noteEvidence } from './booking-evidence.ts';

export type IgnoreAnswer = { kind: 'ok' } | { kind: 'unknown' } | { kind: 'linked' };
type Which = { clientId: string; appointmentId: string };

/** Sets a booking of nobody we know aside, with the reason; it can be taken back, and linked, at any time. */
export const ignoreBooking = (db: Db, { reason, userId, ...which }: Which & { reason: string; userId: string }): Promise<IgnoreAnswer> =>
  setAside(db, which, { reason, by: userId });

/** Puts an ignored booking back among the unmatched. */
export const restoreBooking = (db: Db, which: Which): Promise<IgnoreAnswer> => setAside(db, which, null);

async function setAside(db: Db, { clientId, appointmentId }: Which, ignored: { reason: string; by: string } | null): Promise<IgnoreAnswer> {
  return db.withClient(clientId, async (tx) => {
    const appointment = await lockAppointment(tx, clientId, appointmentId);
    if (!appointment) return { kind: 'unknown' };
    if (appointment.leadId) return { kind: 'linked' };
    await tx.$executeRaw`
      UPDATE appointment SET ignored_at = CASE WHEN ${ignored !== null} THEN coalesce(ignored_at, now()) END
      WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
    await noteEvidence(tx, clientId, appointmentId, { ignored });
    return { kind: 'ok' };
  });
}
