import type { World } from './world.ts';

/** What counts as a deed toward the world. */
export const effectKinds = ['dials', 'sms', 'emails', 'bookings', 'invoices'] as const;
/** One of them. */
export type EffectKind = (typeof effectKinds)[number];

const tables: Record<EffectKind, string> = { dials: 'call', sms: 'sms', emails: 'mail', bookings: 'booking', invoices: 'invoice' };
type Row = { kind: string; key: string; count: string; at: string; ids: string[]; phone: string | null };

/** One key of ours with how often the deed was done. */
export type Effect = { key: string; count: number; at: string; details: { ids: string[]; phone: string | null } };

/** The counters: a list of keys by kind (left out where only totals are wanted), and what is wrong or unknown among them. */
export type Effects = Partial<Record<EffectKind, Effect[]>> & {
  /** The list once more under a fixed name, where one kind was asked for. */
  effects?: Effect[];
  totals: Record<EffectKind, number>;
  withoutKey: Record<EffectKind, number>;
  duplicates: (Effect & { kind: EffectKind })[];
};

/**
 * Every deed the twins saw, counted by our own key: `totals` by kind, `duplicates` where a key came more than once (a retry that Stripe
 * replayed is no second deed), and each key with its count, first time and ids. Deeds without a key are counted under `withoutKey`.
 */
export async function effects(world: World, wanted: { kind?: EffectKind; key?: string; onlyTotals: boolean }): Promise<Effects> {
  const kinds = wanted.kind ? [wanted.kind] : effectKinds;
  const stored = kinds.map((kind) => tables[kind]);
  const { rows } = await world.state.pool.query<Row>(
    `SELECT kind, key, count(*) AS count, min(at) AS at, array_agg(id ORDER BY at) AS ids, min(phone) AS phone
     FROM thing WHERE kind = ANY($1) AND key IS NOT NULL AND ($2::text IS NULL OR key = $2)
     GROUP BY kind, key ${wanted.onlyTotals ? 'HAVING count(*) > 1' : ''} ORDER BY min(at)`,
    [stored, wanted.key ?? null],
  );
  const counted = await world.state.pool.query<{ kind: string; all: string; keyed: string }>(
    'SELECT kind, count(*) AS all, count(key) AS keyed FROM thing WHERE kind = ANY($1) GROUP BY kind',
    [stored],
  );
  const number = (kind: EffectKind, of: 'all' | 'unkeyed') => {
    const row = counted.rows.find((candidate) => candidate.kind === tables[kind]);
    return of === 'all' ? Number(row?.all ?? 0) : Number(row?.all ?? 0) - Number(row?.keyed ?? 0);
  };
  const byKind = <T>(value: (kind: EffectKind) => T) =>
    Object.fromEntries(effectKinds.map((kind) => [kind, value(kind)])) as Record<EffectKind, T>;
  const ofKind = (kind: EffectKind) => rows.filter((row) => row.kind === tables[kind]).map(toEffect);
  const lists = Object.fromEntries(kinds.map((kind) => [kind, ofKind(kind)]));
  return {
    ...(wanted.onlyTotals ? {} : lists),
    ...(wanted.kind && !wanted.onlyTotals && { effects: ofKind(wanted.kind) }),
    totals: byKind((kind) => number(kind, 'all')),
    withoutKey: byKind((kind) => number(kind, 'unkeyed')),
    duplicates: kinds.flatMap((kind) =>
      ofKind(kind)
        .filter(({ count }) => count > 1)
        .map((effect) => ({ ...effect, kind })),
    ),
  };
}

const toEffect = (row: Row): Effect => ({
  ...{ key: row.key, count: Number(row.count), at: new Date(Number(row.at)).toISOString() },
  details: { ids: row.ids, phone: row.phone },
});
