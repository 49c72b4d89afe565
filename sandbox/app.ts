import express, { type Express } from 'express';
import { adminRoutes } from './admin.ts';
import { campaignMix } from './behaviour/mix.ts';
import { playCalendar } from './behaviour/moves.ts';
import { createPeople } from './behaviour/people.ts';
import { calPages } from './cal/pages.ts';
import { calRoutes } from './cal/routes.ts';
import { type ClientLogin, playClient } from './client.ts';
import { createFaults, type Fault } from './faults.ts';
import { createOutgoing } from './outgoing.ts';
import { overview } from './page.ts';
import { playPages } from './play/routes.ts';
import { createQueue } from './queue.ts';
import { playPersons } from './retell/played.ts';
import { recordingRoutes } from './retell/recording.ts';
import { retellRoutes } from './retell/routes.ts';
import { playCalls } from './retell/talking.ts';
import { sendgridRoutes } from './sendgrid/routes.ts';
import type { Settings } from './settings.ts';
import { openState } from './state.ts';
import { playPayers } from './stripe/invoices.ts';
import { invoicePages } from './stripe/pages.ts';
import { portalPages } from './stripe/portal.ts';
import { stripeRoutes } from './stripe/routes.ts';
import { twilioRoutes } from './twilio/routes.ts';
import type { Knobs, World } from './world.ts';

/** A sandbox: its HTTP app, not yet listening, and the two ends of its life. */
export type Sandbox = { app: Express; world: World; start: () => Promise<void>; stop: () => Promise<void> };

/** Builds the five twins over one database; webhooks begin to leave with `start`. */
export async function createSandbox(settings: Settings): Promise<Sandbox> {
  const state = await openState(settings.databaseUrl);
  const knobs: Knobs = { mix: campaignMix, seed: settings.seed, limits: {}, concurrencyLimit: 500 };
  const kept = await state.find<Knobs & { faults: Fault[] }>('setting', 'knobs');
  const faults = createFaults();
  if (kept) {
    const { faults: script, ...rest } = kept;
    Object.assign(knobs, rest);
    faults.restore(script);
  }
  const queue = createQueue(state, { now: Date.now });
  const people = createPeople(state, { mix: () => knobs.mix, seed: () => knobs.seed });
  const outgoing = createOutgoing({ state, queue, faults, settings });
  const world: World = { settings, state, queue, people, faults, outgoing, knobs };
  playCalls(world);
  playPersons(world);
  playCalendar(world);
  playPayers(world);

  const keepKnobs = () =>
    state.commit({
      things: [{ kind: 'setting', id: 'knobs', key: null, phone: null, at: Date.now(), body: { ...knobs, faults: faults.list() } }],
    });

  let stopClient: (() => void) | undefined;
  const playAs = async (login: ClientLogin | null): Promise<void> => {
    stopClient?.();
    stopClient = login ? playClient(settings.apiUrl, login) : undefined;
    knobs.client = login;
    await keepKnobs();
  };

  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(express.raw({ type: () => true, limit: '5mb' }));
  app.get('/health', (_req, res) => void res.json({ status: 'ok' }));
  app.get('/health/ready', async (_req, res) => {
    try {
      await state.pool.query('SELECT 1');
      res.json({ status: 'ready' });
    } catch {
      res.status(503).json({ status: 'not ready', what: 'database' }); // the reason is in Postgres' own log
    }
  });
  app.use('/_sandbox', adminRoutes(world, { keepKnobs, playAs }));
  app.use('/retell', retellRoutes(world));
  app.use('/recordings', recordingRoutes(world));
  app.use('/cal/v2', calRoutes(world));
  app.use('/cal', calPages(world));
  app.use('/twilio', twilioRoutes(world));
  app.use('/sendgrid', sendgridRoutes(world));
  app.use('/v1', stripeRoutes(world));
  app.use('/invoice', invoicePages(world));
  app.use('/billing-portal', portalPages(world));
  app.use('/play', playPages(world));
  app.get('/', overview(world));

  return {
    app,
    world,
    async start() {
      await queue.start();
      if (knobs.client) await playAs(knobs.client);
    },
    async stop() {
      stopClient?.();
      await queue.stop();
      await state.close();
    },
  };
}
