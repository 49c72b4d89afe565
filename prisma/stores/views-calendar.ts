import type { CalendarView } from '#domain/calendar.ts';
import type { AppointmentStatus, Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { APPOINTMENTS_FROM, type AppointmentFilter, LEAD_NOW, whoseAppointments } from './views-appointments.ts';

export type CalendarEntry = {
  id: string;
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  attendeeName: string;
  title: string;
  mode: Mode;
  status: AppointmentStatus;
  disputed: boolean;
  hasBegun: boolean;
  startAt: string;
  endAt: string;
  /** The zone of the person it is about. */
  zone: string;
  /** Day and hour by the clock of the calendar's zone. */
  day: string;
  hour: number;
  /** How many begin in the same square of the calendar; those beyond its room are not among the entries. */
  inSquare: number;
};

type Row = Omit<CalendarEntry, 'startAt' | 'endAt'> & { startAt: Date; endAt: Date; place: number; total: number };

/** What a square has room for: a day of a month, an hour of a week or of a day. */
const ROOM: Record<CalendarView, number> = { month: 3, week: 4, day: 100 };

/** The appointments that begin in a span, in order, by the clock of a zone, and how many there are; ignored bookings are left out. */
export async function calendarEntries(
  tx: Tx,
  clientId: string,
  { view, fromAt, toAt, zone }: { view: CalendarView; fromAt: string; toAt: string; zone: string },
  filter: Pick<AppointmentFilter, 'campaignId' | 'mode' | 'q'>,
): Promise<{ entries: CalendarEntry[]; total: number }> {
  const where = Prisma.join(whoseAppointments(clientId, filter), ' AND ');
  const square = view === 'month' ? Prisma.sql`day` : Prisma.sql`day, hour`;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT * FROM (
      SELECT *, count(*) OVER ()::int AS total, count(*) OVER (PARTITION BY ${square})::int AS "inSquare", (row_number() OVER (PARTITION BY ${square} ORDER BY "startAt", id))::int AS place
      FROM (
        SELECT a.id, a.lead_id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName", coalesce(l.phone, a.attendee_phone) AS phone,
          a.attendee_name AS "attendeeName", a.title, a.mode, a.status, a.disputed, a.start_at <= ${LEAD_NOW} AS "hasBegun",
          a.start_at AS "startAt", a.end_at AS "endAt", a.timezone AS zone,
          to_char(a.start_at AT TIME ZONE ${zone}, 'YYYY-MM-DD') AS day, extract(hour FROM a.start_at AT TIME ZONE ${zone})::int AS hour
        ${APPOINTMENTS_FROM} WHERE ${where} AND a.ignored_at IS NULL AND a.start_at >= ${new Date(fromAt)} AND a.start_at < ${new Date(toAt)}
      ) found
    ) placed WHERE place <= ${ROOM[view]} ORDER BY "startAt", id`;
  const entries = rows.map(({ startAt, endAt, place: _place, total: _total, ...row }) => ({
    ...row,
    startAt: startAt.toISOString(),
    endAt: endAt.toISOString(),
  }));
  return { entries, total: rows[0]?.total ?? 0 };
}
