import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepCustomer } from '#stores/invoices.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { type SandboxAccount, startSandboxAccount } from '#vendors/testing/sandbox-account.ts';
import { issueInvoice } from './invoice.ts';
import { type EffectParts, SANDBOX_SETTLE } from './parts.ts';
import { openPortal, payingNow } from './payment-method.ts';

let world: TestWorld;
let account: SandboxAccount;
let parts: EffectParts;
let books: { clientId: string; mode: 'rehearsal' };

beforeAll(async () => {
  [world, account] = await Promise.all([testWorld(), startSandboxAccount(120_000)]);
  parts = {
    db: world.db,
    vendors: (mode) => (mode === 'rehearsal' ? account.vendors : { ...account.vendors, payments: undefined }),
    sender: () => ({ fromNumber: '+14155550100', textNumber: '+14155550100', agentId: 'agent_sandbox', email: 'rehearsals@callvia.test' }),
    urls: { api: account.receiverUrl, web: 'https://callvia.test' },
    settle: () => SANDBOX_SETTLE,
  };
  books = { clientId: world.clientId, mode: 'rehearsal' };
});
afterAll(async () => {
  await account?.[Symbol.asyncDispose]();
  await world?.[Symbol.asyncDispose]();
});

/** On a busy machine an answer may miss the deadline; the next one comes in time. */
const saysInTime = (said: object) => vi.waitFor(async () => expect(await payingNow(parts, books)).toMatchObject(said), { timeout: 15_000 });

test('a client pays by mail until it keeps a card; a vendor that is away is said and not waited for', { timeout: 60_000 }, async () => {
  expect(await payingNow(parts, books)).toEqual({ kind: 'none' }); // no invoice yet, so no customer
  expect(await openPortal(parts, books)).toEqual({ kind: 'no-customer' });
  const { customerId } = await account.vendors.payments.ensureCustomer({ key: 'c:customer', name: 'Acme', metadata: {} });
  await world.db.withClient(world.clientId, (tx) => keepCustomer(tx, world.clientId, 'rehearsal', customerId));
  await saysInTime({ kind: 'none' });
  const portal = await openPortal(parts, books);
  if (portal.kind !== 'ok') throw new Error(portal.kind);
  const address = `${account.sandboxUrl}${new URL(portal.url).pathname}`;
  expect(await (await fetch(address)).text()).toContain('href="https://callvia.test/billing?books=rehearsal"');
  await fetch(address, { method: 'POST', body: new URLSearchParams({ card: 'tok_amex' }) });
  await saysInTime({ kind: 'card', brand: 'amex', last4: '8431' });
  await account.tell('/faults', { vendor: 'stripe', operation: 'retrieve-customer', kind: 'hang', ms: 120_000, count: 1 });
  expect(await payingNow(parts, books)).toEqual({ kind: 'unknown' }); // the adapter itself would wait two minutes
  await account.tell('/faults', { vendor: 'stripe', operation: 'create-portal-session', kind: '429', count: 1 });
  expect(await openPortal(parts, books)).toEqual({ kind: 'unreachable' });
});

test('an invoice is mailed to a client without a card, and charged to the card once one is kept', async () => {
  const { clientId } = world;
  const { payments } = account.vendors;
  const collectionOf = async (periodKey: string) => {
    const { id } = await world.db.withClient(clientId, (tx) =>
      tx.invoice.create({
        data: {
          ...{ clientId, mode: 'rehearsal', kind: 'usage', status: 'draft', periodKey, periodMonth: periodKey, amountDueCents: 500 },
          ...{ description: 'Minutes', lineItems: [{ description: '25 minutes', amountCents: 500 }] },
        },
      }),
    );
    await issueInvoice(parts, clientId, id);
    const invoice = await world.db.withClient(clientId, (tx) => tx.invoice.findUniqueOrThrow({ where: { clientId_id: { clientId, id } } }));
    return (await payments.getInvoice(invoice.stripeInvoiceId ?? '')).collection;
  };
  const { customerId } = await payments.ensureCustomer({ key: 'c2:customer', name: 'Acme', metadata: {} });
  await world.db.withClient(clientId, (tx) => keepCustomer(tx, clientId, 'rehearsal', customerId));
  expect(await collectionOf('2026-08')).toBe('send_invoice');
  const { url } = await payments.portal({ customerId, returnUrl: 'https://callvia.test' });
  await fetch(`${account.sandboxUrl}${new URL(url).pathname}`, { method: 'POST', body: new URLSearchParams({ card: 'tok_visa' }) });
  expect(await collectionOf('2026-09')).toBe('charge_automatically');
});

test('a live account whose keys were taken away is as one that does not answer', async () => {
  await world.db.withClient(world.clientId, (tx) => keepCustomer(tx, world.clientId, 'live', 'cus_1'));
  expect(await payingNow(parts, { ...books, mode: 'live' })).toEqual({ kind: 'unknown' });
  expect(await openPortal(parts, { ...books, mode: 'live' })).toEqual({ kind: 'unreachable' });
});
