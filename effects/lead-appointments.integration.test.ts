import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookingCancelled } from '#stores/cancelled-bookings.ts';
import { linkSubject } from '#stores/views-links.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { type SandboxAccount, startSandboxAccount } from '#vendors/testing/sandbox-account.ts';
import { bookByHand, bookForLead, moveForLead, timesForLead } from './lead-appointments.ts';
import { type EffectParts, SANDBOX_SETTLE } from './parts.ts';
import { sendMessage } from './send.ts';
import { createSettleStep } from './settle.ts';

const SINGLE_HOST = 103;

let world: TestWorld;
let account: SandboxAccount;
let parts: EffectParts;

beforeAll(async () => {
  [world, account] = await Promise.all([testWorld(), startSandboxAccount(10_000)]);
  parts = {
    db: world.db,
    vendors: () => account.vendors,
    sender: () => ({ fromNumber: '+14155550100', textNumber: '+14155550100', agentId: 'agent_sandbox', email: 'rehearsals@callvia.test' }),
    urls: { api: account.receiverUrl, web: account.receiverUrl },
    settle: () => SANDBOX_SETTLE,
  };
  await useCalendar(SINGLE_HOST);
});
afterAll(async () => {
  await account?.[Symbol.asyncDispose]();
  await world?.[Symbol.asyncDispose]();
});

const useCalendar = (calcomEventTypeId: number | null) =>
  world.db.withClient(world.clientId, (tx) =>
    tx.campaign.update({ where: { clientId_id: { clientId: world.clientId, id: world.campaignId } }, data: { calcomEventTypeId } }),
  );
const own = (leadId: string) => ({ clientId: world.clientId, leadId });
/** The last times that are offered: far from now, and another one at every call. */
async function freeTimes(leadId: string): Promise<string[]> {
  const times = await timesForLead(parts, own(leadId));
  if (times.kind !== 'ok') throw new Error(times.kind);
  return times.starts.reverse();
}
const appointmentsOf = (leadId: string) =>
  world.db.withClient(world.clientId, (tx) =>
    tx.appointment.findMany({
      where: own(leadId),
      orderBy: { createdAt: 'asc' },
      select: { id: true, status: true, startAt: true, bookedBy: true, calcomBookingUid: true },
    }),
  );
const deedsOf = (leadId: string) =>
  world.db.withClient(world.clientId, (tx) =>
    tx.vendorEffect.findMany({
      where: { clientId: world.clientId, key: { contains: leadId } },
      orderBy: { createdAt: 'asc' },
      select: { key: true, kind: true, status: true, errorCode: true },
    }),
  );
/** The booking as the calendar itself holds it. */
async function bookedAtCalendar(uid: string | null) {
  const { status, startAt, metadata } = await account.vendors.calendar.get(uid ?? '');
  return { status, startAt, key: metadata['booking_key'] };
}

test('a lead is booked by hand: in the calendar under our key, with us, and it is not dialled any more', async () => {
  const leadId = await world.lead();
  const [startAt = ''] = await freeTimes(leadId);
  const answer = await bookByHand(parts, { ...own(leadId), startAt });
  const [appointment, ...others] = await appointmentsOf(leadId);
  expect(answer).toEqual({ kind: 'booked', appointmentId: appointment?.id });
  expect([appointment?.status, appointment?.bookedBy, appointment?.startAt.toISOString(), others]).toEqual([
    'scheduled',
    'staff',
    startAt,
    [],
  ]);
  const key = `staff:${leadId}:book:${startAt}:first`;
  expect(await deedsOf(leadId)).toEqual([{ key, kind: 'book', status: 'done', errorCode: null }]);
  expect(await bookedAtCalendar(appointment?.calcomBookingUid ?? null)).toEqual({ status: 'accepted', startAt, key });
  const lead = await world.db.withClient(world.clientId, (tx) =>
    tx.lead.findUniqueOrThrow({
      where: { clientId_id: { clientId: world.clientId, id: leadId } },
      select: { phase: true, status: true, nextCallAt: true },
    }),
  );
  expect(lead).toEqual({ phase: 'attend', status: 'booked', nextCallAt: null });
});

