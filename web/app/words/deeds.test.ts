import { expect, test } from 'vitest';
import { deedWords, refusalReason } from './deeds.ts';

test.each([
  ['sms', 'Text message'],
  ['invoice.finalize', 'Issuing an invoice'],
  ['invoice.line1', 'Line of an invoice'],
  ['swap_number', 'Swap number'],
])('a vendor was asked for %s', (kind, words) => expect(deedWords(kind)).toBe(words));

test.each([
  ['opted_out', 'The number opted out of texts'],
  ['not_enough_credit', 'Not enough credit'],
  [null, 'Without a reason'],
])('it did not do it: %s', (code, words) => expect(refusalReason(code)).toBe(words));
