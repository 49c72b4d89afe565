import { Router } from 'express';
import { formText, safely } from '../answer.ts';
import { page, safe } from '../html.ts';
import type { World } from '../world.ts';
import { getCustomer, nobody } from './invoices.ts';
import { getMethod, newMethod, type PortalSession, setDefault, TEST_CARDS } from './methods.ts';
import { type Customer, type PaymentMethod, seconds } from './objects.ts';

const LIFE_SECONDS = 3_600;

/** The billing portal's twin: a page on which a customer keeps a test card, or none. */
export function portalPages(world: World): Router {
  const router = Router();
  const open = async (id: string) => {
    const session = await world.state.find<PortalSession>('portal_session', id);
    return session && session.created + LIFE_SECONDS > seconds() ? session : null;
  };
  router.get(
    '/:id',
    safely(async (req, res) => {
      const session = await open(String(req.params['id']));
      if (!session) return void res.status(404).type('html').send(page('Expired', '<h1>This page has expired</h1>'));
      const customer = await getCustomer(world, session.customer);
      res.type('html').send(show(session, customer, customer.methodId ? await getMethod(world, customer.methodId) : null));
    }),
  );
  router.post(
    '/:id',
    safely(async (req, res) => {
      const session = await open(String(req.params['id']));
      if (!session) return void res.redirect(303, req.originalUrl);
      const method = newMethod(new URLSearchParams(formText(req)).get('card') ?? '', session.customer);
      await world.state.commit(setDefault(world, await getCustomer(world, session.customer), method, nobody).change);
      res.redirect(303, req.originalUrl);
    }),
  );
  return router;
}

function show({ returnUrl }: PortalSession, customer: Customer, method: PaymentMethod | null): string {
  const now = method ? `${method.brand} ending in ${method.last4}, until ${method.expMonth}/${method.expYear}` : 'none';
  const cards = Object.entries(TEST_CARDS).map(
    ([token, { brand, last4 }]) => `<option value="${token}">${brand} ending in ${last4}</option>`,
  );
  return page(
    'Billing portal',
    `<h1>Payment method of ${safe(customer.name ?? customer.id)}</h1><p>Now: ${safe(now)} · a sandbox page, no money moves</p>
     <form method="post"><label for="card">Test card</label> <select id="card" name="card">${cards.join('')}</select><button>Keep this card</button></form>
     ${method ? '<form method="post" class="quiet"><button name="card" value="">Remove the card</button></form>' : ''}
     ${returnUrl ? `<p><a href="${safe(returnUrl)}">Back to Callvia</a></p>` : ''}`,
  );
}
