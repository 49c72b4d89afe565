import { expect, test } from 'vitest';
import { invoiceState, nextWords } from './invoices.ts';

const issued = { status: 'open', number: 'A-1', hostedUrl: 'https://pay.example', dueAt: new Date('2026-12-05T02:00:00Z'), paidAt: null };
const zone = 'America/New_York';

test.each([
  ['open', issued, undefined, 'open', 'Due on 4 Dec 2026.'],
  ['open without a date', { ...issued, dueAt: null }, undefined, 'open', 'Due now.'],
  [
    'failed',
    issued,
    'Your card was declined',
    'failed',
    'Your card was declined. A card that is kept is tried again; the pay link settles it at once.',
  ],
  ['failed without a link', { ...issued, hostedUrl: null }, 'Declined.', 'failed', 'Declined. A card that is kept is tried again.'],
  ['draft', { ...issued, status: 'draft' }, undefined, 'draft', 'It is being issued; nothing is due before.'],
  [
    'refused draft',
    { ...issued, status: 'draft' },
    'no billing e-mail',
    'draft',
    'Not issued yet: no billing e-mail. It is tried again by itself.',
  ],
  ['paid', { ...issued, status: 'paid', paidAt: new Date('2026-11-20T16:00:00Z') }, undefined, 'paid', 'Paid on 20 Nov 2026.'],
  ['void', { ...issued, status: 'void' }, 'Declined', 'void', 'It was taken back. Nothing is due.'],
])('%s says where it stands and what comes next', (_case, invoice, trouble, state, words) => {
  expect(invoiceState(invoice, trouble)).toBe(state);
  expect(nextWords(invoice, trouble, zone)).toBe(words);
});
