import type { Prisma, Tx } from '../client.ts';

/** What the parts of a timeline are asked for: rows of one lead (`own`) before `until`; `now` is the lead's clock. */
export type Ask = { tx: Tx; until: Date; own: Prisma.Sql; now: Date };

/** Entries of each kind that are read at most; older ones follow on the next page. */
export const LIMIT = 100;
