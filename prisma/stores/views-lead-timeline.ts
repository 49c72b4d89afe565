import type { CallOutcome, CallStatus, VerificationMethod } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';

export type CallEntry = {
  kind: 'call';
  id: string;
  at: string;
  direction: string;
  status: CallStatus;
  outcome: CallOutcome | null;
  attempt: number | null;
  isCallback: boolean;
  durationSeconds: number | null;
  costCents: number | null;
  summary: string | null;
  sentiment: string | null;
  disconnectReason: string | null;
  transcript: { speaker: string; message: string; startMs: number | null }[];
};
export type MessageEntry = {
  kind: 'message';
  id: string;
  at: string;
  direction: string;
  channel: string;
  what: string;
  status: string;
  skipReason: string | null;
  errorCode: string | null;
  subject: string | null;
  body: string | null;
};
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
export type VerdictEntry = {
  kind: 'verdict';
  id: string;
  at: string;
  status: string;
  method: VerificationMethod | null;
  disputed: boolean;
  startAt: string;
  zone: string;
};
export type WordEntry = { kind: 'word'; id: string; at: string; by: 'client' | 'lead'; attended: boolean };
export type DecisionEntry = {
  kind: 'decision';
  id: string;
  at: string;
  channel: string;
  purpose: string;
  answer: string;
  codes: string[];
  nextAt: string | null;
};
export type FactEntry = { kind: 'fact'; id: string; at: string; type: string; payload: Record<string, unknown> };
export type LinkEntry = { kind: 'link'; id: string; at: string; purpose: string };
export type Entry = CallEntry | MessageEntry | BookingEntry | VerdictEntry | WordEntry | DecisionEntry | FactEntry | LinkEntry;

/** Facts that no other entry tells: the rest stands in the calls, messages and appointments themselves. */
const TOLD_BY_FACTS = [
  'lead.moved',
  'lead.cancelled',
  'lead.linked',
  'lead.overturned',
  'lead.barred',
  'lead.ended',
  'lead.back_to_reach',
  'lead.needs_attention',
  'lead.message_put_off',
  'lead.permit_expired',
];
/** Entries of each kind that are read at most; older ones follow on the next page. */
const LIMIT = 100;

/** What happened to a lead before `before`, newest first, and where the next page begins, null at the end. */
export async function leadEntries(
  tx: Tx,
  clientId: string,
  { id: leadId, now }: { id: string; now: string },
  before: string | null,
): Promise<{ entries: Entry[]; older: string | null }> {
  const until = new Date(before ?? '9999-12-31T00:00:00Z');
  const ask = { tx, until, now: new Date(now), own: Prisma.sql`client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid` };
  const parts: Entry[][] = [
    await calls(ask, clientId),
    await messages(ask),
    await bookings(ask),
    await decisions(ask),
    await facts(tx, clientId, leadId, until),
    await links(ask),
  ];
  // Below the oldest entry of a part that was cut off, other parts would be shown with holes.
  const floor = Math.max(
    0,
    ...parts.filter(({ length }) => length >= LIMIT).map((part) => Math.min(...part.map(({ at }) => Date.parse(at)))),
  );
  const entries = parts
    .flat()
    .filter(({ at }) => Date.parse(at) >= floor && Date.parse(at) < until.getTime())
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || Number(b.kind === 'verdict') - Number(a.kind === 'verdict'));
  return { entries, older: floor > 0 ? (entries.at(-1)?.at ?? null) : null };
}

type Ask = { tx: Tx; until: Date; own: Prisma.Sql; now: Date };