test('a lead with an appointment ahead is not booked again', async () => {
  const leadId = await world.lead();
  const [startAt = '', another = ''] = await freeTimes(leadId);
  await bookByHand(parts, { ...own(leadId), startAt });
  const [{ id = '' } = {}] = await appointmentsOf(leadId);
  expect(await bookByHand(parts, { ...own(leadId), startAt })).toEqual({ kind: 'booked-before', appointmentId: id, startAt });
  expect(await bookByHand(parts, { ...own(leadId), startAt: another })).toEqual({ kind: 'booked-before', appointmentId: id, startAt });
  expect(await appointmentsOf(leadId)).toHaveLength(1);
});

test('six people who book one lead at once, at six times, book once', async () => {
  const leadId = await world.lead();
  const times = (await freeTimes(leadId)).slice(0, 6);
  // with their connections open already, so that they truly meet
  await Promise.all(times.map(() => world.db.withClient(world.clientId, (tx) => tx.$queryRaw`SELECT pg_sleep(0.2)::text`)));
  const answers = await Promise.all(times.map((startAt) => bookByHand(parts, { ...own(leadId), startAt })));
  expect(answers.filter(({ kind }) => kind === 'booked')).toHaveLength(1);
  expect(await appointmentsOf(leadId)).toHaveLength(1);
  expect(await deedsOf(leadId)).toHaveLength(1);
});

test('a time that somebody else took is refused and leaves the ledger free for another', async () => {
  const [early, late] = [await world.lead(), await world.lead()];
  const [startAt = '', another = ''] = await freeTimes(late);
  await bookByHand(parts, { ...own(early), startAt });
  expect(await bookByHand(parts, { ...own(late), startAt })).toEqual({ kind: 'taken' });
  expect(await deedsOf(late)).toMatchObject([{ status: 'planned', errorCode: 'slot_taken' }]);
  expect(await bookByHand(parts, { ...own(late), startAt: another })).toMatchObject({ kind: 'booked' });
});

test('an answer that was lost leaves it open, nobody books meanwhile, and the look-up finds it', async () => {
  const leadId = await world.lead();
  const [startAt = '', another = ''] = await freeTimes(leadId);
  await account.tell('/faults', { vendor: 'cal', operation: 'create-booking', kind: 'reset', when: 'after', count: 1 });
  expect(await bookByHand(parts, { ...own(leadId), startAt })).toEqual({ kind: 'unclear' });
  expect(await bookByHand(parts, { ...own(leadId), startAt: another })).toEqual({ kind: 'unclear' });
  expect(await appointmentsOf(leadId)).toEqual([]);
  await world.db.withClient(
    world.clientId,
    (tx) =>
      tx.$executeRaw`UPDATE vendor_effect SET next_lookup_at = clock_timestamp() - interval '1 second' WHERE client_id = ${world.clientId}::uuid AND status = 'started'`,
  );
  await createSettleStep(parts, { warn: () => undefined })();
  expect(await appointmentsOf(leadId)).toMatchObject([{ status: 'scheduled', bookedBy: 'staff' }]);
  expect(await deedsOf(leadId)).toMatchObject([{ status: 'done' }]);
});

test('a booking that is proven never to have happened may be tried again, for the same time too', async () => {
  const leadId = await world.lead();
  const [startAt = ''] = await freeTimes(leadId);
  await account.tell('/faults', { vendor: 'cal', operation: 'create-booking', kind: 'reset', when: 'before', count: 1 });
  expect(await bookByHand(parts, { ...own(leadId), startAt })).toEqual({ kind: 'unclear' });
  await world.db.withClient(
    world.clientId,
    (tx) => tx.$executeRaw`
      UPDATE vendor_effect SET lookups = 2, started_at = clock_timestamp() - interval '1 hour', next_lookup_at = clock_timestamp() - interval '1 second'
      WHERE client_id = ${world.clientId}::uuid AND status = 'started'`,
  );
  await createSettleStep(parts, { warn: () => undefined })();
  expect(await bookByHand(parts, { ...own(leadId), startAt })).toMatchObject({ kind: 'booked' });
  expect((await deedsOf(leadId)).map(({ key, status }) => [key, status])).toEqual([
    [`staff:${leadId}:book:${startAt}:first`, 'failed'],
    [`staff:${leadId}:book:${startAt}:first:2`, 'done'],
  ]);
});

