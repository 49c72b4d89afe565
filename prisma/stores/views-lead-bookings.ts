import type { VerificationMethod } from '#domain/lead.ts';
import { remaining } from '#domain/milestones.ts';
import { Prisma, type Tx } from '../client.ts';
import type { Ask } from './views-lead-ask.ts';

export type BookingEntry = {
  kind: 'booking';
  id: string;
  at: string;
  bookedBy: string;
  title: string;
  startAt: string;
  zone: string;
  meetingUrl: string | null;
};
/** `counted`: this show's place among all that count, and how many are missing to the next milestone from there. */
export type VerdictEntry = {
  kind: 'verdict';
  id: string;
  at: string;
  status: string;
  method: VerificationMethod | null;
  disputed: boolean;
  startAt: string;
  zone: string;
  clientConfirmed: boolean | null;
  leadConfirmed: boolean | null;
  proofSeconds: number | null;
  counted: { show: number; milestone: number; missing: number } | null;
};
/** The milestone that this lead's show completed. */
export type MilestoneEntry = {
  kind: 'milestone';
  id: string;
  at: string;
  number: number;
  shows: number;
  amountCents: number;
  invoiceId: string | null;
  invoiceStatus: string | null;
};
export type WordEntry = { kind: 'word'; id: string; at: string; by: 'client' | 'lead'; attended: boolean };

/** Longest talk around an appointment `a` of campaign `c`, in seconds: more than 45 prove a show. */
const PROOF_SECONDS = Prisma.sql`(SELECT max(k.duration_seconds) FROM call k WHERE k.client_id = a.client_id AND k.lead_id = a.lead_id AND k.status <> 'voicemail'
  AND coalesce(k.started_at, k.created_at) BETWEEN a.start_at - make_interval(secs => coalesce((c.cadence ->> 'proofBefore')::float8, 900)) AND greatest(a.verify_due_at, a.start_at))`;

type Booked = {
  id: string;
  bookedAt: Date;
  bookedBy: string;
  title: string;
  startAt: Date;
  zone: string;
  meetingUrl: string | null;
  status: string;
};
type Decided = { method: VerificationMethod | null; disputed: boolean; verifiedAt: Date | null; proofSeconds: number | null };
type Words = {
  clientConfirmed: boolean | null;
  clientConfirmedAt: Date | null;
  leadConfirmed: boolean | null;
  leadConfirmedAt: Date | null;
};
type Counted = {
  show: number | null;
  size: number;
  hasMilestones: boolean;
  countedAt: Date | null;
  milestone: number | null;
  amountCents: number | null;
  invoiceId: string | null;
  invoiceStatus: string | null;
};

/** A booking is up to five entries: taken, what either side said, the verdict, and the milestone it completed. */
export async function bookings({ tx, own }: Ask): Promise<(BookingEntry | WordEntry | VerdictEntry | MilestoneEntry)[]> {
  const rows = await tx.$queryRaw<(Booked & Decided & Words & Counted)[]>`
    SELECT a.*, m.milestone_number AS milestone, m.amount_cents AS "amountCents", m.invoice_id AS "invoiceId", i.status AS "invoiceStatus"
    FROM (
      SELECT a.client_id, a.mode, a.id, a.booked_at AS "bookedAt", a.booked_by AS "bookedBy", a.title, a.start_at AS "startAt", a.timezone AS zone, a.meeting_url AS "meetingUrl", a.status,
        a.verification_method AS method, a.disputed, a.verified_at AS "verifiedAt", a.client_confirmed AS "clientConfirmed", a.client_confirmed_at AS "clientConfirmedAt",
        a.lead_confirmed AS "leadConfirmed", a.lead_confirmed_at AS "leadConfirmedAt", ${PROOF_SECONDS} AS "proofSeconds",
        a.counted_at AS "countedAt", k.milestone_size AS size, k.milestone_enabled AS "hasMilestones",
        CASE WHEN a.counted_at IS NOT NULL THEN (SELECT count(*)::int FROM appointment o WHERE o.client_id = a.client_id AND o.mode = a.mode
          AND o.counted_at IS NOT NULL AND (o.counted_at, o.id) <= (a.counted_at, a.id)) END AS show
      FROM (SELECT * FROM appointment WHERE ${own}) a JOIN client k ON k.id = a.client_id LEFT JOIN campaign c ON c.client_id = a.client_id AND c.id = a.campaign_id) a
    LEFT JOIN milestone m ON m.client_id = a.client_id AND m.mode = a.mode AND m.shown_count = a.show
    LEFT JOIN invoice i ON i.client_id = m.client_id AND i.id = m.invoice_id`;
  return rows.flatMap((row) => {
    const { id, zone, title, bookedBy, meetingUrl } = row;
    const startAt = row.startAt.toISOString();
    return [
      { kind: 'booking' as const, id, at: row.bookedAt.toISOString(), bookedBy, title, startAt, zone, meetingUrl },
      ...wordOf('client', id, row.clientConfirmed, row.clientConfirmedAt),
      ...wordOf('lead', id, row.leadConfirmed, row.leadConfirmedAt),
      ...verdictOf(row, startAt),
      ...milestoneOf(row),
    ];
  });
}

