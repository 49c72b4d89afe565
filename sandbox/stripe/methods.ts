import type { World } from '../world.ts';
import { invalid, type Params, type Tree } from './form.ts';
import type { Done } from './idempotency.ts';
import { getCustomer } from './invoices.ts';
import {
  type Asker,
  announce,
  type Customer,
  customerObject,
  customerThing,
  methodObject,
  newId,
  type PaymentMethod,
  seconds,
} from './objects.ts';
import type { Get, Post } from './routes.ts';

/** The vendor's test cards by their tokens. */
export const TEST_CARDS: Record<string, { brand: string; last4: string }> = {
  tok_visa: { brand: 'visa', last4: '4242' },
  tok_mastercard: { brand: 'mastercard', last4: '4444' },
  tok_amex: { brand: 'amex', last4: '8431' },
};

/** A card that was just given: good for four years. */
export const newMethod = (token: string, customer: string | null): PaymentMethod | null => {
  const card = TEST_CARDS[token];
  if (!card) return null;
  return { id: newId('pm'), created: seconds(), customer, ...card, expMonth: 12, expYear: new Date().getUTCFullYear() + 4 };
};

/** The payment method of this id; throws the vendor's 404. */
export async function getMethod(world: World, id: string): Promise<PaymentMethod> {
  const method = await world.state.find<PaymentMethod>('payment_method', id);
  if (!method) throw invalid(`No such PaymentMethod: '${id}'`, { code: 'resource_missing', param: 'payment_method' }, 404);
  return method;
}

const methodThing = (method: PaymentMethod) => ({
  ...{ kind: 'payment_method', id: method.id, key: null, phone: method.customer, at: method.created * 1000, body: method },
});

/** The default payment method that an update of a customer leaves it with. */
export async function defaultMethod(world: World, p: Params, customer: Customer): Promise<string | null> {
  const settings = (p.any('invoice_settings') ?? {}) as Tree;
  const id = settings['default_payment_method'];
  if (id === undefined) return customer.methodId ?? null;
  if (id === '') return null;
  const method = await getMethod(world, String(id));
  if (method.customer !== customer.id)
    throw invalid('The customer does not have a payment method with that ID. The payment method must be attached to the customer.', {
      code: 'resource_missing',
      param: 'invoice_settings[default_payment_method]',
    });
  return method.id;
}

/** Makes a card the default of a customer, or takes its default away; announced as the vendor does. */
export function setDefault(world: World, customer: Customer, method: PaymentMethod | null, asker: Asker): Done {
  const next = { ...customer, methodId: method?.id ?? null };
  const events = [
    ...(method ? [announce(world, 'payment_method.attached', methodObject(method), asker)] : []),
    announce(world, 'customer.updated', customerObject(next), asker, 5),
  ];
  const things = [...(method ? [methodThing(method)] : []), customerThing(next), ...events.map(({ thing }) => thing)];
  return { body: customerObject(next), change: { things, tasks: events.map(({ task }) => task) } };
}

/** Payment methods, and sessions of the billing portal. */
export function methods(world: World, post: Post, get: Get): void {
  const keep = (method: PaymentMethod, type: string | null, asker: Asker): Done => {
    const event = type ? announce(world, type, methodObject(method), asker) : null;
    return {
      body: methodObject(method),
      change: { things: [methodThing(method), ...(event ? [event.thing] : [])], tasks: event ? [event.task] : [] },
    };
  };
  post('/payment_methods', 'create-payment-method', async (p, asker) => {
    p.required('type');
    const card = (p.any('card') ?? {}) as Tree;
    p.any('billing_details');
    p.strings('metadata');
    p.end();
    const method = newMethod(String(card['token'] ?? ''), null);
    if (!method) throw invalid('The sandbox knows the tokens of test cards only.', { param: 'card[token]' });
    return keep(method, null, asker);
  });
  post('/payment_methods/:id/attach', 'attach-payment-method', async (p, asker, req) => {
    const customer = await getCustomer(world, p.required('customer'));
    p.end();
    const method = await getMethod(world, String(req.params['id']));
    if (method.customer && method.customer !== customer.id)
      throw invalid('The payment method you provided has already been attached to a customer.', { param: 'payment_method' });
    return keep({ ...method, customer: customer.id }, 'payment_method.attached', asker);
  });
  get('/payment_methods/:id', 'retrieve-payment-method', async (p, req) => {
    p.end();
    return methodObject(await getMethod(world, String(req.params['id'])));
  });
  post('/billing_portal/sessions', 'create-portal-session', async (p) => {
    const customer = await getCustomer(world, p.required('customer'));
    const returnUrl = p.text('return_url');
    for (const ignored of ['configuration', 'flow_data', 'locale', 'on_behalf_of']) p.any(ignored);
    p.end();
    if (returnUrl !== null && !URL.canParse(returnUrl)) throw invalid('Not a valid URL', { code: 'url_invalid', param: 'return_url' });
    const session: PortalSession = { id: newId('bps'), created: seconds(), customer: customer.id, returnUrl };
    const body = {
      ...{
        id: session.id,
        object: 'billing_portal.session',
        configuration: 'bpc_sandbox',
        created: session.created,
        customer: customer.id,
      },
      ...{ flow: null, livemode: false, locale: null, on_behalf_of: null, return_url: returnUrl },
      url: `${world.settings.publicUrl}/billing-portal/${session.id}`,
    };
    const row = { kind: 'portal_session', id: session.id, key: null, phone: customer.id, at: session.created * 1000, body: session };
    return { body, change: { things: [row] } };
  });
}

/** A visit to the portal, as kept. */
export type PortalSession = { id: string; created: number; customer: string; returnUrl: string | null };
