import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callBookingKey, staffBookingKey } from '#domain/booking-key.ts';
import { reportCall } from '#stores/calls.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { calEventKey } from '#vendors/cal-booking.ts';
import { parseRetellWebhook } from '#vendors/retell-call.ts';
import { takeCalendarEvent } from './calcom.ts';
import { takeCallEvent } from './retell.ts';
import { bookingEvent, callEvents, eventOf, HOUR, iso, START, type Step } from './testing/events.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Takes events in as the relay does: what must wait for another is taken again afterwards. */
async function takeAll(steps: Step[]): Promise<void> {
  let waiting = steps;
  for (let round = 0; round < 4 && waiting.length > 0; round++) {
    const later: Step[] = [];
    for (const step of waiting) {
      const take = step.handler === 'call' ? takeCallEvent : takeCalendarEvent;
      const result = await world.db.asRelay(async (relay) => take(relay, eventOf(step)));
      if (result.kind === 'later') later.push(step);
    }
    waiting = later;
  }
}

async function endState(leadId: string, callId: string) {
  const { clientId } = world;
  return world.db.withClient(clientId, async (tx) => {
    const lead = await tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: leadId } } });
    const call = await tx.call.findUniqueOrThrow({ where: { clientId_id: { clientId, id: callId } } });
    const open = await tx.appointment.findMany({ where: { clientId, leadId, status: 'scheduled' } });
    const usage = await tx.usageRecord.findMany({ where: { clientId, callId } });
    const waiting = await tx.message.findMany({
      where: { clientId, leadId, status: 'scheduled' },
      orderBy: [{ scheduledFor: 'asc' }, { channel: 'asc' }],
    });
    return {
      lead: { phase: lead.phase, status: lead.status, attempts: lead.attempts, due: lead.dueAt !== null },
      call: {
        status: call.status,
        outcome: call.outcome,
        seconds: call.durationSeconds,
        cents: call.costCents,
        settled: call.settledAt !== null,
      },
      open: open.map((a) => ({ start: a.startAt.toISOString(), uid: a.calcomBookingUid })),
      usage: usage.map(({ seconds, costCents }) => ({ seconds, costCents })),
      waiting: waiting
        .map(({ kind, channel, scheduledFor }) => `${kind}/${channel}@${scheduledFor?.toISOString()}`)
        .filter((m) => !m.startsWith('booking_confirmation')),
    };
  });
}

const shuffledTwice = <T>(items: T[]) => fc.shuffledSubarray([...items, ...items], { minLength: items.length * 2 });

let lives = 0;
async function newLife() {
  lives += 1;
  const leadId = await world.lead({ email: null });
  return { leadId, callId: await world.callUnderWay(leadId), uid: `u${lives}` };
}

test('Q1: a call that books, its booking moved: every order and repetition of the events ends in one state', {
  timeout: 240_000,
}, async () => {
  const runs = Number(process.env.Q1_RUNS ?? 60);
  await fc.assert(
    fc.asyncProperty(shuffledTwice([0, 1, 2, 3, 4]), async (order) => {
      const { leadId, callId, uid } = await newLife();
      const steps = [
        ...callEvents(callId, `v-${callId}`),
        bookingEvent('BOOKING_CREATED', `${uid}-a`, leadId, START),
        bookingEvent('BOOKING_RESCHEDULED', `${uid}-b`, leadId, START + 24 * HOUR, { rescheduleUid: `${uid}-a` }),
      ];
      await takeAll(order.map((i) => steps[i] as Step));
      const moved = START + 24 * HOUR;
      expect(await endState(leadId, callId)).toEqual({
        lead: { phase: 'attend', status: 'booked', attempts: 1, due: false },
        call: { status: 'completed', outcome: 'appointment_set', seconds: 120, cents: 40, settled: true },
        open: [{ start: iso(moved), uid: `${uid}-b` }],
        usage: [{ seconds: 120, costCents: 40 }],
        waiting: [
          `reminder_24h/sms@${iso(moved - 24 * HOUR)}`,
          `reminder_2h/sms@${iso(moved - 2 * HOUR)}`,
          `reminder_15m/sms@${iso(moved - HOUR / 4)}`,
          `attendance_check/sms@${iso(moved + HOUR * 1.5)}`,
        ],
      });
    }),
    { numRuns: runs },
  );
});

