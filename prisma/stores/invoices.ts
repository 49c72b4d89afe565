import type { Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';

export type InvoiceLine = { description: string; amountCents: number };
type Wanted = {
  clientId: string;
  mode: Mode;
  kind: 'milestone' | 'usage';
  amountCents: number;
  description: string;
  lines: InvoiceLine[];
  periodMonth?: string;
  periodKey?: string;
};

/** Writes an invoice that Stripe does not know yet and tells billing to bring it about; returns its id. */
export async function askForInvoice(tx: Tx, wanted: Wanted): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO invoice (client_id, mode, kind, amount_due_cents, description, line_items, period_month, period_key)
    VALUES (${wanted.clientId}::uuid, ${wanted.mode}, ${wanted.kind}, ${wanted.amountCents}, ${wanted.description}, ${JSON.stringify(wanted.lines)}::jsonb,
            ${wanted.periodMonth ?? null}, ${wanted.periodKey ?? null}) RETURNING id`;
  if (!row) throw new Error('The invoice was not stored.');
  await tellBilling(tx, wanted.clientId, wanted.mode, row.id);
  return row.id;
}

/** The word to the client's billing workflow that an invoice waits. Repeating it is harmless. */
export async function tellBilling(tx: Tx, clientId: string, mode: Mode, invoiceId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, payload)
    VALUES (${clientId}::uuid, ${mode}, 'billing', ${clientId}::uuid, 'billing.invoice_wanted', ${{ invoiceId }}::jsonb)`;
}

/** What Stripe must be told of one of our invoices. `key` begins the keys of its steps. */
export type InvoiceOrder = {
  id: string;
  clientId: string;
  mode: Mode;
  kind: string;
  status: string;
  key: string;
  description: string;
  lines: InvoiceLine[];
  metadata: Record<string, string>;
  customerId: string | null;
  clientName: string;
  billingEmail: string | null;
};

/** Reads an invoice with its client as an order to Stripe; null when there is none. */
export async function invoiceOrder(tx: Tx, clientId: string, invoiceId: string): Promise<InvoiceOrder | null> {
  const [row] = await tx.$queryRaw<
    (Omit<InvoiceOrder, 'key' | 'metadata'> & { number: number | null; milestoneId: string | null; periodKey: string | null })[]
  >`
    SELECT i.id, i.client_id AS "clientId", i.mode, i.kind, i.status, i.description, i.line_items AS lines, i.period_key AS "periodKey",
      CASE i.mode WHEN 'live' THEN k.stripe_customer_id ELSE k.rehearsal_customer_id END AS "customerId", k.name AS "clientName", k.billing_email AS "billingEmail",
      m.milestone_number AS number, m.id AS "milestoneId"
    FROM invoice i JOIN client k ON k.id = i.client_id LEFT JOIN milestone m ON m.client_id = i.client_id AND m.invoice_id = i.id
    WHERE i.client_id = ${clientId}::uuid AND i.id = ${invoiceId}::uuid`;
  if (!row) return null;
  const { number, milestoneId, periodKey, ...order } = row;
  const suffix = order.mode === 'live' ? '' : ':rehearsal';
  const key = number === null ? `usage:${clientId}:${periodKey}${suffix}` : `milestone:${clientId}:${number}${suffix}`;
  return { ...order, key, metadata: { clientId, ...(milestoneId && { milestoneId }) } };
}

/** The client's customer at the payments vendor, null before its first invoice of that mode. */
export async function customerIdOf(tx: Tx, clientId: string, mode: Mode): Promise<string | null> {
  const select = { stripeCustomerId: true, rehearsalCustomerId: true };
  const client = await tx.client.findUniqueOrThrow({ where: { id: clientId }, select });
  return mode === 'live' ? client.stripeCustomerId : client.rehearsalCustomerId;
}

