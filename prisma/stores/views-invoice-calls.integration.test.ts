import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { listInvoices } from './billing-reads.ts';
import { callsOfInvoice } from './views-invoice-calls.ts';

let world: TestWorld;
let usageInvoice = '';
beforeAll(async () => {
  world = await testWorld();
  const { clientId, campaignId, db } = world;
  const leadId = await world.lead({ phone: '+14155557001' });
  const own = { clientId, mode: 'rehearsal' };
  usageInvoice = await db.withClient(clientId, async (tx) => {
    const invoice = { ...own, kind: 'milestone', amountDueCents: 200_000, createdAt: new Date('2026-11-10T00:00:00Z') };
    await tx.invoice.createMany({
      data: [
        { ...invoice, status: 'open' },
        { ...invoice, status: 'open', lastPaymentError: 'card_declined' },
        { ...invoice, status: 'paid', createdAt: new Date('2026-10-10T00:00:00Z') },
      ],
    });
    const usage = await tx.invoice.create({ data: { ...own, kind: 'usage', periodKey: '2026-11', status: 'open', amountDueCents: 50 } });
    for (const [minute, seconds, invoiceId] of [
      [1, 60, usage.id],
      [2, 90, usage.id],
      [3, 600, null],
    ] as const) {
      const startedAt = new Date(Date.UTC(2026, 10, 12, 15, minute));
      const call = { ...own, campaignId, leadId, toNumber: '+14155557001', permit: 'consumed', status: 'completed', startedAt };
      const { id: callId } = await tx.call.create({ data: call });
      const cost = { seconds, rateCents: 20, costCents: seconds / 3, settlement: 'invoice', periodMonth: '2026-11' };
      await tx.usageRecord.create({ data: { ...own, callId, invoiceId, ...cost } });
    }
    return usage.id;
  });
});
afterAll(() => world?.[Symbol.asyncDispose]());

test('an invoice of usage is made of its own calls, newest first, and they add up', async () => {
  const found = await world.db.withClient(world.clientId, (tx) => callsOfInvoice(tx, world.clientId, usageInvoice));
  expect(found.calls.map(({ at, firstName, seconds, costCents }) => [at, firstName, seconds, costCents])).toEqual([
    ['2026-11-12T15:02:00.000Z', 'Ada', 90, 30],
    ['2026-11-12T15:01:00.000Z', 'Ada', 60, 20],
  ]);
  expect(found).toMatchObject({ total: 2, seconds: 150, costCents: 50 });
});

test('invoices are listed by state, kind and day; a failed payment is not among the open ones', async () => {
  const list = (query: object) =>
    world.db.withClient(world.clientId, async (tx) => (await listInvoices(tx, world.clientId, { page: 1, pageSize: 10, ...query })).total);
  expect(await list({})).toBe(4);
  expect(await list({ status: ['open'], failed: false })).toBe(2);
  expect(await list({ failed: true })).toBe(1);
  expect(await list({ status: ['open'] })).toBe(3); // the api's own meaning
  expect(await list({ kind: ['usage'] })).toBe(1);
  expect(await list({ to: new Date('2026-11-01T00:00:00Z') })).toBe(1);
});
