import { randomUUID } from 'node:crypto';
import type { Db } from '../client.ts';
import { runBulkChunk } from './bulk.ts';

/** Carries out bulk actions behind pages and answers, chunk by chunk. What a process leaves unfinished the next one that is asked about it takes up. */
export type BulkRunner = { run: (clientId: string, jobId: string) => void; close: () => Promise<void> };

/** One runner a process; `onError` hears of a chunk that failed, after which the action rests until somebody looks at it. */
export function createBulkRunner(db: Db, onError: (error: unknown, jobId: string) => void): BulkRunner {
  const runner = randomUUID();
  const running = new Map<string, Promise<void>>();
  let isClosing = false;
  const work = async (clientId: string, id: string) => {
    try {
      while (!isClosing && (await runBulkChunk(db, { clientId, id, runner })) === 'more');
    } catch (error) {
      onError(error, id);
    } finally {
      running.delete(id);
    }
  };
  return {
    run: (clientId, id) => {
      if (!isClosing && !running.has(id)) running.set(id, work(clientId, id));
    },
    close: async () => {
      isClosing = true;
      await Promise.all(running.values());
    },
  };
}