export async function keepCustomer(tx: Tx, clientId: string, mode: Mode, customerId: string): Promise<void> {
  if (mode === 'live') await tx.$executeRaw`UPDATE client SET stripe_customer_id = ${customerId} WHERE id = ${clientId}::uuid`;
  else await tx.$executeRaw`UPDATE client SET rehearsal_customer_id = ${customerId} WHERE id = ${clientId}::uuid`;
}

/** An invoice as Stripe has it now. */
export type StripeState = {
  id: string;
  status: string;
  number?: string;
  amountPaidCents: number;
  hostedUrl?: string;
  pdfUrl?: string;
  dueAt?: string;
  finalizedAt?: string;
  paidAt?: string;
};

/** Stripe holds it: its ids and links are kept, and whatever state it is in by now. */
export async function invoiceIssued(tx: Tx, clientId: string, invoiceId: string, stripe: StripeState): Promise<void> {
  await tx.$executeRaw`UPDATE invoice SET stripe_invoice_id = ${stripe.id}, last_payment_error = NULL, payment_failed_at = NULL WHERE client_id = ${clientId}::uuid AND id = ${invoiceId}::uuid`;
  await followStripe(tx, clientId, invoiceId, stripe);
}

/** Where an invoice stays for good. One given up as uncollectible may still be paid, or voided. */
const FINAL = ['paid', 'void'];

/** Takes over an invoice's state from Stripe, never back to one it has left, so that an older event changes nothing; a paid milestone invoice pays its milestone. */
export async function followStripe(tx: Tx, clientId: string, invoiceId: string, stripe: StripeState): Promise<void> {
  const date = (at?: string) => (at ? new Date(at) : null);
  const moved = await tx.$executeRaw`
    UPDATE invoice SET status = ${stripe.status}, number = coalesce(${stripe.number ?? null}, number), amount_paid_cents = greatest(amount_paid_cents, ${stripe.amountPaidCents}),
      hosted_url = coalesce(${stripe.hostedUrl ?? null}, hosted_url), pdf_url = coalesce(${stripe.pdfUrl ?? null}, pdf_url), due_at = coalesce(${date(stripe.dueAt)}, due_at),
      finalized_at = coalesce(finalized_at, ${date(stripe.finalizedAt)}), paid_at = CASE WHEN ${stripe.status} = 'paid' THEN coalesce(paid_at, ${date(stripe.paidAt)}, now()) ELSE paid_at END
    WHERE client_id = ${clientId}::uuid AND id = ${invoiceId}::uuid AND NOT (status = ANY(${FINAL}::text[])) AND NOT (status = 'open' AND ${stripe.status} = 'draft')
      AND NOT (status = 'uncollectible' AND NOT (${stripe.status} = ANY(${FINAL}::text[])))`;
  if (moved === 0) return;
  if (stripe.status === 'paid') {
    await tx.$executeRaw`
      UPDATE milestone SET status = 'paid', paid_at = coalesce(${date(stripe.paidAt)}, now())
      WHERE client_id = ${clientId}::uuid AND invoice_id = ${invoiceId}::uuid AND status = 'pending'`;
  } else if (stripe.status === 'void') {
    await tx.$executeRaw`UPDATE milestone SET status = 'void' WHERE client_id = ${clientId}::uuid AND invoice_id = ${invoiceId}::uuid AND status = 'pending'`;
  }
  await tx.$executeRaw`
    INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, payload, published_at)
    SELECT client_id, mode, 'invoice', id, 'invoice.' || status, jsonb_build_object('kind', kind, 'amountDueCents', amount_due_cents), now()
    FROM invoice WHERE client_id = ${clientId}::uuid AND id = ${invoiceId}::uuid`;
}

/** Why an invoice does not come about or is not paid; shown to staff, cleared when it comes about. Nothing is said of one that was paid or voided meanwhile. */
export async function noteInvoiceTrouble(tx: Tx, clientId: string, invoiceId: string, message: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE invoice SET last_payment_error = ${message.slice(0, 500)}, payment_failed_at = clock_timestamp()
    WHERE client_id = ${clientId}::uuid AND id = ${invoiceId}::uuid AND NOT (status = ANY(${FINAL}::text[]))`;
}
