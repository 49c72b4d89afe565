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
  proofCallId: string | null;
  /** Why somebody set an unmatched booking aside. */
  ignoredBecause: string | null;
  /** By the lead's own clock. */
  hasBegun: boolean;
};
/**
 * `verify`: begun, and the client has not said who came. `awaiting`: the client said no, the verdict is to come. `past`: decided.
 * `unmatched` and `ignored`: bookings of nobody we know.
 */
export type AppointmentView = 'verify' | 'awaiting' | 'upcoming' | 'past' | 'cancelled' | 'unmatched' | 'ignored' | 'all';
/** Which of its moments an appointment's days are counted by. */
const APPOINTMENT_MOMENTS = { start: 'a.start_at', booked: 'a.booked_at', verified: 'a.verified_at' } as const;
export type AppointmentFilter = {
  view: AppointmentView;
  campaignId?: string;
  mode?: Mode;
  q?: string;
  verdict?: 'shown' | 'no_show';
  by?: keyof typeof APPOINTMENT_MOMENTS;
  from?: Date;
  to?: Date;
};

type Row = Omit<AppointmentLine, 'startAt' | 'verifyAt' | 'proofSeconds' | 'proofCallId'> & {
  startAt: Date;
  verifyAt: Date;
  proof: { id: string; seconds: number } | null;
};

/** The time on the lead's own clock. */
export const LEAD_NOW = Prisma.sql`(clock_timestamp() + coalesce(l.clock_offset, 0) * interval '1 millisecond')`;
const SELECT = Prisma.sql`a.id, a.mode, a.lead_id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName", coalesce(l.phone, a.attendee_phone) AS phone,
  a.attendee_name AS "attendeeName", a.campaign_id AS "campaignId", c.name AS "campaignName", a.title, a.start_at AS "startAt", a.timezone AS zone, a.status,
  a.booked_by AS "bookedBy", a.reschedule_count AS "rescheduleCount", a.client_confirmed AS "clientConfirmed", a.lead_confirmed AS "leadConfirmed",
  a.verification_method AS method, a.disputed, a.verify_due_at AS "verifyAt", a.cancel_reason AS "cancelReason",
  coalesce(l.clock_offset, 0)::float8 AS "clockOffsetMs",
  CASE WHEN a.ignored_at IS NOT NULL THEN coalesce(a.evidence -> 'ignored' ->> 'reason', '') END AS "ignoredBecause", a.start_at <= ${LEAD_NOW} AS "hasBegun",
  (SELECT jsonb_build_object('id', k.id, 'seconds', k.duration_seconds) FROM call k
    WHERE k.client_id = a.client_id AND k.lead_id = a.lead_id AND k.status <> 'voicemail' AND k.duration_seconds IS NOT NULL
      AND coalesce(k.started_at, k.created_at) BETWEEN a.start_at - make_interval(secs => coalesce((c.cadence ->> 'proofBefore')::float8, 900)) AND greatest(a.verify_due_at, a.start_at)
    ORDER BY k.duration_seconds DESC LIMIT 1) AS proof`;
export const APPOINTMENTS_FROM = Prisma.sql`FROM appointment a LEFT JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
  LEFT JOIN campaign c ON c.client_id = a.client_id AND c.id = a.campaign_id`;

/** On the lead's clock; only the few leads that are ahead of the machine's are asked for theirs. */
const STARTED = Prisma.sql`(a.start_at <= clock_timestamp() OR EXISTS (SELECT 1 FROM lead o WHERE o.client_id = a.client_id AND o.id = a.lead_id
  AND o.clock_offset > 0 AND a.start_at <= clock_timestamp() + o.clock_offset * interval '1 millisecond'))`;
