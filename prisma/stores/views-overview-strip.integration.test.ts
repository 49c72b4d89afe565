import { afterAll, beforeAll, expect, test } from 'vitest';
import { averageDurationSeconds, successRate } from '#domain/metrics.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { leadFunnel, overviewStrip } from './views-overview-strip.ts';

const DURING = { fromAt: '2026-11-10T00:00:00.000Z', toAt: '2026-11-20T00:00:00.000Z' };
const inside = new Date('2026-11-15T12:00:00Z');
const before = new Date('2026-11-09T23:59:59Z');
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
  const { clientId, campaignId, db } = world;
  const own = { clientId, mode: 'rehearsal' };
  const lead = async (data: object) => {
    const id = await world.lead({});
    await db.withClient(clientId, (tx) =>
      tx.lead.update({ where: { clientId_id: { clientId, id } }, data: { createdAt: inside, ...data } }),
    );
    return id;
  };
  const came = { dials: 1, lastContactedAt: inside, bookedAt: inside };
  await lead({});
  await lead({ dials: 3 });
  await lead({ dials: 1, lastContactedAt: inside });
  const [billed, counted, missed] = [await lead(came), await lead(came), await lead(came)];
  const old = await lead({ ...came, createdAt: before });
  await db.withClient(clientId, async (tx) => {
    const times = { startAt: inside, endAt: new Date(+inside + 1), verifyDueAt: inside, bookedAt: inside, verifiedAt: inside };
    const show = { ...own, campaignId, timezone: 'UTC', ...times, status: 'shown', verificationMethod: 'lead' };
    await tx.appointment.createMany({
      data: [
        { ...show, leadId: billed, countedAt: new Date('2026-11-16T00:00:00Z') },
        { ...show, leadId: billed, countedAt: new Date('2026-11-16T01:00:00Z') }, // the same lead came twice
        { ...show, leadId: counted, countedAt: new Date('2026-11-17T00:00:00Z') },
        { ...show, leadId: missed, status: 'no_show', verificationMethod: 'none' },
        { ...show, leadId: old, countedAt: new Date('2026-11-16T00:00:00Z') },
      ],
    });
    const reachedAt = new Date('2026-11-16T02:00:00Z');
    await tx.milestone.create({ data: { ...own, milestoneNumber: 1, shownCount: 3, amountCents: 200_000, reachedAt } });
    const call = {
      ...own,
      campaignId,
      leadId: billed,
      toNumber: '+14155550001',
      permit: 'consumed',
      createdAt: inside,
      dialledAt: inside,
      status: 'completed',
    };
    await tx.call.createMany({
      data: [
        { ...call, answered: true, outcome: 'appointment_set', durationSeconds: 120, costCents: 40 },
        { ...call, answered: true, outcome: 'not_interested', durationSeconds: 60, costCents: 20 },
        {
          ...call,
          answered: true,
          outcome: 'order_captured',
          durationSeconds: 30,
          costCents: 10,
          direction: 'inbound',
          dialledAt: null,
        },
        { ...call, answered: false, status: 'voicemail', outcome: 'voicemail', durationSeconds: 20, costCents: 7 },
        { ...call, answered: true, outcome: 'appointment_set', durationSeconds: 600, costCents: 200, createdAt: before },
        { ...call, dialledAt: null, permit: 'void', status: 'cancelled' },
      ],
    });
    await tx.agent.createMany({
      data: [
        { clientId, name: 'Robin', retellAgentId: 'a1' },
        { clientId, name: 'Old', retellAgentId: 'a2', active: false },
      ],
    });
    await tx.phoneNumber.createMany({
      data: [
        { ...own, e164: '+14155559001' },
        { ...own, e164: '+14155559002', status: 'released' },
        { ...own, mode: 'live', e164: '+14155559003' },
      ],
    });
  });
});
afterAll(() => world?.[Symbol.asyncDispose]());

test('the strip counts calls in both directions, and its sums give the rates of the one module of definitions', async () => {
  const strip = await world.db.withClient(world.clientId, (tx) => overviewStrip(tx, world.clientId, 'rehearsal', DURING));
  const sums = { answered: 3, answeredSeconds: 210, successful: 2, orders: 1, costCents: 77 };
  expect(strip).toEqual({ numbers: 1, agents: 1, calls: 4, placed: 3, ...sums });
  expect([successRate(strip), averageDurationSeconds(strip)]).toEqual([2 / 3, 70]);
});

test('the funnel counts the leads added in the period at every step they reached', async () => {
  const steps = await world.db.withClient(world.clientId, (tx) => leadFunnel(tx, world.clientId, 'rehearsal', DURING));
  expect(steps).toEqual({ leads: 6, dialled: 5, connected: 4, booked: 3, showed: 2, billed: 1 });
  const open = await world.db.withClient(world.clientId, (tx) =>
    leadFunnel(tx, world.clientId, 'rehearsal', { ...DURING, fromAt: before.toISOString(), toAt: null }),
  );
  expect(open).toEqual({ leads: 7, dialled: 6, connected: 5, booked: 4, showed: 3, billed: 2 });
});
