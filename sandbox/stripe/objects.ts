import { randomBytes } from 'node:crypto';
import { hookUrl } from '../outgoing.ts';
import type { Task, Thing } from '../state.ts';
import { hookTask, type World } from '../world.ts';

/** The version of Stripe's API whose shapes are spoken. */
export const apiVersion = '2026-10-28.endive';

/** A customer as kept; seconds as Stripe counts them. */
export type Customer = {
  id: string;
  created: number;
  email: string | null;
  name: string | null;
  phone: string | null;
  description: string | null;
  metadata: Record<string, string>;
  /** The default payment method of its invoices. */
  methodId?: string | null;
};

/** A card as kept; it may belong to a customer. */
export type PaymentMethod = {
  id: string;
  created: number;
  customer: string | null;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
};

/** One line of an invoice; cents. */
export type Line = {
  id: string;
  itemId: string | null;
  amount: number;
  quantity: number;
  description: string | null;
  metadata: Record<string, string>;
};

/** An invoice as kept; cents and seconds. */
export type Invoice = {
  id: string;
  created: number;
  customer: string;
  customerEmail: string | null;
  customerName: string | null;
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';
  collection: 'send_invoice' | 'charge_automatically';
  daysUntilDue: number | null;
  dueDate: number | null;
  autoAdvance: boolean;
  currency: string;
  description: string | null;
  footer: string | null;
  metadata: Record<string, string>;
  number: string | null;
  amountPaid: number;
  attempts: number;
  key: string | null;
  lines: Line[];
  timesSent: number;
  finalizedAt: number | null;
  paidAt: number | null;
  voidedAt: number | null;
  uncollectibleAt: number | null;
};

/** Now in whole seconds. */
export const seconds = (): number => Math.floor(Date.now() / 1000);

/** A new id in Stripe's form, for example `in_1A2b…`. */
export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

/** What an invoice asks for, in cents. */
export const totalCents = (invoice: Invoice): number => invoice.lines.reduce((sum, { amount }) => sum + amount, 0);

/** A payment method as the vendor shows it. */
export const methodObject = ({ brand, last4, expMonth, expYear, ...kept }: PaymentMethod): Record<string, unknown> => ({
  ...{ ...kept, object: 'payment_method', type: 'card', livemode: false, allow_redisplay: 'unspecified', metadata: {} },
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
  card: {
    ...{
      brand,
      display_brand: brand,
      last4,
      exp_month: expMonth,
      exp_year: expYear,
      country: 'US',
      funding: 'credit',
      fingerprint: `fp${last4}`,
    },
    ...{
      checks: null,
      generated_from: null,
      networks: { available: [brand], preferred: null },
      regulated_status: 'unregulated',
      wallet: null,
    },
    three_d_secure_usage: { supported: true },
  },
});

/** A customer as the vendor shows it; its default payment method by id, or whole where it is to be expanded. */
export const customerObject = (
  { methodId = null, ...customer }: Customer,
  method: PaymentMethod | null = null,
): Record<string, unknown> => ({
  ...{ ...customer, object: 'customer', livemode: false, balance: 0, currency: null, delinquent: false, default_source: null },
  ...{ address: null, shipping: null, tax_exempt: 'none', preferred_locales: [], invoice_prefix: customer.id.slice(-8).toUpperCase() },
  invoice_settings: {
    custom_fields: null,
    default_payment_method: method ? methodObject(method) : methodId,
    footer: null,
    rendering_options: null,
  },
});

const lineObject = (invoice: Invoice, line: Line) => ({
  ...{
    id: line.id,
    object: 'line_item',
    amount: line.amount,
    currency: invoice.currency,
    description: line.description,
    discountable: true,
  },
  ...{ discounts: [], discount_amounts: [], invoice: invoice.id, livemode: false, metadata: line.metadata, quantity: line.quantity },
  ...{ subtotal: line.amount, period: { start: invoice.created, end: invoice.created }, pretax_credit_amounts: [], taxes: [] },
  parent: { type: 'invoice_item_details', invoice_item_details: { invoice_item: line.itemId, proration: false, subscription: null } },
  pricing: null,
});

/** An invoice as the vendor shows it. This version has no `paid`, `charge` or `payment_intent`. */
export function invoiceObject(world: World, invoice: Invoice): Record<string, unknown> {
  const total = totalCents(invoice);
  const isFinal = invoice.status !== 'draft';
  const page = isFinal ? `${world.settings.publicUrl}/invoice/${invoice.id}` : null;
  return {
    ...{ id: invoice.id, object: 'invoice', status: invoice.status, number: invoice.number, customer: invoice.customer, livemode: false },
    ...{ customer_email: invoice.customerEmail, customer_name: invoice.customerName, collection_method: invoice.collection },
    ...{ auto_advance: invoice.autoAdvance, currency: invoice.currency, created: invoice.created, due_date: invoice.dueDate },
    ...{ description: invoice.description, footer: invoice.footer, metadata: invoice.metadata, parent: null, default_payment_method: null },
    ...{ amount_due: total, amount_paid: invoice.amountPaid, amount_remaining: invoice.status === 'paid' ? 0 : total - invoice.amountPaid },
    ...{ amount_overpaid: 0, amount_shipping: 0, subtotal: total, total, attempt_count: invoice.attempts, attempted: invoice.attempts > 0 },
    ...{ hosted_invoice_url: page, invoice_pdf: page && `${page}.pdf`, billing_reason: 'manual', ending_balance: isFinal ? 0 : null },
    ...{ period_start: invoice.created, period_end: invoice.created, starting_balance: 0, total_discount_amounts: [], total_taxes: [] },
    status_transitions: {
      ...{ finalized_at: invoice.finalizedAt, paid_at: invoice.paidAt, voided_at: invoice.voidedAt },
      marked_uncollectible_at: invoice.uncollectibleAt,
    },
    lines: {
      ...{ object: 'list', url: `/v1/invoices/${invoice.id}/lines`, has_more: false, total_count: invoice.lines.length },
      data: invoice.lines.map((line) => lineObject(invoice, line)),
    },
  };
}

/** The row of a customer; its key is the e-mail address. */
export const customerThing = (customer: Customer): Thing => ({
  ...{ kind: 'customer', id: customer.id, key: customer.email, phone: null, at: customer.created * 1000, body: customer },
});

/** The row of an invoice; its owner is the customer. */
export const invoiceThing = (invoice: Invoice): Thing => ({
  ...{ kind: 'invoice', id: invoice.id, key: invoice.key, phone: invoice.customer, at: invoice.created * 1000, body: invoice },
});

/** Who asked: given back in every event that the request brought about. */
export type Asker = { id: string | null; idempotency_key: string | null };

/** An event about an object, kept for the list of events and sent as a webhook. */
export function announce(
  world: World,
  type: string,
  object: Record<string, unknown>,
  asker: Asker,
  inMs = 0,
): { thing: Thing; task: Task } {
  const event = {
    ...{ id: newId('evt'), object: 'event', api_version: apiVersion, created: seconds(), livemode: false, type, pending_webhooks: 1 },
    ...{ request: asker, data: { object } },
  };
  const hook = { vendor: 'stripe' as const, event: type, url: hookUrl(world.settings, 'stripe'), body: JSON.stringify(event) };
  return {
    thing: { kind: 'event', id: event.id, key: type, phone: null, at: Date.now(), body: event },
    task: hookTask(world, null, inMs, hook),
  };
}
