import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booking, iso, type Lives, livesIn, MINUTE, newUid, START } from '#tests/paths/lives.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import type { Tx } from '../client.ts';
import { bookingCancelled } from './cancelled-bookings.ts';
import { bookingMoved } from './moved-bookings.ts';
import { confirmIn, verdictDue } from './shows.ts';

let world: TestWorld;
let lives: Lives;
beforeAll(async () => {
  world = await testWorld({ milestoneSize: 1_000 });
  lives = livesIn(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const mode = 'rehearsal' as const;
const HOUR = 60 * MINUTE;
const NEXT = START + 72 * HOUR;
const move = (leadId: string, from: string, to: string, startMs: number, heardAt?: Date) =>
  lives.act((tx) => bookingMoved(tx, { clientId: world.clientId, mode, leadId }, booking(to, startMs, { inCall: true }), from, heardAt));
const decide = (leadId: string, appointmentId: string) => lives.act((tx) => verdictDue(tx, world.clientId, leadId, appointmentId));
const clientSays = (appointmentId: string) =>
  lives.act((tx) => confirmIn(tx, { clientId: world.clientId, appointmentId, by: 'client', attended: true }));
const told = async (leadId: string) =>
  (await lives.appointments(leadId)).map(({ status, startAt, bookedBy }) => `${status} ${startAt.toISOString()} ${bookedBy}`);
const uidState = async (uid: string) =>
  (await lives.act((tx: Tx) => tx.$queryRaw<{ state: string }[]>`SELECT state FROM booking_uid WHERE uid = ${uid}`))[0]?.state;

/** What waits to be sent about the appointment that begins then. */
async function waitingFor(leadId: string, startMs: number): Promise<string[]> {
  const [about] = (await lives.appointments(leadId)).filter(({ startAt }) => startAt.getTime() === startMs);
  const rows = await lives.act((tx) =>
    tx.message.findMany({
      where: { clientId: world.clientId, leadId, status: 'scheduled', channel: 'sms', appointmentId: about?.id ?? null },
    }),
  );
  return rows.map(({ kind }) => kind).sort();
}
const PLANNED = ['attendance_check', 'booking_confirmation', 'reminder_15m', 'reminder_24h', 'reminder_2h'];

/** A call with the lead, of a minute. */
const callAt = async (leadId: string, ms: number) => {
  const { phone } = await lives.lead(leadId);
  await lives.act((tx) =>
    tx.call.create({
      data: {
        ...{
          clientId: world.clientId,
          mode,
          leadId,
          direction: 'inbound',
          fromNumber: phone,
          toNumber: '+14155550100',
          status: 'completed',
        },
        ...{ startedAt: new Date(ms), endedAt: new Date(ms + MINUTE), durationSeconds: 60, permit: 'consumed' },
      },
    }),
  );
};

describe('an appointment that its lead moves after it began', () => {
  test('as a no-show has been won back: the verdict stays, the new time is an appointment of its own', async () => {
    const { leadId, appointmentId, uid } = await lives.booked();
    await lives.at(leadId, START + 49 * HOUR);
    await decide(leadId, appointmentId);
    expect(await lives.lead(leadId)).toMatchObject({ phase: 'rebook', status: 'rebooking' });
    const moved = newUid();
    expect((await move(leadId, uid, moved, NEXT)).kind).toBe('ok');
    expect((await move(leadId, uid, moved, NEXT)).kind).toBe('known'); // told twice
    expect(await told(leadId)).toEqual([`no_show ${iso(START)} link`, `scheduled ${iso(NEXT)} link`]);
    expect([await uidState(uid), await uidState(moved)]).toEqual(['moved', 'current']);
    const [, open] = await lives.appointments(leadId);
    expect(await lives.lead(leadId)).toMatchObject({ phase: 'attend', status: 'booked', appointmentId: open?.id });
    expect(open?.previousAppointmentId).toBe(appointmentId);
    expect(await waitingFor(leadId, START)).toEqual([]); // nothing more is offered
    expect(await waitingFor(leadId, NEXT)).toEqual(PLANNED.filter((kind) => kind !== 'reminder_24h'));
    expect((await lives.facts(leadId)).at(-1)).toBe('lead.booked');
  });

  test.each([
    ['still stands as scheduled', false],
    ['was set aside for a newer booking', true],
  ])('keeps waiting for its verdict, and counts only by what happened: it %s', async (_how, isAside) => {
    const { leadId, appointmentId, uid } = await lives.booked();
    await lives.at(leadId, START + MINUTE);
    if (isAside)
      await lives.act((tx) =>
        tx.appointment.updateMany({ where: { clientId: world.clientId, id: appointmentId }, data: { status: 'awaiting' } }),
      );
    await move(leadId, uid, newUid(), NEXT);
    expect(await told(leadId)).toEqual([`awaiting ${iso(START)} link`, `scheduled ${iso(NEXT)} link`]);
    expect(await waitingFor(leadId, NEXT)).toEqual(PLANNED);
    const before = await lives.shown();
    await lives.at(leadId, START + 49 * HOUR);
    await decide(leadId, appointmentId);
    expect(await told(leadId)).toEqual([`no_show ${iso(START)} link`, `scheduled ${iso(NEXT)} link`]);
    expect(await lives.lead(leadId)).toMatchObject({ phase: 'attend', status: 'booked' });
    const [, open] = await lives.appointments(leadId);
    await lives.at(leadId, NEXT + MINUTE);
    await clientSays(open?.id ?? '');
    expect((await lives.shown()) - before).toBe(1);
  });

  test('is not proven by a call after the move, which may prove the new one', async () => {
    const { leadId, appointmentId, uid } = await lives.booked();
    await lives.at(leadId, START + MINUTE);
    const next = START + 24 * HOUR;
    await move(leadId, uid, newUid(), next);
    await callAt(leadId, START + 2 * HOUR);
    await callAt(leadId, next);
    const [, open] = await lives.appointments(leadId);
    const before = await lives.shown();
    await lives.at(leadId, START + 49 * HOUR);
    await decide(leadId, appointmentId);
    await lives.at(leadId, next + 49 * HOUR);
    await decide(leadId, open?.id ?? '');
    expect(await told(leadId)).toEqual([`no_show ${iso(START)} link`, `shown ${iso(next)} link`]);
    expect((await lives.shown()) - before).toBe(1);
  });

  test('and counted as a show by then stays the one show, with the move kept beside it', async () => {
    const { leadId, appointmentId, uid } = await lives.booked();
    await lives.at(leadId, START + MINUTE);
    await clientSays(appointmentId);
    const moved = newUid();
    expect(await move(leadId, uid, moved, NEXT)).toEqual({ kind: 'known', appointmentId });
    const [only, ...more] = await lives.appointments(leadId);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ status: 'shown', evidence: { movedAfterStart: { to: iso(NEXT) } } });
    expect(await lives.lead(leadId)).toMatchObject({ phase: 'end', status: 'shown' });
  });

  test('was moved in time when the word of it came before the start, however late it is taken in', async () => {
    const { leadId, appointmentId, uid } = await lives.booked();
    await lives.at(leadId, START + MINUTE);
    await move(leadId, uid, newUid(), NEXT, new Date(Date.now() - 5 * MINUTE));
    expect(await told(leadId)).toEqual([`scheduled ${iso(NEXT)} link`]);
    expect((await lives.lead(leadId)).appointmentId).toBe(appointmentId);
  });

  test('can be cancelled at its new time, and then the lead is called again', async () => {
    const { leadId, appointmentId, uid } = await lives.booked();
    await lives.at(leadId, START + 49 * HOUR);
    await decide(leadId, appointmentId);
    const moved = newUid();
    await move(leadId, uid, moved, NEXT);
    await lives.act((tx) => bookingCancelled(tx, { clientId: world.clientId, mode }, moved, 'sick'));
    expect(await told(leadId)).toEqual([`no_show ${iso(START)} link`, `cancelled ${iso(NEXT)} link`]);
    expect(await lives.lead(leadId)).toMatchObject({ phase: 'reach', status: 'callback' });
  });
});
