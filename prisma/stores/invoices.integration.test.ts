import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { followStripe, noteInvoiceTrouble } from './invoices.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

/** What is kept of a milestone's invoice after Stripe told these states in this order. */
async function told(...states: string[]) {
  const { clientId, db } = world;
  return db.withClient(clientId, async (tx) => {
    const milestoneNumber = 1 + (await tx.milestone.count());
    const own = { clientId, mode: 'rehearsal', amountDueCents: 200_000 };
    const invoice = await tx.invoice.create({
      data: { ...own, kind: 'milestone', status: 'open', stripeInvoiceId: `in_${milestoneNumber}` },
    });
    const reached = { milestoneNumber, shownCount: 25 * milestoneNumber, amountCents: 200_000, reachedAt: new Date() };
    const { id } = await tx.milestone.create({ data: { clientId, mode: 'rehearsal', invoiceId: invoice.id, ...reached } });
    for (const status of states) {
      const amountPaidCents = status === 'paid' ? 200_000 : 0;
      if (status === 'declined') await noteInvoiceTrouble(tx, clientId, invoice.id, 'The payment was declined.');
      else await followStripe(tx, clientId, invoice.id, { id: invoice.stripeInvoiceId ?? '', status, amountPaidCents });
    }
    const kept = await tx.invoice.findUniqueOrThrow({ where: { clientId_id: { clientId, id: invoice.id } } });
    const milestone = await tx.milestone.findUniqueOrThrow({ where: { clientId_id: { clientId, id } } });
    return [kept.status, kept.amountPaidCents, kept.lastPaymentError, milestone.status];
  });
}

test('an invoice once paid or voided stays so, whatever is told late', async () => {
  const paid = ['paid', 200_000, null, 'paid'];
  expect(await told('paid', 'open')).toEqual(paid);
  expect(await told('paid', 'uncollectible')).toEqual(paid);
  expect(await told('paid', 'void')).toEqual(paid);
  expect(await told('paid', 'declined')).toEqual(paid);
  expect(await told('void', 'open', 'paid', 'declined')).toEqual(['void', 0, null, 'void']);
});

test('one that was given up as uncollectible may still be paid or voided, and is not open again', async () => {
  expect(await told('uncollectible')).toEqual(['uncollectible', 0, null, 'pending']);
  expect(await told('uncollectible', 'open')).toEqual(['uncollectible', 0, null, 'pending']);
  expect(await told('uncollectible', 'paid')).toEqual(['paid', 200_000, null, 'paid']);
  expect(await told('uncollectible', 'void')).toEqual(['void', 0, null, 'void']);
});

test('a payment that was declined is noted while one may still pay', async () => {
  expect(await told('declined')).toEqual(['open', 0, 'The payment was declined.', 'pending']);
});
