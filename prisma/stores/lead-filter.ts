import { LEAD_STATUSES, type LeadStatus, type Mode } from '#domain/lead.ts';
import { readLeadSearch } from '#domain/lead-search.ts';
import { Prisma, type Tx } from '../client.ts';
import { COUNT_LIMIT, like, type SortColumn } from './views-paging.ts';

/** Which leads are meant: the same for a page of the list, the api, an export and a bulk action. */
export type LeadFilter = {
  campaignId?: string | undefined;
  mode?: Mode | undefined;
  statuses?: LeadStatus[] | undefined;
  /** Any of them. */
  tags?: string[] | undefined;
  assignedTo?: string | undefined;
  /** Somebody answered at least once. */
  reached?: boolean | undefined;
  /** Booked at least once. */
  booked?: boolean | undefined;
  /** With an appointment that is still ahead. */
  hasAppointment?: boolean | undefined;
  createdFrom?: Date | undefined;
  createdTo?: Date | undefined;
  contactedFrom?: Date | undefined;
  contactedTo?: Date | undefined;
  q?: string | undefined;
};

/** Columns a list of leads may be sorted by; each has an index that ends in the id, but for `company`. CASE, as row-level security keeps COALESCE from an index. */
export const LEAD_COLUMNS = {
  created: { sql: 'l.created_at', type: 'timestamptz' },
  name: { sql: 's.sort_name', type: 'text', id: 's.lead_id' },
  company: { sql: "lower(coalesce(l.company, ''))", type: 'text' },
  status: { sql: 'l.status', type: 'text' },
  attempts: { sql: 'l.attempts', type: 'int' },
  contacted: {
    sql: "(CASE WHEN l.last_contacted_at IS NULL THEN '-infinity'::timestamptz ELSE l.last_contacted_at END)",
    type: 'timestamptz',
  },
  next: { sql: "(CASE WHEN l.next_at IS NULL THEN 'infinity'::timestamptz ELSE l.next_at END)", type: 'timestamptz' },
} as const satisfies Record<string, SortColumn>;

/** As its index has it. */
const CONTACTED = Prisma.raw(LEAD_COLUMNS.contacted.sql);

/** Joined where leads are sorted by name; the ids a search found are said on both sides, or all names would be read. */
export const leadNames = ({ ids }: Pick<LeadConditions, 'ids'>): Prisma.Sql =>
  Prisma.sql`JOIN lead_search s ON s.client_id = l.client_id AND s.lead_id = l.id ${ids ? Prisma.sql`AND s.lead_id = ANY(${ids}::uuid[])` : Prisma.empty}`;

/** A search or a tag that finds no more than this is answered from its own index; beyond it, leads are gone through in the order of the list. */
const FEW = 2_000;

/** With more conditions beside such a search, counting further would cost more than the page. */
const COUNTED_BESIDE = 500;

/** Conditions on the lead `l`; how far it is worth counting who meets them, or that their number is known already. */
export type LeadConditions = { where: Prisma.Sql[]; ids?: string[]; countTo: number; known?: { total: number; isMore: boolean } };

