import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { auditOf } from './audit.ts';
import { type Engines, startEngines } from './engines.ts';
import { signIn } from './person.ts';
import { type Cast, leadsOf, Rehearsal } from './rehearsal.ts';
import { sandboxOf } from './sandbox.ts';

// Forty leads of all sorts. Windows in which a lead may act are stretched, so that an outage is short beside them, as it is in true time.
const CADENCE = { ...SECONDS_CADENCE, verify: 120, invite: { again: 20, giveUp: 90 } };
const CAST: Cast = {
  ...{ 'books-yes': 7, 'books-calls': 6, 'books-client': 4, 'books-vanishes': 3, 'books-moves': 2, 'rebooks-day-2': 1, 'wants-link': 3 },
  ...{ 'no-answer': 3, voicemail: 2, busy: 1, invalid: 1, refuses: 2, 'stop-calling': 2, 'third-time': 1, callback: 2 },
};

let engines: Engines;
let app: App;
let rehearsal: Rehearsal;

beforeAll(async () => {
  engines = await startEngines();
  app = await startApp({ on: engines.on });
}, 180_000);
afterAll(async () => {
  await app?.dispose();
  await engines?.[Symbol.asyncDispose]();
}, 60_000);

/** Waits for a point in the play. */
const until = (what: string, isSo: (stats: Record<string, number>) => boolean) =>
  vi.waitFor(
    async () => {
      const { stats } = await rehearsal.campaign();
      if (!isSo(stats)) throw new Error(`${what} did not come: ${JSON.stringify(stats)}`);
    },
    { timeout: 120_000, interval: 100 },
  );

test('a rehearsal of forty leads goes on to its end when each part of the machine is killed once', async () => {
  expect(leadsOf(CAST)).toHaveLength(40);
  rehearsal = await Rehearsal.create(await signIn(app), 'Forty leads and four crashes', { cadence: CADENCE });
  await rehearsal.import(CAST);
  await rehearsal.activate();

  await until('dialling', ({ callsPlaced = 0 }) => callsPlaced >= 10);
  await app.kill('worker');
  await app.start('worker');

  await until('booking', ({ appointments = 0 }) => appointments >= 5);
  await app.kill('api');
  await app.start('api');

  await until('a second round of calls', ({ callsPlaced = 0 }) => callsPlaced >= 42);
  await engines.kill('temporal');
  await engines.start('temporal');

  await until('the first shows', ({ shown = 0 }) => shown >= 3);
  await engines.kill('postgres');
  await engines.start('postgres');

  await rehearsal.ended(420_000);
}, 900_000);

test('no vendor saw a deed twice, and the books agree', async () => {
  const { duplicates, withoutKey } = await sandboxOf(app).deeds();
  expect(duplicates).toEqual([]);
  expect(withoutKey).toMatchObject({ dials: 0, sms: 0, emails: 0, invoices: 0 }); // bookings without a key are the leads' own
  const { violations, ...report } = await auditOf(app);
  expect(violations).toEqual([]);
  expect(report).toMatchObject({ ok: true, duplicates: 0, lost: 0, leads: 40, running: 0, openWorkflows: 0 });
}, 60_000);
