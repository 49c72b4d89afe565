import { LEAD_STATUSES, type LeadStatus, type Mode } from '#domain/lead.ts';
import { guessZone } from '#domain/zones.ts';
import { Prisma, type Tx } from '../client.ts';
import { type Cursor, keysetPage, like, type Order, type Page, type SortColumn } from './views-paging.ts';

export const LEAD_SORTS = {
  created: { sql: 'l.created_at', type: 'timestamptz' },
  name: { sql: "lower(coalesce(l.last_name, '') || ' ' || coalesce(l.first_name, ''))", type: 'text' },
  status: { sql: 'l.status', type: 'text' },
  attempts: { sql: 'l.attempts', type: 'int' },
  contacted: { sql: "coalesce(l.last_contacted_at, '-infinity'::timestamptz)", type: 'timestamptz' },
  next: { sql: "coalesce(l.next_at, 'infinity'::timestamptz)", type: 'timestamptz' },
} as const satisfies Record<string, SortColumn>;
export type LeadSort = keyof typeof LEAD_SORTS;

export type LeadFilter = {
  campaignId?: string;
  statuses?: LeadStatus[];
  mode?: Mode;
  q?: string;
  tag?: string;
  booked?: boolean;
  /** When it was added. */
  from?: Date;
  to?: Date;
};

export type LeadLine = {
  id: string;
  firstName: string | null;
  lastName: string | null;
  phone: string;
  email: string | null;
  company: string | null;
  mode: Mode;
  status: LeadStatus;
  phase: string;
  attempts: number;
  maxAttempts: number;
  campaignId: string | null;
  campaignName: string | null;
  nextKind: string | null;
  nextAt: string | null;
  nextReason: string | null;
  lastContactedAt: string | null;
  lastOutcome: string | null;
  zone: string;
};

type Row = Omit<LeadLine, 'nextAt' | 'lastContactedAt' | 'zone'> & {
  nextAt: Date | null;
  lastContactedAt: Date | null;
  timezone: string | null;
  campaignZone: string | null;
};

const SELECT = Prisma.sql`l.id, l.first_name AS "firstName", l.last_name AS "lastName", l.phone, l.email, l.company, l.mode, l.status, l.phase, l.attempts,
  coalesce(c.max_attempts, 3) AS "maxAttempts", l.campaign_id AS "campaignId", c.name AS "campaignName", l.next_kind AS "nextKind", l.next_at AS "nextAt",
  l.next_reason AS "nextReason", l.last_contacted_at AS "lastContactedAt", l.last_outcome AS "lastOutcome", l.timezone, c.timezone AS "campaignZone"`;
const FROM = Prisma.sql`FROM lead l LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id`;

function conditions(clientId: string, filter: LeadFilter): Prisma.Sql[] {
  const where = [Prisma.sql`l.client_id = ${clientId}::uuid`];
  if (filter.campaignId) where.push(Prisma.sql`l.campaign_id = ${filter.campaignId}::uuid`);
  if (filter.statuses?.length) where.push(Prisma.sql`l.status = ANY(${filter.statuses})`);
  if (filter.mode) where.push(Prisma.sql`l.mode = ${filter.mode}`);
  if (filter.tag) where.push(Prisma.sql`${filter.tag} = ANY(l.tags)`);
  if (filter.booked) where.push(Prisma.sql`l.booked_at IS NOT NULL`);
  if (filter.from) where.push(Prisma.sql`l.created_at >= ${filter.from}`);
  if (filter.to) where.push(Prisma.sql`l.created_at < ${filter.to}`);
  if (filter.q) where.push(searchedLead(filter.q));
  return where;
}

/** The ids a text may mean: a whole one, or at least its first eight characters; null where it is no id. */
function idRange(q: string): { from: string; to: string } | null {
  const hex = /^(?:lead[_-])?([0-9a-f]{8}[0-9a-f-]{0,28})$/i.exec(q)?.[1]?.replaceAll('-', '').toLowerCase();
  if (!hex || hex.length > 32 || (/^\d+$/.test(hex) && hex.length < 16)) return null; // so few digits are a number to call
  const uuid = (digits: string) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { from: uuid(hex.padEnd(32, '0')), to: uuid(hex.padEnd(32, 'f')) };
}

/** An id finds its lead, digits search the number however it was written; other words search names, e-mail and company, each word somewhere. */
export function searchedLead(q: string): Prisma.Sql {
  const ids = idRange(q);
  if (ids) return Prisma.sql`l.id BETWEEN ${ids.from}::uuid AND ${ids.to}::uuid`;
  const digits = q.replace(/[\s().+-]/g, '');
  if (/^\d{3,}$/.test(digits)) return Prisma.sql`l.phone LIKE ${`%${digits}%`}`;
  const words = q.split(/\s+/).filter(Boolean).slice(0, 5);
  const each = words.map(
    (word) =>
      Prisma.sql`(l.first_name ILIKE ${like(word)} OR l.last_name ILIKE ${like(word)} OR l.email ILIKE ${like(word)} OR l.company ILIKE ${like(word)})`,
  );
  return each.length > 0 ? Prisma.join(each, ' AND ') : Prisma.sql`true`;
}

/** A page of leads. */
export async function leadPage(
  tx: Tx,
  clientId: string,
  ask: { filter: LeadFilter; order: Order<LeadSort>; cursor: Cursor | null; size: number },
): Promise<Page<LeadLine>> {
  const page = await keysetPage<Row, LeadSort>(tx, {
    select: SELECT,
    from: FROM,
    where: conditions(clientId, ask.filter),
    alias: 'l',
    columns: LEAD_SORTS,
    order: ask.order,
    cursor: ask.cursor,
    size: ask.size,
  });
  return { ...page, rows: page.rows.map(lineOf) };
}

/** The zone in which a lead's times are shown: what was stated, else where its number is from, else the campaign's. */
export const zoneToShow = (lead: { timezone: string | null; phone: string; campaignZone: string | null }): string =>
  lead.timezone ?? guessZone(lead.phone) ?? lead.campaignZone ?? 'America/New_York';

function lineOf({ timezone, campaignZone, ...row }: Row): LeadLine {
  return {
    ...row,
    nextAt: row.nextAt?.toISOString() ?? null,
    lastContactedAt: row.lastContactedAt?.toISOString() ?? null,
    zone: zoneToShow({ timezone, campaignZone, phone: row.phone }),
  };
}

/** How many leads of a campaign stand in each status. */
export async function leadsByStatus(tx: Tx, clientId: string, campaignId: string): Promise<Partial<Record<LeadStatus, number>>> {
  const rows = await tx.$queryRaw<{ status: LeadStatus; n: number }[]>`
    SELECT status, count(*)::int AS n FROM lead WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid GROUP BY status`;
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

/** Whether a text names a lead's status. */
export const isLeadStatus = (text: string): text is LeadStatus => LEAD_STATUSES.includes(text as LeadStatus);
