import { expect, test } from 'vitest';
import type { VerifyAnswer } from '#stores/verify-links.ts';
import { verifyWords, whoWords } from './verify.ts';

const about = { who: 'Ada L.', clientName: 'Northwind', startWords: 'Monday', verdictWords: 'Wednesday' };

test.each<[string, VerifyAnswer, string]>([
  ['a yes counts', { kind: 'taken', attended: true }, 'Noted: Ada L. showed up'],
  ['a no is not the end of it', { kind: 'taken', attended: false }, 'it is decided as a no-show on Wednesday.'],
  ['a colleague was first', { kind: 'answered', attended: false }, 'Somebody of Northwind said that Ada L. did not show up.'],
  ['it is decided', { kind: 'decided', status: 'no_show' }, 'It is decided: Ada L. did not show up'],
  ['it is decided the other way', { kind: 'decided', status: 'shown' }, 'If that is wrong, dispute it in Callvia.'],
  ['too early', { kind: 'not-started' }, 'It begins on Monday.'],
  ['spent and taken back', { kind: 'used' }, 'This link has been used'],
])('%s', (_case, answer, words) => expect(verifyWords(answer, about).join(' ')).toContain(words));

test.each([
  ['Ada', 'L', 'Ada L.'],
  ['Ada', null, 'Ada'],
  [null, null, 'the lead'],
])('%s and %s are called %s', (firstName, initial, words) => expect(whoWords({ firstName, initial })).toBe(words));
