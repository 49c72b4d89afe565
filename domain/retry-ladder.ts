import type { Cadence } from './cadence.ts';
import { addSeconds, type Instant } from './time.ts';

/** When to dial again after that many counted attempts; the last step of the ladder repeats. Calling hours are not looked at here. */
export function retryAt({ attempts, cadence, now }: { attempts: number; cadence: Pick<Cadence, 'retry'>; now: Instant }): Instant {
  const step = Math.min(Math.max(attempts, 1), cadence.retry.length) - 1;
  return addSeconds(now, cadence.retry[step] ?? 0);
}
