import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { type Bench, openBench } from '../testing/bench.ts';
import { stripeClient } from '../testing/clients.ts';

async function draft(bench: Bench, stripe: Stripe, email = 'acme@example.com') {
  const customer = await stripe.customers.create(
    { name: 'Acme', email, metadata: { clientId: 'c1' } },
    { idempotencyKey: `customer:${email}` },
  );
  const invoice = await stripe.invoices.create(
    {
      ...{ customer: customer.id, collection_method: 'send_invoice', days_until_due: 14, auto_advance: false, currency: 'usd' },
      ...{ pending_invoice_items_behavior: 'exclude', metadata: { milestoneId: 'm1' } },
    },
    { idempotencyKey: `invoice:${email}` },
  );
  await stripe.invoiceItems.create({
    customer: customer.id,
    invoice: invoice.id,
    amount: 200_000,
    currency: 'usd',
    description: '25 shown appointments',
  });
  expect(bench.url).toContain('http');
  return { customer, invoice };
}

test('an invoice goes from draft to paid, and every step is announced in order', async () => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  const { customer, invoice } = await draft(bench, stripe);
  expect(invoice).toMatchObject({ status: 'draft', number: null, customer: customer.id, lines: { data: [] } });
  const open = await stripe.invoices.finalizeInvoice(invoice.id);
  expect(open).toMatchObject({
    status: 'open',
    amount_due: 200_000,
    metadata: { milestoneId: 'm1' },
    lines: { data: [{ amount: 200_000 }] },
  });
  await stripe.invoices.sendInvoice(invoice.id);
  const paid = await bench.until('invoice.paid');
  expect(paid.data).toMatchObject({
    api_version: '2026-10-28.endive',
    data: { object: { id: invoice.id, status: 'paid', amount_remaining: 0 } },
  });
  expect(bench.received.every(({ isGenuine }) => isGenuine)).toBe(true);
  const types = bench.received.map(({ event }) => event);
  expect(
    ['customer.created', 'invoice.created', 'invoice.finalized', 'invoice.sent', 'invoice.paid'].filter((type) => !types.includes(type)),
  ).toEqual([]);
  expect((await stripe.invoices.retrieve(invoice.id)).status).toBe('paid');
  const page = await (await fetch(String(open.hosted_invoice_url))).text();
  expect(page).toContain('25 shown appointments');
  expect((await fetch(String(open.invoice_pdf))).headers.get('content-type')).toContain('application/pdf');
});

test('the payer follows the mark in the address: never, declines', async () => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  const never = await draft(bench, stripe, 'acme+never@example.com');
  const declines = await draft(bench, stripe, 'acme+declines@example.com');
  await stripe.invoices.sendInvoice(never.invoice.id);
  await stripe.invoices.sendInvoice(declines.invoice.id);
  await bench.until('invoice.payment_failed');
  await bench.quiet();
  expect((await stripe.invoices.list({ status: 'open' })).data).toHaveLength(2);
  await stripe.invoices.voidInvoice(never.invoice.id);
  expect((await stripe.invoices.markUncollectible(declines.invoice.id)).status).toBe('uncollectible');
  await bench.until('invoice.voided');
  await bench.until('invoice.marked_uncollectible');
  await expect(stripe.invoices.pay(never.invoice.id)).rejects.toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
});

test('a key replays its answer, refuses other parameters, and nothing is done twice', async () => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  const create = (name: string) => stripe.customers.create({ name }, { idempotencyKey: 'k1' });
  const [first, second] = [await create('Acme'), await create('Acme')];
  expect(second.id).toBe(first.id);
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  await expect(create('Other')).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  expect((await stripe.customers.list()).data).toHaveLength(1);
});

test('two requests with one key at once: one is done, the other is done for it or turned away with 409', async () => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  const results = await Promise.allSettled(
    Array.from({ length: 6 }, () => stripe.customers.create({ name: 'Acme' }, { idempotencyKey: 'k1' })),
  );
  const refused = results.filter((result) => result.status === 'rejected').map((result) => result.reason as Stripe.errors.StripeError);
  expect(refused.every(({ statusCode, code }) => statusCode === 409 && code === 'idempotency_key_in_use')).toBe(true);
  expect(refused.length).toBeLessThan(6);
  expect((await stripe.customers.list()).data).toHaveLength(1);
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)('a 500 %s acting is kept and replayed for its key', async (when, done) => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  await bench.admin('POST', '/faults', { vendor: 'stripe', operation: 'create-customer', kind: '500', when, count: 1 });
  const create = (idempotencyKey: string) => stripe.customers.create({ name: 'Acme' }, { idempotencyKey });
  await expect(create('k1')).rejects.toMatchObject({ statusCode: 500 });
  await expect(create('k1')).rejects.toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } });
  expect((await stripe.customers.list()).data).toHaveLength(done);
  await create('k2');
  expect((await stripe.customers.list()).data).toHaveLength(done + 1);
});

