import { type Request, type Response, Router } from 'express';
import { type Answer, createDesk, type FailureShape, formText, isSame } from '../answer.ts';
import type { World } from '../world.ts';
import { expands, invalid, type Params, params, parseForm, stripeError, type Tree } from './form.ts';
import { createIdempotency, type Done } from './idempotency.ts';
import {
  addLines,
  createInvoice,
  finalize,
  getCustomer,
  getInvoice,
  markUncollectible,
  pay,
  readLine,
  type Step,
  send,
  voidInvoice,
} from './invoices.ts';
import { defaultMethod, getMethod, methods } from './methods.ts';
import {
  type Asker,
  announce,
  apiVersion,
  type Customer,
  customerObject,
  customerThing,
  type Invoice,
  invoiceObject,
  newId,
  seconds,
} from './objects.ts';

const shape: FailureShape = (status, what) => {
  if (status === 404) return stripeError(404, 'invalid_request_error', what);
  if (status === 500) return stripeError(500, 'api_error', what);
  return stripeError(429, 'invalid_request_error', 'Too many requests', { code: 'rate_limit' });
};

type Deed = (p: Params, asker: Asker, req: Request) => Promise<Done>;

/** Stripe's twin, at the root: `/v1/…`. */
export function stripeRoutes(world: World): Router {
  const desk = createDesk('stripe', shape, {
    faults: world.faults,
    limits: () => world.knobs.limits,
    leaves: ({ kind }) => kind === '500',
  });
  const once = createIdempotency(world);
  const router = Router();

  router.use((req, res, next) => {
    res.set({ 'request-id': newId('req'), 'stripe-version': req.get('stripe-version') ?? apiVersion });
    const key = req.get('authorization')?.replace(/^Bearer /, '') ?? '';
    if (isSame(key, world.settings.credentials.stripeKey)) return next();
    const message = key ? `Invalid API Key provided: ${key.slice(0, 8)}***${key.slice(-4)}` : 'You did not provide an API key.';
    res.status(401).json(stripeError(401, 'invalid_request_error', message).body);
  });

  const post = (path: string, operation: string, deed: Deed) =>
    router.post(
      path,
      desk(operation, async (req, fault) => {
        const form = formText(req);
        const asker: Asker = { id: requestId(req), idempotency_key: req.get('idempotency-key') ?? null };
        const act = async () => {
          const p = params(parseForm(form));
          return deed(p, asker, req);
        };
        return once({ key: asker.idempotency_key ?? undefined, path: req.path, form, requestId: asker.id ?? '', fault }, act);
      }),
    );
  const get = (path: string, operation: string, read: (p: Params, req: Request) => Promise<object>) =>
    router.get(
      path,
      desk(operation, async (req, fault): Promise<Answer> => {
        if (fault) return shape(500, 'An unknown error occurred');
        const p = params(parseForm(new URL(req.originalUrl, 'http://sandbox').search.slice(1)));
        return { status: 200, body: await read(p, req) };
      }),
    );

  customers(world, post, get);
  methods(world, post, get);
  invoices(world, post, get);
  get('/events', 'list-events', async (p) => {
    const type = p.text('type');
    return list(
      p,
      '/v1/events',
      (await world.state.list('event', { limit: 1000 })).map(({ body }) => body as { id: string; type: string; created: number }),
      (event) => !type || event.type === type,
    );
  });
  router.use((req, res) => {
    const message = `Unrecognized request URL (${req.method}: ${req.originalUrl}). Please see https://stripe.com/docs.`;
    res.status(404).json(stripeError(404, 'invalid_request_error', message).body);
  });
  return router;
}

export type Post = (path: string, operation: string, deed: Deed) => void;
export type Get = (path: string, operation: string, read: (p: Params, req: Request) => Promise<object>) => void;

function customers(world: World, post: Post, get: Get): void {
  const fields = (p: Params, old?: Customer) => {
    const pick = (name: 'email' | 'name' | 'phone' | 'description') => (p.has(name) ? p.text(name) : (old?.[name] ?? null));
    const read = { email: pick('email'), name: pick('name'), phone: pick('phone'), description: pick('description') };
    for (const ignored of ['address', 'preferred_locales', 'shipping', 'tax_exempt']) p.any(ignored);
    return { ...read, metadata: { ...old?.metadata, ...p.strings('metadata') } };
  };
  const keep = (customer: Customer, type: string, asker: Asker): Done => {
    const event = announce(world, type, customerObject(customer), asker);
    return { body: customerObject(customer), change: { things: [customerThing(customer), event.thing], tasks: [event.task] } };
  };
  post('/customers', 'create-customer', async (p, asker) => {
    const customer = { ...fields(p), id: newId('cus'), created: seconds(), methodId: null };
    p.any('invoice_settings');
    p.end();
    return keep(customer, 'customer.created', asker);
  });
  post('/customers/:id', 'update-customer', async (p, asker, req) => {
    const old = await getCustomer(world, String(req.params.id), 404);
    const methodId = await defaultMethod(world, p, old);
    const customer = { ...old, ...fields(p, old), methodId };
    p.end();
    return keep(customer, 'customer.updated', asker);
  });
  get('/customers', 'list-customers', async (p) => {
    const email = p.text('email');
    const found = email
      ? await world.state.findByKey<Customer>('customer', email, 1000)
      : (await world.state.list('customer', { limit: 1000 })).map(({ body }) => body as Customer);
    return list(
      p,
      '/v1/customers',
      found,
      () => true,
      (one) => customerObject(one),
    );
  });
  get('/customers/:id', 'retrieve-customer', async (p, req) => {
    const isWhole = expands(p, ['invoice_settings.default_payment_method', 'default_source'])[0];
    p.end();
    const customer = await getCustomer(world, String(req.params.id), 404);
    return customerObject(customer, isWhole && customer.methodId ? await getMethod(world, customer.methodId) : null);
  });
}

