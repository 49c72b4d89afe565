import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { needsPerson, troubledDeeds } from './views-needs.ts';

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE);
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

test('what a person must look at is counted, and a deed is listed where it is counted', async () => {
  const { clientId, campaignId, db } = world;
  const leadId = await world.lead({ phase: 'attend' });
  const gate = { clientId, leadId, channel: 'call', purpose: 'dial', answer: 'allow', codes: [], ruleset: '1', decidedAt: ago(30) };
  await db.withClient(clientId, async (tx) => {
    const gateDecisionId = (await tx.gateDecision.create({ data: gate })).id;
    const effect = { clientId, mode: 'rehearsal', vendor: 'retell', kind: 'call' };
    await tx.vendorEffect.createMany({
      data: [
        { ...effect, key: 'lost long ago', status: 'started', startedAt: ago(30), gateDecisionId, lookups: 2 },
        { ...effect, key: 'lost for good', status: 'unknown', startedAt: ago(90), createdAt: ago(90) },
        { ...effect, key: 'asked just now', status: 'started', startedAt: ago(1) },
        { ...effect, key: 'refused today', status: 'failed', settledAt: ago(60), errorCode: 'invalid_number' },
        { ...effect, key: 'refused last week', status: 'failed', settledAt: ago(7 * 24 * 60) },
        { ...effect, key: 'taken back by us', status: 'failed', settledAt: ago(60), errorCode: 'too_late' },
      ],
    });
    const fact = { clientId, mode: 'rehearsal', aggregateType: 'lead', aggregateId: leadId, type: 'lead.booked' };
    await tx.outboxEvent.createMany({
      data: [
        { ...fact, nextTryAt: ago(5) },
        { ...fact, nextTryAt: ago(0) },
      ],
    });
    const startAt = ago(40 * 60);
    const times = { startAt, endAt: ago(39 * 60), verifyDueAt: new Date(Date.now() + 8 * 60 * MINUTE), bookedAt: startAt };
    await tx.appointment.create({ data: { clientId, campaignId, leadId, mode: 'rehearsal', timezone: 'America/New_York', ...times } });
  });
  const [needs, unclear, refused] = await db.withClient(clientId, async (tx) => [
    await needsPerson(tx, clientId, 'rehearsal'),
    await troubledDeeds(tx, clientId, 'unclear'),
    await troubledDeeds(tx, clientId, 'refused'),
  ]);
  expect(needs).toEqual({
    ...{ verify: 1, verifySoon: 1, unmatched: 0, replies: 0, unpaid: 0, failedImports: 0, stuckLeads: 0 },
    ...{ untold: 1, unclear: 2, refused: 1 },
  });
  expect(unclear.map(({ kind, leadId: of, lookups }) => [kind, of, lookups])).toEqual([
    ['call', leadId, 2],
    ['call', null, 0],
  ]);
  expect(refused.map(({ errorCode }) => errorCode)).toEqual(['invalid_number']);
});