test('without a calendar nothing is asked; another client’s lead is not there', async () => {
  const leadId = await world.lead();
  await useCalendar(null);
  expect(await bookByHand(parts, { ...own(leadId), startAt: '2026-12-01T15:00:00.000Z' })).toEqual({ kind: 'no-calendar' });
  await useCalendar(SINGLE_HOST);
  expect(await bookByHand(parts, { clientId: crypto.randomUUID(), leadId, startAt: '2026-12-01T15:00:00.000Z' })).toEqual({
    kind: 'unknown-lead',
  });
  expect(await deedsOf(leadId)).toEqual([]);
});

test('a barred number that is booked by hand is told by e-mail alone', async () => {
  const leadId = await world.lead({ phone: '+14155550188' });
  const { clientId } = world;
  await world.db.withClient(clientId, (tx) =>
    tx.dncEntry.create({ data: { clientId, mode: 'rehearsal', phone: '+14155550188', reason: 'manual' } }),
  );
  const [startAt = ''] = await freeTimes(leadId);
  await bookByHand(parts, { ...own(leadId), startAt });
  const confirmations = () =>
    world.db.withClient(clientId, (tx) =>
      tx.message.findMany({
        where: { ...own(leadId), kind: 'booking_confirmation' },
        orderBy: { channel: 'asc' },
        select: { id: true, channel: true, status: true, skipReason: true },
      }),
    );
  for (const { id } of await confirmations()) await sendMessage(parts, clientId, id);
  expect((await confirmations()).map(({ channel, status, skipReason }) => [channel, status, skipReason])).toEqual([
    ['email', 'sent', null],
    ['sms', 'skipped', 'dnc'],
  ]);
});

test('a move to the time on which it stands is done already', async () => {
  const leadId = await world.lead();
  const [startAt = ''] = await freeTimes(leadId);
  await bookByHand(parts, { ...own(leadId), startAt });
  const [{ id = '', calcomBookingUid = null } = {}] = await appointmentsOf(leadId);
  expect(await moveForLead(parts, { clientId: world.clientId, appointmentId: id, startAt })).toEqual({ kind: 'ok' });
  expect(await appointmentsOf(leadId)).toMatchObject([{ id, calcomBookingUid }]);
});

test('a lead that cancelled may choose the same time again on its own page', async () => {
  const leadId = await world.lead();
  const [startAt = ''] = await freeTimes(leadId);
  const newest = async () =>
    (await world.db.withClient(world.clientId, (tx) => linkSubject(tx, { ...own(leadId), appointmentId: null })))?.newestId ?? null;
  const choose = async () => bookForLead(parts, { ...own(leadId), startAt, zone: 'America/New_York', after: await newest() });
  expect(await choose()).toEqual({ kind: 'ok' });
  const [{ calcomBookingUid = '' } = {}] = await appointmentsOf(leadId);
  await account.vendors.calendar.cancel(calcomBookingUid ?? '', 'cancelled by the lead');
  await world.db.withClient(world.clientId, (tx) =>
    bookingCancelled(tx, { clientId: world.clientId, mode: 'rehearsal' }, calcomBookingUid ?? '', 'cancelled by the lead'),
  );
  expect(await choose()).toEqual({ kind: 'ok' });
  expect((await appointmentsOf(leadId)).map(({ status, bookedBy }) => [status, bookedBy])).toEqual([
    ['cancelled', 'link'],
    ['scheduled', 'link'],
  ]);
});
