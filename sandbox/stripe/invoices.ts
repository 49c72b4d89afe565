import type { Change } from '../state.ts';
import { task, type World } from '../world.ts';
import { invalid, type Params, type Tree } from './form.ts';
import {
  type Asker,
  announce,
  type Customer,
  type Invoice,
  invoiceObject,
  invoiceThing,
  type Line,
  newId,
  seconds,
  totalCents,
} from './objects.ts';

/** An invoice after a deed, with what is written for it. */
export type Step = { invoice: Invoice; change: Change };

/** The invoice of this id; throws the vendor's 404. */
export async function getInvoice(world: World, id: string): Promise<Invoice> {
  const invoice = await world.state.find<Invoice>('invoice', id);
  if (!invoice) throw invalid(`No such invoice: '${id}'`, { code: 'resource_missing', param: 'invoice' }, 404);
  return invoice;
}

/** The customer of this id; throws the vendor's refusal. */
export async function getCustomer(world: World, id: string, status = 400): Promise<Customer> {
  const customer = await world.state.find<Customer>('customer', id);
  if (!customer) throw invalid(`No such customer: '${id}'`, { code: 'resource_missing', param: 'customer' }, status);
  return customer;
}

/** The invoice as written, with an event for each named type in that order. */
export function changed(world: World, invoice: Invoice, types: string[], asker: Asker): Step {
  const events = types.map((type, i) => announce(world, type, invoiceObject(world, invoice), asker, i * 5));
  const things = [invoiceThing(invoice), ...events.map(({ thing }) => thing)];
  return { invoice, change: { things, tasks: events.map((event) => event.task) } };
}

/** Makes a draft. */
export async function createInvoice(world: World, p: Params, asker: Asker): Promise<Step> {
  const customer = await getCustomer(world, p.required('customer'));
  const collection = p.oneOf('collection_method', ['send_invoice', 'charge_automatically'] as const) ?? 'charge_automatically';
  const daysUntilDue = p.integer('days_until_due');
  const dueDate = p.integer('due_date');
  if (collection === 'send_invoice' && daysUntilDue === null && dueDate === null) {
    throw invalid('If `collection_method` is `send_invoice`, you must specify `days_until_due` or `due_date`.', {
      code: 'parameter_missing',
    });
  }
  if (collection !== 'send_invoice' && (daysUntilDue !== null || dueDate !== null)) {
    throw invalid('You can only specify `days_until_due` or `due_date` if `collection_method` is `send_invoice`.', {
      param: 'days_until_due',
    });
  }
  if (p.oneOf('pending_invoice_items_behavior', ['exclude', 'include'] as const) === 'include') {
    throw invalid('The sandbox only knows invoices without pending items.', { param: 'pending_invoice_items_behavior' });
  }
  const metadata = p.strings('metadata');
  const invoice: Invoice = {
    ...{ id: newId('in'), created: seconds(), customer: customer.id, customerEmail: customer.email, customerName: customer.name },
    ...{
      status: 'draft',
      collection,
      daysUntilDue,
      dueDate,
      autoAdvance: p.flag('auto_advance') ?? false,
      currency: p.text('currency') ?? 'usd',
    },
    ...{ description: p.text('description'), footer: p.text('footer'), metadata, number: null, amountPaid: 0, attempts: 0, lines: [] },
    ...{ key: metadata.milestoneId ?? metadata.milestone_id ?? metadata.key ?? asker.idempotency_key, timesSent: 0 },
    ...{ finalizedAt: null, paidAt: null, voidedAt: null, uncollectibleAt: null },
  };
  return changed(world, invoice, ['invoice.created'], asker);
}

function mustBeDraft(invoice: Invoice): void {
  if (invoice.status !== 'draft') throw invalid('This invoice is no longer editable.', { code: 'invoice_not_editable' });
}

/** Adds lines to a draft. */
export function addLines(world: World, invoice: Invoice, lines: Line[], asker: Asker): Step {
  mustBeDraft(invoice);
  return changed(world, { ...invoice, lines: [...invoice.lines, ...lines] }, ['invoice.updated'], asker);
}

/** Reads the fields of one line: an amount, or a unit amount times a quantity. */
export function readLine(p: Params, itemId: string | null): Line {
  const quantity = p.integer('quantity') ?? 1;
  const data = p.any('price_data') as Tree | null;
  const amount = p.integer('amount') ?? (typeof data?.unit_amount === 'string' ? Number(data.unit_amount) * quantity : null);
  const unit = p.integer('unit_amount') ?? (p.text('unit_amount_decimal') === null ? null : Number(p.text('unit_amount_decimal')));
  const cents = amount ?? (unit === null ? null : Math.round(unit * quantity));
  if (cents === null || !Number.isInteger(cents))
    throw invalid('Missing required param: amount.', { code: 'parameter_missing', param: 'amount' });
  return { id: newId('il'), itemId, amount: cents, quantity, description: p.text('description'), metadata: p.strings('metadata') };
}

