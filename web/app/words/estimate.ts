import { type CallRates, RING_SECONDS } from '#domain/estimate.ts';
import type { Mode } from '#domain/lead.ts';
import { formatCount, formatNumberOf, formatRate } from './numbers.ts';

/** What an estimate takes for granted, sentence by sentence. */
export function assumptions(given: { rates: CallRates; attempts: number; lines: number; mode: Mode; zones: number }): string[] {
  const { rates, attempts, lines, mode, zones } = given;
  const answered = `${formatRate(rates.answered)} of calls are answered and a call lasts ${Math.round(rates.secondsPerCall)} s on average`;
  const source =
    rates.measuredCalls > 0
      ? `as in ${formatCount(rates.measuredCalls)} calls of earlier ${mode === 'live' ? 'campaigns' : 'rehearsals'}`
      : 'assumed, as too few calls were placed before';
  return [
    `${answered}, ${source}.`,
    `A lead that answers is not called again; any other up to ${formatNumberOf(attempts, 'time')}.`,
    `${formatNumberOf(lines, 'call')} at the same time${zones > 1 ? `, shared out among ${formatNumberOf(zones, 'group')} of zones by their leads` : ''}${mode === 'live' ? `; each line also rings ${RING_SECONDS} s` : '; the sandbox plays calls in seconds'}.`,
    'Call-backs, calls after a cancelled appointment and changes on the way are left out.',
  ];
}
