import type { AppointmentStatus, Mode, VerificationMethod } from '#domain/lead.ts';
import type { Tx } from '../client.ts';

/** An appointment as its row stands. */
export type AppointmentRow = {
  id: string;
  clientId: string;
  mode: Mode;
  leadId: string | null;
  campaignId: string | null;
  status: AppointmentStatus;
  startAt: Date;
  endAt: Date;
  timezone: string;
  bookedAt: Date;
  linkedAt: Date | null;
  /** When its messages were last planned: booked, moved or linked. */
  plannedFrom: Date;
  verifyDueAt: Date;
  verifiedAt: Date | null;
  verificationMethod: VerificationMethod | null;
  clientConfirmed: boolean | null;
  leadConfirmed: boolean | null;
  disputed: boolean;
  countedAt: Date | null;
  rescheduleCount: number;
  uid: string | null;
};

const columns = `id, client_id AS "clientId", mode, lead_id AS "leadId", campaign_id AS "campaignId", status, start_at AS "startAt", end_at AS "endAt",
  timezone, booked_at AS "bookedAt", linked_at AS "linkedAt", coalesce(planned_from, booked_at) AS "plannedFrom", verify_due_at AS "verifyDueAt",
  verified_at AS "verifiedAt", verification_method AS "verificationMethod", client_confirmed AS "clientConfirmed", lead_confirmed AS "leadConfirmed",
  disputed, counted_at AS "countedAt", reschedule_count AS "rescheduleCount", calcom_booking_uid AS uid`;

/** Locks an appointment and reads it. The lead's row must be locked before. */
export async function lockAppointment(tx: Tx, clientId: string, appointmentId: string): Promise<AppointmentRow | null> {
  const [row] = await tx.$queryRawUnsafe<AppointmentRow[]>(
    `SELECT ${columns} FROM appointment WHERE client_id = $1::uuid AND id = $2::uuid FOR UPDATE`,
    clientId,
    appointmentId,
  );
  return row ?? null;
}

/** The lead's appointments whose verdict is still to come, locked: the scheduled one and those that had begun when a newer was booked. */
export async function lockUndecided(tx: Tx, clientId: string, leadId: string): Promise<AppointmentRow[]> {
  return tx.$queryRawUnsafe<AppointmentRow[]>(
    `SELECT ${columns} FROM appointment WHERE client_id = $1::uuid AND lead_id = $2::uuid AND status IN ('scheduled', 'awaiting') ORDER BY start_at FOR UPDATE`,
    clientId,
    leadId,
  );
}
