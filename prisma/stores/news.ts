import type { Mode } from '#domain/lead.ts';
import { NEWS_COUNTED, NEWS_DAYS, type NewsKind } from '#domain/news.ts';
import { Prisma, type Tx } from '../client.ts';
import { BY_VENDOR } from './views-needs.ts';

/** One piece of news: when it last happened, and the facts its sentence is made of. */
export type News = { key: string; at: string; mode: Mode } & (
  | {
      kind: 'import';
      importId: string;
      campaignId: string;
      campaign: string;
      file: string;
      error: string | null;
      inserted: number;
      refused: number;
    }
  | { kind: 'campaign'; campaignId: string; campaign: string; leads: number; booked: number; shown: number }
  | { kind: 'milestone'; number: number; shows: number; amountCents: number }
  | { kind: 'payment'; invoiceId: string; number: string | null; amountCents: number; reason: string }
  | { kind: 'booking'; count: number }
  | { kind: 'provider'; vendor: string; isUnclear: boolean; count: number }
);
export type NewsReader = { clientId: string; userId: string; zone: string; kinds: readonly NewsKind[] };

const LISTED = 200;

/** Each part looks into an index of its own by time. Bookings and a vendor's troubles are one piece of news a day. */
function partsOf(clientId: string, zone: string, since: Prisma.Sql): Record<NewsKind, Prisma.Sql> {
  const day = (column: string) => Prisma.sql`to_char(${Prisma.raw(column)} AT TIME ZONE ${zone}, 'YYYY-MM-DD')`;
  const own = Prisma.sql`client_id = ${clientId}::uuid`;
  return {
    import: Prisma.sql`SELECT 'import' AS kind, '' AS key, id, finished_at AS at FROM import_job WHERE ${own} AND NOT dry_run AND finished_at > ${since}`,
    campaign: Prisma.sql`SELECT 'campaign', '', id, completed_at FROM campaign WHERE ${own} AND completed_at > ${since}`,
    milestone: Prisma.sql`SELECT 'milestone', '', id, created_at FROM invoice WHERE ${own} AND kind = 'milestone' AND created_at > ${since}`,
    payment: Prisma.sql`SELECT 'payment', '', id, payment_failed_at FROM invoice WHERE ${own} AND status = 'open' AND payment_failed_at > ${since}`,
    booking: Prisma.sql`SELECT 'booking', concat_ws(' ', mode, ${day('created_at')}), NULL::uuid, created_at FROM appointment
      WHERE ${own} AND lead_id IS NULL AND ignored_at IS NULL AND created_at > ${since}`,
    provider: Prisma.sql`SELECT 'provider', concat_ws(' ', mode, ${day('settled_at')}, vendor, status), NULL::uuid, settled_at FROM vendor_effect
      WHERE ${own} AND status IN ('failed', 'unknown') AND ${BY_VENDOR} AND settled_at > ${since}`,
  };
}

const newsSince = ({ clientId, zone, kinds }: NewsReader, since: Prisma.Sql): Prisma.Sql => {
  const parts = partsOf(clientId, zone, since);
  return Prisma.join(
    kinds.map((kind) => parts[kind]),
    ' UNION ALL ',
  );
};

/** Up to when this member has seen the news: before the first look, what came before the membership. */
const seenUntil = ({ clientId, userId }: NewsReader) => Prisma.sql`
  SELECT greatest(coalesce((SELECT seen_until FROM notification_seen WHERE client_id = ${clientId}::uuid AND user_id = ${userId}::uuid),
    (SELECT created_at FROM membership WHERE client_id = ${clientId}::uuid AND user_id = ${userId}::uuid)),
    now() - make_interval(days => ${NEWS_DAYS})) AS until`;

