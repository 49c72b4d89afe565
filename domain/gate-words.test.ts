import { expect, test } from 'vitest';
import { refusalWords } from './gate-words.ts';

test.each([
  [['dnc'], 'reach', 'The lead asked not to be contacted.'],
  [['attempts_used', 'daily_cap'], 'reach', 'All attempts are used. This number has been contacted three times in the last 24 hours.'],
  [['phase_moved'], 'reach', 'The lead has moved on since this was planned.'],
  [['phase_moved'], 'rebook', 'The lead missed its appointment and is being offered new times.'],
] as const)('%j in %s is said as “%s”', (codes, phase, expected) => expect(refusalWords(codes, phase)).toBe(expected));