function invoices(world: World, post: Post, get: Get): void {
  const done = ({ invoice, change }: Step): Done => ({ body: invoiceObject(world, invoice), change });
  const verb = (name: string, operation: string, act: (invoice: Invoice, p: Params, asker: Asker) => Promise<Step> | Step) =>
    post(`/invoices/:id/${name}`, operation, async (p, asker, req) => {
      const step = await act(await getInvoice(world, String(req.params.id)), p, asker);
      p.end();
      return done(step);
    });

  post('/invoices', 'create-invoice', async (p, asker) => {
    const step = await createInvoice(world, p, asker);
    p.end();
    return done(step);
  });
  post('/invoiceitems', 'create-invoice-item', async (p, asker) => {
    const customer = await getCustomer(world, p.required('customer'));
    const id = newId('ii');
    const line = readLine(p, id);
    const invoice = await getInvoice(world, p.required('invoice'));
    const currency = p.text('currency') ?? invoice.currency;
    p.end();
    if (invoice.customer !== customer.id) throw invalid('The invoice belongs to another customer.', { param: 'invoice' });
    const { change } = addLines(world, invoice, [line], asker);
    const body = {
      ...{ id, object: 'invoiceitem', amount: line.amount, currency, customer: customer.id, invoice: invoice.id, quantity: line.quantity },
      ...{
        description: line.description,
        metadata: line.metadata,
        date: seconds(),
        livemode: false,
        proration: false,
        discountable: true,
        parent: null,
      },
    };
    return { body, change };
  });
  verb('add_lines', 'add-lines', (invoice, p, asker) => {
    const lines = p.any('lines');
    if (!Array.isArray(lines)) throw invalid('Missing required param: lines.', { code: 'parameter_missing', param: 'lines' });
    return addLines(
      world,
      invoice,
      lines.map((line) => readLine(params(line as Tree), null)),
      asker,
    );
  });
  verb('finalize', 'finalize-invoice', (invoice, p, asker) => finalize(world, invoice, p, asker));
  verb('send', 'send-invoice', (invoice, p, asker) => send(world, invoice, p, asker));
  verb('pay', 'pay-invoice', (invoice, p, asker) => {
    p.flag('paid_out_of_band');
    p.flag('off_session');
    p.text('payment_method');
    return pay(world, invoice, asker);
  });
  verb('void', 'void-invoice', (invoice, _p, asker) => voidInvoice(world, invoice, asker));
  verb('mark_uncollectible', 'mark-uncollectible', (invoice, _p, asker) => markUncollectible(world, invoice, asker));
  get('/invoices', 'list-invoices', async (p) => {
    const customer = p.text('customer');
    const status = p.oneOf('status', ['draft', 'open', 'paid', 'uncollectible', 'void'] as const);
    const method = p.text('collection_method');
    const found = (await world.state.list('invoice', { limit: 10_000, ...(customer && { phone: customer }) })).map(
      ({ body }) => body as Invoice,
    );
    const fits = (invoice: Invoice) => (!status || invoice.status === status) && (!method || invoice.collection === method);
    return list(p, '/v1/invoices', found, fits, (invoice) => invoiceObject(world, invoice));
  });
  get('/invoices/:id', 'retrieve-invoice', async (p, req) => {
    p.end();
    return invoiceObject(world, await getInvoice(world, String(req.params.id)));
  });
}

/** One page of a list, newest first, in Stripe's paging. */
function list<T extends { id: string; created: number }>(
  p: Params,
  url: string,
  all: T[],
  fits: (one: T) => boolean,
  show: (one: T) => object = (one) => one,
): object {
  const created = (p.any('created') ?? {}) as Tree;
  const bound = (name: string, orElse: number) => (typeof created[name] === 'string' ? Number(created[name]) : orElse);
  const [gte, gt, lte, lt] = [
    bound('gte', 0),
    bound('gt', -1),
    bound('lte', Number.MAX_SAFE_INTEGER),
    bound('lt', Number.MAX_SAFE_INTEGER),
  ];
  const limit = p.integer('limit') ?? 10;
  if (limit < 1 || limit > 100)
    throw invalid('This value must be between 1 and 100 (inclusive).', { code: 'parameter_invalid_integer', param: 'limit' });
  const after = p.text('starting_after');
  p.end();
  const rows = all.filter((one) => fits(one) && one.created >= gte && one.created > gt && one.created <= lte && one.created < lt);
  const from = after ? rows.findIndex(({ id }) => id === after) + 1 : 0;
  const page = rows.slice(from, from + limit);
  return { object: 'list', url, has_more: from + page.length < rows.length, data: page.map(show) };
}

const requestId = (req: Request): string => String((req.res as Response).get('request-id') ?? '');
