import { expect, test } from 'vitest';
import { standstill } from './standstill.ts';

test.each([
  ['nothing waits', { unclaimedSeconds: 0, unreachableSeconds: 0, overdueDialSeconds: 0 }, null],
  ['everything waits as long as it may', { unclaimedSeconds: 10, unreachableSeconds: 10, overdueDialSeconds: 90 }, null],
  ['a change nobody takes up', { unclaimedSeconds: 11, unreachableSeconds: 0, overdueDialSeconds: 0 }, 'worker'],
  ['an engine that does not answer', { unclaimedSeconds: 0, unreachableSeconds: 11, overdueDialSeconds: 0 }, 'engine'],
  ['due calls that nobody places', { unclaimedSeconds: 0, unreachableSeconds: 0, overdueDialSeconds: 91 }, 'calls'],
  ['all at once: the first cause is named', { unclaimedSeconds: 300, unreachableSeconds: 300, overdueDialSeconds: 300 }, 'worker'],
] as const)('%s', (_case, signs, expected) => expect(standstill(signs)).toBe(expected));
