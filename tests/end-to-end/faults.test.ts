import { afterAll, beforeAll, expect, test } from 'vitest';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { auditOf } from './audit.ts';
import { type Person, signIn } from './person.ts';
import { type Cast, leadsOf, Rehearsal } from './rehearsal.ts';
import { type Fault, type Sandbox, sandboxOf } from './sandbox.ts';

// How long a verdict waits is stretched, so that nobody's yes comes too late behind a lost answer.
const CADENCE = { ...SECONDS_CADENCE, verify: 60 };
const CAST: Cast = {
  'books-yes': 6,
  'books-calls': 4,
  'books-client': 3,
  'books-vanishes': 2,
  'no-answer': 2,
  refuses: 1,
  'wants-link': 2,
};
const PATIENCE_MS = 400_000;

let app: App;
let person: Person;
let sandbox: Sandbox;

beforeAll(async () => {
  app = await startApp();
  person = await signIn(app);
  sandbox = sandboxOf(app);
}, 180_000);
afterAll(() => app?.dispose());

/** The same twenty characters under numbers that nobody had before. */
async function play(name: string, from: number): Promise<Rehearsal> {
  expect(leadsOf(CAST)).toHaveLength(20);
  const rehearsal = await Rehearsal.create(person, name, { cadence: CADENCE });
  await rehearsal.import(CAST, from);
  await rehearsal.activate();
  await rehearsal.ended(PATIENCE_MS);
  return rehearsal;
}

async function expectNothingTwice(): Promise<void> {
  const { duplicates, withoutKey } = await sandbox.deeds();
  expect(duplicates).toEqual([]);
  expect(withoutKey).toMatchObject({ dials: 0, sms: 0, emails: 0, invoices: 0 });
}

async function expectSoundBooks(leads: number): Promise<void> {
  const { violations, ...report } = await auditOf(app);
  expect(violations).toEqual([]);
  expect(report).toMatchObject({ ok: true, duplicates: 0, lost: 0, leads, running: 0, openWorkflows: 0 });
}

const after = (vendor: string, operation: string, kind: string, count: number) => ({
  vendor,
  operation,
  kind,
  when: 'after' as const,
  count,
});
const LOST_ANSWERS: Fault[] = [
  after('retell', 'create-phone-call', '500', 3),
  after('retell', 'create-phone-call', 'reset', 3),
  after('retell', 'create-phone-call', 'cut-body', 3),
  after('retell', 'create-phone-call', 'wrong-json', 3),
  { ...after('retell', 'create-phone-call', 'hang', 2), ms: 30_000 },
  after('twilio', 'create-message', '500', 6),
  after('twilio', 'create-message', 'reset', 6),
  after('sendgrid', 'mail-send', '500', 4),
  after('cal', 'create-booking', '500', 3),
  after('stripe', 'create-customer', '500', 1),
  after('stripe', 'create-invoice', '500', 1),
  { ...after('stripe', 'finalize-invoice', '500', 1), when: 'before' }, // a key that has met a 500 is answered with it for a day
  after('stripe', 'send-invoice', 'reset', 1),
];

test('vendors that act and then fail, hang or hang up are looked up, never asked to act again', async () => {
  await sandbox.spoil(LOST_ANSWERS);
  const rehearsal = await play('Answers that are lost', 0);
  await rehearsal.paid('usage');
  expect((await sandbox.struck()).map(({ hits }) => hits)).toEqual(LOST_ANSWERS.map(({ count }) => count)); // all of them struck
  await sandbox.heal();
  await expectNothingTwice();
  expect((await sandbox.deeds()).totals).toMatchObject({ dials: 24, invoices: 1 }); // two leads that never answer are called three times
  const [shown, unresponsive] = ['shown end', 'unresponsive end'];
  const astray = await rehearsal.astray({
    ...{ 'books-yes': shown, 'books-calls': shown, 'books-client': shown, 'wants-link': shown },
    ...{ 'books-vanishes': unresponsive, 'no-answer': unresponsive, refuses: 'dnc end' },
  });
  expect(astray).toEqual([]);
  await expectSoundBooks(20);
}, 600_000);

test('webhooks that come twice, in any order or never leave no lead behind', async () => {
  await sandbox.heal();
  await sandbox.spoil([
    { kind: 'lose', rate: 0.2 },
    { kind: 'duplicate', rate: 0.3, times: 3 },
    { kind: 'shuffle', rate: 0.6, ms: 4_000 },
  ]);
  const rehearsal = await play('Webhooks that go astray', 20);
  for (const { kind, hits } of await sandbox.struck()) expect(hits, kind).toBeGreaterThan(20);
  await sandbox.heal();
  await expectNothingTwice();
  expect((await rehearsal.leads()).map(({ phase }) => phase)).toEqual(Array(20).fill('end'));
  await expectSoundBooks(40);
}, 600_000);
