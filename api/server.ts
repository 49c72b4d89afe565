// The api's process: what it needs, built from the environment; a listener; a clean end.
import { createServer } from 'node:http';
import path from 'node:path';
import { createAuth } from '#auth/auth.ts';
import { createCalendarHooks } from '#auth/calendar-hooks.ts';
import { config } from '#config/env.ts';
import { liveVendors } from '#config/environment.ts';
import { createEffectParts } from '#effects/account.ts';
import { bookByHand, moveForLead } from '#effects/lead-appointments.ts';
import { payingNow } from '#effects/payment-method.ts';
import { sendByHand } from '#effects/send-by-hand.ts';
import { openDb } from '#prisma/client.ts';
import { createBulkRunner } from '#stores/bulk-runner.ts';
import { createImportStore } from '#stores/imports.ts';
import { inboxLag } from '#stores/inbox.ts';
import { outboxLag } from '#stores/outbox.ts';
import { billMonths } from '#stores/usage.ts';
import { openTemporal } from '#temporal/connection.ts';
import { fastForward } from '#temporal/fast-forward.ts';
import { sandboxClock } from '#temporal/sandbox-clock.ts';
import { createApp } from './app.ts';
import { createCancelBooking } from './cancel-booking.ts';
import { openInbox } from './inbox.ts';
import { createLogger } from './log.ts';
import { bookingTools, invoiceFiles, platformOf } from './parts.ts';
import { requires } from './route.ts';
import { importRoutes } from './routes/v1/imports.ts';

/** A queue whose oldest row waits longer than this says that the worker is not there. */
const LAG_LIMIT_SECONDS = 120;
const STOP_MS = 10_000;

const log = createLogger({ service: 'api', level: config.LOG_LEVEL });
const db = openDb({
  appUrl: config.DATABASE_APP_URL,
  relayUrl: config.DATABASE_RELAY_URL,
  applicationName: 'callvia-api',
  statementTimeoutMs: 15_000,
});
await db.ping();
const trustedOrigins = [config.WEB_URL, config.API_URL];
const auth = createAuth({ authUrl: config.DATABASE_AUTH_URL, secret: config.APP_SECRET, baseUrl: config.WEB_URL, trustedOrigins });
const inbox = openInbox({ ingestUrl: config.DATABASE_INGEST_URL });
const temporal = openTemporal({ address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE });
const parts = createEffectParts(config, db);
const gate = { db, auth, trustedOrigins, log };
const imports = createImportStore({
  db,
  appUrl: config.DATABASE_APP_URL,
  uploadsFolder: path.resolve(import.meta.dirname, '..', config.UPLOADS_FOLDER),
});
const bulk = createBulkRunner(db, (error, jobId) => log.error({ error, jobId }, 'a bulk action stopped'));
let isDraining = false;

const app = createApp({
  ...gate,
  inbox,
  verify: [
    { account: 'live', verify: parts.vendors('live').verify },
    { account: 'sandbox', verify: parts.vendors('rehearsal').verify },
  ],
  calendarHooks: createCalendarHooks(config.APP_SECRET),
  tools: bookingTools(parts),
  platform: platformOf(config, liveVendors(config)),
  bulk,
  payments: invoiceFiles({ sandboxUrl: config.SANDBOX_URL }),
  payingNow: (ask) => payingNow(parts, ask),
  cancelBooking: createCancelBooking(parts),
  sendByHand: (ask) => sendByHand(parts, ask),
  calendar: { book: (ask) => bookByHand(parts, ask), move: (ask) => moveForLead(parts, ask) },
  rehearsals: {
    fastForward: (ask) => fastForward({ db, client: temporal, sandbox: sandboxClock(config.SANDBOX_URL) }, ask),
    closeMonth: async ({ clientId, asOf }) => ({ invoices: await billMonths(db, asOf, { clientId, mode: 'rehearsal' }) }),
  },
  health: {
    isDraining: () => isDraining,
    checks: {
      postgres: async () => {
        await db.ping();
        return { ok: true };
      },
      temporal: async () => {
        await temporal.connection.withDeadline(Date.now() + 1_500, () => temporal.connection.workflowService.getSystemInfo({}));
        return { ok: true };
      },
      queues: async () => {
        const [inside, outside] = await db.asRelay(async ({ tx }) => [await inboxLag(tx), await outboxLag(tx)] as const);
        return { ok: Math.max(inside.oldestSeconds, outside.oldestSeconds) < LAG_LIMIT_SECONDS, inbox: inside, outbox: outside };
      },
    },
  },
  apiUrl: config.API_URL,
  trustProxy: config.TRUST_PROXY,
  streams: [importRoutes({ imports, requires: (permission) => requires(gate, permission) })],
});

const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 120_000 }, app);
server.listen(config.API_PORT, config.BIND_HOST, () => log.info({ url: config.API_URL }, 'api is listening'));

/** Says that it is going, finishes what it has, and goes within ten seconds. */
const stop = (signal: string) => {
  if (isDraining) return;
  isDraining = true;
  log.info({ signal }, 'api is stopping');
  const late = setTimeout(() => server.closeAllConnections(), STOP_MS);
  late.unref();
  server.close(() => {
    bulk
      .close()
      .then(() => Promise.all([inbox.close(), auth.close(), db.close(), temporal.connection.close()]))
      .catch((error: unknown) => log.error({ error }, 'a pool did not close'))
      .finally(() => process.exit(0));
  });
  server.closeIdleConnections();
};
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
