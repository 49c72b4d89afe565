import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Collider, collisions, openCollider } from '#tests/paths/collision.ts';
import { booking, iso, type Lives, livesIn, MINUTE, newUid, START } from '#tests/paths/lives.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import type { Tx } from '../client.ts';
import { bookingCreated } from './bookings.ts';
import { bookingCancelled } from './cancelled-bookings.ts';
import { moveClock } from './lead-clock.ts';
import { bookingMoved } from './moved-bookings.ts';
import { takeReply } from './replies.ts';
import { confirmIn, verdictDue } from './shows.ts';

let world: TestWorld;
let lives: Lives;
let collider: Collider;
beforeAll(async () => {
  world = await testWorld({ milestoneSize: 1_000 });
  lives = livesIn(world);
  collider = await openCollider(world);
});
afterAll(async () => {
  await collider[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const mode = 'rehearsal' as const;
const HOUR = 60 * MINUTE;
const DUE = START + 48 * HOUR + 1_000;
const clientSays = (appointmentId: string, attended: boolean) => (tx: Tx) =>
  confirmIn(tx, { clientId: world.clientId, appointmentId, by: 'client', attended });
const staffSay = (appointmentId: string, attended: boolean) => (tx: Tx) =>
  confirmIn(tx, { clientId: world.clientId, appointmentId, by: 'staff', attended, note: 'seen' });
const verdict = (leadId: string, appointmentId: string) => (tx: Tx) => verdictDue(tx, world.clientId, leadId, appointmentId);
const cancel = (uid: string) => (tx: Tx) => bookingCancelled(tx, { clientId: world.clientId, mode }, uid, 'changed my mind');
const created = (leadId: string, uid: string, startMs: number) => (tx: Tx) =>
  bookingCreated(tx, { clientId: world.clientId, mode, leadId }, booking(uid, startMs));
const moved = (leadId: string, from: string, uid: string, startMs: number) => (tx: Tx) =>
  bookingMoved(tx, { clientId: world.clientId, mode, leadId }, booking(uid, startMs), from);
const only = async (leadId: string) => {
  const [appointment] = await lives.appointments(leadId);
  if (!appointment) throw new Error('There is no appointment.');
  return appointment;
};
const decided = (facts: string[]) => facts.filter((type) => ['lead.shown', 'lead.no_show', 'lead.overturned'].includes(type));

describe('a show', () => {
  test('is counted once when the client’s yes meets the verdict; a yes after the verdict is a dispute', async () => {
    for (const collision of collisions) {
      const { leadId, appointmentId } = await lives.booked();
      await lives.at(leadId, DUE);
      const before = await lives.shown();
      await collider.collide(collision, clientSays(appointmentId, true), verdict(leadId, appointmentId));
      const { status, verificationMethod, disputed, countedAt } = await only(leadId);
      if (collision.order === 'first, then second') expect(status).toBe('shown');
      if (collision.order === 'second, then first') expect(status).toBe('no_show');
      const isShown = status === 'shown';
      expect({ verificationMethod, disputed, isCounted: countedAt !== null }).toEqual(
        isShown
          ? { verificationMethod: 'client', disputed: false, isCounted: true }
          : { verificationMethod: 'none', disputed: true, isCounted: false },
      );
      expect((await lives.shown()) - before).toBe(isShown ? 1 : 0);
      expect(decided(await lives.facts(leadId))).toEqual([isShown ? 'lead.shown' : 'lead.no_show']);
      expect((await lives.lead(leadId)).phase).toBe(isShown ? 'end' : 'rebook');
    }
  });

  test('that client and lead confirm at once, or the client twice, is counted once', async () => {
    for (const [n, collision] of collisions.entries()) {
      const { leadId, appointmentId } = await lives.booked();
      await lives.at(leadId, DUE);
      const { phone } = await lives.lead(leadId);
      const before = await lives.shown();
      const text = { clientId: world.clientId, mode, leadId, vendorId: `SM-${leadId}`, from: phone, to: '+14155550100', body: 'Yes' };
      const second = n % 2 === 0 ? clientSays(appointmentId, true) : (tx: Tx) => takeReply(tx, text);
      await collider.collide<unknown, unknown>(collision, clientSays(appointmentId, true), second);
      expect(await only(leadId)).toMatchObject({ status: 'shown', disputed: false });
      expect((await lives.shown()) - before).toBe(1);
      expect(decided(await lives.facts(leadId))).toEqual(['lead.shown']);
    }
  });

  test('that staff turn while the lead shows at a newer appointment leaves exactly the newer one counted', async () => {
    for (const collision of collisions) {
      const { leadId, appointmentId } = await lives.booked();
      await lives.at(leadId, START + HOUR);
      await lives.act(clientSays(appointmentId, true));
      const newer = await lives.act(created(leadId, newUid(), START + 24 * HOUR));
      await lives.at(leadId, START + 25 * HOUR);
      const before = await lives.shown();
      await collider.collide(collision, staffSay(appointmentId, false), clientSays(newer.appointmentId, true));
      const appointments = await lives.appointments(leadId);
      expect(appointments.map(({ status, countedAt }) => `${status} ${countedAt !== null}`)).toEqual(['no_show false', 'shown true']);
      expect((await lives.shown()) - before).toBe(0); // one taken back, one counted
      expect(await lives.lead(leadId)).toMatchObject({ phase: 'end', status: 'shown' });
      const offers = await lives.act((tx) => tx.message.count({ where: { clientId: world.clientId, leadId, status: 'scheduled' } }));
      expect(offers).toBe(0); // nobody is won back who has come meanwhile
    }
  });
});

describe('a cancel', () => {
  test('before the start frees the lead to be dialled, after it is evidence and the verdict still comes', async () => {
    for (const collision of collisions) {
      const { leadId, uid } = await lives.booked();
      await lives.at(leadId, START - MINUTE);
      const begins = (tx: Tx) => moveClock(tx, world.clientId, leadId, START);
      const [answer] = await collider.collide(collision, cancel(uid), begins);
      if (collision.order === 'first, then second') expect(answer.kind).toBe('ok');
      if (collision.order === 'second, then first') expect(answer.kind).toBe('evidence');
      const [{ status, cancelReason, evidence }, lead] = [await only(leadId), await lives.lead(leadId)];
      const waiting = await lives.act((tx) => tx.message.count({ where: { clientId: world.clientId, leadId, status: 'scheduled' } }));
      if (answer.kind === 'ok') {
        expect({ status, cancelReason, evidence }).toEqual({ status: 'cancelled', cancelReason: 'changed my mind', evidence: {} });
        expect({ phase: lead.phase, status: lead.status, isDue: lead.dueAt !== null, waiting }).toEqual({
          phase: 'reach',
          status: 'callback',
          isDue: true,
          waiting: 0,
        });
      } else {
        expect({ status, cancelReason, evidence }).toEqual({
          status: 'scheduled',
          cancelReason: null,
          evidence: { cancelledAfterStart: 'changed my mind' },
        });
        expect({ phase: lead.phase, status: lead.status, isDue: lead.dueAt !== null, waiting }).toEqual({
          phase: 'attend',
          status: 'booked',
          isDue: false,
          waiting: 8,
        });
      }
    }
  });

  test('on the very start is judged by the clock of the transaction that acts', async () => {
    for (let n = 0; n < 30; n++) {
      const startMs = Date.now() + 300 + n * 2;
      const { leadId, uid } = await lives.booked({ startMs });
      await sleep(Math.max(0, startMs - Date.now() - 30 + n * 2));
      const sentAt = Date.now();
      const { kind } = await lives.act(cancel(uid));
      const answeredAt = Date.now();
      const { status } = await only(leadId);
      expect(`${kind} ${status}`).toMatch(/^(ok cancelled|evidence scheduled)$/);
      if (answeredAt < startMs) expect(kind).toBe('ok');
      if (sentAt >= startMs) expect(kind).toBe('evidence');
    }
  });
});

test('a second booking takes the place of the first whether that was being moved or not, and its own move finds nothing to revive', async () => {
  const [later, latest] = [START + 24 * HOUR, START + 48 * HOUR];
  for (const collision of collisions) {
    const { leadId, uid } = await lives.booked();
    const [movedUid, secondUid] = [newUid(), newUid()];
    await collider.collide(collision, created(leadId, secondUid, latest), moved(leadId, uid, movedUid, later));
    await lives.act(cancel(movedUid)); // late news of the first booking
    await lives.act(moved(leadId, movedUid, newUid(), START));
    const appointments = await lives.appointments(leadId);
    expect(appointments.map(({ status, cancelReason, startAt }) => `${status} ${cancelReason} ${startAt.toISOString()}`).sort()).toEqual([
      expect.stringMatching(/^cancelled superseded /),
      `scheduled null ${iso(latest)}`,
    ]);
    const open = appointments.find(({ status }) => status === 'scheduled');
    expect(await lives.lead(leadId)).toMatchObject({ phase: 'attend', status: 'booked', appointmentId: open?.id });
    const waiting = await lives.act((tx) => tx.message.findMany({ where: { clientId: world.clientId, leadId, status: 'scheduled' } }));
    expect(new Set(waiting.map(({ dedupeKey }) => dedupeKey.split(':').slice(0, 4).join(':')))).toEqual(
      new Set([`${open?.id}:${iso(latest)}`]),
    );
  }
});

/** What waits to be sent to a lead, with the start of the appointment it is about. */
async function waitingFor(leadId: string): Promise<string[]> {
  const starts = new Map((await lives.appointments(leadId)).map(({ id, startAt }) => [id, startAt.toISOString()]));
  const waiting = await lives.act((tx) => tx.message.findMany({ where: { clientId: world.clientId, leadId, status: 'scheduled' } }));
  return waiting.map(({ kind, channel, appointmentId }) => `${kind}/${channel} ${starts.get(appointmentId ?? '')}`).sort();
}

test('an appointment that is moved and moved back is confirmed, reminded of and asked about like one that stayed', async () => {
  const { leadId, uid } = await lives.booked();
  const asBooked = await waitingFor(leadId);
  expect(asBooked).toHaveLength(8);
  const [away, back] = [newUid(), newUid()];
  await lives.act((tx) => tx.message.updateMany({ where: { leadId, kind: 'booking_confirmation' }, data: { status: 'sent' } }));
  await lives.act(moved(leadId, uid, away, START + 24 * HOUR));
  await lives.act(moved(leadId, away, back, START));
  expect(await waitingFor(leadId)).toEqual(asBooked);
});

test('a second booking while the first waits for its verdict leaves the first its question, and so does its cancelling', async () => {
  const { leadId, appointmentId } = await lives.booked();
  await lives.at(leadId, START + MINUTE);
  const [second, later] = [newUid(), START + 72 * HOUR];
  await lives.act(created(leadId, second, later));
  const question = [`attendance_check/email ${iso(START)}`, `attendance_check/sms ${iso(START)}`];
  const waiting = await waitingFor(leadId);
  expect(waiting.filter((each) => each.endsWith(iso(START)))).toEqual(question);
  expect(waiting).toContain(`attendance_check/sms ${iso(later)}`);
  await lives.act(cancel(second));
  expect(await waitingFor(leadId)).toEqual(question);
  expect(await lives.lead(leadId)).toMatchObject({ phase: 'attend', appointmentId });
  await lives.at(leadId, DUE);
  await lives.act(verdict(leadId, appointmentId));
  expect(await lives.lead(leadId)).toMatchObject({ phase: 'rebook', appointmentId });
});
