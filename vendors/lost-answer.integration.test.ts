import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dial, freeStarts, mail, SINGLE_HOST, slot, text } from './testing/deeds.ts';
import { type SandboxAccount, startSandboxAccount } from './testing/sandbox-account.ts';

let account: SandboxAccount;
beforeAll(async () => {
  account = await startSandboxAccount(1_000);
});
afterAll(() => account[Symbol.asyncDispose]());
beforeEach(async () => {
  await account.tell('/reset', {});
  account.deliveries.length = 0;
});

describe('R5, R6: what a lost answer leaves behind', () => {
  let startAt: string; // on a Friday evening it is three days ahead
  const deeds = {
    retell: {
      operation: 'create-phone-call',
      act: (key: string) => account.vendors.voice.placeCall(dial(key)),
      find: (key: string) => account.vendors.voice.findByKey(key),
    },
    cal: {
      operation: 'create-booking',
      act: async (key: string) => {
        [startAt] = await freeStarts(account.vendors.calendar);
        return account.vendors.calendar.book(slot(key, startAt));
      },
      find: (key: string) =>
        account.vendors.calendar.findByKey({ key, email: 'ada@example.com', eventTypeId: SINGLE_HOST, aroundStartAt: startAt }),
    },
    twilio: {
      operation: 'create-message',
      act: (key: string) => account.vendors.sms.send(text(key, account.receiverUrl)),
      find: (key: string) =>
        account.vendors.sms.find({ ...text(key, account.receiverUrl), sentAfterAt: new Date(Date.now() - 60_000).toISOString() }),
    },
  };
  const faults = ['500', 'hang', 'reset', 'cut-body', 'wrong-json'] as const;
  const cases = Object.entries(deeds).flatMap(([vendor, deed]) => faults.map((kind) => [vendor, kind, deed] as const));

  test.each(cases)('%s, %s after acting: unclear, and the look-up finds it', async (vendor, kind, { operation, act, find }) => {
    await account.tell('/faults', { vendor, operation, kind, when: 'after', count: 1 });
    await expect(act('k1')).rejects.toMatchObject({ kind: 'unclear' });
    expect(await find('k1')).not.toBeNull();
  });

  test.each(cases)('%s, %s before acting: unclear, and the look-up finds nothing', async (vendor, kind, { operation, act, find }) => {
    await account.tell('/faults', { vendor, operation, kind, when: 'before', count: 1 });
    await expect(act('k1')).rejects.toMatchObject({ kind: 'unclear' });
    expect(await find('k1')).toBeNull();
  });

  test.each(Object.entries(deeds))('%s, 429: surely not done', async (vendor, { operation, act, find }) => {
    await account.tell('/faults', { vendor, operation, kind: '429', count: 1 });
    await expect(act('k1')).rejects.toMatchObject({ kind: 'busy', code: 'rate_limited' });
    expect(await find('k1')).toBeNull();
  });

  test.each(faults)('sendgrid, %s: unclear', async (kind) => {
    await account.tell('/faults', { vendor: 'sendgrid', kind, when: 'after', count: 1 });
    await expect(account.vendors.email.send(mail('k1'))).rejects.toMatchObject({ kind: 'unclear' });
  });

  test.each(['hang', 'reset', 'cut-body', 'wrong-json'] as const)(
    'stripe, %s after acting: the same key gives the same invoice',
    async (kind) => {
      const { payments } = account.vendors;
      const { customerId } = await payments.ensureCustomer({ key: `${kind}:customer`, name: 'Acme', metadata: {} });
      await account.tell('/faults', { vendor: 'stripe', operation: 'create-invoice', kind, when: 'after', count: 1 });
      const draft = { key: `${kind}:draft`, customerId, collection: 'send_invoice', metadata: { milestoneId: kind } } as const;
      await expect(payments.createDraftInvoice(draft)).rejects.toMatchObject({ kind: 'unclear' });
      const again = await payments.createDraftInvoice(draft);
      expect((await payments.findInvoice({ customerId, metadataKey: 'milestoneId', metadataValue: kind }))?.id).toBe(again.id);
      expect(await account.effects()).toMatchObject({ totals: { invoices: 1 } });
    },
  );

  test('stripe, a stored 500 does not heal under its key, but the invoice is found', async () => {
    const { payments } = account.vendors;
    const { customerId } = await payments.ensureCustomer({ key: 's:customer', name: 'Acme', metadata: {} });
    await account.tell('/faults', { vendor: 'stripe', operation: 'create-invoice', kind: '500', when: 'after', count: 1 });
    const draft = { key: 's:draft', customerId, collection: 'send_invoice', metadata: { milestoneId: 'ms_5' } } as const;
    await expect(payments.createDraftInvoice(draft)).rejects.toMatchObject({ kind: 'unclear', code: 'server_error' });
    await expect(payments.createDraftInvoice(draft)).rejects.toMatchObject({ kind: 'unclear', code: 'server_error' });
    expect(await payments.findInvoice({ customerId, metadataKey: 'milestoneId', metadataValue: 'ms_5' })).toMatchObject({
      status: 'draft',
    });
  });
});
