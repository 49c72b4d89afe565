import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type App, startApp } from '#tests/support/app.ts';
import { auditOf } from './audit.ts';
import { type Person, signIn } from './person.ts';
import { type Appointment, type Call, type Lead, type Message, phonesOf, Rehearsal } from './rehearsal.ts';
import { sandboxOf } from './sandbox.ts';

// Thirty leads book in their first call. 25 show, by each of the three proofs; five do not, and none of them lets itself be won back.
const CAST = { 'books-client': 8, 'books-yes': 9, 'books-calls': 8, 'books-vanishes': 5 } as const;
const BY_CLIENT = phonesOf('books-client', 8);
const VANISHED = phonesOf('books-vanishes', 5);
const SENT = ['sent', 'delivered', 'opened', 'clicked'];

let app: App;
let person: Person;
let rehearsal: Rehearsal;
let early: { status: number; body: unknown } | undefined;
let leads: Lead[];
let appointments: Appointment[];
let calls: Call[];
let messages: Message[];

/** The client's own part: whoever came and says nothing is confirmed by the client, and not before the appointment begins. */
async function confirmGuests(): Promise<void> {
  const open = await rehearsal.appointments('&status=scheduled&status=awaiting');
  const guests = open.filter(({ attendeePhone }) => BY_CLIENT.includes(attendeePhone));
  const ahead = guests.find(({ startAt }) => Date.parse(startAt) > Date.now() + 5_000);
  if (ahead) early ??= await person.ask('POST', '/appointments/verify', { appointmentId: ahead.id, attended: true });
  for (const { id, startAt } of guests)
    if (Date.parse(startAt) < Date.now()) await person.post('/appointments/verify', { appointmentId: id, attended: true });
}

beforeAll(async () => {
  app = await startApp();
  await sandboxOf(app).silenceClient();
  person = await signIn(app);
  rehearsal = await Rehearsal.create(person, 'From a list to a paid milestone');
  expect(await rehearsal.import(CAST)).toMatchObject({ total: 30, inserted: 30, duplicates: 0, invalid: 0, suppressed: 0 });
  await rehearsal.activate();
  await rehearsal.ended(240_000, { meanwhile: confirmGuests });
  [leads, appointments, calls, messages] = await Promise.all([
    rehearsal.leads(),
    rehearsal.appointments(),
    rehearsal.calls(),
    rehearsal.messages(),
  ]);
}, 360_000);
afterAll(() => app?.dispose());

const count = <T>(things: T[], nameOf: (thing: T) => string | null): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const thing of things) counts[String(nameOf(thing))] = (counts[String(nameOf(thing))] ?? 0) + 1;
  return counts;
};

test('every lead was called once, and booked in that call', () => {
  expect(count(calls, ({ direction, status }) => `${direction} ${status}`)).toEqual({ 'outbound completed': 30, 'inbound completed': 8 });
  expect(new Set(calls.filter(({ direction }) => direction === 'outbound').map(({ leadId }) => leadId)).size).toBe(30);
  expect(appointments).toHaveLength(30);
});

test('25 showed: eight by the client’s word, nine by their own, eight by a call of 46 seconds', () => {
  expect(count(appointments, ({ status, verificationMethod }) => `${status} ${verificationMethod}`)).toEqual({
    'shown client': 8,
    'shown lead': 9,
    'shown call_duration': 8,
    'no_show none': 5,
  });
  expect(appointments.filter(({ countedAt }) => countedAt !== null)).toHaveLength(25);
  expect(calls.filter(({ direction }) => direction === 'inbound').map(({ durationSeconds }) => durationSeconds)).toEqual(Array(8).fill(46));
});

test('a show cannot be confirmed before the appointment has begun', () => {
  expect(early).toMatchObject({ status: 409, body: { error: { code: 'not_started', message: 'The appointment has not begun yet.' } } });
});

test('five were offered another appointment on days 0, 2 and 4, and ended unresponsive', () => {
  expect(count(leads, ({ status, phase }) => `${status} ${phase}`)).toEqual({ 'shown end': 25, 'unresponsive end': 5 });
  const lost = leads.filter(({ status }) => status === 'unresponsive');
  expect(lost.map(({ phone }) => phone).sort()).toEqual([...VANISHED].sort());
  const offers = messages.filter(({ kind }) => kind.startsWith('rebook_day'));
  expect(new Set(offers.map(({ leadId }) => leadId))).toEqual(new Set(lost.map(({ id }) => id)));
  expect(count(offers, ({ kind, channel, status }) => `${kind} ${channel} ${SENT.includes(status)}`)).toEqual({
    'rebook_day0 sms true': 5,
    'rebook_day2 email true': 5,
    'rebook_day4 sms true': 5,
  });
});