/** Undecided; of those to verify, nobody of the client has said anything yet. */
const OPEN = {
  verify: Prisma.sql`a.status IN ('scheduled', 'awaiting') AND a.lead_id IS NOT NULL AND a.client_confirmed IS NULL`,
  awaiting: Prisma.sql`a.status IN ('scheduled', 'awaiting') AND a.lead_id IS NOT NULL AND a.client_confirmed IS NOT NULL`,
};
/** An appointment `a` that has begun, is undecided, and about which nobody of the client has said anything. */
export const WAITS_FOR_WORD = Prisma.sql`${OPEN.verify} AND ${STARTED}`;
const UNMATCHED = Prisma.sql`a.lead_id IS NULL AND a.status <> 'cancelled'`;
const VIEWS: Record<AppointmentView, Prisma.Sql> = {
  verify: WAITS_FOR_WORD,
  awaiting: Prisma.sql`${OPEN.awaiting} AND ${STARTED}`,
  upcoming: Prisma.sql`a.status = 'scheduled' AND a.lead_id IS NOT NULL AND a.start_at > ${LEAD_NOW}`,
  past: Prisma.sql`a.status IN ('shown', 'no_show')`,
  cancelled: Prisma.sql`a.status = 'cancelled'`,
  unmatched: Prisma.sql`${UNMATCHED} AND a.ignored_at IS NULL`,
  ignored: Prisma.sql`${UNMATCHED} AND a.ignored_at IS NOT NULL`,
  all: Prisma.sql`true`,
};

/** A page of appointments: those to verify by start, the rest as the order says. */
export async function appointmentPage(
  tx: Tx,
  clientId: string,
  ask: { filter: AppointmentFilter; order: Order<'start'>; cursor: Cursor | null; size: number },
): Promise<Page<AppointmentLine>> {
  const { view, verdict, from, to } = ask.filter;
  const moment = Prisma.raw(APPOINTMENT_MOMENTS[ask.filter.by ?? 'start']);
  const where = [...whoseAppointments(clientId, ask.filter), Prisma.sql`(${VIEWS[view]})`];
  if (verdict) where.push(Prisma.sql`a.status = ${verdict}`);
  if (from) where.push(Prisma.sql`${moment} >= ${from}`);
  if (to) where.push(Prisma.sql`${moment} < ${to}`);
  const columns = APPOINTMENT_SORTS;
  const page = await keysetPage<Row, 'start'>(tx, { ...ask, select: SELECT, from: APPOINTMENTS_FROM, where, alias: 'a', columns });
  return { ...page, rows: page.rows.map(lineOf) };
}

/** One appointment with what is known about its show; null when this client has none of that id. */
export async function appointmentById(tx: Tx, clientId: string, id: string): Promise<AppointmentLine | null> {
  const [row] = await tx.$queryRaw<
    Row[]
  >`SELECT ${SELECT} ${APPOINTMENTS_FROM} WHERE a.client_id = ${clientId}::uuid AND a.id = ${id}::uuid`;
  return row ? lineOf(row) : null;
}

function lineOf({ proof, startAt, verifyAt, ...row }: Row): AppointmentLine {
  const found = { proofSeconds: proof?.seconds ?? null, proofCallId: proof?.id ?? null };
  return { ...row, ...found, startAt: startAt.toISOString(), verifyAt: verifyAt.toISOString() };
}

/** Conditions on whose appointments: of a campaign, of one mode, of people by name or e-mail. */
export function whoseAppointments(
  clientId: string,
  { campaignId, mode, q }: Pick<AppointmentFilter, 'campaignId' | 'mode' | 'q'>,
): Prisma.Sql[] {
  const where = [Prisma.sql`a.client_id = ${clientId}::uuid`];
  if (campaignId) where.push(Prisma.sql`a.campaign_id = ${campaignId}::uuid`);
  if (mode) where.push(Prisma.sql`a.mode = ${mode}`);
  for (const word of (q ?? '').split(/\s+/).filter(Boolean).slice(0, 5)) {
    where.push(
      Prisma.sql`(l.first_name ILIKE ${like(word)} OR l.last_name ILIKE ${like(word)} OR a.attendee_name ILIKE ${like(word)} OR a.attendee_email ILIKE ${like(word)})`,
    );
  }
  return where;
}

