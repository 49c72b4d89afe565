import { describe, expect, test } from 'vitest';
import { createPayments, parseStripeEvent, stripeEventKey } from './payments.ts';
import { type Recorder, startRecorder } from './testing/recorder.ts';

const invoice = {
  id: 'in_1',
  object: 'invoice',
  status: 'open',
  number: 'A1B2-0001',
  customer: 'cus_1',
  collection_method: 'send_invoice',
  currency: 'usd',
  amount_due: 50000,
  amount_paid: 0,
  amount_remaining: 50000,
  due_date: 1768435200,
  hosted_invoice_url: 'https://invoice.stripe.com/i/1',
  invoice_pdf: 'https://pay.stripe.com/1.pdf',
  default_payment_method: null,
  metadata: { milestoneId: 'ms_1' },
  status_transitions: { finalized_at: 1767225600, paid_at: null, voided_at: null, marked_uncollectible_at: null },
};
const ours = {
  id: 'in_1',
  status: 'open',
  customerId: 'cus_1',
  collection: 'send_invoice',
  number: 'A1B2-0001',
  amountDueCents: 50000,
  amountPaidCents: 0,
  hostedUrl: 'https://invoice.stripe.com/i/1',
  pdfUrl: 'https://pay.stripe.com/1.pdf',
  dueAt: '2026-01-15T00:00:00.000Z',
  finalizedAt: '2026-01-01T00:00:00.000Z',
  metadata: { milestoneId: 'ms_1' },
  hasDefaultPaymentMethod: false,
};
const draft = {
  ...invoice,
  status: 'draft',
  number: null,
  due_date: null,
  hosted_invoice_url: null,
  invoice_pdf: null,
  status_transitions: {},
};
const ok = (json: unknown) => ({ status: 200, json });
const paymentsAt = (server: Recorder) => createPayments({ apiKey: 'sk_test_1', baseUrl: server.url });
const wire = (server: Recorder, at = 0) => {
  const request = server.requests[at];
  return [
    `${request?.method} ${request?.path}`,
    request?.headers['idempotency-key'],
    decodeURIComponent(request?.body ?? '')
      .split('&')
      .sort(),
  ];
};