test('every lead was reminded a day, two hours and a quarter of an hour ahead', () => {
  const reminders = messages.filter(({ kind }) => kind.startsWith('reminder'));
  expect(count(reminders, ({ kind, channel, status }) => `${kind} ${channel} ${SENT.includes(status)}`)).toEqual({
    'reminder_24h sms true': 30,
    'reminder_24h email true': 30,
    'reminder_2h sms true': 30,
    'reminder_15m sms true': 30,
  });
});

test('the 25th show became the first milestone, its invoice of $2,000 went out and was paid', async () => {
  expect(await rehearsal.paid('milestone')).toMatchObject({
    amountDueCents: 200_000,
    amountPaidCents: 200_000,
    milestone: { milestoneNumber: 1, shownCount: 25 },
  });
  expect(await person.get('/billing/milestones?mode=rehearsal')).toMatchObject({
    shownCount: 25,
    remainingToNext: 25,
    paidCents: 200_000,
    openCents: 0,
    milestones: [{ milestoneNumber: 1, shownCount: 25, amountCents: 200_000, status: 'paid' }],
  });
});

test('the usage invoice at the end of the rehearsal is the sum of what its calls cost', async () => {
  // 4,193 s of talk in thirty calls, each rounded by itself to a cent at 20 ¢ a minute: $13.98. Eight calls of 46 s at 15 ¢: $1.20.
  expect(calls.reduce((sum, { durationSeconds }) => sum + (durationSeconds ?? 0), 0)).toBe(4193 + 8 * 46);
  expect(calls.reduce((sum, { costCents }) => sum + (costCents ?? 0), 0)).toBe(1398 + 8 * 15);
  expect(await rehearsal.paid('usage')).toMatchObject({ amountDueCents: 1518, amountPaidCents: 1518, lineItems: [{ amountCents: 1518 }] });
});

test('the audit finds nothing doubled, nothing lost, and the books in order', async () => {
  expect(await auditOf(app)).toMatchObject({
    ok: true,
    violations: [],
    ...{ duplicates: 0, lost: 0, leads: 30, running: 0, calls: 30, appointments: 30, shown: 25 },
    ...{ milestones: 1, invoices: 1, usageInvoices: 1, invoicedCents: 201_518, openWorkflows: 0, histories: 30 },
  });
});

test('no vendor saw anything twice', async () => {
  const { totals, withoutKey, duplicates } = await sandboxOf(app).deeds();
  expect(duplicates).toEqual([]);
  expect(totals).toMatchObject({ dials: 30, bookings: 30, invoices: 2 });
  expect(withoutKey).toMatchObject({ dials: 0, sms: 0, emails: 0, invoices: 0 });
});

test('a month that is over is invoiced once by its end, while its rehearsal goes on', async () => {
  const going = await Rehearsal.create(person, 'Over the turn of a month', { cadencePreset: 'true', enforceHours: false });
  await going.import({ 'ignores-link': 2 }, 40);
  await going.activate();
  const costs = await vi.waitFor(
    async () => {
      const found = (await going.calls()).flatMap(({ costCents }) => costCents ?? []);
      expect(found).toHaveLength(2);
      return found;
    },
    { timeout: 60_000, interval: 500 },
  );
  const close = (asOf: string) => person.post('/rehearsals/months/close', { asOf });
  expect(await close(new Date().toISOString())).toEqual({ invoices: 0 }); // this month is not over
  const nextMonth = DateTime.now().plus({ months: 1 }).startOf('month').plus({ hours: 36 }).toISO();
  expect(await close(nextMonth)).toEqual({ invoices: 1 });
  expect(await close(nextMonth)).toEqual({ invoices: 0 });
  const owed = await vi.waitFor(
    async () => {
      const usage = (await rehearsal.invoices()).filter(({ kind, status }) => kind === 'usage' && status === 'paid');
      expect(usage).toHaveLength(2);
      return usage.map(({ amountPaidCents }) => amountPaidCents).sort((a, b) => a - b);
    },
    { timeout: 60_000, interval: 500 },
  );
  expect(costs.sort()).toEqual([28, 31]);
  expect(owed).toEqual([59, 1518]);
  expect(await going.campaign()).toMatchObject({ status: 'active' });
  expect(await auditOf(app)).toMatchObject({ ok: true, violations: [], running: 2, usageInvoices: 2 });
});
