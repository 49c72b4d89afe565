import { Prisma } from '#prisma/client.ts';
import { LOST, type Scope } from './report.ts';

/** A rule in SQL: every `id` it selects breaks the invariant. */
export type Rule = { invariant: string; rule: string; broken: Prisma.Sql };

/** What of a lead's clock has passed. */
const LEAD_NOW = Prisma.sql`(clock_timestamp() + l.clock_offset * interval '1 millisecond')`;
const TOO_LATE = Prisma.sql`interval '5 minutes'`;

/** I4, I8, I10, I11, I16: every lead has a future or an end, and its rows agree with each other. */
export function leadRules({ clientId, mode }: Scope): Rule[] {
  const own = (table: string) => Prisma.sql`${Prisma.raw(table)}.client_id = ${clientId}::uuid AND ${Prisma.raw(table)}.mode = ${mode}`;
  const leadOf = (table: string) => Prisma.sql`l.client_id = ${Prisma.raw(table)}.client_id AND l.id = ${Prisma.raw(table)}.lead_id`;
  return [
    {
      invariant: 'I4',
      rule: LOST,
      broken: Prisma.sql`
        SELECT l.id FROM lead l LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id
        WHERE ${own('l')} AND l.phase <> 'end' AND NOT CASE l.phase
          WHEN 'reach' THEN l.due_at IS NOT NULL OR l.calling_id IS NOT NULL OR c.id IS NULL OR c.status IN ('draft', 'paused')
            OR EXISTS (SELECT FROM call k WHERE k.client_id = l.client_id AND k.lead_id = l.id AND k.permit = 'granted')
          ELSE l.next_kind IS NOT NULL AND l.next_at IS NOT NULL END`,
    },
    {
      invariant: 'I4',
      rule: 'a lead of a completed campaign has neither an end nor an appointment',
      broken: Prisma.sql`
        SELECT l.id FROM lead l JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id
        WHERE ${own('l')} AND c.status IN ('completed', 'archived') AND l.phase IN ('reach', 'invite', 'rebook')`,
    },
    {
      invariant: 'I4',
      rule: 'the next step of a lead is more than 5 minutes overdue',
      broken: Prisma.sql`
        SELECT l.id FROM lead l WHERE ${own('l')} AND l.phase IN ('invite', 'attend', 'rebook') AND l.next_at < ${LEAD_NOW} - ${TOO_LATE}`,
    },
    {
      invariant: 'I4',
      rule: 'the verdict on an appointment is more than 5 minutes overdue, or waits at a lead that has ended',
      broken: Prisma.sql`
        SELECT a.id FROM appointment a JOIN lead l ON ${leadOf('a')}
        WHERE ${own('a')} AND a.status IN ('scheduled', 'awaiting') AND (a.verify_due_at < ${LEAD_NOW} - ${TOO_LATE} OR l.phase = 'end')`,
    },
    {
      invariant: 'I4',
      rule: 'the workflow of a lead has not been told its newest facts for 5 minutes',
      broken: Prisma.sql`SELECT l.id FROM lead l WHERE ${own('l')} AND l.told_seq < l.seq AND l.updated_at < clock_timestamp() - ${TOO_LATE}`,
    },
    {
      invariant: 'I4',
      rule: 'an import made more leads than it counted',
      broken: Prisma.sql`
        SELECT j.id FROM import_job j JOIN campaign c ON c.client_id = j.client_id AND c.id = j.campaign_id
        WHERE j.client_id = ${clientId}::uuid AND c.mode = ${mode} AND j.inserted + j.suppressed <
          (SELECT count(*) FROM lead l WHERE l.client_id = j.client_id AND l.import_job_id = j.id)`,
    },
    {
      invariant: 'I8',
      rule: 'a reminder was sent after the start it was for',
      // The key of a reminder is `<appointment>:<start>:<kind>:<channel>`. A fast-forwarded lead's clock was another one when the row was settled.
      broken: Prisma.sql`
        SELECT m.id FROM message m JOIN lead l ON ${leadOf('m')} JOIN vendor_effect e ON e.client_id = m.client_id AND e.id = m.effect_id
        WHERE ${own('m')} AND m.kind LIKE 'reminder%' AND e.status = 'done'
          AND CASE WHEN l.clock_offset = 0 THEN e.started_at ELSE m.sent_at END > substring(m.dedupe_key FROM 38 FOR 24)::timestamptz`,
    },
    {
      invariant: 'I8',
      rule: 'a message is still to be sent about an appointment that is cancelled',
      broken: Prisma.sql`
        SELECT m.id FROM message m JOIN appointment a ON a.client_id = m.client_id AND a.id = m.appointment_id
        WHERE ${own('m')} AND m.status = 'scheduled' AND a.status = 'cancelled' AND m.kind NOT LIKE 'rebook%'`,
    },
    {
      invariant: 'I10',
      rule: 'the outbox has a gap: the facts of a lead are not its numbers 1 to seq',
      broken: Prisma.sql`
        SELECT l.id FROM lead l LEFT JOIN (
          SELECT aggregate_id, count(DISTINCT seq) AS facts, max(seq) AS newest FROM outbox_event
          WHERE client_id = ${clientId}::uuid AND aggregate_type = 'lead' AND seq IS NOT NULL GROUP BY 1) o ON o.aggregate_id = l.id
        WHERE ${own('l')} AND (l.seq <> coalesce(o.facts, 0) OR l.seq <> coalesce(o.newest, 0))`,
    },
    {
      invariant: 'I10',
      rule: 'a row of the outbox was due more than a minute ago and is not published',
      broken: Prisma.sql`
        SELECT o.id FROM outbox_event o WHERE ${own('o')} AND o.published_at IS NULL AND o.next_try_at < clock_timestamp() - interval '1 minute'`,
    },
    ...['call', 'appointment', 'message'].map((table) => ({
      invariant: 'I11',
      rule: `a row of ${table} is of another mode than its lead`,
      broken: Prisma.sql`SELECT t.id FROM ${Prisma.raw(table)} t JOIN lead l ON ${leadOf('t')} WHERE t.client_id = ${clientId}::uuid AND t.mode <> l.mode AND t.mode = ${mode}`,
    })),
    ...['call_slot', 'link_token', 'gate_decision'].map((table) => ({
      invariant: 'I11',
      rule: `a row of ${table} is about a lead of nobody or of another client`,
      broken: Prisma.sql`
        SELECT t.lead_id AS id FROM ${Prisma.raw(table)} t LEFT JOIN lead l ON ${leadOf('t')}
        WHERE t.client_id = ${clientId}::uuid AND t.lead_id IS NOT NULL AND l.id IS NULL`,
    })),
    {
      invariant: 'I16',
      rule: 'a dial has no stored decision of the gate, or its lead no consent',
      broken: Prisma.sql`
        SELECT k.id FROM call k JOIN lead l ON ${leadOf('k')} JOIN vendor_effect e ON e.client_id = k.client_id AND e.id = k.effect_id
        WHERE ${own('k')} AND k.permit = 'consumed' AND (e.gate_decision_id IS NULL OR l.consent_at IS NULL)`,
    },
  ];
}