describe('on the wire', () => {
  test('a customer', async () => {
    await using server = await startRecorder(ok({ id: 'cus_1', object: 'customer', invoice_settings: { default_payment_method: 'pm_1' } }));
    const customer = await paymentsAt(server).ensureCustomer({
      key: 'client:1:customer',
      name: 'Acme',
      email: 'a@b.co',
      metadata: { clientId: 'cl_1' },
    });
    expect(customer).toEqual({ customerId: 'cus_1', hasDefaultPaymentMethod: true });
    expect(wire(server)).toEqual(['POST /v1/customers', 'client:1:customer', ['email=a@b.co', 'metadata[clientId]=cl_1', 'name=Acme']]);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk_test_1');
  });

  test('nothing is told about the request before', async () => {
    await using server = await startRecorder({ ...ok({ id: 'cus_1', object: 'customer' }), headers: { 'request-id': 'req_1' } });
    const payments = paymentsAt(server);
    await payments.getCustomer('cus_1');
    await payments.getCustomer('cus_1');
    expect(server.requests.map(({ headers }) => headers['x-stripe-client-telemetry'])).toEqual([undefined, undefined]);
  });

  test('a customer without a way to be charged', async () => {
    await using server = await startRecorder(
      ok({ id: 'cus_1', object: 'customer', invoice_settings: { default_payment_method: null }, default_source: null }),
    );
    expect(await paymentsAt(server).getCustomer('cus_1')).toEqual({ customerId: 'cus_1', hasDefaultPaymentMethod: false });
  });

  test('the default payment method, with what may be shown of it', async () => {
    const wallet = {
      id: 'pm_1',
      object: 'payment_method',
      type: 'card',
      card: { brand: 'visa', last4: '4242', exp_month: 8, exp_year: 2030 },
    };
    const customer = (default_payment_method: unknown, default_source: unknown = null) =>
      ok({ id: 'cus_1', object: 'customer', invoice_settings: { default_payment_method }, default_source });
    const bank = { id: 'pm_2', object: 'payment_method', type: 'us_bank_account', us_bank_account: { last4: '6789' } };
    const old = { id: 'card_1', object: 'card', brand: 'Visa', last4: '1881', exp_month: 1, exp_year: 2029 };
    await using server = await startRecorder(customer(wallet, old), customer(bank), customer(null, old), customer(null));
    const read = () => paymentsAt(server).paymentMethod('cus_1', { timeoutMs: 5_000 });
    expect(await read()).toEqual({ kind: 'card', brand: 'visa', last4: '4242', expMonth: 8, expYear: 2030 });
    expect(await read()).toEqual({ kind: 'other', type: 'us_bank_account', last4: '6789' });
    expect(await read()).toEqual({ kind: 'card', brand: 'visa', last4: '1881', expMonth: 1, expYear: 2029 });
    expect(await read()).toBeNull();
    expect(decodeURIComponent(server.requests[0]?.path ?? '')).toBe(
      '/v1/customers/cus_1?expand[0]=invoice_settings.default_payment_method&expand[1]=default_source',
    );
  });

  test('a payment method that does not come in time is unclear', async () => {
    await using server = await startRecorder('hang');
    const asked = paymentsAt(server).paymentMethod('cus_1', { timeoutMs: 1_000 });
    await expect(asked).rejects.toMatchObject({ kind: 'unclear', code: 'timeout' });
  });

  test('a session of the billing portal', async () => {
    const session = { id: 'bps_1', object: 'billing_portal.session', url: 'https://billing.stripe.com/p/session/1' };
    await using server = await startRecorder(ok(session));
    const returnUrl = 'https://callvia.test/billing?books=live';
    expect(await paymentsAt(server).portal({ customerId: 'cus_1', returnUrl })).toEqual({ url: 'https://billing.stripe.com/p/session/1' });
    const [at, , fields] = wire(server);
    expect([at, fields]).toEqual(['POST /v1/billing_portal/sessions', ['customer=cus_1', `return_url=${returnUrl}`]]);
  });

  test('R8: a draft that takes no stray items and stays until it is finalised', async () => {
    await using server = await startRecorder(ok(draft));
    const made = await paymentsAt(server).createDraftInvoice({
      key: 'milestone:1:draft',
      customerId: 'cus_1',
      collection: 'send_invoice',
      metadata: { milestoneId: 'ms_1' },
    });
    expect(made).toEqual({
      id: 'in_1',
      status: 'draft',
      customerId: 'cus_1',
      collection: 'send_invoice',
      amountDueCents: 50000,
      amountPaidCents: 0,
      metadata: { milestoneId: 'ms_1' },
      hasDefaultPaymentMethod: false,
    });
    expect(wire(server)).toEqual([
      'POST /v1/invoices',
      'milestone:1:draft',
      [
        'auto_advance=false',
        'collection_method=send_invoice',
        'currency=usd',
        'customer=cus_1',
        'days_until_due=14',
        'metadata[milestoneId]=ms_1',
        'pending_invoice_items_behavior=exclude',
      ],
    ]);
  });

  test('an automatic charge has no days until due', async () => {
    await using server = await startRecorder(ok(draft));
    await paymentsAt(server).createDraftInvoice({ key: 'k', customerId: 'cus_1', collection: 'charge_automatically', metadata: {} });
    expect(server.requests[0]?.body).not.toContain('days_until_due');
  });

  test('R8: a line is attached to its draft', async () => {
    await using server = await startRecorder(ok({ id: 'ii_1', object: 'invoiceitem' }));
    const line = {
      key: 'milestone:1:line',
      invoiceId: 'in_1',
      customerId: 'cus_1',
      amountCents: 200000,
      description: '25 shown',
      metadata: { n: '1' },
    };
    expect(await paymentsAt(server).addLine(line)).toEqual({ vendorId: 'ii_1' });
    expect(wire(server)).toEqual([
      'POST /v1/invoiceitems',
      'milestone:1:line',
      ['amount=200000', 'currency=usd', 'customer=cus_1', 'description=25 shown', 'invoice=in_1', 'metadata[n]=1'],
    ]);
  });
});

