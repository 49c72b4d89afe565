import { z } from 'zod';
import { instantOfSeconds, lenient, metadata, parseJson, readEvent } from './reading.ts';

/** A Stripe invoice in our words: whole US cents, instants in UTC. */
export type Invoice = {
  id: string;
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';
  customerId?: string;
  collection?: 'charge_automatically' | 'send_invoice';
  number?: string;
  amountDueCents: number;
  amountPaidCents: number;
  hostedUrl?: string;
  pdfUrl?: string;
  dueAt?: string;
  finalizedAt?: string;
  paidAt?: string;
  metadata: Record<string, string>;
  /** Of this invoice; whether its customer has one says `getCustomer`. */
  hasDefaultPaymentMethod?: boolean;
};

const cents = z.number().int();
const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);

/** An invoice of the REST API or of an event. */
export const invoiceAnswer = z
  .object({
    id: z.string().min(1),
    status: z.enum(['draft', 'open', 'paid', 'uncollectible', 'void']),
    customer: lenient(reference),
    collection_method: lenient(z.enum(['charge_automatically', 'send_invoice'])),
    number: lenient(z.string().min(1)),
    amount_due: cents,
    amount_paid: cents,
    hosted_invoice_url: lenient(z.url({ protocol: /^https?$/ })),
    invoice_pdf: lenient(z.url({ protocol: /^https?$/ })),
    due_date: lenient(instantOfSeconds),
    status_transitions: lenient(z.object({ finalized_at: lenient(instantOfSeconds), paid_at: lenient(instantOfSeconds) })),
    default_payment_method: z.unknown().optional(),
    metadata,
  })
  .transform((told): Invoice => {
    const { finalized_at, paid_at } = told.status_transitions ?? {};
    return {
      id: told.id,
      status: told.status,
      amountDueCents: told.amount_due,
      amountPaidCents: told.amount_paid,
      metadata: told.metadata,
      ...(told.customer && { customerId: told.customer }),
      ...(told.collection_method && { collection: told.collection_method }),
      ...(told.number && { number: told.number }),
      ...(told.hosted_invoice_url && { hostedUrl: told.hosted_invoice_url }),
      ...(told.invoice_pdf && { pdfUrl: told.invoice_pdf }),
      ...(told.due_date && { dueAt: told.due_date }),
      ...(finalized_at && { finalizedAt: finalized_at }),
      ...(paid_at && { paidAt: paid_at }),
      ...(told.default_payment_method !== undefined && { hasDefaultPaymentMethod: Boolean(told.default_payment_method) }),
    };
  });

/** What an event says is a hint: take the ids and read the invoice afresh before writing anything down. */
export type StripeEvent = {
  id: string;
  type: string;
  createdAt: string;
  isLive: boolean;
  objectId?: string;
  /** Only for events about invoices. */
  invoice?: Invoice;
};

const event = z
  .object({
    id: z.string().min(1).max(200),
    object: z.literal('event').optional(),
    type: z.string().min(1).max(100),
    created: instantOfSeconds,
    livemode: z.boolean(),
    data: z.object({ object: z.looseObject({ id: lenient(z.string()), object: lenient(z.string()) }) }),
  })
  .transform(({ id, type, created, livemode, data: { object } }): StripeEvent => {
    const invoice = object.object === 'invoice' ? lenient(invoiceAnswer).parse(object) : undefined;
    return { id, type, createdAt: created, isLive: livemode, ...(object.id && { objectId: object.id }), ...(invoice && { invoice }) };
  });

/** A Stripe event whose signature was checked when it came in. Throws `UnreadableEvent`. */
export const parseStripeEvent = (rawBody: Uint8Array | string): StripeEvent => readEvent('stripe', event, parseJson('stripe', rawBody));

/** Dedupe key of an event. */
export const stripeEventKey = ({ id }: StripeEvent) => `stripe:${id}`;