test.each<[string, (stripe: Stripe, customer: string) => Promise<unknown>, number, string | undefined]>([
  ['an unknown parameter', (stripe) => stripe.customers.create({ colour: 'red' } as Stripe.CustomerCreateParams), 400, 'parameter_unknown'],
  [
    'a portal for nobody',
    (stripe) => stripe.billingPortal.sessions.create({ customer: 'cus_none', return_url: 'http://localhost' }),
    400,
    'resource_missing',
  ],
  [
    'a way back that is none',
    (stripe, customer) => stripe.billingPortal.sessions.create({ customer, return_url: 'nowhere' }),
    400,
    'url_invalid',
  ],
  ['a missing customer', (stripe) => stripe.invoices.create({ customer: 'cus_none' }), 400, 'resource_missing'],
  ['an unknown invoice', (stripe) => stripe.invoices.retrieve('in_none'), 404, 'resource_missing'],
  ['an amount that is none', (stripe, customer) => stripe.invoiceItems.create({ customer, amount: 1.5 }), 400, 'parameter_invalid_integer'],
  [
    'terms without a due date',
    (stripe, customer) => stripe.invoices.create({ customer, collection_method: 'send_invoice' }),
    400,
    'parameter_missing',
  ],
])('%s is refused', async (_case, ask, statusCode, code) => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  const { id } = await stripe.customers.create({ name: 'Acme' });
  await expect(ask(stripe, id)).rejects.toMatchObject({ statusCode, code, requestId: expect.stringMatching(/^req_/) });
});

test('an empty draft cannot be finalised, and a finalised one not edited', async () => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  const { customer, invoice } = await draft(bench, stripe);
  const empty = await stripe.invoices.create({ customer: customer.id });
  await expect(stripe.invoices.finalizeInvoice(empty.id)).rejects.toMatchObject({ code: 'invoice_no_customer_line_items' });
  await stripe.invoices.addLines(invoice.id, { lines: [{ description: 'minutes', amount: 360, metadata: { call: 'c1' } }] });
  expect((await stripe.invoices.finalizeInvoice(invoice.id)).amount_due).toBe(200_360);
  const late = stripe.invoiceItems.create({ customer: customer.id, invoice: invoice.id, amount: 1, currency: 'usd' });
  await expect(late).rejects.toMatchObject({ code: 'invoice_not_editable' });
});

test('lists are paged, filtered by customer and time; a wrong key is refused', async () => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  const { customer } = await draft(bench, stripe);
  for (const n of [1, 2, 3]) await stripe.invoices.create({ customer: customer.id, metadata: { n: String(n) } });
  const all: string[] = [];
  for await (const invoice of stripe.invoices.list({ customer: customer.id, limit: 2, created: { gte: 1 } })) all.push(invoice.id);
  expect(new Set(all).size).toBe(4);
  expect((await stripe.invoices.list({ customer: customer.id, created: { gte: Math.floor(Date.now() / 1000) + 60 } })).data).toEqual([]);
  expect((await stripe.customers.list({ email: 'acme@example.com', limit: 1 })).data[0]?.id).toBe(customer.id);
  await expect(stripeClient(bench.url, 'sk_test_guess').customers.list()).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
});

test('a card is attached, made the default, shown whole where expanded, and taken away on the portal', async () => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  const { id } = await stripe.customers.create({ name: 'Acme', email: 'acme@example.com' });
  const card = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } });
  const asDefault = () => stripe.customers.update(id, { invoice_settings: { default_payment_method: card.id } });
  await expect(asDefault()).rejects.toMatchObject({ statusCode: 400, code: 'resource_missing' }); // not attached yet
  await stripe.paymentMethods.attach(card.id, { customer: id });
  expect((await asDefault()).invoice_settings.default_payment_method).toBe(card.id);
  await bench.until('payment_method.attached');
  const whole = await stripe.customers.retrieve(id, { expand: ['invoice_settings.default_payment_method'] });
  expect(whole).toMatchObject({ invoice_settings: { default_payment_method: { type: 'card', card: { brand: 'visa', last4: '4242' } } } });
  await expect(stripe.customers.retrieve(id, { expand: ['colour'] })).rejects.toMatchObject({ statusCode: 400 });

  const portal = await stripe.billingPortal.sessions.create({ customer: id, return_url: 'http://localhost/billing' });
  expect(portal).toMatchObject({ object: 'billing_portal.session', customer: id, return_url: 'http://localhost/billing' });
  const press = (form: string) => fetch(portal.url, { method: 'POST', body: new URLSearchParams(form) }).then((answer) => answer.text());
  expect(await (await fetch(portal.url)).text()).toContain('visa ending in 4242, until');
  expect(await press('card=tok_mastercard')).toContain('mastercard ending in 4444, until');
  expect(await press('card=')).toContain('Now: none');
  expect(await stripe.customers.retrieve(id)).toMatchObject({ invoice_settings: { default_payment_method: null } });
  await bench.until('customer.updated');
});

test('a person can pay on the invoice page', async () => {
  await using bench = await openBench();
  const stripe = stripeClient(bench.url);
  const { invoice } = await draft(bench, stripe, 'acme+never@example.com');
  await stripe.invoices.sendInvoice(invoice.id);
  expect(await (await fetch(`${bench.url}/invoice/${invoice.id}/pay`, { method: 'POST' })).text()).toContain('paid');
  await bench.until('invoice.paid');
});
