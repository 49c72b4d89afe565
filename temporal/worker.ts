// The worker's process: workflows, activities, the relay's loops and the settler, on one machine. Several may run side by side.
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import express from 'express';
import { healthRoutes } from '#api/health.ts';
import { createLogger } from '#api/log.ts';
import { createAuth } from '#auth/auth.ts';
import { createConfirmers } from '#auth/confirmers.ts';
import { config } from '#config/env.ts';
import { createEffectParts } from '#effects/account.ts';
import { createSettleStep } from '#effects/settle.ts';
import { openDb } from '#prisma/client.ts';
import { createImportStore } from '#stores/imports.ts';
import { inboxLag } from '#stores/inbox.ts';
import { outboxLag } from '#stores/outbox.ts';
import { assembleActivities } from './assembly.ts';
import { workflowBundle } from './bundle.ts';
import { openTemporal } from './connection.ts';
import { createInboxHandlers } from './inbox/index.ts';
import { keepWorkers } from './keep-workers.ts';
import { pump } from './pump.ts';
import { runRelay } from './relay.ts';
import { ensureSchedules } from './schedules.ts';
import { createWorkers } from './workers.ts';

const LAG_LIMIT_SECONDS = 120;
/** A stop takes at most this long; calls that are under way need no worker. */
const STOP_MS = 9_000;

const log = createLogger({ service: 'worker', level: config.LOG_LEVEL });
const stopping = new AbortController();
const { signal } = stopping;
Runtime.install({
  shutdownSignals: [], // this file stops the workers, after the loops that feed them
  logger: new DefaultLogger('WARN', ({ level, message, meta }) => log[level === 'ERROR' ? 'error' : 'warn']({ ...meta }, message)),
});

const db = openDb({
  appUrl: config.DATABASE_APP_URL,
  relayUrl: config.DATABASE_RELAY_URL,
  connections: 32,
  applicationName: 'callvia-worker',
});
const temporal = { address: config.TEMPORAL_ADDRESS, namespace: config.TEMPORAL_NAMESPACE };
const client = openTemporal(temporal);
const effects = createEffectParts(config, db);
const root = path.resolve(import.meta.dirname, '..');
const imports = createImportStore({ db, appUrl: config.DATABASE_APP_URL, uploadsFolder: path.resolve(root, config.UPLOADS_FOLDER) });
const auth = createAuth({
  authUrl: config.DATABASE_AUTH_URL,
  secret: config.APP_SECRET,
  baseUrl: config.WEB_URL,
  trustedOrigins: [],
  connections: 2,
});
const confirmersOf = createConfirmers({ db, auth });
const activities = assembleActivities({ db, client, effects, confirmersOf, imports, stopping: signal, log });
const bundle = workflowBundle({ isProduction: config.NODE_ENV === 'production' });

const workers = keepWorkers({
  address: temporal.address,
  signal,
  log,
  create: async (connection) => {
    await ensureSchedules(client);
    return createWorkers({ connection, namespace: temporal.namespace, activities, workflowBundle: await bundle });
  },
});
const running = [
  workers.done,
  runRelay({ db, client, handlers: createInboxHandlers(effects), signal, log }),
  pump({ name: 'settler', step: createSettleStep(effects, log), concurrency: 1, idleMs: 1_000, signal, log }),
];

const app = express().disable('x-powered-by');
app.use(
  healthRoutes({
    isDraining: () => signal.aborted,
    checks: {
      postgres: async () => {
        await db.ping();
        return { ok: true };
      },
      temporal: async () => {
        await client.connection.withDeadline(Date.now() + 1_500, () => client.connection.workflowService.getSystemInfo({}));
        return { ok: workers.arePolling() };
      },
      queues: async () => {
        const [inbox, outbox] = await db.asRelay(async ({ tx }) => [await inboxLag(tx), await outboxLag(tx)] as const);
        return { ok: Math.max(inbox.oldestSeconds, outbox.oldestSeconds) < LAG_LIMIT_SECONDS, inbox, outbox };
      },
    },
  }),
);
const server = createServer(app).listen(config.WORKER_PORT, config.BIND_HOST, () => log.info({ port: config.WORKER_PORT }, 'worker is up'));

/** Takes nothing new, lets what runs finish, and goes within ten seconds. */
async function stop(reason: string): Promise<void> {
  if (signal.aborted) return;
  log.info({ reason }, 'worker is stopping');
  stopping.abort();
  const finished = Promise.all(running).then(() => true);
  const isClean = await Promise.race([finished, sleep(STOP_MS, false, { ref: false })]);
  if (!isClean) log.warn({}, 'worker goes with tasks unfinished; they are tried again elsewhere');
  server.close();
  process.exit(0);
}
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
