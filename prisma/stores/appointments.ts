import type { AppointmentStatus, Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { like } from './views-paging.ts';

export type Appointment = {
  id: string;
  leadId: string | null;
  campaignId: string | null;
  mode: Mode;
  title: string;
  startAt: Date;
  endAt: Date;
  timezone: string;
  location: string | null;
  meetingUrl: string | null;
  attendeeName: string;
  attendeeEmail: string | null;
  attendeePhone: string | null;
  status: AppointmentStatus;
  previousAppointmentId: string | null;
  rescheduleCount: number;
  bookedBy: string;
  bookedAt: Date;
  clientConfirmed: boolean | null;
  clientConfirmedAt: Date | null;
  leadConfirmed: boolean | null;
  leadConfirmedAt: Date | null;
  verifyDueAt: Date;
  verifiedAt: Date | null;
  verificationMethod: string | null;
  proofCallId: string | null;
  disputed: boolean;
  cancelReason: string | null;
  countedAt: Date | null;
  createdAt: Date;
};
export type AppointmentDetail = Appointment & {
  lead: { id: string; firstName: string | null; lastName: string | null; phone: string; status: string } | null;
  reminders: {
    id: string;
    kind: string;
    channel: string;
    status: string;
    scheduledFor: Date | null;
    sentAt: Date | null;
    skipReason: string | null;
  }[];
  proofCall: { id: string; direction: string; startedAt: Date | null; durationSeconds: number | null } | null;
};

export type AppointmentQuery = {
  campaignId?: string | undefined;
  leadId?: string | undefined;
  mode?: Mode | undefined;
  status?: AppointmentStatus[] | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** `due`: begun, nobody has said anything. `awaiting`: something was said, the verdict is to come. `done`: decided. */
  verification?: 'due' | 'awaiting' | 'done' | undefined;
  unmatched?: boolean | undefined;
  q?: string | undefined;
  sort?: 'startAt' | '-startAt' | 'createdAt' | '-createdAt' | undefined;
  page: number;
  pageSize: number;
};

const COLUMNS =
  Prisma.raw(`a.id, a.lead_id AS "leadId", a.campaign_id AS "campaignId", a.mode, a.title, a.start_at AS "startAt", a.end_at AS "endAt", a.timezone,
  a.location, a.meeting_url AS "meetingUrl", a.attendee_name AS "attendeeName", a.attendee_email AS "attendeeEmail", a.attendee_phone AS "attendeePhone",
  a.status, a.previous_appointment_id AS "previousAppointmentId", a.reschedule_count AS "rescheduleCount", a.booked_by AS "bookedBy", a.booked_at AS "bookedAt",
  a.client_confirmed AS "clientConfirmed", a.client_confirmed_at AS "clientConfirmedAt", a.lead_confirmed AS "leadConfirmed",
  a.lead_confirmed_at AS "leadConfirmedAt", a.verify_due_at AS "verifyDueAt", a.verified_at AS "verifiedAt", a.verification_method AS "verificationMethod",
  a.proof_call_id AS "proofCallId", a.disputed, a.cancel_reason AS "cancelReason", a.counted_at AS "countedAt", a.created_at AS "createdAt"`);

const begun = Prisma.sql`a.start_at <= clock_timestamp() + coalesce(l.clock_offset, 0) * interval '1 millisecond'`;
const VERIFICATION = {
  due: Prisma.sql`a.status IN ('scheduled', 'awaiting') AND ${begun} AND a.client_confirmed IS NULL AND a.lead_confirmed IS NULL`,
  awaiting: Prisma.sql`a.status IN ('scheduled', 'awaiting') AND ${begun} AND (a.client_confirmed IS NOT NULL OR a.lead_confirmed IS NOT NULL)`,
  done: Prisma.sql`a.verified_at IS NOT NULL`,
};
const ORDER = {
  startAt: 'a.start_at ASC',
  '-startAt': 'a.start_at DESC',
  createdAt: 'a.created_at ASC',
  '-createdAt': 'a.created_at DESC',
} as const;

/** A page of appointments, latest start first unless sorted. */
export async function listAppointments(tx: Tx, clientId: string, query: AppointmentQuery): Promise<{ data: Appointment[]; total: number }> {
  const where = [Prisma.sql`a.client_id = ${clientId}::uuid`];
  const add = <T>(value: T | undefined, condition: (value: T) => Prisma.Sql) => {
    if (value !== undefined) where.push(condition(value));
  };
  add(query.campaignId, (id) => Prisma.sql`a.campaign_id = ${id}::uuid`);
  add(query.leadId, (id) => Prisma.sql`a.lead_id = ${id}::uuid`);
  add(query.mode, (mode) => Prisma.sql`a.mode = ${mode}`);
  add(query.status, (statuses) => Prisma.sql`a.status = ANY(${statuses})`);
  add(query.from, (at) => Prisma.sql`a.start_at >= ${at}`);
  add(query.to, (at) => Prisma.sql`a.start_at < ${at}`);
  add(query.verification, (state) => VERIFICATION[state]);
  add(query.unmatched, (is) => (is ? Prisma.sql`a.lead_id IS NULL AND a.ignored_at IS NULL` : Prisma.sql`a.lead_id IS NOT NULL`));
  add(
    query.q || undefined,
    (q) =>
      Prisma.sql`(a.attendee_name ILIKE ${like(q)} OR a.attendee_email ILIKE ${like(q)} OR a.attendee_phone LIKE ${like(q)} OR a.title ILIKE ${like(q)})`,
  );
  const from = Prisma.sql`FROM appointment a LEFT JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id WHERE ${Prisma.join(where, ' AND ')}`;
  const data = await tx.$queryRaw<Appointment[]>`
    SELECT ${COLUMNS} ${from} ORDER BY ${Prisma.raw(ORDER[query.sort ?? '-startAt'])}, a.id LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`;
  const [count] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n ${from}`;
  return { data, total: count?.n ?? 0 };
}

/** Appointments of a span by the day they begin on, in the client's zone; at most 1,000, earliest first. */
export async function appointmentsByDay(
  tx: Tx,
  clientId: string,
  query: Omit<AppointmentQuery, 'page' | 'pageSize' | 'sort'>,
): Promise<{ day: string; appointments: Appointment[] }[]> {
  const { timezone } = await tx.client.findUniqueOrThrow({ where: { id: clientId }, select: { timezone: true } });
  const { data } = await listAppointments(tx, clientId, { ...query, sort: 'startAt', page: 1, pageSize: 1_000 });
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short' });
  const days = new Map<string, Appointment[]>();
  for (const appointment of data) {
    const day = dayOf.format(appointment.startAt);
    days.set(day, [...(days.get(day) ?? []), appointment]);
  }
  return [...days].map(([day, appointments]) => ({ day, appointments }));
}

/** One appointment with its lead, its messages and the call that proves it; null when this client has none of that id. */
export async function findAppointment(tx: Tx, clientId: string, id: string): Promise<AppointmentDetail | null> {
  const [row] = await tx.$queryRaw<AppointmentDetail[]>`
    SELECT ${COLUMNS},
      (SELECT jsonb_build_object('id', l.id, 'firstName', l.first_name, 'lastName', l.last_name, 'phone', l.phone, 'status', l.status)
       FROM lead l WHERE l.client_id = a.client_id AND l.id = a.lead_id) AS lead,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'kind', m.kind, 'channel', m.channel, 'status', m.status, 'scheduledFor', m.scheduled_for,
                                                    'sentAt', m.sent_at, 'skipReason', m.skip_reason) ORDER BY coalesce(m.scheduled_for, m.created_at), m.id), '[]')
       FROM message m WHERE m.client_id = a.client_id AND m.appointment_id = a.id AND m.direction = 'outbound') AS reminders,
      (SELECT jsonb_build_object('id', c.id, 'direction', c.direction, 'startedAt', c.started_at, 'durationSeconds', c.duration_seconds)
       FROM call c WHERE c.client_id = a.client_id AND c.id = a.proof_call_id) AS "proofCall"
    FROM appointment a WHERE a.client_id = ${clientId}::uuid AND a.id = ${id}::uuid`;
  return row ?? null;
}
