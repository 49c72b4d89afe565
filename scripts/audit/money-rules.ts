import { Prisma } from '#prisma/client.ts';
import type { Rule } from './lead-rules.ts';
import type { Scope } from './report.ts';

/** I7: counted shows, milestones, invoices and usage agree, exact in cents. */
export function moneyRules({ clientId, mode }: Scope): Rule[] {
  const own = (table: string) => Prisma.sql`${Prisma.raw(table)}.client_id = ${clientId}::uuid AND ${Prisma.raw(table)}.mode = ${mode}`;
  const shownCount = mode === 'live' ? Prisma.sql`k.shown_count` : Prisma.sql`k.rehearsal_shown_count`;
  // Staff may take a show back; a milestone once reached stays.
  const books = Prisma.sql`
    SELECT k.id, k.milestone_size AS size, k.milestone_enabled AS enabled, ${shownCount} AS shown,
      (SELECT count(*) FROM appointment a WHERE ${own('a')} AND a.counted_at IS NOT NULL) AS counted,
      (SELECT count(*) FROM appointment a WHERE ${own('a')} AND a.status = 'no_show' AND a.verification_method = 'staff') AS overturned,
      (SELECT coalesce(max(milestone_number), 0) FROM milestone m WHERE ${own('m')}) AS highest,
      (SELECT count(*) FROM milestone m WHERE ${own('m')}) AS milestones
    FROM client k WHERE k.id = ${clientId}::uuid`;
  return [
    {
      invariant: 'I7',
      rule: 'an appointment is shown and not counted, or counted and not shown',
      broken: Prisma.sql`SELECT a.id FROM appointment a WHERE ${own('a')} AND (a.status = 'shown') <> (a.counted_at IS NOT NULL)`,
    },
    {
      invariant: 'I7',
      rule: 'the count of the client is not the number of counted appointments',
      broken: Prisma.sql`SELECT id FROM (${books}) b WHERE shown <> counted`,
    },
    {
      invariant: 'I7',
      rule: 'the milestones are not those that the count has reached',
      broken: Prisma.sql`
        SELECT id FROM (${books}) b
        WHERE milestones <> highest OR (enabled AND highest < counted / size) OR highest > (counted + overturned) / size`,
    },
    {
      invariant: 'I7',
      rule: 'a milestone has no invoice, or one of another amount',
      broken: Prisma.sql`
        SELECT m.id FROM milestone m LEFT JOIN invoice i ON i.client_id = m.client_id AND i.id = m.invoice_id
        WHERE ${own('m')} AND (i.id IS NULL OR i.kind <> 'milestone' OR i.mode <> m.mode OR i.amount_due_cents <> m.amount_cents)`,
    },
    {
      invariant: 'I7',
      rule: 'an invoice belongs to no milestone',
      broken: Prisma.sql`
        SELECT i.id FROM invoice i WHERE ${own('i')} AND i.kind = 'milestone'
          AND NOT EXISTS (SELECT FROM milestone m WHERE m.client_id = i.client_id AND m.invoice_id = i.id)`,
    },
    {
      invariant: 'I7',
      rule: 'an invoice was wanted more than a minute ago and Stripe does not hold it',
      broken: Prisma.sql`
        SELECT i.id FROM invoice i WHERE ${own('i')} AND i.kind IN ('milestone', 'usage') AND i.created_at < clock_timestamp() - interval '1 minute'
          AND (i.status = 'draft' OR i.stripe_invoice_id IS NULL)`,
    },
    {
      invariant: 'I7',
      rule: 'a usage invoice is not the sum of what its calls cost',
      broken: Prisma.sql`
        SELECT i.id FROM invoice i WHERE ${own('i')} AND i.kind = 'usage' AND i.amount_due_cents <>
          (SELECT coalesce(sum(u.cost_cents), 0) FROM usage_record u WHERE u.client_id = i.client_id AND u.invoice_id = i.id)`,
    },
    {
      invariant: 'I7',
      rule: 'a call with time on it has no usage record, or one of another cost',
      broken: Prisma.sql`
        SELECT k.id FROM call k LEFT JOIN usage_record u ON u.client_id = k.client_id AND u.call_id = k.id
        WHERE ${own('k')} AND k.duration_seconds > 0 AND k.settled_at IS NOT NULL
          AND (u.call_id IS NULL OR u.cost_cents IS DISTINCT FROM k.cost_cents OR u.cost_cents <> (u.seconds * u.rate_cents + 30) / 60)`,
    },
    {
      invariant: 'I7',
      rule: 'a rehearsal was completed more than a minute ago and a call of it is not invoiced',
      broken: Prisma.sql`
        SELECT k.id FROM call k JOIN campaign c ON c.client_id = k.client_id AND c.id = k.campaign_id
        JOIN usage_record u ON u.client_id = k.client_id AND u.call_id = k.id
        WHERE ${own('k')} AND c.mode = 'rehearsal' AND c.completed_at < clock_timestamp() - interval '1 minute' AND k.settled_at < c.completed_at
          AND u.settlement = 'invoice' AND u.invoice_id IS NULL`,
    },
  ];
}
