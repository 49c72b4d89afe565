import { expect, test } from 'vitest';
import { expiryWords, methodName } from './payment.ts';

test.each([
  [{ kind: 'card', brand: 'visa', last4: '4242' }, 'Visa ending in 4242'],
  [{ kind: 'card', brand: 'amex', last4: '8431' }, 'American Express ending in 8431'],
  [{ kind: 'card', brand: 'cartes_bancaires', last4: '0001' }, 'Cartes bancaires ending in 0001'],
  [{ kind: 'other', type: 'us_bank_account', last4: '6789' }, 'Bank account ending in 6789'],
  [{ kind: 'other', type: 'link' }, 'Link'],
] as const)('%j', (method, words) => expect(methodName(method)).toBe(words));

test('an expiry as it is printed', () => expect(expiryWords({ expMonth: 8, expYear: 2030 })).toBe('08/2030'));