/** Finalises a draft: from here on it has a number and is owed. */
export async function finalize(world: World, invoice: Invoice, p: Params, asker: Asker): Promise<Step> {
  if (invoice.status !== 'draft')
    throw invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.", { code: 'invoice_not_editable' });
  if (invoice.lines.length === 0) throw invalid('Nothing to invoice for customer', { code: 'invoice_no_customer_line_items' });
  const now = seconds();
  const { rows } = await world.state.pool.query<{ n: string }>(`SELECT count(*) AS n FROM thing WHERE kind = 'invoice' AND phone = $1`, [
    invoice.customer,
  ]);
  const number = `${invoice.customer.slice(-8).toUpperCase()}-${String(rows[0]?.n ?? 1).padStart(4, '0')}`;
  const dueDate = invoice.dueDate ?? (invoice.daysUntilDue === null ? null : now + invoice.daysUntilDue * 86_400);
  const isFree = totalCents(invoice) <= 0;
  const next: Invoice = {
    ...{ ...invoice, status: isFree ? 'paid' : 'open', number, dueDate, finalizedAt: now, paidAt: isFree ? now : null },
    autoAdvance: p.flag('auto_advance') ?? invoice.autoAdvance,
  };
  const step = changed(world, next, ['invoice.updated', 'invoice.finalized', ...(isFree ? ['invoice.paid'] : [])], asker);
  return !isFree && invoice.collection === 'charge_automatically' ? awaitPayment(world, step) : step;
}

/** Sends an invoice to its customer, who reacts by the mark in their e-mail address. A draft is finalised on the way. */
export async function send(world: World, invoice: Invoice, p: Params, asker: Asker): Promise<Step> {
  if (invoice.collection !== 'send_invoice')
    throw invalid('You can only manually send an invoice if its collection method is `send_invoice`.');
  if (invoice.status !== 'draft' && invoice.status !== 'open') throw invalid(`You cannot send an invoice that is ${invoice.status}.`);
  const first = invoice.status === 'draft' ? await finalize(world, invoice, p, asker) : { invoice, change: {} as Change };
  const sent = changed(world, { ...first.invoice, timesSent: first.invoice.timesSent + 1 }, ['invoice.sent'], asker);
  return awaitPayment(world, {
    invoice: sent.invoice,
    change: {
      things: [...(first.change.things ?? []), ...(sent.change.things ?? [])],
      tasks: [...(first.change.tasks ?? []), ...(sent.change.tasks ?? [])],
    },
  });
}

function awaitPayment(world: World, step: Step): Step {
  if (step.invoice.timesSent > 1) return step; // they have it already
  const email = step.invoice.customerEmail ?? '';
  if (email.includes('+never')) return step;
  const inMs = email.includes('+late') ? 20_000 : 1_000 + (step.invoice.created % 10) * 100;
  const next = task(world, 'pay', null, inMs, { invoiceId: step.invoice.id });
  return { ...step, change: { ...step.change, tasks: [...(step.change.tasks ?? []), next] } };
}

/** Registers what customers do with their invoices. */
export function playPayers(world: World): void {
  world.queue.on('pay', async ({ body }) => {
    const invoice = await world.state.find<Invoice>('invoice', (body as { invoiceId: string }).invoiceId);
    if (invoice?.status !== 'open') return;
    const declines = invoice.customerEmail?.includes('+declines') ?? false;
    await world.state.commit((declines ? decline(world, invoice) : pay(world, invoice, nobody)).change);
  });
}

/** The asker of what happens by itself. */
export const nobody: Asker = { id: null, idempotency_key: null };

/** Takes the money. */
export function pay(world: World, invoice: Invoice, asker: Asker): Step {
  if (invoice.status === 'paid') throw invalid('Invoice is already paid', { code: 'invoice_already_paid' });
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw invalid(`An invoice that is ${invoice.status} cannot be paid.`);
  const now = seconds();
  const paid: Invoice = { ...invoice, status: 'paid', paidAt: now, amountPaid: totalCents(invoice), attempts: invoice.attempts + 1 };
  return changed(world, paid, ['invoice.updated', 'invoice.payment_succeeded', 'invoice.paid'], asker);
}

/** A payment that the bank refused. */
export function decline(world: World, invoice: Invoice): Step {
  return changed(world, { ...invoice, attempts: invoice.attempts + 1 }, ['invoice.updated', 'invoice.payment_failed'], nobody);
}

/** Calls an owed invoice off. */
export function voidInvoice(world: World, invoice: Invoice, asker: Asker): Step {
  if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
    throw invalid(`You can only void open or uncollectible invoices; this one is ${invoice.status}.`);
  return changed(world, { ...invoice, status: 'void', voidedAt: seconds() }, ['invoice.updated', 'invoice.voided'], asker);
}

/** Gives an owed invoice up. */
export function markUncollectible(world: World, invoice: Invoice, asker: Asker): Step {
  if (invoice.status !== 'open') throw invalid(`You can only mark open invoices as uncollectible; this one is ${invoice.status}.`);
  const next: Invoice = { ...invoice, status: 'uncollectible', uncollectibleAt: seconds() };
  return changed(world, next, ['invoice.updated', 'invoice.marked_uncollectible'], asker);
}