export type AppointmentCounts = { verify: number; awaiting: number; unmatched: number; ignored: number };

type Whose = Pick<AppointmentFilter, 'campaignId' | 'mode'>;

/** How many wait for somebody's word or for their verdict, and how many bookings belong to no lead; each counted up to 1,000. */
export async function appointmentCounts(tx: Tx, clientId: string, whose: Whose = {}): Promise<AppointmentCounts> {
  const upTo = (view: keyof AppointmentCounts) => countUpTo1000(view, clientId, whose);
  const [row] = await tx.$queryRaw<AppointmentCounts[]>`
    SELECT ${upTo('verify')} AS verify, ${upTo('awaiting')} AS awaiting, ${upTo('unmatched')} AS unmatched, ${upTo('ignored')} AS ignored`;
  return row ?? { verify: 0, awaiting: 0, unmatched: 0, ignored: 0 };
}

/** The number of those in a view, up to 1,000, as a scalar of a query. */
export function countUpTo1000(view: keyof AppointmentCounts, clientId: string, whose: Whose = {}): Prisma.Sql {
  const rows = view === 'verify' || view === 'awaiting' ? begunRows(view, clientId, whose) : ownRows(VIEWS[view], clientId, whose);
  return Prisma.sql`(SELECT count(*)::int FROM (SELECT 1 FROM (${rows}) found LIMIT 1000) counted)`;
}

/** Of those to verify, the number that the rules decide within twelve hours on their lead's clock. */
export const countVerifySoon = (clientId: string, mode: Mode): Prisma.Sql => Prisma.sql`(SELECT count(*)::int
  FROM (SELECT * FROM (${begunRows('verify', clientId, { mode })}) found LIMIT 1000) a JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
  WHERE a.verify_due_at <= now() + l.clock_offset * interval '1 millisecond' + interval '12 hours')`;

/** Begun on the machine's clock, and on that of the few leads ahead of it, apart: so each is a range of an index. */
function begunRows(view: keyof typeof OPEN, clientId: string, whose: Whose = {}): Prisma.Sql {
  const rows = ownRows(OPEN[view], clientId, whose);
  return Prisma.sql`(${rows} AND a.start_at <= now() LIMIT 1000) UNION ALL (${rows} AND a.start_at > now() AND a.lead_id IN
    (SELECT o.id FROM lead o WHERE o.client_id = ${clientId}::uuid AND o.clock_offset > 0 AND a.start_at <= now() + o.clock_offset * interval '1 millisecond'))`;
}

function ownRows(which: Prisma.Sql, clientId: string, whose: Whose): Prisma.Sql {
  const own = Prisma.join(whoseAppointments(clientId, whose), ' AND ');
  return Prisma.sql`SELECT a.client_id, a.lead_id, a.verify_due_at FROM appointment a WHERE ${own} AND (${which})`;
}

/** In which books these appointments count. */
export async function appointmentModes(tx: Tx, clientId: string, ids: string[]): Promise<Mode[]> {
  const rows = await tx.appointment.findMany({ where: { clientId, id: { in: ids } }, distinct: ['mode'], select: { mode: true } });
  return rows.map(({ mode }) => mode as Mode).sort();
}

/** What was decided about an appointment; null before its verdict. */
export async function verdictOf(tx: Tx, clientId: string, id: string): Promise<'shown' | 'no_show' | null> {
  const row = await tx.appointment.findUnique({ where: { clientId_id: { clientId, id } }, select: { status: true } });
  return row?.status === 'shown' || row?.status === 'no_show' ? row.status : null;
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
      ignoredAt: true,
    },
  });
  return (
    row && { ...row, isIgnored: row.ignoredAt !== null, mode: row.mode as Mode, startAt: row.startAt.toISOString(), zone: row.timezone }
  );
}