test('Q1: a cancelled booking stays cancelled in every order', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(shuffledTwice([0, 1, 2, 3]), async (order) => {
      const { leadId, callId, uid } = await newLife();
      const [, ended, analyzed] = callEvents(callId, `v-${callId}`);
      const steps = [
        ended,
        analyzed,
        bookingEvent('BOOKING_CREATED', uid, leadId, START),
        bookingEvent('BOOKING_CANCELLED', uid, leadId, START, { cancellationReason: 'sick' }),
      ];
      await takeAll(order.map((i) => steps[i] as Step));
      const state = await endState(leadId, callId);
      expect(state.open).toEqual([]);
      expect(state.usage).toEqual([{ seconds: 120, costCents: 40 }]);
      expect(state.lead.attempts).toBe(1);
      expect(state.lead.phase === 'reach' || state.lead.phase === 'invite').toBe(true);
    }),
    { numRuns: Number(process.env.Q1_RUNS ?? 60) },
  );
});

/** What is left of a lead that asked for no more calls. */
async function barredState(leadId: string) {
  const { clientId } = world;
  return world.db.withClient(clientId, async (tx) => {
    const { phone, phase, status } = await tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: leadId } } });
    const entries = await tx.dncEntry.findMany({ where: { clientId, phone } });
    const waiting = await tx.message.count({ where: { clientId, leadId, status: 'scheduled' } });
    return { phase, status, reasons: entries.map(({ reason }) => reason), waiting };
  });
}
const BARRED = { phase: 'end', status: 'dnc', reasons: ['not_interested'], waiting: 0 };

test('a refusal that is told after the call was settled without it bars the lead, once', async () => {
  const { leadId, callId } = await newLife();
  const { clientId } = world;
  const [started, ended, analyzed] = callEvents(callId, `v-${callId}`, { outcome: 'do_not_call' });
  await takeAll([started, ended] as Step[]);
  const report = parseRetellWebhook(Buffer.from(JSON.stringify(ended?.body))).call;
  await world.db.withClient(clientId, (tx) => reportCall(tx, clientId, callId, report, { final: true }));
  expect(await barredState(leadId)).toMatchObject({ phase: 'invite', reasons: [] });
  await takeAll([analyzed as Step]);
  expect(await barredState(leadId)).toEqual(BARRED);
  await world.db.withClient(clientId, (tx) => tx.dncEntry.deleteMany());
  await takeAll([analyzed as Step]); // a person lifted it: the same word told again says nothing new
  expect((await barredState(leadId)).reasons).toEqual([]);
});

test.each([
  ['before', [1, 2]],
  ['after', [2, 1]],
])('a refusal said on a line that broke stands where the end is told %s the analysis', async (_when, order) => {
  const { leadId, callId } = await newLife();
  const steps = callEvents(callId, `v-${callId}`, { outcome: 'not_interested', reason: 'error_user_not_joined' });
  await takeAll(order.map((i) => steps[i] as Step));
  expect(await barredState(leadId)).toEqual(BARRED);
  expect((await endState(leadId, callId)).call.outcome).toBe('not_interested');
});

test('a refusal said in a call to us bars the lead that called', async () => {
  const leadId = await world.lead({ phone: '+14155558801' });
  const more = { direction: 'inbound', from_number: '+14155558801', to_number: '+14155550100', metadata: {} };
  await takeAll(callEvents('', `in-${leadId}`, { outcome: 'not_interested', more }));
  expect(await barredState(leadId)).toEqual(BARRED);
});

test.each([
  ['in a call', 'call', (callId: string, _leadId: string) => callBookingKey(callId)],
  ['by hand', 'staff', (_callId: string, leadId: string) => staffBookingKey(leadId, iso(START), { after: null, failed: 0 })],
])('a booking made %s says so, also where the calendar tells of it before it answers', async (_how, bookedBy, keyOf) => {
  const { leadId, callId, uid } = await newLife();
  const metadata = { lead_id: leadId, booking_key: keyOf(callId, leadId) };
  await takeAll([bookingEvent('BOOKING_CREATED', uid, leadId, START, { metadata })]);
  const { clientId } = world;
  const made = await world.db.withClient(clientId, (tx) => tx.appointment.findMany({ where: { clientId, leadId } }));
  expect(made.map((each) => each.bookedBy)).toEqual([bookedBy]);
});

