import { afterAll, beforeAll, expect, test } from 'vitest';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { auditOf } from './audit.ts';
import { type Person, signIn } from './person.ts';
import { type Cast, leadsOf, Rehearsal } from './rehearsal.ts';
import { type Sandbox, sandboxOf } from './sandbox.ts';

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

test('vendors that act and then fail, hang or hang up are believed, never asked again', async () => {
  await sandbox.spoil([
    ...(['500', 'reset', 'cut-body', 'wrong-json'] as const).map((kind) => ({
      vendor: 'retell',
      operation: 'create-phone-call',
      kind,
      when: 'after' as const,
      count: 3,
    })),
    { vendor: 'retell', operation: 'create-phone-call', kind: 'hang', when: 'after', count: 2, ms: 30_000 },
    { vendor: 'twilio', operation: 'create-message', kind: '500', when: 'after', count: 6 },
    { vendor: 'twilio', operation: 'create-message', kind: 'reset', when: 'after', count: 6 },
    { vendor: 'sendgrid', operation: 'mail-send', kind: '500', when: 'after', count: 4 },
    { vendor: 'cal', operation: 'create-booking', kind: '500', when: 'after', count: 3 },
    ...['create-customer', 'create-invoice', 'add-lines', 'create-invoice-item', 'finalize-invoice', 'send-invoice'].flatMap(
      (operation) => [
        { vendor: 'stripe', operation, kind: '500', when: 'after' as const, count: 1 },
        { vendor: 'stripe', operation, kind: 'reset', when: 'after' as const, count: 1 },
      ],
    ),
  ]);
  const rehearsal = await play('Answers that are lost', 0);
  const struck = (await sandbox.struck()).map(({ vendor, operation, kind, hits }) => `${vendor} ${operation} ${kind} ${hits}`);
  expect(struck).toEqual([]);
  await sandbox.heal();
  await expectNothingTwice();
  expect((await sandbox.deeds()).totals).toMatchObject({ dials: 24, invoices: 1 }); // two leads that never answer are called three times
  const [shown, unresponsive] = ['shown end', 'unresponsive end'];
  expect(
    await rehearsal.astray({
      ...{ 'books-yes': shown, 'books-calls': shown, 'books-client': shown, 'wants-link': shown },
      ...{ 'books-vanishes': unresponsive, 'no-answer': unresponsive, refuses: 'dnc end' },
    }),
  ).toEqual([]);
  await expectSoundBooks(20);
}, 600_000);

test('webhooks that come twice, in any order or never leave no lead behind', async () => {
  await sandbox.spoil([
    { kind: 'lose', rate: 0.2 },
    { kind: 'duplicate', rate: 0.3, times: 3 },
    { kind: 'shuffle', rate: 0.6, ms: 4_000 },
  ]);
  const rehearsal = await play('Webhooks that go astray', 20);
  const struck = await sandbox.struck();
  expect(struck.every(({ hits }) => hits > 20)).toBe(true);
  await sandbox.heal();
  await expectNothingTwice();
  expect((await rehearsal.leads()).filter(({ phase }) => phase !== 'end')).toEqual([]);
  await expectSoundBooks(40);
}, 600_000);