const wordOf = (by: 'client' | 'lead', id: string, attended: boolean | null, at: Date | null): WordEntry[] =>
  attended === null || !at ? [] : [{ kind: 'word', id: `${id}-${by}`, at: at.toISOString(), by, attended }];

function verdictOf(row: Booked & Decided & Words & Counted, startAt: string): VerdictEntry[] {
  if (!row.verifiedAt) return [];
  const { status, method, disputed, zone, clientConfirmed, leadConfirmed, proofSeconds, show, size } = row;
  const counted =
    show !== null && row.hasMilestones && size > 0
      ? { show, milestone: Math.ceil(show / size), missing: remaining(show, size) % size }
      : null;
  return [
    {
      ...{ kind: 'verdict', id: `${row.id}-verdict`, at: row.verifiedAt.toISOString(), status, method, disputed, startAt, zone },
      ...{ clientConfirmed, leadConfirmed, proofSeconds, counted },
    },
  ];
}

function milestoneOf({
  id,
  milestone,
  show,
  amountCents,
  invoiceId,
  invoiceStatus,
  countedAt,
}: { id: string } & Counted): MilestoneEntry[] {
  if (milestone === null || show === null || !countedAt) return [];
  const reached = { number: milestone, shows: show, amountCents: amountCents ?? 0, invoiceId, invoiceStatus };
  return [{ kind: 'milestone', id: `${id}-milestone`, at: countedAt.toISOString(), ...reached }];
}

/** The lead's open appointment, or the last one; null before any booking. */
export async function currentAppointment(tx: Tx, clientId: string, leadId: string) {
  const [row] = await tx.$queryRaw<
    {
      id: string;
      title: string;
      startAt: Date;
      zone: string;
      status: string;
      verifyAt: Date;
      clientConfirmed: boolean | null;
      leadConfirmed: boolean | null;
      method: string | null;
      location: string | null;
      meetingUrl: string | null;
      proofSeconds: number | null;
    }[]
  >`
    SELECT a.id, a.title, a.start_at AS "startAt", a.timezone AS zone, a.status, a.verify_due_at AS "verifyAt", a.client_confirmed AS "clientConfirmed",
      a.lead_confirmed AS "leadConfirmed", a.verification_method AS method, a.location, a.meeting_url AS "meetingUrl",
      ${PROOF_SECONDS} AS "proofSeconds"
    FROM appointment a LEFT JOIN campaign c ON c.client_id = a.client_id AND c.id = a.campaign_id
    WHERE a.client_id = ${clientId}::uuid AND a.lead_id = ${leadId}::uuid AND a.status <> 'cancelled'
    ORDER BY (a.status IN ('scheduled', 'awaiting')) DESC, a.start_at DESC LIMIT 1`;
  return row ? { ...row, startAt: row.startAt.toISOString(), verifyAt: row.verifyAt.toISOString() } : null;
}
