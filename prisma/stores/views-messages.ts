import type { Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { zoneToShow } from './views-leads.ts';
import { type Cursor, keysetPage, type Order, type Page, type SortColumn } from './views-paging.ts';

export const MESSAGE_SORTS = {
  time: { sql: 'coalesce(m.sent_at, m.scheduled_for, m.created_at)', type: 'timestamptz' },
} as const satisfies Record<string, SortColumn>;
export type MessageSort = keyof typeof MESSAGE_SORTS;

export type MessageLine = {
  id: string;
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string | null;
  mode: Mode;
  direction: string;
  channel: string;
  kind: string;
  status: string;
  skipReason: string | null;
  subject: string | null;
  body: string | null;
  at: string;
  zone: string;
};
export type MessageFilter = { campaignId: string; channel?: string; kind?: 'planned' | 'received' | 'problems' };

type Row = Omit<MessageLine, 'at' | 'zone'> & { at: Date; timezone: string | null; campaignZone: string | null };

const SELECT = Prisma.sql`m.id, m.lead_id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName", l.phone, m.mode, m.direction, m.channel, m.kind,
  m.status, m.skip_reason AS "skipReason", m.subject, m.body, coalesce(m.sent_at, m.scheduled_for, m.created_at) AS at, l.timezone, c.timezone AS "campaignZone"`;
const FROM = Prisma.sql`FROM message m LEFT JOIN lead l ON l.client_id = m.client_id AND l.id = m.lead_id
  LEFT JOIN campaign c ON c.client_id = m.client_id AND c.id = m.campaign_id`;

/** A page of a campaign's messages: sent, planned and received. */
export async function messagePage(
  tx: Tx,
  clientId: string,
  ask: { filter: MessageFilter; order: Order<MessageSort>; cursor: Cursor | null; size: number },
): Promise<Page<MessageLine>> {
  const where = [Prisma.sql`m.client_id = ${clientId}::uuid`, Prisma.sql`m.campaign_id = ${ask.filter.campaignId}::uuid`];
  if (ask.filter.channel) where.push(Prisma.sql`m.channel = ${ask.filter.channel}`);
  if (ask.filter.kind === 'planned') where.push(Prisma.sql`m.status = 'scheduled'`);
  else where.push(Prisma.sql`m.status <> 'scheduled'`);
  if (ask.filter.kind === 'received') where.push(Prisma.sql`m.direction = 'inbound'`);
  if (ask.filter.kind === 'problems') where.push(Prisma.sql`m.status IN ('undelivered', 'bounced', 'failed', 'unknown')`);
  const page = await keysetPage<Row, MessageSort>(tx, { ...ask, select: SELECT, from: FROM, where, alias: 'm', columns: MESSAGE_SORTS });
  const lineOf = ({ at, timezone, campaignZone, ...row }: Row): MessageLine => ({
    ...row,
    at: at.toISOString(),
    zone: zoneToShow({ timezone, campaignZone, phone: row.phone ?? '' }),
  });
  return { ...page, rows: page.rows.map(lineOf) };
}
