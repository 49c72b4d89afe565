// The web app's process: security headers, static files, who is asking, then Remix.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequestHandler } from '@remix-run/express';
import type { ServerBuild } from '@remix-run/node';
import compression from 'compression';
import express from 'express';
import helmet from 'helmet';
import { pino } from 'pino';
import { createCancelBooking } from '#api/cancel-booking.ts';
import { healthRoutes } from '#api/health.ts';
import { createAuth } from '#auth/auth.ts';
import { originGuard } from '#auth/origin.ts';
import { config } from '#config/env.ts';
import { type LiveVendor, liveVendors } from '#config/environment.ts';
import { createEffectParts } from '#effects/account.ts';
import { bookByHand, bookForLead, moveForLead, timesForLead } from '#effects/lead-appointments.ts';
import { openPortal, payingNow } from '#effects/payment-method.ts';
import { sendByHand } from '#effects/send-by-hand.ts';
import { openDb } from '#prisma/client.ts';
import { createBulkRunner } from '#stores/bulk-runner.ts';
import { createImportStore } from '#stores/imports.ts';
import type { LeadCalendar, PayingDoor } from './app/context.ts';
import { fastForwardOver } from './fast-forward.ts';
import { createLiveFeed } from './live-feed.ts';

const root = path.resolve(import.meta.dirname, '..');
const log = pino({ level: config.LOG_LEVEL, base: { process: 'web' } });
const db = openDb({ appUrl: config.DATABASE_APP_URL, applicationName: 'callvia-web' });
await db.ping();
const auth = createAuth({
  authUrl: config.DATABASE_AUTH_URL,
  secret: config.APP_SECRET,
  baseUrl: config.WEB_URL,
  trustedOrigins: [config.WEB_URL],
});
const imports = createImportStore({ db, appUrl: config.DATABASE_APP_URL, uploadsFolder: path.resolve(root, config.UPLOADS_FOLDER) });
const vendors = liveVendors(config);
const VENDOR_NAMES = {
  retell: 'Retell',
  calcom: 'Cal.com',
  stripe: 'Stripe',
  twilio: 'Twilio',
  sendgrid: 'SendGrid',
} as const satisfies Record<LiveVendor, string>;
const live = createLiveFeed(db, { onError: (err) => log.error({ err }, 'the live feed could not be read') });
const effects = createEffectParts(config, db);
const leadCalendar: LeadCalendar = {
  times: (ask) => timesForLead(effects, ask),
  book: (ask) => bookForLead(effects, ask),
  bookByHand: (ask) => bookByHand(effects, ask),
  move: (ask) => moveForLead(effects, ask),
  cancel: createCancelBooking(effects),
};
const paying: PayingDoor = { now: (ask) => payingNow(effects, ask), portal: (ask) => openPortal(effects, ask) };
const bulk = createBulkRunner(db, (err, jobId) => log.error({ err, jobId }, 'a bulk action stopped'));
let isDraining = false;
const build: ServerBuild = await import(pathToFileURL(path.join(root, 'build/server/index.js')).href);
const urls = {
  web: config.WEB_URL,
  api: config.API_URL,
  sandbox: config.SANDBOX_URL,
  temporalUi: config.TEMPORAL_UI_URL,
  temporalNamespace: config.TEMPORAL_NAMESPACE,
};

/** From where a page may play a call's recording: the sandbox in rehearsals, and where Retell keeps its own. */
const recordingOrigins = [new URL(config.SANDBOX_URL).origin, ...config.RETELL_RECORDING_ORIGINS];

/** Addresses with a token of their own: opened from a message, posted to by mail programs, with nothing to protect by cookie. */
const TOKEN_PAGE = /^\/(b|confirm|ics|move|unsubscribe|verify)\//;

/** The seed's own log-in, where the seed has made it and nobody from outside can reach the page. */
const demoAccount = async () => {
  const demo = { email: 'demo@callvia.test', password: 'callvia-demo' };
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(config.WEB_URL).hostname);
  return isLocal && (await auth.findUser(demo.email)) ? demo : null;
};

