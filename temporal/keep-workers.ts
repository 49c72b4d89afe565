import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Log } from './pump.ts';

export type KeepWorkersOptions = {
  address: string;
  /** Makes the workers over a connection; called again after the engine was away for good. */
  create: (connection: NativeConnection) => Promise<Worker[]>;
  signal: AbortSignal;
  log: Log;
};

export type KeptWorkers = { done: Promise<void>; arePolling: () => boolean };

const LONGEST_WAIT_MS = 5_000;

/** Keeps workers polling until `signal` aborts, whatever becomes of the connection; then lets running tasks finish. `done` never rejects. */
export function keepWorkers({ address, create, signal, log }: KeepWorkersOptions): KeptWorkers {
  let workers: Worker[] = [];
  const keep = async () => {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const connection = await NativeConnection.connect({ address });
        try {
          workers = await create(connection);
          failures = 0;
          log.info({ queues: workers.map(({ options }) => options.taskQueue) }, 'polling for work');
          await runAll(workers, signal);
        } finally {
          await connection.close();
        }
      } catch (error) {
        const waitMs = Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.min(failures++, 6));
        log.warn({ error: String(error), waitMs }, 'the workers stopped and are made again');
        await sleep(waitMs, undefined, { signal }).catch(() => undefined); // rejects only when aborted
      } finally {
        workers = [];
      }
    }
  };
  return { done: keep(), arePolling: () => workers.length > 0 && workers.every((worker) => worker.getState() === 'RUNNING') };
}

/** Rejects with the first worker's failure, after all have stopped. */
async function runAll(workers: readonly Worker[], signal: AbortSignal): Promise<void> {
  const stop = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const runs = workers.map((worker) =>
    worker.run().catch((error: unknown) => {
      stop();
      throw error;
    }),
  );
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.allSettled(runs);
    await Promise.all(runs);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
