import { csvLine } from '#domain/csv-cells.ts';
import type { LeadListColumn } from '#domain/lead-columns.ts';
import { type Db, Prisma } from '../client.ts';
import { type LeadFilter, leadConditions } from './lead-filter.ts';

const COLUMNS = [
  ['id', 'l.id::text'],
  ['first_name', 'l.first_name'],
  ['last_name', 'l.last_name'],
  ['phone', 'l.phone'],
  ['email', 'l.email'],
  ['company', 'l.company'],
  ['campaign', 'c.name'],
  ['mode', 'l.mode'],
  ['status', 'l.status'],
  ['attempts', 'l.attempts'],
  ['last_outcome', 'l.last_outcome'],
  ['last_contacted_at', 'l.last_contacted_at'],
  ['next_step', 'l.next_kind'],
  ['next_at', 'l.next_at'],
  ['timezone', 'l.timezone'],
  ['tags', 'l.tags'],
  ['assigned_to_id', 'l.assigned_to_id::text'],
  ['notes', 'l.notes'],
  ['consent_at', 'l.consent_at'],
  ['consent_source', 'l.consent_source'],
  ['source', 'l.source'],
  ['created_at', 'l.created_at'],
  ['custom_fields', "CASE WHEN l.custom_fields = '{}'::jsonb THEN NULL ELSE l.custom_fields::text END"],
] as const;
type FileColumn = (typeof COLUMNS)[number][0];

/** What a file holds for each column of the list; the name and the id it always has. */
const OF_LIST: Record<LeadListColumn, readonly FileColumn[]> = {
  phone: ['phone'],
  email: ['email'],
  company: ['company'],
  status: ['status'],
  campaign: ['campaign', 'mode'],
  attempts: ['attempts'],
  contacted: ['last_contacted_at'],
  outcome: ['last_outcome'],
  next: ['next_step', 'next_at'],
  zone: ['timezone'],
  owner: ['assigned_to_id'],
  tags: ['tags'],
  added: ['created_at'],
};
const ALWAYS: readonly FileColumn[] = ['id', 'first_name', 'last_name'];

const PAGE = 2_000;
const SELECT = Prisma.raw(COLUMNS.map(([name, sql]) => `${sql} AS ${name}`).join(', '));
type Cell = string | number | Date | readonly string[] | null;
type Row = Record<FileColumn, Cell> & { id: string; place: string };

const textOf = (value: Cell): string => {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? (value ?? []).join(';') : String(value);
};
/** Custom fields are text in a row, and an object here: a lead without any has an empty one. */
const jsonValueOf = (name: FileColumn, value: Cell): unknown => (name === 'custom_fields' ? JSON.parse(String(value ?? '{}')) : value);

export type ExportFormat = 'csv' | 'json';
/** How a file begins, holds a lead and ends; `isFirst` is true of its first lead alone. */
type Writer = { head: string; line: (row: Row, isFirst: boolean) => string; foot: string };
const WRITERS: Record<ExportFormat, (names: readonly FileColumn[]) => Writer> = {
  csv: (names) => ({ head: `\uFEFF${csvLine(names)}`, line: (row) => csvLine(names.map((name) => textOf(row[name]))), foot: '' }),
  json: (names) => ({
    head: '[',
    line: (row, isFirst) =>
      `${isFirst ? '' : ','}\n${JSON.stringify(Object.fromEntries(names.map((name) => [name, jsonValueOf(name, row[name])])))}`,
    foot: '\n]\n',
  }),
};

/**
 * Leads as a file, newest first, page by page, so that memory does not grow with their number: each page is a statement of its own behind the last
 * lead of the one before. CSV is UTF-8 with its mark, cells that look like formulas guarded; JSON holds the values as they are. Everything that is
 * kept of a lead, or what a list's columns show.
 */
export async function* exportLeads(
  db: Db,
  clientId: string,
  which: { filter: LeadFilter } | { ids: readonly string[] },
  columns: readonly LeadListColumn[] | null = null,
  format: ExportFormat = 'csv',
): AsyncGenerator<string> {
  const shown = columns && [...ALWAYS, ...columns.flatMap((column) => OF_LIST[column])];
  const names = COLUMNS.map(([name]) => name).filter((name) => !shown || shown.includes(name));
  const { head, line, foot } = WRITERS[format](names);
  yield head;
  for (let last: Row | undefined; ; ) {
    const beyond: Prisma.Sql = last ? Prisma.sql`AND (l.created_at, l.id) < (${last.place}::timestamptz, ${last.id}::uuid)` : Prisma.empty;
    const rows = await db.withClient(clientId, async (tx) => {
      const where =
        'ids' in which
          ? [Prisma.sql`l.client_id = ${clientId}::uuid`, Prisma.sql`l.id = ANY(${which.ids}::uuid[])`]
          : (await leadConditions(tx, clientId, which.filter)).where;
      return tx.$queryRaw<Row[]>`
        SELECT ${SELECT}, l.created_at::text AS place FROM lead l LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id
        WHERE ${Prisma.join(where, ' AND ')} ${beyond} ORDER BY l.created_at DESC, l.id DESC LIMIT ${PAGE}`;
    });
    const isFirstPage = !last;
    if (rows.length > 0) yield rows.map((row, at) => line(row, isFirstPage && at === 0)).join('');
    last = rows.at(-1);
    if (!last || rows.length < PAGE) break;
  }
  if (foot) yield foot;
}