describe('steps that may have been taken before', () => {
  test('a draft is finalised', async () => {
    await using server = await startRecorder(ok(draft), ok(invoice));
    expect(await paymentsAt(server).finalize({ key: 'milestone:1:finalize', invoiceId: 'in_1' })).toEqual(ours);
    expect(wire(server, 1)).toEqual(['POST /v1/invoices/in_1/finalize', 'milestone:1:finalize', ['auto_advance=true']]);
  });

  test('an open invoice is mailed', async () => {
    await using server = await startRecorder(ok(invoice));
    expect(await paymentsAt(server).send({ key: 'milestone:1:send', invoiceId: 'in_1' })).toEqual(ours);
    expect(wire(server, 1)).toEqual(['POST /v1/invoices/in_1/send', 'milestone:1:send', ['']]);
  });

  test.each([
    ['finalize', 'open'],
    ['finalize', 'paid'],
    ['finalize', 'void'],
    ['send', 'paid'],
    ['send', 'void'],
    ['send', 'uncollectible'],
    ['voidInvoice', 'void'],
  ] as const)('%s of an invoice that is %s only reads it', async (step, status) => {
    await using server = await startRecorder(ok({ ...invoice, status }));
    expect((await paymentsAt(server)[step]({ key: 'k', invoiceId: 'in_1' })).status).toBe(status);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  test('an invoice that is charged automatically is not mailed', async () => {
    await using server = await startRecorder(ok({ ...invoice, collection_method: 'charge_automatically' }));
    expect((await paymentsAt(server).send({ key: 'k', invoiceId: 'in_1' })).status).toBe('open');
    expect(server.requests.map(({ method }) => method)).toEqual(['GET']);
  });

  test('an open invoice is voided', async () => {
    await using server = await startRecorder(ok(invoice), ok({ ...invoice, status: 'void' }));
    expect((await paymentsAt(server).voidInvoice({ key: 'k', invoiceId: 'in_1' })).status).toBe('void');
    expect(wire(server, 1)[0]).toBe('POST /v1/invoices/in_1/void');
  });
});

describe('finding an invoice by what we wrote on it', () => {
  const query = { customerId: 'cus_1', metadataKey: 'milestoneId', metadataValue: 'ms_1' };
  const page = (data: unknown[], has_more = false) => ok({ object: 'list', data, has_more });
  const other = { ...invoice, id: 'in_9', metadata: { milestoneId: 'ms_9' } };

  test('lists (a search lags behind) and goes through all pages', async () => {
    await using server = await startRecorder(page([other], true), page([invoice]));
    expect(await paymentsAt(server).findInvoice({ ...query, createdAfter: '2026-01-01T00:00:00.000Z' })).toEqual(ours);
    expect(server.requests.map(({ path }) => decodeURIComponent(path))).toEqual([
      '/v1/invoices?customer=cus_1&limit=100&created[gte]=1767225600',
      '/v1/invoices?customer=cus_1&limit=100&created[gte]=1767225600&starting_after=in_9',
    ]);
  });

  test('prefers one that is not void', async () => {
    await using server = await startRecorder(page([{ ...invoice, id: 'in_2', status: 'void' }, invoice]));
    expect((await paymentsAt(server).findInvoice(query))?.id).toBe('in_1');
    server.react(page([{ ...invoice, id: 'in_2', status: 'void' }]));
    expect((await paymentsAt(server).findInvoice(query))?.id).toBe('in_2');
  });

  test('none is null', async () => {
    await using server = await startRecorder(page([other]));
    expect(await paymentsAt(server).findInvoice(query)).toBeNull();
  });
});

test.each([
  [400, { type: 'idempotency_error', message: 'Keys for idempotent requests…' }, 'refused', 'key_reused'],
  [409, { type: 'invalid_request_error', code: 'idempotency_key_in_use', message: 'in use' }, 'unclear', 'conflict'],
  [402, { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', message: 'declined' }, 'refused', 'card_declined'],
  [404, { type: 'invalid_request_error', code: 'resource_missing', message: 'No such customer' }, 'refused', 'not_found'],
  [400, { type: 'invalid_request_error', code: 'invoice_not_editable', message: 'finalized' }, 'refused', 'not_editable'],
  [400, { type: 'invalid_request_error', code: 'invoice_no_customer_line_items', message: 'empty' }, 'refused', 'nothing_to_bill'],
  [401, { type: 'invalid_request_error', message: 'Invalid API Key provided' }, 'refused', 'unauthorized'],
  [429, { type: 'invalid_request_error', code: 'rate_limit', message: 'slow down' }, 'busy', 'rate_limited'],
  [500, { type: 'api_error', message: 'oops' }, 'unclear', 'server_error'],
])('a %i with %j', async (status, error, kind, code) => {
  await using server = await startRecorder({ status, json: { error } });
  const line = { key: 'k', invoiceId: 'in_1', customerId: 'cus_1', amountCents: 1, description: '', metadata: {} };
  await expect(paymentsAt(server).addLine(line)).rejects.toMatchObject({ kind, code });
});

test('a base URL with a path is an error at the start', () =>
  expect(() => createPayments({ apiKey: 'sk_test_1', baseUrl: 'http://127.0.0.1:1/stripe' })).toThrow('cannot have a path'));

test('an event gives its ids, and the invoice if it is about one', () => {
  const told = { id: 'evt_1', object: 'event', created: 1767225700, livemode: false, type: 'invoice.paid', data: { object: invoice } };
  const event = parseStripeEvent(JSON.stringify(told));
  expect(event).toEqual({
    id: 'evt_1',
    type: 'invoice.paid',
    createdAt: '2026-01-01T00:01:40.000Z',
    isLive: false,
    objectId: 'in_1',
    invoice: ours,
  });
  expect(stripeEventKey(event)).toBe('stripe:evt_1');
  const deleted = { ...told, type: 'customer.deleted', data: { object: { id: 'cus_1', object: 'customer' } } };
  expect(parseStripeEvent(JSON.stringify(deleted))).toMatchObject({ type: 'customer.deleted', objectId: 'cus_1' });
});

test.each(['', '[]', '{}', '{"id":"evt_1"}'])('the event %s is poison', (body) => expect(() => parseStripeEvent(body)).toThrow('stripe'));