async function calls({ tx, until, own }: Ask, clientId: string): Promise<CallEntry[]> {
  type Row = Omit<CallEntry, 'kind' | 'at' | 'transcript'> & { at: Date };
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, coalesce(started_at, dialled_at, created_at) AS at, direction, status, outcome, dial_no AS attempt, is_callback AS "isCallback",
      duration_seconds AS "durationSeconds", cost_cents AS "costCents", summary, sentiment, disconnect_reason AS "disconnectReason"
    FROM call WHERE ${own} AND (permit = 'consumed' OR permit IS NULL) AND coalesce(started_at, dialled_at, created_at) < ${until}
    ORDER BY at DESC LIMIT ${LIMIT}`;
  const ids = rows.map(({ id }) => id);
  const lines = await tx.transcriptLine.findMany({
    where: { clientId, callId: { in: ids } },
    orderBy: { seq: 'asc' },
    select: { callId: true, speaker: true, message: true, startMs: true },
  });
  return rows.map((row) => ({
    ...row,
    kind: 'call',
    at: row.at.toISOString(),
    transcript: lines.filter(({ callId }) => callId === row.id).map(({ speaker, message, startMs }) => ({ speaker, message, startMs })),
  }));
}

/** A message that will not be sent stands in the plan until its time has passed. */
async function messages({ tx, until, own, now }: Ask): Promise<MessageEntry[]> {
  // What was skipped as it was planned has a time that had passed already.
  const at = Prisma.sql`coalesce(sent_at, CASE WHEN status = 'skipped' THEN greatest(scheduled_for, created_at) ELSE scheduled_for END, created_at)`;
  const rows = await tx.$queryRaw<(Omit<MessageEntry, 'kind' | 'at'> & { at: Date })[]>`
    SELECT id, ${at} AS at, direction, channel, kind AS what, status, skip_reason AS "skipReason",
      error_code AS "errorCode", subject, body
    FROM message WHERE ${own} AND status <> 'scheduled' AND ${at} < ${until}
      AND NOT (status = 'skipped' AND scheduled_for > ${now}) ORDER BY at DESC LIMIT ${LIMIT}`;
  return rows.map((row) => ({ ...row, kind: 'message', at: row.at.toISOString() }));
}

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
type Decided = { method: VerificationMethod | null; disputed: boolean; verifiedAt: Date | null };
type Words = {
  clientConfirmed: boolean | null;
  clientConfirmedAt: Date | null;
  leadConfirmed: boolean | null;
  leadConfirmedAt: Date | null;
};

/** A booking is up to four entries: taken, what either side said, and the verdict. */
async function bookings({ tx, own }: Ask): Promise<Entry[]> {
  const rows = await tx.$queryRaw<(Booked & Decided & Words)[]>`
    SELECT id, booked_at AS "bookedAt", booked_by AS "bookedBy", title, start_at AS "startAt", timezone AS zone, meeting_url AS "meetingUrl", status,
      verification_method AS method, disputed, verified_at AS "verifiedAt", client_confirmed AS "clientConfirmed", client_confirmed_at AS "clientConfirmedAt",
      lead_confirmed AS "leadConfirmed", lead_confirmed_at AS "leadConfirmedAt"
    FROM appointment WHERE ${own}`;
  return rows.flatMap((row): Entry[] => {
    const { id, zone, title, bookedBy, meetingUrl, status, method, disputed } = row;
    const startAt = row.startAt.toISOString();
    const word = (by: 'client' | 'lead', attended: boolean | null, at: Date | null): Entry[] =>
      attended === null || !at ? [] : [{ kind: 'word', id: `${id}-${by}`, at: at.toISOString(), by, attended }];
    return [
      { kind: 'booking', id, at: row.bookedAt.toISOString(), bookedBy, title, startAt, zone, meetingUrl },
      ...word('client', row.clientConfirmed, row.clientConfirmedAt),
      ...word('lead', row.leadConfirmed, row.leadConfirmedAt),
      ...(row.verifiedAt
        ? [{ kind: 'verdict' as const, id: `${id}-verdict`, at: row.verifiedAt.toISOString(), status, method, disputed, startAt, zone }]
        : []),
    ];
  });
}

async function decisions({ tx, until, own }: Ask): Promise<DecisionEntry[]> {
  const rows = await tx.$queryRaw<(Omit<DecisionEntry, 'kind' | 'at' | 'nextAt'> & { at: Date; nextAt: Date | null })[]>`
    SELECT id, decided_at AS at, channel, purpose, answer, codes, next_at AS "nextAt"
    FROM gate_decision WHERE ${own} AND answer <> 'allow' AND decided_at < ${until} ORDER BY at DESC LIMIT ${LIMIT}`;
  return rows.map((row) => ({ ...row, kind: 'decision', at: row.at.toISOString(), nextAt: row.nextAt?.toISOString() ?? null }));
}

async function facts(tx: Tx, clientId: string, leadId: string, until: Date): Promise<FactEntry[]> {
  const rows = await tx.$queryRaw<{ id: string; at: Date; type: string; payload: Record<string, unknown> }[]>`
    SELECT id::text, at, type, payload FROM outbox_event
    WHERE client_id = ${clientId}::uuid AND aggregate_id = ${leadId}::uuid AND type = ANY(${TOLD_BY_FACTS}) AND at < ${until} ORDER BY outbox_event.id DESC LIMIT ${LIMIT}`;
  return rows.map((row) => ({ ...row, kind: 'fact', at: row.at.toISOString() }));
}

/** Links the lead opened; those that mail programs open by themselves look alike. */
async function links({ tx, until, own }: Ask): Promise<LinkEntry[]> {
  const rows = await tx.$queryRaw<{ id: string; at: Date; purpose: string }[]>`
    SELECT encode(token_hash, 'hex') AS id, opened_at AS at, purpose FROM link_token
    WHERE ${own} AND opened_at IS NOT NULL AND opened_at < ${until} ORDER BY opened_at DESC LIMIT ${LIMIT}`;
  return rows.map((row) => ({ kind: 'link', id: row.id.slice(0, 16), at: row.at.toISOString(), purpose: row.purpose }));
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
      (SELECT max(k.duration_seconds) FROM call k WHERE k.client_id = a.client_id AND k.lead_id = a.lead_id AND k.status <> 'voicemail'
        AND coalesce(k.started_at, k.created_at) BETWEEN a.start_at - make_interval(secs => coalesce((c.cadence ->> 'proofBefore')::float8, 900)) AND greatest(a.verify_due_at, a.start_at)) AS "proofSeconds"
    FROM appointment a LEFT JOIN campaign c ON c.client_id = a.client_id AND c.id = a.campaign_id
    WHERE a.client_id = ${clientId}::uuid AND a.lead_id = ${leadId}::uuid AND a.status <> 'cancelled'
    ORDER BY (a.status IN ('scheduled', 'awaiting')) DESC, a.start_at DESC LIMIT 1`;
  return row ? { ...row, startAt: row.startAt.toISOString(), verifyAt: row.verifyAt.toISOString() } : null;
}
