import { createHmac, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import type { AddressInfo, Server } from 'node:net';
import express, { type Request } from 'express';
import Retell from 'retell-sdk';
import Stripe from 'stripe';
import twilio from 'twilio';
import { createEmptyDatabase } from '#tests/support/database.ts';
import { createSandbox, type Sandbox } from '../app.ts';
import type { Credentials, Settings } from '../settings.ts';

/** A webhook as the product received it, and whether the vendor's own check accepts it. */
export type Received = { path: string; body: string; event: string; isGenuine: boolean; at: number; data: Record<string, unknown> };

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
/** Keys nobody else has. */
export const credentials: Credentials = {
  ...{
    retellKey: 'key_sandbox',
    calKey: 'cal_sandbox',
    calSecret: 'cal_secret',
    stripeKey: 'sk_test_sandbox',
    stripeSecret: 'whsec_sandbox',
  },
  ...{
    twilioSid: `AC${'0123456789abcdef'.repeat(2)}`,
    twilioToken: 'token',
    sendgridKey: 'SG.sandbox',
    sendgridPrivateKey: pair.privateKey,
  },
};
const publicKey = createPublicKey(pair.privateKey);

const listen = (app: express.Express, port = 0): Promise<Server> =>
  new Promise((resolve) => {
    const server: Server = app.listen(port, '127.0.0.1', () => resolve(server));
  });
const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function isGenuine(req: Request, body: string, apiUrl: string): Promise<boolean> {
  if (req.path.startsWith('/api/webhooks/retell')) return Retell.verify(body, credentials.retellKey, req.get('x-retell-signature') ?? '');
  if (req.path.endsWith('/calcom'))
    return createHmac('sha256', credentials.calSecret).update(body).digest('hex') === req.get('x-cal-signature-256');
  if (req.path.endsWith('/stripe')) {
    try {
      new Stripe('sk_test_x').webhooks.constructEvent(body, req.get('stripe-signature') ?? '', credentials.stripeSecret);
      return true;
    } catch (error) {
      if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
      throw error;
    }
  }
  if (req.path.includes('/twilio/')) {
    const params = Object.fromEntries(new URLSearchParams(body));
    return twilio.validateRequest(credentials.twilioToken, req.get('x-twilio-signature') ?? '', apiUrl + req.originalUrl, params);
  }
  const signature = Buffer.from(req.get('x-twilio-email-event-webhook-signature') ?? '', 'base64');
  return verify('sha256', Buffer.from((req.get('x-twilio-email-event-webhook-timestamp') ?? '') + body), publicKey, signature);
}

function eventOf(path: string, body: string): { event: string; data: Record<string, unknown> }[] {
  if (path.includes('/twilio/')) {
    const data = Object.fromEntries(new URLSearchParams(body));
    return [{ event: path.endsWith('/sms') ? 'sms' : `status:${data.MessageStatus}`, data }];
  }
  const parsed = JSON.parse(body) as Record<string, unknown> | Record<string, unknown>[];
  if (Array.isArray(parsed)) return parsed.map((data) => ({ event: String(data.event), data }));
  return [{ event: String(parsed.event ?? parsed.triggerEvent ?? parsed.type ?? parsed.name), data: parsed }];
}

/** How the pretended product answers; tests change it. */
export type Product = {
  /** Forms that were sent from the product's own booking page. */
  chosen: string[];
  status: number;
  bookingQuery: string;
  eventTypeId: number;
  toolsBook: boolean;
};

/** A product that only listens: it checks and keeps every webhook, serves the agent's tools and sends links on to the calendar. */
async function openProduct(sandboxUrl: () => string) {
  const received: Received[] = [];
  const product: Product = { status: 200, bookingQuery: '', eventTypeId: 102, toolsBook: true, chosen: [] };
  const app = express();
  app.use(express.raw({ type: () => true }));
  let url = '';
  const calendar = (path: string, init?: RequestInit) => calFetch(sandboxUrl(), path, init);

  app.post('/api/webhooks/retell/tools/:tool', async (req, res) => {
    const body = String(req.body);
    const { call, args } = JSON.parse(body) as {
      call: { to_number: string; metadata?: Record<string, string> };
      args: Record<string, string>;
    };
    received.push({
      path: req.path,
      body,
      event: String(req.params.tool),
      isGenuine: await isGenuine(req, body, url),
      at: Date.now(),
      data: args,
    });
    if (!product.toolsBook) return void res.status(500).end();
    if (req.params.tool === 'check-slots') {
      const [start, end] = [new Date(), new Date(Date.now() + 20 * 86_400_000)].map((date) => date.toISOString());
      const slots = await calendar(`/v2/slots?eventTypeId=${product.eventTypeId}&start=${start}&end=${end}&timeZone=UTC`);
      const days = (await slots.json()) as { data: Record<string, { start: string }[]> };
      return void res.json({
        slots: Object.values(days.data)
          .flat()
          .slice(0, 3)
          .map((slot) => ({ start: slot.start, label: slot.start })),
      });
    }
    const attendee = { name: args.name, email: args.email, timeZone: 'America/New_York', phoneNumber: call.to_number };
    const metadata = { booking_key: `${call.metadata?.call_key}:book`, lead_id: call.metadata?.lead_id ?? '' };
    const start = new Date(String(args.start)).toISOString();
    const made = await calendar('/v2/bookings', {
      method: 'POST',
      body: JSON.stringify({ start, eventTypeId: product.eventTypeId, attendee, metadata }),
    });
    const { data } = (await made.json()) as { data?: { uid: string; start: string } };
    res.json(data ? { booked: true, uid: data.uid, start: data.start } : { booked: false, say: 'taken' });
  });
  app.post('/api/webhooks/*', async (req, res) => {
    const body = String(req.body);
    const genuine = await isGenuine(req, body, url);
    for (const one of eventOf(req.path, body)) received.push({ path: req.path, body, isGenuine: genuine, at: Date.now(), ...one });
    res.status(genuine ? product.status : 401).end();
  });
  app.get('/b/own', (_req, res) =>
    res.send(
      '<form method="post"><input type="hidden" name="after" value="a1"/><button name="startAt" value="2031-03-06T14:00:00.000Z">2 pm</button></form>',
    ),
  );
  app.post('/b/own', (req, res) => {
    product.chosen.push(String(req.body));
    res.redirect(303, '/b/own?done=booked');
  });
  app.get('/b/:token', (_req, res) => res.redirect(302, `${sandboxUrl()}/cal/book/${product.eventTypeId}?${product.bookingQuery}`));
  const server = await listen(app);
  url = urlOf(server);
  return { url, received, product, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
  (server as Server & { closeAllConnections(): void }).closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** One request to the calendar's twin with key and version. */
export function calFetch(sandboxUrl: string, path: string, init: RequestInit = {}): Promise<Response> {
  const version = path.startsWith('/v2/slots') ? '2024-09-04' : path.startsWith('/v2/event-types') ? '2024-06-14' : '2026-02-25';
  const headers = { authorization: `Bearer ${credentials.calKey}`, 'cal-api-version': version, 'content-type': 'application/json' };
  return fetch(`${sandboxUrl}/cal${path}`, { ...init, headers: { ...headers, ...init.headers } });
}

/** A sandbox on a free port over a database of its own, with a product that listens. Close it with `await using`. */
export async function openBench(options: { databaseUrl?: string } = {}) {
  const database = options.databaseUrl ? null : await createEmptyDatabase();
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  let url = '';
  const listener = await openProduct(() => url);
  const placeholder = await listen(express()); // finds a free port first: links carry the sandbox's address
  const { port } = placeholder.address() as AddressInfo;
  await close(placeholder);
  url = `http://127.0.0.1:${port}`;
  const settings: Settings = { port, host: '127.0.0.1', databaseUrl, apiUrl: listener.url, publicUrl: url, seed: 'test', credentials };
  let sandbox: Sandbox;
  let server: Server;
  async function open() {
    sandbox = await createSandbox(settings);
    server = await listen(sandbox.app, port);
    await sandbox.start();
  }
  async function shut() {
    await close(server);
    await sandbox.stop();
  }
  await open();

  const events = (event: string) => listener.received.filter((one) => one.event === event);
  return {
    ...{ url, databaseUrl, received: listener.received, product: listener.product, apiUrl: listener.url, events },
    retell: new Retell({ apiKey: credentials.retellKey, baseURL: `${url}/retell`, maxRetries: 0, timeout: 10_000 }),
    cal: (path: string, init?: RequestInit) => calFetch(url, path, init),
    /** One request to the sandbox's own switches. */
    async admin<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
      const response = await fetch(`${url}/_sandbox${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
      return (await response.json()) as T;
    },
    /** Waits until the event came so often, and gives the newest. */
    async until(event: string, count = 1, withinMs = 8_000): Promise<Received> {
      const end = Date.now() + withinMs;
      while (events(event).length < count) {
        if (Date.now() > end)
          throw new Error(`${event} came ${events(event).length} times; seen: ${listener.received.map((one) => one.event).join(' ')}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return events(event).at(-1) as Received;
    },
    /** Waits until nothing is left to happen soon. */
    async quiet(withinMs = 15_000): Promise<void> {
      const end = Date.now() + withinMs;
      for (;;) {
        const state = (await (await fetch(`${url}/_sandbox/pending`)).json()) as { quiet: boolean };
        if (state.quiet) return;
        if (Date.now() > end) throw new Error(`not quiet: ${JSON.stringify(state)}`);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    },
    restart: async () => {
      await shut();
      await open();
    },
    async [Symbol.asyncDispose]() {
      await shut();
      await listener.close();
      await database?.[Symbol.asyncDispose]();
    },
  };
}
/** An open bench. */
export type Bench = Awaited<ReturnType<typeof openBench>>;
