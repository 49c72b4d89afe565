import { afterAll, beforeAll, expect, test } from 'vitest';
import { calendarSpan } from '#domain/calendar.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { ignoreBooking, restoreBooking } from './unmatched.ts';
import { appointmentCounts } from './views-appointments.ts';
import { calendarEntries } from './views-calendar.ts';

const zone = 'America/New_York';
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

const book = (at: string, leadId: string | null = null) =>
  world.db.withClient(world.clientId, async (tx) => {
    const startAt = new Date(at);
    const moments = { startAt, endAt: new Date(+startAt + 1_800_000), verifyDueAt: startAt, bookedAt: new Date('2026-01-01') };
    const { clientId, campaignId } = world;
    return (
      await tx.appointment.create({
        data: { clientId, campaignId, leadId, mode: 'rehearsal', timezone: zone, attendeeName: at, ...moments },
      })
    ).id;
  });
const calendar = (view: 'month' | 'week' | 'day', on: string) =>
  world.db.withClient(world.clientId, (tx) =>
    calendarEntries(tx, world.clientId, { ...calendarSpan(view, on, zone, '2026-01-01T00:00:00.000Z'), zone }, {}),
  );

test('the hour that comes twice when clocks go back holds both, in order; the week ends at its own midnight', async () => {
  for (const at of ['2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z', '2026-11-02T04:59:00Z', '2026-11-02T05:00:00Z']) await book(at);
  const { entries, total } = await calendar('week', '2026-11-01');
  expect(entries.map(({ startAt, day, hour, inSquare }) => [startAt, day, hour, inSquare])).toEqual([
    ['2026-11-01T05:30:00.000Z', '2026-11-01', 1, 2],
    ['2026-11-01T06:30:00.000Z', '2026-11-01', 1, 2],
    ['2026-11-02T04:59:00.000Z', '2026-11-01', 23, 1],
  ]);
  expect(total).toBe(3);
});

test('a square shows what it has room for and says how many there are', async () => {
  for (let i = 0; i < 6; i++) await book(`2026-07-01T14:${10 + i}:00Z`);
  const [month, week, day] = [
    await calendar('month', '2026-07-01'),
    await calendar('week', '2026-07-01'),
    await calendar('day', '2026-07-01'),
  ];
  expect([month, week, day].map(({ entries, total }) => [entries.length, entries[0]?.inSquare, total])).toEqual([
    [3, 6, 6],
    [4, 6, 6],
    [6, 6, 6],
  ]);
});

test('a booking of nobody is set aside with its reason, leaves the calendar, and comes back', async () => {
  const id = await book('2026-08-03T14:00:00Z');
  const { clientId, db } = world;
  const counts = () => db.withClient(clientId, (tx) => appointmentCounts(tx, clientId));
  const before = await counts();
  const userId = crypto.randomUUID();
  expect(await ignoreBooking(db, { clientId, appointmentId: id, reason: 'A test of the booking page', userId })).toEqual({ kind: 'ok' });
  expect((await calendar('day', '2026-08-03')).total).toBe(0);
  expect(await counts()).toEqual({ ...before, unmatched: before.unmatched - 1, ignored: 1 });
  const row = await db.withClient(clientId, (tx) => tx.appointment.findUniqueOrThrow({ where: { clientId_id: { clientId, id } } }));
  expect(row.evidence).toEqual({ ignored: { reason: 'A test of the booking page', by: userId } });
  expect(await restoreBooking(db, { clientId, appointmentId: id })).toEqual({ kind: 'ok' });
  expect((await calendar('day', '2026-08-03')).total).toBe(1);
});

test('a booking that has its lead is not ignored', async () => {
  const { clientId, db } = world;
  const id = await book('2026-08-04T14:00:00Z', await world.lead());
  expect(await ignoreBooking(db, { clientId, appointmentId: id, reason: 'x', userId: crypto.randomUUID() })).toEqual({ kind: 'linked' });
});
