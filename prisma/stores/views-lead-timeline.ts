import type { CallOutcome, CallStatus } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { type Ask, LIMIT } from './views-lead-ask.ts';
import { type BookingEntry, bookings, type MilestoneEntry, type VerdictEntry, type WordEntry } from './views-lead-bookings.ts';
import { type DecisionEntry, decisions } from './views-lead-decisions.ts';
import { REPLY } from './views-needs.ts';

export type { MilestoneEntry, VerdictEntry } from './views-lead-bookings.ts';
export type { DecisionEntry } from './views-lead-decisions.ts';

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
  recordingUrl: string | null;
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
  sentAt: string | null;
  deliveredAt: string | null;
  subject: string | null;
  body: string | null;
  /** Of a reply: whether it waits for a person, since when it does not any more, and who took it off; nobody where the rules dealt with it. */
  isWaiting: boolean;
  handledAt: string | null;
  handledById: string | null;
  /** Of a message written by hand. */
  writtenById: string | null;
};
export type FactEntry = { kind: 'fact'; id: string; at: string; type: string; payload: Record<string, unknown> };
/** What a colleague wrote about the lead. */
export type CommentEntry = { kind: 'comment'; id: string; at: string; authorId: string; body: string; editedAt: string | null };
export type LinkEntry = { kind: 'link'; id: string; at: string; purpose: string };
export type Entry =
  | CallEntry
  | MessageEntry
  | BookingEntry
  | VerdictEntry
  | MilestoneEntry
  | WordEntry
  | DecisionEntry
  | FactEntry
  | LinkEntry
  | CommentEntry;

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
  'lead.call_asked',
  'lead.link_asked',
  'lead.step_skipped',
  'lead.step_restored',
];

/** Of what happened in one moment the consequence stands above its cause. */
const RANK = ({ kind }: Entry) => (kind === 'milestone' ? 2 : kind === 'verdict' ? 1 : 0);

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
    await decisions(ask, clientId, leadId),
    await facts(tx, clientId, leadId, until),
    await links(ask),
    await comments(ask),
  ];
  // Below the oldest entry of a part that was cut off, other parts would be shown with holes.
  const floor = Math.max(
    0,
    ...parts.filter(({ length }) => length >= LIMIT).map((part) => Math.min(...part.map(({ at }) => Date.parse(at)))),
  );
  const entries = parts
    .flat()
    .filter(({ at }) => Date.parse(at) >= floor && Date.parse(at) < until.getTime())
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || RANK(b) - RANK(a));
  return { entries, older: floor > 0 ? (entries.at(-1)?.at ?? null) : null };
}

async function calls({ tx, until, own }: Ask, clientId: string): Promise<CallEntry[]> {
  type Row = Omit<CallEntry, 'kind' | 'at' | 'transcript'> & { at: Date };
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, coalesce(started_at, dialled_at, created_at) AS at, direction, status, outcome, dial_no AS attempt, is_callback AS "isCallback",
      duration_seconds AS "durationSeconds", cost_cents AS "costCents", summary, sentiment, disconnect_reason AS "disconnectReason",
      recording_url AS "recordingUrl"
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
  type Times = 'at' | 'sentAt' | 'deliveredAt' | 'handledAt';
  type Row = Omit<MessageEntry, 'kind' | Times> & { at: Date; sentAt: Date | null; deliveredAt: Date | null; handledAt: Date | null };
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, ${at} AS at, direction, channel, kind AS what, status, skip_reason AS "skipReason",
      error_code AS "errorCode", subject, body, sent_at AS "sentAt", delivered_at AS "deliveredAt", handled_at AS "handledAt", handled_by_id AS "handledById",
      written_by_id AS "writtenById", EXISTS (SELECT 1 FROM lead l WHERE l.client_id = m.client_id AND l.id = m.lead_id AND ${REPLY}) AS "isWaiting"
    FROM message m WHERE ${own} AND status <> 'scheduled' AND ${at} < ${until}
      AND NOT (status = 'skipped' AND scheduled_for > ${now}) ORDER BY at DESC LIMIT ${LIMIT}`;
  return rows.map((row) => ({
    ...row,
    kind: 'message',
    at: row.at.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    handledAt: row.handledAt?.toISOString() ?? null,
  }));
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

async function comments({ tx, until, own }: Ask): Promise<CommentEntry[]> {
  const rows = await tx.$queryRaw<{ id: string; at: Date; authorId: string; body: string; editedAt: Date | null }[]>`
    SELECT id, created_at AS at, author_id AS "authorId", body, edited_at AS "editedAt" FROM comment
    WHERE ${own} AND deleted_at IS NULL AND created_at < ${until} ORDER BY created_at DESC LIMIT ${LIMIT}`;
  return rows.map((row) => ({ ...row, kind: 'comment', at: row.at.toISOString(), editedAt: row.editedAt?.toISOString() ?? null }));
}
