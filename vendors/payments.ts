import Stripe from 'stripe';
import { z } from 'zod';
import { fromNetwork, fromStatus, isVendorError, type RefusalCode, type VendorError, VendorUnclear } from './errors.ts';
import { readAnswer } from './reading.ts';
import { type Invoice, invoiceAnswer } from './stripe-invoice.ts';
import { customerMethod, METHOD_FIELDS, type PaymentMethod } from './stripe-method.ts';

export * from './stripe-invoice.ts';
export type { PaymentMethod } from './stripe-method.ts';

type Keyed = { /** Idempotency key at Stripe, kept there for at least 24 h; the same key must come with the same fields. */ key: string };
export type Customer = { customerId: string; hasDefaultPaymentMethod: boolean };
export type DraftInvoice = {
  customerId: string;
  collection: 'charge_automatically' | 'send_invoice';
  /** Days, with `send_invoice` only; 14 if left out. */
  daysUntilDue?: number;
  metadata: Record<string, string>;
  description?: string;
} & Keyed;
export type InvoiceLine = {
  invoiceId: string;
  customerId: string;
  amountCents: number;
  description: string;
  metadata: Record<string, string>;
} & Keyed;
export type FindInvoice = { customerId: string; metadataKey: string; metadataValue: string; createdAfter?: string };

/** Invoices in US cents. Methods throw `VendorRefused`, `VendorBusy` or `VendorUnclear`. */
export type PaymentsProvider = {
  ensureCustomer(customer: { name: string; email?: string; metadata: Record<string, string> } & Keyed): Promise<Customer>;
  /** Whether a customer can be charged without a mail, as of now. */
  getCustomer(customerId: string): Promise<Customer>;
  /** The default payment method of a customer as of now, or null. `timeoutMs` is a deadline of the caller's own. */
  paymentMethod(customerId: string, deadline?: { timeoutMs: number }): Promise<PaymentMethod | null>;
  /** The address of a page of Stripe's own on which the customer changes its payment method; it is good for a few minutes. */
  portal(session: { customerId: string; returnUrl: string }): Promise<{ url: string }>;
  /** An empty draft that takes up no stray items and never leaves by itself. */
  createDraftInvoice(invoice: DraftInvoice): Promise<Invoice>;
  addLine(line: InvoiceLine): Promise<{ vendorId: string }>;
  /** Opens a draft for payment; an invoice that is no draft any more is only returned. */
  finalize(invoice: { invoiceId: string } & Keyed): Promise<Invoice>;
  /** Mails an open invoice; one that is paid, void, uncollectible or charged automatically is only returned. */
  send(invoice: { invoiceId: string } & Keyed): Promise<Invoice>;
  getInvoice(invoiceId: string): Promise<Invoice>;
  /** The newest invoice of a customer that carries a metadata value, preferring one that is not void, or null. */
  findInvoice(query: FindInvoice): Promise<Invoice | null>;
  /** Voids an open invoice; a void one is only returned. */
  voidInvoice(invoice: { invoiceId: string } & Keyed): Promise<Invoice>;
};

export type PaymentsOptions = { apiKey: string; baseUrl?: string; timeoutMs?: number };