/** The filter as conditions on the lead `l`. Asks the search first, whose index row-level security would otherwise keep from being used. */
export async function leadConditions(tx: Tx, clientId: string, filter: LeadFilter): Promise<LeadConditions> {
  const where = [Prisma.sql`l.client_id = ${clientId}::uuid`];
  const add = <T>(value: T | undefined, condition: (value: T) => Prisma.Sql) => {
    if (value !== undefined) where.push(condition(value));
  };
  add(filter.campaignId, (id) => Prisma.sql`l.campaign_id = ${id}::uuid`);
  add(filter.mode, (mode) => Prisma.sql`l.mode = ${mode}`);
  add(filter.statuses?.length ? filter.statuses : undefined, statusIs);
  add(filter.assignedTo, (id) => Prisma.sql`l.assigned_to_id = ${id}::uuid`);
  add(filter.reached || undefined, () => Prisma.sql`l.last_contacted_at IS NOT NULL`);
  add(filter.booked, (booked) => (booked ? Prisma.sql`l.booked_at IS NOT NULL` : Prisma.sql`l.booked_at IS NULL`));
  add(filter.createdFrom, (at) => Prisma.sql`l.created_at >= ${at}`);
  add(filter.createdTo, (at) => Prisma.sql`l.created_at < ${at}`);
  add(filter.contactedFrom, (at) => Prisma.sql`${CONTACTED} >= ${at}`);
  add(filter.contactedTo, (at) => Prisma.sql`(${CONTACTED} < ${at} AND l.last_contacted_at IS NOT NULL)`);
  const open = Prisma.sql`EXISTS (SELECT 1 FROM appointment a WHERE a.client_id = l.client_id AND a.lead_id = l.id AND a.status = 'scheduled')`;
  add(filter.hasAppointment, (has) => (has ? open : Prisma.sql`NOT ${open}`));
  const looked: Looked[] = filter.q ? [await searchedLeads(tx, filter.q)] : [];
  if (filter.tags?.length)
    looked.push(await lookUp(tx, Prisma.sql`leads_tagged(${filter.tags}::text[], ${FEW + 1})`, [Prisma.sql`l.tags && ${filter.tags}`]));
  const isAlone = where.length === 1 && looked.length === 1;
  where.push(...looked.flatMap((each) => each.where));
  const ids = looked.find((each) => each.ids)?.ids;
  if (!looked.some(({ isMany }) => isMany))
    return { where, countTo: COUNT_LIMIT, ...(ids && { ids, ...(isAlone && { known: { total: ids.length, isMore: false } }) }) };
  return { where, countTo: COUNTED_BESIDE, ...(ids && { ids }), ...(isAlone && { known: { total: FEW, isMore: true } }) };
}

/** Conditions on the lead `l`. `ids`: who meets them, where they are few; `isMany`: so many that they are gone through instead of looked up. */
type Looked = { where: Prisma.Sql[]; ids?: string[]; isMany: boolean };

/** A search as conditions on the lead `l`. */
export async function searchedLeads(tx: Tx, q: string): Promise<Looked> {
  const search = readLeadSearch(q);
  if (!search) return { where: [], isMany: false };
  if (search.kind === 'ids') return { where: [Prisma.sql`l.id BETWEEN ${search.from}::uuid AND ${search.to}::uuid`], isMany: false };
  return lookUp(tx, Prisma.sql`leads_like(${search.parts.map(like)}::text[], ${FEW + 1})`, search.parts.map(standsIn));
}

/** Asks an index of its own who is meant: a few are named, many are recognised as the list goes through its leads. */
async function lookUp(tx: Tx, ids: Prisma.Sql, many: Prisma.Sql[]): Promise<Looked> {
  const found = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM ${ids} id`;
  if (found.length > FEW) return { where: many, isMany: true };
  const meant = found.map(({ id }) => id);
  return { where: [Prisma.sql`l.id = ANY(${meant}::uuid[])`], ids: meant, isMany: false };
}

/** One status as an equality: only then is the order within it read off the index. */
const statusIs = (statuses: LeadStatus[]) =>
  statuses.length === 1 ? Prisma.sql`l.status = ${statuses[0]}` : Prisma.sql`l.status = ANY(${statuses})`;

/**
 * Looked up lead by lead, never joined: the leads come in the order of the list, and few of them fill a page. With LIKE instead of a position
 * the planner would expect hardly anybody, and sort them all.
 */
const standsIn = (part: string) =>
  Prisma.sql`strpos((SELECT w.words FROM lead_search w WHERE w.client_id = l.client_id AND w.lead_id = l.id), ${part}) > 0`;

/** How many leads are meant, exactly. */
export async function countLeads(tx: Tx, clientId: string, filter: LeadFilter): Promise<number> {
  const { where: conditions } = await leadConditions(tx, clientId, filter);
  const where = Prisma.join(conditions, ' AND ');
  const [row] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM lead l WHERE ${where}`;
  return row?.n ?? 0;
}

/** Whether a text names a lead's status. */
export const isLeadStatus = (text: string): text is LeadStatus => LEAD_STATUSES.includes(text as LeadStatus);
