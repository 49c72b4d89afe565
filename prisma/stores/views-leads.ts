import type { LeadStatus, Mode } from '#domain/lead.ts';
import { guessZone } from '#domain/zones.ts';
import { Prisma, type Tx } from '../client.ts';
import { LEAD_COLUMNS, type LeadFilter, leadConditions, leadNames } from './lead-filter.ts';
import { type Cursor, keysetPage, type Order, type Page } from './views-paging.ts';

const { company: _, ...SORTS } = LEAD_COLUMNS;
export const LEAD_SORTS = SORTS;
export type LeadSort = keyof typeof LEAD_SORTS;

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
  ownerId: string | null;
  tags: string[];
  createdAt: string;
  /** How far the lead’s own clock is ahead of ours, by which its last contact and its next step are told. */
  clockOffsetMs: number;
};

type Row = Omit<LeadLine, 'nextAt' | 'lastContactedAt' | 'zone' | 'createdAt'> & {
  createdAt: Date;
  nextAt: Date | null;
  lastContactedAt: Date | null;
  timezone: string | null;
  campaignZone: string | null;
};

const SELECT = Prisma.sql`l.id, l.first_name AS "firstName", l.last_name AS "lastName", l.phone, l.email, l.company, l.mode, l.status, l.phase, l.attempts,
  coalesce(c.max_attempts, 3) AS "maxAttempts", l.campaign_id AS "campaignId", c.name AS "campaignName", l.next_kind AS "nextKind", l.next_at AS "nextAt",
  l.next_reason AS "nextReason", l.last_contacted_at AS "lastContactedAt", l.last_outcome AS "lastOutcome",
  l.assigned_to_id AS "ownerId", l.tags, l.created_at AS "createdAt", l.clock_offset::float8 AS "clockOffsetMs", l.timezone, c.timezone AS "campaignZone"`;
const FROM = Prisma.sql`FROM lead l LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id`;

/** A page of leads. */
export async function leadPage(
  tx: Tx,
  clientId: string,
  ask: { filter: LeadFilter; order: Order<LeadSort>; cursor: Cursor | null; size: number },
): Promise<Page<LeadLine>> {
  const conditions = await leadConditions(tx, clientId, ask.filter);
  const page = await keysetPage<Row, LeadSort>(tx, {
    select: SELECT,
    from: ask.order.column === 'name' ? Prisma.sql`${FROM} ${leadNames(conditions)}` : FROM,
    counted: Prisma.sql`FROM lead l`,
    ...conditions,
    isSmall: conditions.ids !== undefined,
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
    createdAt: row.createdAt.toISOString(),
    zone: zoneToShow({ timezone, campaignZone, phone: row.phone }),
  };
}

/** How many leads of a campaign stand in each status. */
export async function leadsByStatus(tx: Tx, clientId: string, campaignId: string): Promise<Partial<Record<LeadStatus, number>>> {
  const rows = await tx.$queryRaw<{ status: LeadStatus; n: number }[]>`
    SELECT status, count(*)::int AS n FROM lead WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid GROUP BY status`;
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}
