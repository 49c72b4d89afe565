import { CALL_OUTCOMES, type CallOutcome, type CallStatus, type Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { searchedLeads } from './lead-filter.ts';
import { zoneToShow } from './views-leads.ts';
import { type Cursor, keysetPage, type Order, type Page, type SortColumn } from './views-paging.ts';

export const CALL_SORTS = {
  created: { sql: 'k.created_at', type: 'timestamptz' },
  length: { sql: 'coalesce(k.duration_seconds, -1)', type: 'int' },
} as const satisfies Record<string, SortColumn>;
export type CallSort = keyof typeof CALL_SORTS;

export type CallLine = {
  id: string;
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string;
  campaignId: string | null;
  campaignName: string | null;
  mode: Mode;
  direction: string;
  status: CallStatus;
  outcome: CallOutcome | null;
  attempt: number | null;
  isLive: boolean;
  durationSeconds: number | null;
  costCents: number | null;
  summary: string | null;
  at: string;
  zone: string;
};
export type CallFilter = {
  campaignId?: string;
  mode?: Mode;
  outcome?: string;
  result?: 'answered' | 'unanswered' | 'live';
  /** `outbound`: those we placed. */
  direction?: 'outbound' | 'inbound';
  q?: string;
  from?: Date;
  to?: Date;
};

type Row = Omit<CallLine, 'at' | 'zone' | 'phone'> & {
  at: Date;
  toNumber: string;
  fromNumber: string | null;
  timezone: string | null;
  campaignZone: string | null;
};

const SELECT = Prisma.sql`k.id, k.lead_id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName", k.to_number AS "toNumber", k.from_number AS "fromNumber",
  k.campaign_id AS "campaignId", c.name AS "campaignName", k.mode, k.direction, k.status, k.outcome, k.dial_no AS attempt,
  k.ended_at IS NULL AND k.dialled_at IS NOT NULL AS "isLive", k.duration_seconds AS "durationSeconds", k.cost_cents AS "costCents", k.summary,
  coalesce(k.started_at, k.dialled_at, k.created_at) AS at, l.timezone, c.timezone AS "campaignZone"`;
const FROM = Prisma.sql`FROM call k LEFT JOIN lead l ON l.client_id = k.client_id AND l.id = k.lead_id
  LEFT JOIN campaign c ON c.client_id = k.client_id AND c.id = k.campaign_id`;

/** A page of calls that were dialled or came in; permits that led to no dial are not calls to a person. */
export async function callPage(
  tx: Tx,
  clientId: string,
  ask: { filter: CallFilter; order: Order<CallSort>; cursor: Cursor | null; size: number; known?: { total: number; isMore: boolean } },
): Promise<Page<CallLine>> {
  const { campaignId, mode, outcome, result, direction, q, from, to } = ask.filter;
  const where = [Prisma.sql`k.client_id = ${clientId}::uuid`, Prisma.sql`(k.dialled_at IS NOT NULL OR k.direction <> 'outbound')`];
  if (campaignId) where.push(Prisma.sql`k.campaign_id = ${campaignId}::uuid`);
  if (mode) where.push(Prisma.sql`k.mode = ${mode}`);
  if (outcome) where.push(Prisma.sql`k.outcome = ${outcome}`);
  if (result === 'answered') where.push(Prisma.sql`k.answered`);
  if (result === 'unanswered') where.push(Prisma.sql`k.ended_at IS NOT NULL AND NOT coalesce(k.answered, false)`);
  if (direction) where.push(direction === 'inbound' ? Prisma.sql`k.direction = 'inbound'` : Prisma.sql`k.direction = 'outbound'`);
  if (from) where.push(Prisma.sql`k.created_at >= ${from}`);
  if (to) where.push(Prisma.sql`k.created_at < ${to}`);
  if (q) where.push(...(await searchedLeads(tx, q)).where);
  if (result === 'live') where.push(Prisma.sql`k.ended_at IS NULL`);
  const page = await keysetPage<Row, CallSort>(tx, { ...ask, select: SELECT, from: FROM, where, alias: 'k', columns: CALL_SORTS });
  return { ...page, rows: page.rows.map(lineOf) };
}

function lineOf({ at, toNumber, fromNumber, timezone, campaignZone, ...row }: Row): CallLine {
  const phone = row.direction === 'inbound' ? (fromNumber ?? toNumber) : toNumber;
  return { ...row, phone, at: at.toISOString(), zone: zoneToShow({ timezone, campaignZone, phone }) };
}

/** Whether a text names an outcome. */
export const isOutcome = (text: string): text is CallOutcome => CALL_OUTCOMES.includes(text as CallOutcome);
