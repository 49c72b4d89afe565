import { expect, test } from 'vitest';
import { cardState } from './card.ts';

test.each([
  ['a year ahead', { expMonth: 11, expYear: 2027 }, '2026-11-20T12:00:00.000Z', 'good'],
  ['next month, over the turn of the year', { expMonth: 1, expYear: 2027 }, '2026-12-20T12:00:00.000Z', 'good'],
  ['this month', { expMonth: 11, expYear: 2026 }, '2026-11-20T12:00:00.000Z', 'last-month'],
  ['this month, on its last evening in Honolulu', { expMonth: 11, expYear: 2026 }, '2026-12-01T09:59:00.000Z', 'last-month'],
  ['last month, now everywhere', { expMonth: 11, expYear: 2026 }, '2026-12-01T12:00:00.000Z', 'expired'],
  ['last year', { expMonth: 12, expYear: 2025 }, '2026-01-02T12:00:00.000Z', 'expired'],
])('a card that ends %s', (_case, card, now, state) => expect(cardState(card, now)).toBe(state));
