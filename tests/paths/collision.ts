import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Tx } from '#prisma/client.ts';
import type { TestWorld } from '#tests/support/world.ts';

/** Work in a transaction of its own. */
export type Deed<T> = (tx: Tx) => Promise<T>;
export type Order = 'first, then second' | 'second, then first' | 'at once';
export type Collision = {
  order: Order;
  /** How long one of the two starts behind the other, in milliseconds; below zero the first is the later one. */
  aheadMs: number;
};

/** How often the two orders and the free run are tried. */
const ROUNDS = 30;
const SPREAD_MS = 8;

/** Thirty collisions of two deeds: each order five times, made certain by a held commit, and twenty free runs a little before or after each other. */
export const collisions: Collision[] = Array.from({ length: ROUNDS }, (_, n) => ({
  order: n < 5 ? 'first, then second' : n < 10 ? 'second, then first' : 'at once',
  aheadMs: n < 10 ? 0 : Math.round((SPREAD_MS * (n - 10)) / 10 - SPREAD_MS),
}));

export type Collider = AsyncDisposable & {
  /** Runs two deeds against each other in that order and answers both results. */
  collide: <A, B>(collision: Collision, first: Deed<A>, second: Deed<B>) => Promise<[A, B]>;
};

/** Makes deeds of one client meet. In a fixed order the one's commit is held back until the other waits for its locks, or has passed it. */
export async function openCollider({ db, clientId, superuserUrl }: TestWorld): Promise<Collider> {
  const watcher = new pg.Client({ connectionString: superuserUrl });
  await watcher.connect();
  const blocked = async () => {
    const { rowCount } = await watcher.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND state = 'active' LIMIT 1`,
    );
    return rowCount === 1;
  };

  async function inOrder<A, B>(first: Deed<A>, second: Deed<B>): Promise<[A, B]> {
    let release: () => void = () => undefined;
    let reached: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const written = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const holding = db.withClient(clientId, async (tx) => {
      const result = await first(tx);
      reached();
      await released;
      return result;
    });
    await Promise.race([written, holding]); // a first that fails must not leave us waiting
    let isOver = false;
    const following = db.withClient(clientId, second).finally(() => {
      isOver = true;
    });
    following.catch(() => undefined); // read below
    while (!isOver && !(await blocked())) await sleep(2);
    release();
    return Promise.all([holding, following]);
  }

  return {
    collide: async ({ order, aheadMs }, first, second) => {
      if (order === 'first, then second') return inOrder(first, second);
      if (order === 'second, then first') {
        const [b, a] = await inOrder(second, first);
        return [a, b];
      }
      const late = async <T>(ms: number, deed: Deed<T>) => {
        if (ms > 0) await sleep(ms);
        return db.withClient(clientId, deed);
      };
      return Promise.all([late(-aheadMs, first), late(aheadMs, second)]);
    },
    [Symbol.asyncDispose]: () => watcher.end(),
  };
}
