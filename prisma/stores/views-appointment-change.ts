import type { Tx } from '../client.ts';

/** What moving or cancelling an appointment meets: whom its news may reach, and what becomes of the lead. */
export type ChangeFacts = {
  /** Ways by which the lead may still be written to about it. */
  text: boolean;
  email: boolean;
  isBarred: boolean;
  isCampaignOver: boolean;
  /** Whether the lead waits for another verdict meanwhile. */
  hasOther: boolean;
  /** Whether it is the appointment that the lead lives by. */
  isCurrent: boolean;
  /** How long after a cancel the lead is called again. */
  callAgainSeconds: number;
};

/** What a change of this appointment would lead to; null where it belongs to no lead. */
export async function changeFacts(tx: Tx, clientId: string, appointmentId: string): Promise<ChangeFacts | null> {
  const [row] = await tx.$queryRaw<ChangeFacts[]>`
    SELECT l.phone <> '' AND l.sms_opt_out_at IS NULL AND (d.barred_at IS NULL OR (a.created_at > d.barred_at AND a.booked_by <> 'staff')) AS text,
      l.email IS NOT NULL AND l.email_opt_out_at IS NULL AS email, d.barred_at IS NOT NULL AS "isBarred",
      coalesce(c.status IN ('completed', 'archived'), false) AS "isCampaignOver", coalesce(l.appointment_id = a.id, false) AS "isCurrent",
      coalesce((c.cadence ->> 'cancelled')::float8, 86400) AS "callAgainSeconds",
      EXISTS (SELECT 1 FROM appointment o WHERE o.client_id = a.client_id AND o.lead_id = a.lead_id AND o.id <> a.id
        AND o.status IN ('scheduled', 'awaiting')) AS "hasOther"
    FROM appointment a JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
    LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id
    CROSS JOIN LATERAL (SELECT max(created_at) AS barred_at FROM dnc_entry WHERE client_id = l.client_id AND mode = l.mode AND phone = l.phone) d
    WHERE a.client_id = ${clientId}::uuid AND a.id = ${appointmentId}::uuid`;
  return row ?? null;
}
