/** What a live list shows: its rows in their places, and how many newer ones wait. `from` is the reading it was made of. */
export type Steady<Row> = { address: string; rows: Row[]; waiting: number; from: readonly Row[] };

/** Takes a new reading of the list in without moving a row. The same reading gives back the same list. */
export function merged<Row extends { id: string }>(
  shown: Steady<Row>,
  { address, rows }: { address: string; rows: readonly Row[] },
): Steady<Row> {
  if (rows === shown.from && address === shown.address) return shown;
  if (address !== shown.address || shown.rows.length === 0) return { address, rows: [...rows], waiting: 0, from: rows };
  const read = new Map(rows.map((row) => [row.id, row]));
  const kept = shown.rows.map((row) => read.get(row.id) ?? row);
  const known = new Set(kept.map(({ id }) => id));
  return { address, rows: kept, waiting: rows.filter(({ id }) => !known.has(id)).length, from: rows };
}
