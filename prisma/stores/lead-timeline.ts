import { Prisma, type Tx } from '../client.ts';

/** One thing that happened to a lead, or that will. `at` is on the lead's clock. */
export type TimelineEntry = {
  id: string;
  kind: 'call' | 'message' | 'appointment' | 'decision' | 'fact' | 'comment';
  at: Date;
  /** Still ahead. */
  isAhead: boolean;
  /** What of that kind: a call's direction, a message's kind, a fact's type. */
  what: string;
  status: string | null;
  detail: Record<string, unknown>;
};

export type TimelineQuery = { page: number; pageSize: number };

const ahead = Prisma.sql`clock_timestamp() + l.clock_offset * interval '1 millisecond'`;

/** Facts that another entry of the timeline shows already, or that say nothing to people. */
const SILENT = ['lead.dialled', 'lead.verdict_waits', 'lead.verdict_known', 'lead.put_off', 'lead.reply_shown'];

/** Calls, messages (those scheduled too), appointments, decisions of the gate, comments and facts of one lead, newest first. Null without such a lead. */
export async function leadTimeline(
  tx: Tx,
  clientId: string,
  leadId: string,
  { page, pageSize }: TimelineQuery,
): Promise<{ data: TimelineEntry[]; total: number } | null> {
  const exists = await tx.lead.count({ where: { clientId, id: leadId } });
  if (exists === 0) return null;
  const own = (alias: string) => Prisma.raw(`${alias}.client_id = l.client_id AND ${alias}.lead_id = l.id`);
  const entries = Prisma.sql`
    SELECT c.id::text, 'call' AS kind, coalesce(c.started_at, c.dialled_at, c.created_at) AS at, c.direction AS what, c.status,
           jsonb_build_object('callId', c.id, 'attempt', c.attempt, 'outcome', c.outcome, 'durationSeconds', c.duration_seconds, 'costCents', c.cost_cents,
                              'summary', c.summary, 'disconnectReason', c.disconnect_reason) AS detail
    FROM lead l JOIN call c ON ${own('c')} AND (c.permit = 'consumed' OR c.permit IS NULL) WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid
    UNION ALL
    SELECT m.id::text, 'message', coalesce(m.sent_at, m.scheduled_for, m.created_at), m.kind, m.status,
           jsonb_build_object('messageId', m.id, 'direction', m.direction, 'channel', m.channel, 'subject', m.subject, 'body', m.body, 'skipReason', m.skip_reason,
                              'errorCode', m.error_code, 'appointmentId', m.appointment_id, 'deliveredAt', m.delivered_at)
    FROM lead l JOIN message m ON ${own('m')} WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid
    UNION ALL
    SELECT a.id::text, 'appointment', a.booked_at, a.booked_by, a.status,
           jsonb_build_object('appointmentId', a.id, 'startAt', a.start_at, 'endAt', a.end_at, 'timezone', a.timezone, 'verifyDueAt', a.verify_due_at,
                              'verificationMethod', a.verification_method, 'verifiedAt', a.verified_at, 'rescheduleCount', a.reschedule_count)
    FROM lead l JOIN appointment a ON ${own('a')} WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid
    UNION ALL
    SELECT g.id::text, 'decision', g.decided_at, g.channel || '.' || g.purpose, g.answer, jsonb_build_object('codes', g.codes, 'nextAt', g.next_at)
    FROM lead l JOIN gate_decision g ON ${own('g')} AND g.answer <> 'allow' WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid
    UNION ALL
    SELECT c.id::text, 'comment', c.created_at, 'comment', NULL, jsonb_build_object('commentId', c.id, 'authorId', c.author_id, 'body', c.body, 'editedAt', c.edited_at)
    FROM lead l JOIN comment c ON ${own('c')} AND c.deleted_at IS NULL WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid
    UNION ALL
    SELECT o.id::text, 'fact', o.at, o.type, o.payload ->> 'status', o.payload
    FROM outbox_event o WHERE o.client_id = ${clientId}::uuid AND o.aggregate_id = ${leadId}::uuid AND o.aggregate_type = 'lead' AND NOT (o.type = ANY(${SILENT}))`;
  const rows = await tx.$queryRaw<(TimelineEntry & { total: number })[]>`
    SELECT e.*, e.at > (SELECT ${ahead} FROM lead l WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid) AS "isAhead", count(*) OVER ()::int AS total
    FROM (${entries}) e ORDER BY e.at DESC, e.kind, e.id LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize}`;
  return { data: rows.map(({ total: _, ...entry }) => entry), total: rows[0]?.total ?? 0 };
}
