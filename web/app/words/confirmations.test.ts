import { expect, test } from 'vitest';
import { type Moved, movedWords } from './confirmations.ts';

const live = { mode: 'live' as const, number: 2, at: 14, size: 25 };

test.each<[string, Moved, string]>([
  [
    'a yes says where the milestone stands',
    { intent: 'yes', n: 3, disputed: 0, counts: [live] },
    '3 marked as shown; milestone 2 now at 14 of 25.',
  ],
  [
    'the 25th show reaches its milestone',
    { intent: 'yes', n: 1, disputed: 0, counts: [{ ...live, number: 3, at: 0 }] },
    '1 marked as shown; milestone 2 is reached.',
  ],
  [
    'live and rehearsal books are told apart',
    { intent: 'yes', n: 2, disputed: 0, counts: [live, { mode: 'rehearsal', number: 1, at: 1, size: 25 }] },
    '2 marked as shown; milestone 2 now at 14 of 25; rehearsal milestone 1 now at 1 of 25.',
  ],
  [
    'a no decides nothing yet',
    { intent: 'no', n: 2, disputed: 0, counts: [live] },
    '2 noted as not shown. Other proof is still looked at before the verdict.',
  ],
  [
    'a word against a verdict is a dispute, not a show',
    { intent: 'yes', n: 2, disputed: 1, counts: [live] },
    '1 marked as shown; milestone 2 now at 14 of 25. 1 verdict disputed.',
  ],
  ['an answer is taken back', { intent: 'withdraw', n: 1, disputed: 0, counts: [live] }, '1 answer taken back.'],
])('%s', (_case, moved, words) => expect(movedWords(moved)).toBe(words));
