import type { AppointmentStatus, Mode, VerificationMethod } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { type Cursor, keysetPage, like, type Order, type Page, type SortColumn } from './views-paging.ts';

export const APPOINTMENT_SORTS = { start: { sql: 'a.start_at', type: 'timestamptz' } } as const satisfies Record<string, SortColumn>;

export type AppointmentLine = {
  id: string;
  mode: Mode;
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  attendeeName: string;
  campaignId: string | null;
  campaignName: string | null;
  title: string;
  startAt: string;
  zone: string;
  status: AppointmentStatus;
  bookedBy: string;
  rescheduleCount: number;
  clientConfirmed: boolean | null;
  leadConfirmed: boolean | null;
  method: VerificationMethod | null;
  disputed: boolean;
  verifyAt: string;
  cancelReason: string | null;
  /** Milliseconds the lead's own clock is ahead of the machine's. */
  clockOffsetMs: number;
  /** Longest talk with the lead inside the proof window, in seconds: more than 45 prove a show. */
  proofSeconds: number | null;
};
export type AppointmentView = 'verify' | 'upcoming' | 'past' | 'cancelled' | 'unmatched';
export type AppointmentFilter = { view: AppointmentView; campaignId?: string; mode?: Mode; q?: string };

type Row = Omit<AppointmentLine, 'startAt' | 'verifyAt'> & { startAt: Date; verifyAt: Date };

const LEAD_NOW = Prisma.sql`(clock_timestamp() + coalesce(l.clock_offset, 0) * interval '1 millisecond')`;
const SELECT = Prisma.sql`a.id, a.mode, a.lead_id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName", coalesce(l.phone, a.attendee_phone) AS phone,
  a.attendee_name AS "attendeeName", a.campaign_id AS "campaignId", c.name AS "campaignName", a.title, a.start_at AS "startAt", a.timezone AS zone, a.status,
  a.booked_by AS "bookedBy", a.reschedule_count AS "rescheduleCount", a.client_confirmed AS "clientConfirmed", a.lead_confirmed AS "leadConfirmed",
  a.verification_method AS method, a.disputed, a.verify_due_at AS "verifyAt", a.cancel_reason AS "cancelReason",
  coalesce(l.clock_offset, 0)::float8 AS "clockOffsetMs",
  (SELECT max(k.duration_seconds) FROM call k WHERE k.client_id = a.client_id AND k.lead_id = a.lead_id AND k.status <> 'voicemail'
    AND coalesce(k.started_at, k.created_at) BETWEEN a.start_at - make_interval(secs => coalesce((c.cadence ->> 'proofBefore')::float8, 900)) AND greatest(a.verify_due_at, a.start_at)) AS "proofSeconds"`;
const FROM = Prisma.sql`FROM appointment a LEFT JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
  LEFT JOIN campaign c ON c.client_id = a.client_id AND c.id = a.campaign_id`;

/** Begun, undecided, and nobody of the client said anything yet. */
const DUE = Prisma.sql`a.status IN ('scheduled', 'awaiting') AND a.client_confirmed IS NULL AND a.lead_id IS NOT NULL AND a.start_at <= ${LEAD_NOW}`;
const VIEWS: Record<AppointmentView, Prisma.Sql> = {
  verify: DUE,
  upcoming: Prisma.sql`a.status = 'scheduled' AND a.lead_id IS NOT NULL AND a.start_at > ${LEAD_NOW}`,
  past: Prisma.sql`a.status IN ('shown', 'no_show')`,
  cancelled: Prisma.sql`a.status = 'cancelled'`,
  unmatched: Prisma.sql`a.lead_id IS NULL AND a.ignored_at IS NULL AND a.status <> 'cancelled'`,
};

/** A page of appointments: those to verify by start, the rest as the order says. */
export async function appointmentPage(
  tx: Tx,
  clientId: string,
  ask: { filter: AppointmentFilter; order: Order<'start'>; cursor: Cursor | null; size: number },
): Promise<Page<AppointmentLine>> {
  const { view, campaignId, mode, q } = ask.filter;
  const where = [Prisma.sql`a.client_id = ${clientId}::uuid`, Prisma.sql`(${VIEWS[view]})`];
  if (campaignId) where.push(Prisma.sql`a.campaign_id = ${campaignId}::uuid`);
  if (mode) where.push(Prisma.sql`a.mode = ${mode}`);
  for (const word of (q ?? '').split(/\s+/).filter(Boolean).slice(0, 5)) {
    where.push(
      Prisma.sql`(l.first_name ILIKE ${like(word)} OR l.last_name ILIKE ${like(word)} OR a.attendee_name ILIKE ${like(word)} OR a.attendee_email ILIKE ${like(word)})`,
    );
  }
  const page = await keysetPage<Row, 'start'>(tx, { ...ask, select: SELECT, from: FROM, where, alias: 'a', columns: APPOINTMENT_SORTS });
  return { ...page, rows: page.rows.map((row) => ({ ...row, startAt: row.startAt.toISOString(), verifyAt: row.verifyAt.toISOString() })) };
}

/** How many wait for somebody's word, and how many bookings belong to no lead yet; counted up to 1,000. */
export async function appointmentCounts(tx: Tx, clientId: string, campaignId?: string): Promise<{ verify: number; unmatched: number }> {
  const own = campaignId ? Prisma.sql`AND a.campaign_id = ${campaignId}::uuid` : Prisma.empty;
  const [row] = await tx.$queryRaw<{ verify: number; unmatched: number }[]>`
    SELECT (SELECT count(*)::int FROM (SELECT 1 ${FROM} WHERE a.client_id = ${clientId}::uuid ${own} AND ${DUE} LIMIT 1000) v) AS verify,
           (SELECT count(*)::int FROM (SELECT 1 ${FROM} WHERE a.client_id = ${clientId}::uuid ${own} AND (${VIEWS.unmatched}) LIMIT 1000) u) AS unmatched`;
  return row ?? { verify: 0, unmatched: 0 };
}

/** A booking that belongs to no lead yet, null when there is none of that id or it found its lead. */
export async function unmatchedBooking(tx: Tx, clientId: string, id: string) {
  const row = await tx.appointment.findFirst({
    where: { clientId, id, leadId: null },
    select: {
      id: true,
      mode: true,
      title: true,
      startAt: true,
      timezone: true,
      attendeeName: true,
      attendeeEmail: true,
      attendeePhone: true,
    },
  });
  return row && { ...row, mode: row.mode as Mode, startAt: row.startAt.toISOString(), zone: row.timezone };
}