const app = express();
app.disable('x-powered-by');
app.set('trust proxy', config.TRUST_PROXY);
app.use((_req, res, next) => {
  res.locals['nonce'] = randomBytes(16).toString('base64');
  res.locals['requestId'] = randomUUID();
  res.setHeader('x-request-id', res.locals['requestId']);
  res.setHeader('server-timing', `request;desc="${res.locals['requestId']}"`); // the form in which a page's script may read it
  next();
});
app.use(
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'", (_req, res) => `'nonce-${(res as express.Response).locals['nonce']}'`],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:'],
        'media-src': ["'self'", ...recordingOrigins],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        'form-action': ["'self'"],
      },
    },
    strictTransportSecurity: config.WEB_URL.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  }),
);
app.use(
  compression({
    level: 4, // half the time of the usual 6 for a twentieth more bytes
    filter: (req, res) => !String(res.getHeader('content-type')).startsWith('text/event-stream') && compression.filter(req, res),
  }),
);
app.use(
  healthRoutes({
    isDraining: () => isDraining,
    checks: {
      postgres: async () => {
        await db.ping();
        return { ok: true };
      },
    },
  }),
);
app.use('/assets', express.static(path.join(root, 'build/client/assets'), { immutable: true, maxAge: '1y' }));
app.use(express.static(path.join(root, 'build/client'), { maxAge: '1h' }));
app.use((req, res, next) => {
  res.setHeader('cache-control', 'no-store');
  if (TOKEN_PAGE.test(req.path)) res.setHeader('referrer-policy', 'no-referrer');
  next();
});
const guard = originGuard([config.WEB_URL]);
app.use((req, res, next) => (TOKEN_PAGE.test(req.path) ? next() : guard(req, res, next)));
app.all(
  '*',
  createRequestHandler({
    build,
    getLoadContext: async (req, res) => {
      const session = await auth.sessionOf({ headers: req.headers });
      return {
        user: session?.user ?? null,
        nonce: res.locals['nonce'],
        requestId: res.locals['requestId'],
        log,
        db,
        auth,
        ip: req.ip ?? '',
        urls,
        live,
        imports,
        bulk,
        platform: {
          vendorsWithoutKeys: (Object.keys(VENDOR_NAMES) as LiveVendor[])
            .filter((vendor) => !vendors.includes(vendor))
            .map((vendor) => VENDOR_NAMES[vendor]),
          hasAgent: config.RETELL_AGENT_ID !== undefined,
          hasNumber: config.RETELL_FROM_NUMBER !== undefined,
          eventTypeId: config.CALCOM_EVENT_TYPE_ID ?? null,
        },
        hasLiveVendors: vendors.length > 0,
        demoAccount,
        leadCalendar,
        recordingOrigins,
        writeToLead: (ask) => sendByHand(effects, ask),
        paying,
        fastForward: session && fastForwardOver(config.API_URL, session.token),
      };
    },
  }),
);
app.use((error: unknown, _req: express.Request, res: express.Response, next: express.NextFunction) => {
  log.error({ err: error, requestId: res.locals['requestId'] }, 'a request failed');
  if (res.headersSent) return next(error);
  res.status(500).type('text/plain').send(`Something failed on our side. Nothing was changed. Request ${res.locals['requestId']}`);
});

const server = createServer(app).listen(config.WEB_PORT, config.BIND_HOST, () => log.info({ url: config.WEB_URL }, 'web is listening'));

const stop = (signal: string) => {
  isDraining = true;
  log.info({ signal }, 'web is stopping');
  live.close();
  const resting = bulk.close();
  server.close(() => {
    void resting.then(() => Promise.all([auth.close(), db.close()])).then(() => process.exit(0));
  });
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 300).unref(); // open streams never end by themselves
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(signal));
