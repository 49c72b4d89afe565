import type { Mode } from '#domain/lead.ts';
import { beginEffect, noteLookup, settleEffect } from '#stores/effects.ts';
import { type InvoiceOrder, invoiceIssued, invoiceOrder, keepCustomer, noteInvoiceTrouble } from '#stores/invoices.ts';
import { requireVendor } from '#vendors/account.ts';
import { isVendorError, VendorRefused, VendorUnclear } from '#vendors/errors.ts';
import type { PaymentsProvider } from '#vendors/payments.ts';
import type { EffectParts } from './parts.ts';

/** Stripe remembers a key for a day; an open step older than this is looked up before it is asked again. */
const KEY_LIFE_MS = 23 * 3600_000;
const DAYS_DUE = 14;

/** One try of a step. `isAgain`: an earlier one may have done it under a key that is spent or forgotten, so that it must be looked for first. */
type Try = { key: string; isAgain: boolean };

/**
 * Brings one of our invoices about at Stripe: customer, draft, lines, final, sent. Every step has its own row in the ledger and its own
 * idempotency key, so it may be repeated from the start at any time. Throws the vendor's error when a step did not go through; the row then
 * says why.
 */
export async function issueInvoice(parts: EffectParts, clientId: string, invoiceId: string): Promise<void> {
  const order = await parts.db.withClient(clientId, (tx) => invoiceOrder(tx, clientId, invoiceId));
  if (order?.status !== 'draft') return;
  try {
    await takeSteps(parts, order);
  } catch (error) {
    if (isVendorError(error)) await parts.db.withClient(clientId, (tx) => noteInvoiceTrouble(tx, clientId, invoiceId, error.message));
    throw error;
  }
}

async function takeSteps(parts: EffectParts, order: InvoiceOrder): Promise<void> {
  const payments = requireVendor(parts.vendors(order.mode), 'payments');
  const step = (name: string, work: (tried: Try) => Promise<string>) => once(parts, order, `${order.key}:${name}`, name, work);
  const customerId = order.customerId ?? (await customerOf(parts, order, payments));
  const { hasDefaultPaymentMethod } = await payments.getCustomer(customerId);
  const stripeId = await step('draft', async ({ key, isAgain }) => {
    const found = isAgain ? await payments.findInvoice({ customerId, metadataKey: 'invoiceId', metadataValue: order.id }) : null;
    if (found) return found.id;
    const collection = hasDefaultPaymentMethod ? 'charge_automatically' : 'send_invoice';
    const draft = await payments.createDraftInvoice({
      key,
      customerId,
      collection,
      daysUntilDue: DAYS_DUE,
      description: order.description,
      metadata: { invoiceId: order.id, ...order.metadata },
    });
    return draft.id;
  });
  let totalCents = 0;
  for (const [i, line] of order.lines.entries()) {
    totalCents += line.amountCents;
    const withLine = totalCents;
    await step(`line${i + 1}`, async ({ key, isAgain }) => {
      if (isAgain && (await payments.getInvoice(stripeId)).amountDueCents >= withLine) return stripeId;
      const metadata = { invoiceId: order.id, line: String(i + 1) };
      return (await payments.addLine({ key, invoiceId: stripeId, customerId, ...line, metadata })).vendorId;
    });
  }
  await step('finalize', async ({ key }) => (await payments.finalize({ key, invoiceId: stripeId })).id);
  await step('send', async ({ key }) => (await payments.send({ key, invoiceId: stripeId })).id);
  const issued = await payments.getInvoice(stripeId);
  await parts.db.withClient(order.clientId, (tx) => invoiceIssued(tx, order.clientId, order.id, issued));
}

async function customerOf(parts: EffectParts, order: InvoiceOrder, payments: PaymentsProvider): Promise<string> {
  const customerId = await once(parts, order, `customer:${order.clientId}:${order.mode}`, 'customer', async ({ key }) => {
    const { clientName: name, billingEmail, clientId } = order;
    return (await payments.ensureCustomer({ key, name, email: billingEmail ?? undefined, metadata: { clientId } })).customerId;
  });
  await parts.db.withClient(order.clientId, (tx) => keepCustomer(tx, order.clientId, order.mode, customerId));
  return customerId;
}

/**
 * One step of money: done before → its id; else asked under its key, which repeats safely for a day as long as Stripe did not fail on it, and
 * written down.
 */
async function once(
  parts: EffectParts,
  { clientId, mode }: { clientId: string; mode: Mode },
  key: string,
  kind: string,
  work: (tried: Try) => Promise<string>,
): Promise<string> {
  const { effect } = await parts.db.withClient(clientId, (tx) =>
    beginEffect(tx, { clientId, mode, key, vendor: 'stripe', kind: `invoice.${kind}`, lookUpAfter: null, request: {} }),
  );
  if (effect.status === 'done' && effect.vendorId) return effect.vendorId;
  try {
    const { lookups, startedAt } = effect;
    const isForgotten = startedAt !== null && Date.now() - startedAt.getTime() > KEY_LIFE_MS;
    const vendorId = await work({ key: lookups === 0 ? key : `${key}:${lookups + 1}`, isAgain: lookups > 0 || isForgotten });
    await parts.db.withClient(clientId, (tx) => settleEffect(tx, clientId, key, { status: 'done', vendorId }));
    return vendorId;
  } catch (error) {
    if (error instanceof VendorRefused)
      await parts.db.withClient(clientId, (tx) => settleEffect(tx, clientId, key, { status: 'planned', errorCode: error.code }));
    // A key that was answered with a 500 is answered with it for a day: the next try takes another.
    if (error instanceof VendorUnclear && error.code === 'server_error')
      await parts.db.withClient(clientId, (tx) => noteLookup(tx, clientId, effect.id, null));
    throw error;
  }
}