test('a client’s own calendar books, moves and cancels for that client, and for no other', async () => {
  const { leadId, uid } = await newLife();
  const { clientId } = world;
  const statusNow = async () =>
    (await world.db.withClient(clientId, (tx) => tx.appointment.findMany({ where: { clientId, leadId } }))).map(
      ({ status, rescheduleCount, calcomBookingUid }) => ({ status, moves: rescheduleCount, uid: calcomBookingUid }),
    );
  const by = (sender: string, trigger: string, ofUid: string, more: object = {}) =>
    takeAll([{ ...bookingEvent(trigger, ofUid, leadId, START, more), meta: { clientId: sender } }]);
  const stranger = crypto.randomUUID();
  const [first, second] = [`${uid}-own`, `${uid}-moved`];

  await by(stranger, 'BOOKING_CREATED', first);
  expect(await statusNow()).toEqual([]);
  await by(clientId, 'BOOKING_CREATED', first);
  expect(await statusNow()).toEqual([{ status: 'scheduled', moves: 0, uid: first }]);
  await by(stranger, 'BOOKING_CANCELLED', first, { cancellationReason: 'not yours' });
  await by(stranger, 'BOOKING_RESCHEDULED', second, { rescheduleUid: first });
  expect(await statusNow()).toEqual([{ status: 'scheduled', moves: 0, uid: first }]);
  await by(clientId, 'BOOKING_RESCHEDULED', second, { rescheduleUid: first });
  expect(await statusNow()).toEqual([{ status: 'scheduled', moves: 1, uid: second }]);
  await by(clientId, 'BOOKING_CANCELLED', second, { cancellationReason: 'sick' });
  expect(await statusNow()).toEqual([{ status: 'cancelled', moves: 1, uid: second }]);
});

describe('a cancel that came so long before its booking that it waits no more', () => {
  /** Keeps a cancel in the inbox as the api does, and takes it in for the last time. */
  async function cancelledLongAgo(step: Step, receivedAt: string, sender = ''): Promise<void> {
    const event = { ...eventOf(step), receivedAt };
    const key = `${sender && `${sender}:`}${calEventKey(event.body)}`;
    const pool = new pg.Pool({ connectionString: world.superuserUrl, max: 1 });
    await pool.query(
      `INSERT INTO webhook_event (vendor, account, vendor_event_id, type, body, status, received_at) VALUES ('calcom', 'sandbox', $1, 'cancelled', $2, 'ignored', $3)`,
      [key, event.body, receivedAt],
    );
    await pool.end();
    expect((await world.db.asRelay(async (relay) => takeCalendarEvent(relay, event))).kind).toBe('ignored');
  }
  const appointmentsOf = async (leadId: string) => {
    const { clientId } = world;
    const made = await world.db.withClient(clientId, (tx) => tx.appointment.findMany({ where: { clientId, leadId } }));
    return made.map(({ status, cancelReason }) => `${status} ${cancelReason}`);
  };
  const anHourAgo = iso(Date.now() - HOUR);

  test.each([
    ['created', 'BOOKING_CREATED', START, {}],
    ['moved there', 'BOOKING_RESCHEDULED', START, { rescheduleUid: 'nobody-knows' }],
    ['created, and would have begun since', 'BOOKING_CREATED', Date.now() - HOUR / 2, {}],
  ])('keeps it cancelled: %s', async (_how, trigger, startMs, more) => {
    const { leadId, callId, uid } = await newLife();
    await cancelledLongAgo(bookingEvent('BOOKING_CANCELLED', uid, leadId, startMs, { cancellationReason: 'sick' }), anHourAgo);
    await takeAll([bookingEvent(trigger, uid, leadId, startMs, more)]);
    expect(await appointmentsOf(leadId)).toEqual(['cancelled sick']);
    expect(await endState(leadId, callId)).toMatchObject({ lead: { phase: 'reach' }, open: [], waiting: [] });
  });

  test('says nothing of another booking, nor does a cancel from another client’s calendar', async () => {
    const { leadId, uid } = await newLife();
    await cancelledLongAgo(bookingEvent('BOOKING_CANCELLED', `${uid}x`, leadId, START), anHourAgo);
    await cancelledLongAgo(bookingEvent('BOOKING_CANCELLED', uid, leadId, START), anHourAgo, crypto.randomUUID());
    await takeAll([bookingEvent('BOOKING_CREATED', uid, leadId, START)]);
    expect(await appointmentsOf(leadId)).toEqual(['scheduled null']);
  });
});
