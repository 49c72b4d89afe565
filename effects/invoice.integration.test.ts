import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerIdOf } from '#stores/invoices.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import type { PaymentsProvider } from '#vendors/payments.ts';
import { type SandboxAccount, startSandboxAccount } from '#vendors/testing/sandbox-account.ts';
import { issueInvoice } from './invoice.ts';
import { type EffectParts, SANDBOX_SETTLE } from './parts.ts';

let world: TestWorld;
let account: SandboxAccount;
let payments: PaymentsProvider;
let parts: EffectParts;
/** Stripe keeps a key for a day; with another day's name on it, it is one that was forgotten. */
let day = 'monday';

beforeAll(async () => {
  [world, account] = await Promise.all([testWorld(), startSandboxAccount(10_000)]);
  payments = account.vendors.payments;
  const forgetful: PaymentsProvider = {
    ...payments,
    createDraftInvoice: (draft) => payments.createDraftInvoice({ ...draft, key: `${draft.key}:${day}` }),
    addLine: (line) => payments.addLine({ ...line, key: `${line.key}:${day}` }),
  };
  parts = {
    db: world.db,
    vendors: () => ({ ...account.vendors, payments: forgetful }),
    sender: () => ({ fromNumber: '+14155550100', textNumber: '+14155550100', agentId: 'agent_sandbox', email: 'rehearsals@callvia.test' }),
    urls: { api: account.receiverUrl, web: 'https://callvia.test' },
    settle: () => SANDBOX_SETTLE,
  };
});
afterAll(async () => {
  await account?.[Symbol.asyncDispose]();
  await world?.[Symbol.asyncDispose]();
});

test.each(['create-invoice', 'create-invoice-item'])(
  '%s whose answer was lost, asked again after Stripe forgot its key, is not done twice',
  async (operation) => {
    const { clientId, db } = world;
    day = 'monday';
    const { id } = await db.withClient(clientId, (tx) =>
      tx.invoice.create({
        data: {
          ...{
            clientId,
            mode: 'rehearsal',
            kind: 'usage',
            status: 'draft',
            periodKey: operation,
            periodMonth: '2026-08',
            amountDueCents: 700,
          },
          ...{ description: 'Minutes', lineItems: [25, 10].map((n) => ({ description: `${n} minutes`, amountCents: n * 20 })) },
        },
      }),
    );
    await account.tell('/faults', { vendor: 'stripe', operation, kind: 'reset', when: 'after', count: 1 });
    await expect(issueInvoice(parts, clientId, id)).rejects.toThrow();

    const customerId = (await db.withClient(clientId, (tx) => customerIdOf(tx, clientId, 'rehearsal'))) ?? '';
    const draft = await payments.findInvoice({ customerId, metadataKey: 'invoiceId', metadataValue: id });

    day = 'wednesday';
    await db.withClient(clientId, (tx) => tx.$executeRaw`UPDATE vendor_effect SET started_at = started_at - interval '2 days'`);
    await issueInvoice(parts, clientId, id);
    const invoice = await db.withClient(clientId, (tx) => tx.invoice.findUniqueOrThrow({ where: { clientId_id: { clientId, id } } }));
    expect(await payments.getInvoice(invoice.stripeInvoiceId ?? '')).toMatchObject({ id: draft?.id, amountDueCents: 700 });
  },
);
