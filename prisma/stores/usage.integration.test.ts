import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import type { Mode } from '#domain/lead.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { billMonths, closeRehearsal } from './usage.ts';
import { callsToInvoice } from './views-invoice-calls.ts';
import { nextInvoices } from './views-next-invoice.ts';

const OTHER_CLIENT_ID = randomUUID();
const AFTER_OCTOBER = '2026-11-01T12:00:00.000Z';
let world: TestWorld;
let added = 0;

/** A call of October that is on no invoice yet. */
const addCall = (clientId: string, mode: Mode, costCents: number, status = 'draft') =>
  world.db.withClient(clientId, async (tx) => {
    const [own, phone] = [{ clientId, mode }, '+14155557002'];
    const settings = { cadence: TRUE_CADENCE, callingHours: DEFAULT_HOURS, timezone: 'America/New_York' };
    const { id: campaignId } = await tx.campaign.create({ data: { ...own, ...settings, status, name: `October ${++added}` } });
    const { id: leadId } = await tx.lead.create({ data: { ...own, campaignId, phone, firstName: 'Ada' } });
    const call = { permit: 'consumed', status: 'completed', startedAt: new Date('2026-10-12T15:00:00Z') };
    const { id: callId } = await tx.call.create({ data: { ...own, ...call, campaignId, leadId, toNumber: phone } });
    const cost = { seconds: 60, rateCents: 20, costCents, settlement: 'invoice', periodMonth: '2026-10' };
    await tx.usageRecord.create({ data: { ...own, ...cost, callId } });
    return campaignId;
  });
const invoices = async (clientId: string) =>
  (await world.db.withClient(clientId, (tx) => tx.invoice.findMany({ orderBy: { amountDueCents: 'asc' } }))).map(
    ({ mode, periodKey, amountDueCents }) => `${mode} ${periodKey} ${amountDueCents}`,
  );

beforeAll(async () => {
  world = await testWorld();
  const other = { id: OTHER_CLIENT_ID, name: 'Bolt Solar', slug: OTHER_CLIENT_ID };
  await world.db.withClient(OTHER_CLIENT_ID, (tx) => tx.client.create({ data: other }));
  await addCall(world.clientId, 'rehearsal', 20);
  await addCall(world.clientId, 'live', 31);
  await addCall(OTHER_CLIENT_ID, 'rehearsal', 42);
});
afterAll(() => world?.[Symbol.asyncDispose]());

test('the month of one client’s rehearsals is closed without touching live usage or other clients; the sweep closes the rest, once', async () => {
  expect(await billMonths(world.db, AFTER_OCTOBER, { clientId: world.clientId, mode: 'rehearsal' })).toBe(1);
  expect(await invoices(world.clientId)).toEqual(['rehearsal 2026-10 20']);
  expect(await invoices(OTHER_CLIENT_ID)).toEqual([]);

  expect(await billMonths(world.db, AFTER_OCTOBER)).toBe(2);
  expect(await invoices(world.clientId)).toEqual(['rehearsal 2026-10 20', 'live 2026-10 31']);
  expect(await invoices(OTHER_CLIENT_ID)).toEqual(['rehearsal 2026-10 42']);
  expect(await billMonths(world.db, AFTER_OCTOBER)).toBe(0);
});

test('the next invoice is told before it is made, line by line, with the calls behind it; a rehearsal’s comes as soon as that is over', async () => {
  const { clientId, db } = world;
  const told = async (mode: Mode) => {
    const next = await db.withClient(clientId, (tx) => nextInvoices(tx, clientId, mode));
    return next.map(({ month, amountCents, lines, rehearsal }) => ({
      ...{ periodMonth: month, amountDueCents: amountCents, name: rehearsal?.name ?? null },
      lineItems: lines.map(({ description, amountCents: cents }) => ({ description, amountCents: cents })),
    }));
  };
  const made = (mode: Mode) =>
    db.withClient(clientId, (tx) =>
      tx.invoice.findFirstOrThrow({
        where: { clientId, mode },
        orderBy: { createdAt: 'desc' },
        select: { periodMonth: true, amountDueCents: true, lineItems: true },
      }),
    );
  expect(await told('live')).toEqual([]);
  await addCall(clientId, 'live', 50);
  await addCall(clientId, 'live', 7);
  const [month] = await told('live');
  const lineItems = [{ description: 'Calls before November 2026 (late): 2.00 min at $0.20/min', amountCents: 57 }];
  expect(month).toEqual({ periodMonth: '2026-11', amountDueCents: 57, name: null, lineItems });
  const behind = await db.withClient(clientId, (tx) => callsToInvoice(tx, clientId, 'live'));
  expect(behind).toMatchObject({ total: 2, seconds: 120, costCents: 57 });
  await billMonths(db, '2026-12-01T12:00:00.000Z', { clientId, mode: 'live' });
  expect(await made('live')).toEqual({ periodMonth: '2026-11', amountDueCents: 57, lineItems });
  expect(await told('live')).toEqual([]);

  const campaignId = await addCall(clientId, 'rehearsal', 42, 'active');
  expect(await told('rehearsal')).toMatchObject([{ amountDueCents: 42, name: `October ${added}` }]);
  await db.withClient(clientId, (tx) => closeRehearsal(tx, clientId, campaignId));
  expect(await made('rehearsal')).toMatchObject({ amountDueCents: 42 });
  expect(await told('rehearsal')).toEqual([]);
});
