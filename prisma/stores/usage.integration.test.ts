import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import type { Mode } from '#domain/lead.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { billMonths } from './usage.ts';

const OTHER_CLIENT_ID = randomUUID();
const AFTER_OCTOBER = '2026-11-01T12:00:00.000Z';
let world: TestWorld;

/** A call of October that is on no invoice yet. */
const addCall = (clientId: string, mode: Mode, costCents: number) =>
  world.db.withClient(clientId, async (tx) => {
    const [own, phone] = [{ clientId, mode }, '+14155557002'];
    const settings = { cadence: TRUE_CADENCE, callingHours: DEFAULT_HOURS, timezone: 'America/New_York' };
    const { id: campaignId } = await tx.campaign.create({ data: { ...own, ...settings, name: `October, ${mode}` } });
    const { id: leadId } = await tx.lead.create({ data: { ...own, campaignId, phone, firstName: 'Ada' } });
    const call = { permit: 'consumed', status: 'completed', startedAt: new Date('2026-10-12T15:00:00Z') };
    const { id: callId } = await tx.call.create({ data: { ...own, ...call, campaignId, leadId, toNumber: phone } });
    const cost = { seconds: 60, rateCents: 20, costCents, settlement: 'invoice', periodMonth: '2026-10' };
    await tx.usageRecord.create({ data: { ...own, ...cost, callId } });
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