/** Stripe behind our type. `baseUrl` can have no path: the SDK always asks `/v1/…` at the root. `timeoutMs` is 10,000. */
export function createPayments({ apiKey, baseUrl, timeoutMs = 10_000 }: PaymentsOptions): PaymentsProvider {
  const stripe = new Stripe(apiKey, {
    maxNetworkRetries: 0,
    timeout: timeoutMs,
    telemetry: false,
    // unlike the SDK's own client, this one times the whole answer and does not send again after a reset
    httpClient: Stripe.createFetchHttpClient((input: string | URL | Request, init?: RequestInit) =>
      fetch(input, { ...init, redirect: 'manual' }),
    ),
    ...(baseUrl && rootOf(baseUrl)),
  });

  const ask = async <T extends z.ZodType>(schema: T, request: () => Promise<unknown>): Promise<z.output<T>> => {
    try {
      const answer = await request();
      const { status = 200, headers } = answered.safeParse(answer).data?.lastResponse ?? {};
      // the SDK calls every body without `error` a success, even under a 401 or a 500
      if (status >= 300) throw fromStatus({ vendor: 'stripe', status, message: 'no message', retryAfter: headers?.get('retry-after') });
      return readAnswer('stripe', schema, answer);
    } catch (error) {
      throw isVendorError(error) ? error : toVendorError(error);
    }
  };

  const payments: PaymentsProvider = {
    ensureCustomer: ({ key, name, email, metadata }) =>
      ask(customerAnswer, () => stripe.customers.create({ name, ...(email && { email }), metadata }, { idempotencyKey: key })),

    getCustomer: (customerId) => ask(customerAnswer, () => stripe.customers.retrieve(customerId)),

    paymentMethod: (customerId, deadline) =>
      ask(customerMethod, () =>
        stripe.customers.retrieve(customerId, { expand: METHOD_FIELDS }, deadline ? { timeout: deadline.timeoutMs } : {}),
      ),

    portal: ({ customerId, returnUrl }) =>
      ask(z.object({ url: z.url() }), () => stripe.billingPortal.sessions.create({ customer: customerId, return_url: returnUrl })),

    createDraftInvoice: ({ key, customerId, collection, daysUntilDue = 14, metadata, description }) =>
      ask(invoiceAnswer, () =>
        stripe.invoices.create(
          {
            customer: customerId,
            collection_method: collection,
            ...(collection === 'send_invoice' && { days_until_due: daysUntilDue }),
            auto_advance: false,
            currency: 'usd',
            pending_invoice_items_behavior: 'exclude',
            ...(description && { description }),
            metadata,
          },
          { idempotencyKey: key },
        ),
      ),

    async addLine({ key, invoiceId, customerId, amountCents, description, metadata }) {
      const item = { customer: customerId, invoice: invoiceId, amount: amountCents, currency: 'usd', description, metadata };
      const { id } = await ask(z.object({ id: z.string() }), () => stripe.invoiceItems.create(item, { idempotencyKey: key }));
      return { vendorId: id };
    },

    async finalize({ key, invoiceId }) {
      const now = await payments.getInvoice(invoiceId);
      if (now.status !== 'draft') return now;
      return ask(invoiceAnswer, () => stripe.invoices.finalizeInvoice(invoiceId, { auto_advance: true }, { idempotencyKey: key }));
    },

    async send({ key, invoiceId }) {
      const now = await payments.getInvoice(invoiceId);
      if (now.status === 'paid' || now.status === 'void' || now.status === 'uncollectible') return now;
      if (now.collection === 'charge_automatically') return now; // Stripe mails only those it is not to charge
      return ask(invoiceAnswer, () => stripe.invoices.sendInvoice(invoiceId, {}, { idempotencyKey: key }));
    },

    getInvoice: (invoiceId) => ask(invoiceAnswer, () => stripe.invoices.retrieve(invoiceId)),

    async findInvoice({ customerId, metadataKey, metadataValue, createdAfter }) {
      const created = createdAfter ? { created: { gte: Math.floor(Date.parse(createdAfter) / 1000) } } : {};
      let newestVoid: Invoice | null = null;
      let after: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const query = { customer: customerId, limit: 100, ...created, ...(after && { starting_after: after }) };
        const { data, has_more } = await ask(invoiceList, () => stripe.invoices.list(query));
        const ours = data.filter(({ metadata }) => metadata[metadataKey] === metadataValue);
        const found = ours.find(({ status }) => status !== 'void');
        if (found) return found;
        newestVoid ??= ours[0] ?? null;
        after = data.at(-1)?.id;
        if (!has_more || !after) return newestVoid;
      }
      throw new VendorUnclear({
        vendor: 'stripe',
        code: 'unexpected_answer',
        message: `more than ${MAX_PAGES * 100} invoices in one list`,
      });
    },

    async voidInvoice({ key, invoiceId }) {
      const now = await payments.getInvoice(invoiceId);
      if (now.status === 'void') return now;
      return ask(invoiceAnswer, () => stripe.invoices.voidInvoice(invoiceId, {}, { idempotencyKey: key }));
    },
  };
  return payments;
}

const MAX_PAGES = 50;
const answered = z.object({ lastResponse: z.instanceof(Response) });
const invoiceList = z.object({ data: z.array(invoiceAnswer), has_more: z.boolean() });
const customerAnswer = z
  .object({
    id: z.string().min(1),
    deleted: z.literal(false).optional(),
    invoice_settings: z.object({ default_payment_method: z.unknown().optional() }).nullish(),
    default_source: z.unknown().optional(),
  })
  .transform(
    ({ id, invoice_settings, default_source }): Customer => ({
      customerId: id,
      hasDefaultPaymentMethod: Boolean(invoice_settings?.default_payment_method || default_source),
    }),
  );

function rootOf(baseUrl: string) {
  const { protocol, hostname, port, pathname } = new URL(baseUrl);
  if (pathname !== '/') throw new Error('The Stripe base URL cannot have a path');
  const scheme = protocol === 'http:' ? ('http' as const) : ('https' as const);
  return { host: hostname, protocol: scheme, port: port || (scheme === 'http' ? '80' : '443') };
}

const CODES = new Map<string, RefusalCode>([
  ['resource_missing', 'not_found'],
  ['invoice_not_editable', 'not_editable'],
  ['invoice_no_customer_line_items', 'nothing_to_bill'],
  ['card_declined', 'card_declined'],
  ['expired_card', 'card_declined'],
  ['insufficient_funds', 'card_declined'],
]);

function toVendorError(error: unknown): VendorError {
  if (!(error instanceof Stripe.errors.StripeError) || error instanceof Stripe.errors.StripeConnectionError)
    return fromNetwork('stripe', error);
  const { statusCode: status, message, code = '', rawType, headers = {} } = error;
  if (status === undefined || status < 300) return new VendorUnclear({ vendor: 'stripe', code: 'unreadable', status, message });
  const own = rawType === 'idempotency_error' ? 'key_reused' : CODES.get(code);
  return fromStatus({ vendor: 'stripe', status, message, ...(own && { code: own }), retryAfter: headers['retry-after'] });
}
