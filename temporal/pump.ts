import { setTimeout as sleep } from 'node:timers/promises';

export type Log = {
  debug: (facts: object, message: string) => void;
  info: (facts: object, message: string) => void;
  warn: (facts: object, message: string) => void;
  error: (facts: object, message: string) => void;
};

export type PumpOptions = {
  name: string;
  /** Does one piece of work; false when there was none. */
  step: () => Promise<boolean>;
  /** How many steps may run side by side while there is work. */
  concurrency: number;
  /** Wait between looks while there is none; four times as long once there was none for a while. */
  idleMs: number;
  signal: AbortSignal;
  log: Log;
};

const LONGEST_BACKOFF_MS = 5_000;
const RESTING_AFTER_LOOKS = 200;

/**
 * Repeats `step` until `signal` aborts: one runner looks for work, and while it finds some, others join. A step that throws is logged and the
 * runner waits longer each time, so that an absent database or engine is waited for. Resolves when the last running step is over.
 */
export async function pump({ name, step, concurrency, idleMs, signal, log }: PumpOptions): Promise<void> {
  let running = 0;
  let failures = 0;
  const helpers = new Set<Promise<void>>();
  const pause = (ms: number) => sleep(ms, undefined, { signal, ref: false }).catch(() => undefined); // rejects only when aborted

  const attempt = async (): Promise<boolean> => {
    try {
      const worked = await step();
      failures = 0;
      return worked;
    } catch (error) {
      failures++;
      const waitMs = Math.min(LONGEST_BACKOFF_MS, 100 * 2 ** Math.min(failures, 10));
      log.warn({ loop: name, failures, waitMs, error: String(error) }, 'a loop failed and goes on');
      await pause(waitMs);
      return false;
    }
  };
  const help = async (): Promise<void> => {
    while (!signal.aborted && (await attempt())) join();
    running--;
  };
  const join = () => {
    if (running >= concurrency - 1) return;
    running++;
    const helper = help().finally(() => helpers.delete(helper));
    helpers.add(helper);
  };

  let emptyLooks = 0;
  while (!signal.aborted) {
    if (await attempt()) {
      emptyLooks = 0;
      join();
    } else {
      emptyLooks++;
      await pause(emptyLooks > RESTING_AFTER_LOOKS ? idleMs * 4 : idleMs);
    }
  }
  await Promise.all(helpers);
}
