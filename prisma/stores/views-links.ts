import type { Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';

/** What the pages behind a lead's links may know: as little as they need. */
export type LinkSubject = {
  clientName: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string;
  mode: Mode;
  eventTypeId: number | null;
  bookingUrl: string | null;
  /** Where the lead lives, as far as known. */
  zone: string;
  /** The lead's own time now. */
  now: string;
  /** The newest appointment the lead ever had, whatever became of it. */
  newestId: string | null;
  appointment: { id: string; title: string; startAt: string; endAt: string; zone: string; status: string; uid: string | null } | null;
};

type Row = Omit<LinkSubject, 'now' | 'zone' | 'appointment'> & {
  leadZone: string;
  nowMs: number;
  appointmentId: string | null;
  title: string | null;
  startAt: Date | null;
  endAt: Date | null;
  zone: string | null;
  status: string | null;
  uid: string | null;
};

/** The lead a link is for, with the appointment it names, else the lead's present one; null when the lead is gone. */
export async function linkSubject(
  tx: Tx,
  link: { clientId: string; leadId: string; appointmentId: string | null },
): Promise<LinkSubject | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT k.name AS "clientName", l.first_name AS "firstName", l.last_name AS "lastName", l.email, l.phone, l.mode,
      c.calcom_event_type_id AS "eventTypeId", c.booking_url AS "bookingUrl",
      floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 + l.clock_offset AS "nowMs",
      (SELECT n.id FROM appointment n WHERE n.client_id = l.client_id AND n.lead_id = l.id ORDER BY n.created_at DESC, n.id LIMIT 1) AS "newestId",
      a.id AS "appointmentId", a.title, a.start_at AS "startAt", a.end_at AS "endAt", a.timezone AS zone,
      coalesce(l.timezone, c.timezone, k.timezone) AS "leadZone", a.status, a.calcom_booking_uid AS uid
    FROM lead l JOIN client k ON k.id = l.client_id
    LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id
    LEFT JOIN appointment a ON a.client_id = l.client_id AND a.id = coalesce(${link.appointmentId}::uuid, l.appointment_id)
    WHERE l.client_id = ${link.clientId}::uuid AND l.id = ${link.leadId}::uuid`;
  if (!row) return null;
  const { nowMs, leadZone, appointmentId, title, startAt, endAt, zone, status, uid, ...rest } = row;
  return {
    ...rest,
    zone: leadZone,
    now: new Date(nowMs).toISOString(),
    appointment:
      appointmentId && startAt && endAt
        ? {
            ...{ id: appointmentId, title: title ?? '', status: status ?? '', uid },
            ...{ startAt: startAt.toISOString(), endAt: endAt.toISOString(), zone: zone ?? 'UTC' },
          }
        : null,
  };
}
