import { modeOf } from '#domain/lead.ts';
import type { EffectParts } from '#effects/parts.ts';
import { followStripe, invoiceIssued, noteInvoiceTrouble } from '#stores/invoices.ts';
import { requireVendor } from '#vendors/account.ts';
import { parseStripeEvent } from '#vendors/stripe-invoice.ts';
import type { InboxHandler } from '../relay-inbox.ts';
import { uuidOr } from './resolve.ts';

/** An invoice moved at Stripe. The event only says which: its state is read afresh, so that an older event cannot bring back an older state. */
export const takeInvoiceEvent =
  (parts: EffectParts): InboxHandler =>
  async (relay, event) => {
    const { type, invoice } = parseStripeEvent(event.body);
    if (!invoice) return { kind: 'ignored', why: `nothing handles ${type}` };
    const mode = modeOf(event.account);
    const [ours] = await relay.tx.$queryRaw<{ clientId: string; id: string; stripeId: string | null }[]>`
      SELECT client_id AS "clientId", id, stripe_invoice_id AS "stripeId" FROM invoice
      WHERE mode = ${mode} AND (stripe_invoice_id = ${invoice.id} OR (stripe_invoice_id IS NULL AND id = ${uuidOr(invoice.metadata['invoiceId'])}::uuid))`;
    if (!ours) return { kind: 'ignored', why: 'no invoice of ours' };
    if (type === 'invoice.created' || type === 'invoice.updated') return { kind: 'ignored', why: 'says nothing new' };
    const fresh = await requireVendor(parts.vendors(mode), 'payments').getInvoice(invoice.id);
    await relay.actFor(ours.clientId);
    if (fresh.status === 'draft') return { kind: 'processed', clientId: ours.clientId };
    if (ours.stripeId) await followStripe(relay.tx, ours.clientId, ours.id, fresh);
    else await invoiceIssued(relay.tx, ours.clientId, ours.id, fresh);
    if (type === 'invoice.payment_failed' && fresh.status === 'open')
      await noteInvoiceTrouble(relay.tx, ours.clientId, ours.id, 'The payment was declined.');
    return { kind: 'processed', clientId: ours.clientId };
  };
