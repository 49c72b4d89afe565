import { Prisma, type Tx } from '../client.ts';

/** A column a list may be ordered by: an expression that is never null, the type its value has as text, and the id beside it in its index where that is not the list's own. */
export type SortColumn = { sql: string; type: 'timestamptz' | 'text' | 'int'; id?: string };
export type Order<C extends string> = { column: C; direction: 'asc' | 'desc' };
/** Where a page begins: after or before the row with this sort value and id. */
export type Cursor = { at: 'after' | 'before'; value: string; id: string };
export type Page<T> = { rows: T[]; before: string | null; after: string | null; total: number; isMore: boolean };

/** Counting stops here: beyond it a list says "10,000+". */
export const COUNT_LIMIT = 10_000;

const encode = (value: string, id: string) => Buffer.from(JSON.stringify([value, id])).toString('base64url');

/** Reads a cursor from an address; a malformed one is none. */
export function readCursor(params: URLSearchParams): Cursor | null {
  const at = params.has('before') ? 'before' : 'after';
  try {
    const [value, id] = JSON.parse(Buffer.from(params.get(at) ?? '', 'base64url').toString('utf8')) as unknown[];
    return typeof value === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) ? { at, value, id } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Reads `column.direction` from an address; anything unknown gives the fallback. */
export function readOrder<C extends string>(text: string | null, columns: Record<C, unknown>, fallback: Order<C>): Order<C> {
  const [column = '', direction] = (text ?? '').split('.');
  return Object.hasOwn(columns, column) ? { column: column as C, direction: direction === 'desc' ? 'desc' : 'asc' } : fallback;
}

/**
 * One page by key: rows strictly beyond the cursor, so that page 900 costs what page 1 costs. `from` holds the joins and `where` the filter;
 * `alias` is the table whose id breaks ties.
 */
export async function keysetPage<Row extends { id: string }, C extends string>(
  tx: Tx,
  ask: {
    select: Prisma.Sql;
    from: Prisma.Sql;
    /** What is counted, where `from` joins more than `where` needs. */
    counted?: Prisma.Sql;
    /** Where counting stops, if not at COUNT_LIMIT. */
    countTo?: number;
    /** The number, where it is known without counting. */
    known?: { total: number; isMore: boolean };
    /** So few rows meet `where` that a first page counts them on its way, instead of looking them up twice. */
    isSmall?: boolean;
    where: readonly Prisma.Sql[];
    alias: string;
    columns: Record<C, SortColumn>;
    order: Order<C>;
    cursor: Cursor | null;
    size: number;
  },
): Promise<Page<Row>> {
  const { sql, type, id: idBeside = `${ask.alias}.id` } = ask.columns[ask.order.column];
  const isBack = ask.cursor?.at === 'before';
  const isDown = (ask.order.direction === 'desc') !== isBack;
  const [key, id] = [Prisma.raw(sql), Prisma.raw(idBeside)];
  const filter = Prisma.join([...ask.where], ' AND ');
  const beyond = ask.cursor
    ? Prisma.sql`AND (${key}, ${id}) ${Prisma.raw(isDown ? '<' : '>')} (${ask.cursor.value}::${Prisma.raw(type)}, ${ask.cursor.id}::uuid)`
    : Prisma.empty;
  const way = Prisma.raw(isDown ? 'DESC' : 'ASC');
  const most = ask.countTo ?? COUNT_LIMIT;
  const isCounting = ask.isSmall && !ask.known && !ask.cursor;
  const found = await tx.$queryRaw<(Row & { sortKey: string; met?: number })[]>`
    SELECT ${ask.select}, ${key}::text AS "sortKey" ${isCounting ? MET : Prisma.empty} ${ask.from} WHERE ${filter} ${beyond}
    ORDER BY ${key} ${way}, ${id} ${way} LIMIT ${ask.size + 1}`;
  const count = isCounting
    ? upTo(found[0]?.met ?? 0, most)
    : (ask.known ?? (await countUpTo(tx, Prisma.sql`${ask.counted ?? ask.from} WHERE ${filter}`, most)));
  const hasMore = found.length > ask.size;
  const rows = found.slice(0, ask.size).map(({ met: _, ...row }) => row as Row & { sortKey: string });
  if (isBack) rows.reverse();
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    rows,
    before: first && (isBack ? hasMore : ask.cursor) ? encode(first.sortKey, first.id) : null,
    after: last && (isBack || hasMore) ? encode(last.sortKey, last.id) : null,
    ...count,
  };
}

async function countUpTo(tx: Tx, source: Prisma.Sql, most: number): Promise<{ total: number; isMore: boolean }> {
  const [counted] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM (SELECT 1 ${source} LIMIT ${most + 1}) counted`;
  return upTo(counted?.n ?? 0, most);
}

const MET = Prisma.sql`, (count(*) OVER ())::int AS met`;
const upTo = (n: number, most: number) => ({ total: Math.min(n, most), isMore: n > most });

/** A search text as an ILIKE pattern. */
export const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