/** How much news this member has not seen; one more than `NEWS_COUNTED` stands for more. */
export async function unseenNews(tx: Tx, reader: NewsReader): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    WITH seen AS MATERIALIZED (${seenUntil(reader)}),
    piece AS (SELECT DISTINCT kind, key, id FROM (${newsSince(reader, Prisma.sql`(SELECT until FROM seen)`)}) n LIMIT ${NEWS_COUNTED + 1})
    SELECT count(*)::int AS count FROM piece`;
  return row?.count ?? 0;
}

/** The news of the last weeks, newest first, and up to when it has been seen. */
export async function newsOf(tx: Tx, reader: NewsReader): Promise<{ news: News[]; seenUntil: string }> {
  const [seen] = await tx.$queryRaw<{ until: Date }[]>(seenUntil(reader));
  const pieces = await tx.$queryRaw<Piece[]>`
    WITH piece AS (
      SELECT kind, key, id, max(at) AS at, count(*)::int AS count
      FROM (${newsSince(reader, Prisma.sql`now() - make_interval(days => ${NEWS_DAYS})`)}) n GROUP BY kind, key, id ORDER BY max(at) DESC LIMIT ${LISTED})
    SELECT p.kind, p.key, p.id, p.at, p.count, d.mode, d.facts FROM piece p
    CROSS JOIN LATERAL (
      SELECT c.mode, jsonb_build_object('importId', j.id, 'campaignId', c.id, 'campaign', c.name, 'file', j.file_name, 'error', j.error, 'inserted', j.inserted,
        'refused', j.duplicates + j.invalid + j.suppressed) AS facts
      FROM import_job j JOIN campaign c ON c.client_id = j.client_id AND c.id = j.campaign_id
      WHERE p.kind = 'import' AND j.client_id = ${reader.clientId}::uuid AND j.id = p.id
      UNION ALL SELECT c.mode, jsonb_build_object('campaignId', c.id, 'campaign', c.name, 'leads', coalesce(s.total_leads, 0), 'booked', coalesce(s.booked, 0),
        'shown', coalesce(s.shown, 0))
      FROM campaign c LEFT JOIN campaign_stats s ON s.client_id = c.client_id AND s.campaign_id = c.id
      WHERE p.kind = 'campaign' AND c.client_id = ${reader.clientId}::uuid AND c.id = p.id
      UNION ALL SELECT m.mode, jsonb_build_object('number', m.milestone_number, 'shows', m.shown_count, 'amountCents', m.amount_cents)
      FROM milestone m WHERE p.kind = 'milestone' AND m.client_id = ${reader.clientId}::uuid AND m.invoice_id = p.id
      UNION ALL SELECT i.mode, jsonb_build_object('invoiceId', i.id, 'number', i.number, 'amountCents', i.amount_due_cents, 'reason', coalesce(i.last_payment_error, ''))
      FROM invoice i WHERE p.kind = 'payment' AND i.client_id = ${reader.clientId}::uuid AND i.id = p.id
      UNION ALL SELECT split_part(p.key, ' ', 1), jsonb_build_object('vendor', split_part(p.key, ' ', 3), 'isUnclear', split_part(p.key, ' ', 4) = 'unknown')
      WHERE p.id IS NULL) d
    ORDER BY p.at DESC, p.kind, p.key`;
  const news = pieces.map(({ kind, key, id, at, count, mode, facts }) => {
    const own = kind === 'booking' ? { count } : kind === 'provider' ? { ...facts, count } : facts;
    return { kind, key: `${kind} ${id ?? key}`, at: at.toISOString(), mode, ...own } as News; // the query builds what each kind has
  });
  return { news, seenUntil: (seen?.until ?? new Date(0)).toISOString() };
}
type Piece = { kind: NewsKind; key: string; id: string | null; at: Date; count: number; mode: Mode; facts: object };

/** Notes that a member has seen the news up to a moment; an earlier one changes nothing, nor does one that is still to come. */
export async function markNewsSeen(tx: Tx, { clientId, userId }: Pick<NewsReader, 'clientId' | 'userId'>, until: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO notification_seen (client_id, user_id, seen_until)
    SELECT client_id, user_id, least(${new Date(until)}, clock_timestamp()) FROM membership WHERE client_id = ${clientId}::uuid AND user_id = ${userId}::uuid
    ON CONFLICT (client_id, user_id) DO UPDATE SET seen_until = greatest(notification_seen.seen_until, excluded.seen_until)`;
}
