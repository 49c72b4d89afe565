import type { World } from './world.ts';

/** What counts as a deed toward the world. */
export const effectKinds = ['dials', 'sms', 'emails', 'bookings', 'invoices'] as const;
/** One of them. */
export type EffectKind = (typeof effectKinds)[number];

const tables: Record<EffectKind, string> = { dials: 'call', sms: 'sms', emails: 'mail', bookings: 'booking', invoices: 'invoice' };
type Row = { kind: string; key: string | null; count: string; at: string; ids: string[]; phone: string | null };

/**
 * Every deed the twins saw, counted by our own key: `totals` by kind, `duplicates` where a key came more than once (a retry that Stripe
 * replayed is no second deed), and each key with its count, first time and ids. Deeds without a key are counted under `withoutKey`.
 */
export async function effects(world: World, wanted: { kind?: EffectKind; key?: string; onlyTotals: boolean }): Promise<object> {
  const kinds = wanted.kind ? [tables[wanted.kind]] : Object.values(tables);
  const nameOf = (kind: string) => effectKinds.find((name) => tables[name] === kind) ?? 'dials';
  const text = `SELECT kind, key, count(*) AS count, min(at) AS at, array_agg(id ORDER BY at) AS ids, min(phone) AS phone
    FROM thing WHERE kind = ANY($1) AND key IS NOT NULL AND ($2::text IS NULL OR key = $2) ${wanted.onlyTotals ? '' : ''}
    GROUP BY kind, key ${wanted.onlyTotals ? 'HAVING count(*) > 1' : ''} ORDER BY min(at)`;
  const { rows } = await world.state.pool.query<Row>(text, [kinds, wanted.key ?? null]);
  const counted = await world.state.pool.query<{ kind: string; all: string; keyed: string }>(
    'SELECT kind, count(*) AS all, count(key) AS keyed FROM thing WHERE kind = ANY($1) GROUP BY kind',
    [kinds],
  );
  const byKind = <T>(value: (row: { all: string; keyed: string }) => T, none: T) =>
    Object.fromEntries(
      effectKinds.map((name) => [name, value(counted.rows.find(({ kind }) => kind === tables[name]) ?? { all: '0', keyed: '0' }) ?? none]),
    );
  const shown = rows.map((row) => ({
    ...{ kind: nameOf(row.kind), key: row.key, count: Number(row.count), at: new Date(Number(row.at)).toISOString() },
    details: { ids: row.ids, phone: row.phone },
  }));
  return {
    totals: byKind(({ all }) => Number(all), 0),
    withoutKey: byKind(({ all, keyed }) => Number(all) - Number(keyed), 0),
    duplicates: shown.filter(({ count }) => count > 1),
    ...(!wanted.onlyTotals && { effects: shown }),
  };
}
