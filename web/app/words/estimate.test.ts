import { expect, test } from 'vitest';
import { assumptions } from './estimate.ts';

test('a live campaign with measured rates over several zones', () => {
  const rates = { answered: 0.42, secondsPerCall: 31.4, measuredCalls: 1_204 };
  expect(assumptions({ rates, attempts: 3, lines: 10, mode: 'live', zones: 4 })).toEqual([
    '42% of calls are answered and a call lasts 31 s on average, as in 1,204 calls of earlier campaigns.',
    'A lead that answers is not called again; any other up to 3 times.',
    '10 calls at the same time, shared out among 4 groups of zones by their leads; each line also rings 20 s.',
    'Call-backs, calls after a cancelled appointment and changes on the way are left out.',
  ]);
});

test('a first rehearsal in one zone', () => {
  const rates = { answered: 0.3, secondsPerCall: 27, measuredCalls: 0 };
  expect(assumptions({ rates, attempts: 1, lines: 1, mode: 'rehearsal', zones: 1 }).slice(0, 3)).toEqual([
    '30% of calls are answered and a call lasts 27 s on average, assumed, as too few calls were placed before.',
    'A lead that answers is not called again; any other up to 1 time.',
    '1 call at the same time; the sandbox plays calls in seconds.',
  ]);
});
