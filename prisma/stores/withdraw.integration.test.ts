import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { confirmShow, withdrawWord } from './shows.ts';

const HOUR = 3_600_000;
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

const begun = async (): Promise<{ clientId: string; appointmentId: string }> => {
  const { clientId, campaignId } = world;
  const leadId = await world.lead({ phase: 'attend' });
  const startAt = new Date(Date.now() - HOUR);
  const moments = {
    startAt,
    endAt: new Date(+startAt + 1_800_000),
    verifyDueAt: new Date(Date.now() + 47 * HOUR),
    bookedAt: startAt,
    plannedFrom: startAt,
  };
  const data = { clientId, campaignId, leadId, mode: 'rehearsal', timezone: 'America/New_York', ...moments };
  return { clientId, appointmentId: (await world.db.withClient(clientId, (tx) => tx.appointment.create({ data }))).id };
};
const say = (which: { clientId: string; appointmentId: string }, attended: boolean) =>
  confirmShow(world.db, { ...which, by: 'client', attended });
const rowOf = async ({ clientId, appointmentId: id }: { clientId: string; appointmentId: string }) => {
  const row = await world.db.withClient(clientId, (tx) => tx.appointment.findUniqueOrThrow({ where: { clientId_id: { clientId, id } } }));
  return [row.status, row.clientConfirmed, row.disputed];
};

test('a no is taken back as long as nothing is decided', async () => {
  const which = await begun();
  await say(which, false);
  expect(await withdrawWord(world.db, which)).toEqual({ kind: 'ok' });
  expect(await rowOf(which)).toEqual(['scheduled', null, false]);
  expect(await withdrawWord(world.db, which)).toEqual({ kind: 'nothing-said' });
});

test('a yes has decided: it is not taken back, but disputed, and the dispute can be ended', async () => {
  const which = await begun();
  await say(which, true);
  expect(await withdrawWord(world.db, which)).toEqual({ kind: 'decided' });
  await say(which, false);
  expect(await rowOf(which)).toEqual(['shown', false, true]);
  expect(await withdrawWord(world.db, which)).toEqual({ kind: 'ok' });
  expect(await rowOf(which)).toEqual(['shown', true, false]);
});

test('an appointment of another client is unknown', async () =>
  expect(await withdrawWord(world.db, { ...(await begun()), clientId: crypto.randomUUID() })).toEqual({ kind: 'unknown' }));
