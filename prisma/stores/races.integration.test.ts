import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ContactFacts, mayContact } from '#domain/gate.ts';
import { type Collider, collisions, openCollider } from '#tests/paths/collision.ts';
import { booking, callReport, type Lives, livesIn, newUid, START } from '#tests/paths/lives.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import type { Tx } from '../client.ts';
import { bookingCreated } from './bookings.ts';
import { reportCall } from './calls.ts';
import { consumePermit, dialFacts } from './dialling.ts';
import { expireGrant } from './dispatch.ts';
import { markTold, readLead, tellingOf } from './lead-row.ts';
import { messageNotSent, startMessage } from './messages.ts';
import { takeReply } from './replies.ts';

let world: TestWorld;
let lives: Lives;
let collider: Collider;
beforeAll(async () => {
  world = await testWorld();
  lives = livesIn(world);
  collider = await openCollider(world);
});
afterAll(async () => {
  await collider[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const mode = 'rehearsal' as const;
let texts = 0;
/** The lead's own STOP. */
const stop = (leadId: string, phone: string) => (tx: Tx) =>
  takeReply(tx, { clientId: world.clientId, mode, leadId, vendorId: `SM${++texts}`, from: phone, to: '+14155550100', body: 'STOP' });
/** A waiting message that is due, brought as far as the vendor's door. */
const sendText = (messageId: string) => (tx: Tx) =>
  startMessage(tx, world.clientId, messageId, {
    decide: mayContact,
    write: async () => ({ subject: null, body: 'Pick a time', from: '+14155550100' }),
    lookUpAfter: () => 12,
  });
const dial = (leadId: string, callId: string) => (tx: Tx) =>
  consumePermit(tx, { clientId: world.clientId, leadId, callId }, (facts: ContactFacts) => mayContact(facts));
const book =
  (leadId: string, by: 'link' | 'call', uid = newUid()) =>
  (tx: Tx) =>
    bookingCreated(tx, { clientId: world.clientId, mode, leadId }, booking(uid, START, { inCall: by === 'call' }));
const end = (callId: string, outcome: string | null) => (tx: Tx) => reportCall(tx, world.clientId, callId, callReport(callId, outcome));

describe('an opt-out', () => {
  test('F17: before a due text ends it, after it lets it go, and nothing begins after the opt-out stands', async () => {
    for (const collision of collisions) {
      const { leadId, phone, textId } = await lives.invited();
      let stoodAt = Number.POSITIVE_INFINITY;
      const optOut = async (tx: Tx) => stop(leadId, phone)(tx);
      const [, started] = await collider.collide(collision, optOut, sendText(textId)).finally(() => {
        stoodAt = Date.now();
      });
      const [text, effects, lead] = [await lives.message(textId), await lives.effects(leadId), await lives.lead(leadId)];
      if (collision.order === 'first, then second') expect(started.kind).toBe('nothing');
      if (collision.order === 'second, then first') expect(started.kind).toBe('send');
      if (started.kind === 'nothing') {
        expect({ status: text.status, skipReason: text.skipReason }).toEqual({ status: 'skipped', skipReason: 'dnc' });
        expect(effects).toEqual([]);
      } else {
        expect(text.status).toBe('queued');
        expect(effects.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['sms started']);
        expect(effects[0]?.startedAt?.getTime()).toBeLessThanOrEqual(stoodAt);
      }
      expect({ phase: lead.phase, status: lead.status }).toEqual({ phase: 'end', status: 'dnc' });
      const waiting = await lives.act((tx) => tx.message.count({ where: { clientId: world.clientId, leadId, status: 'scheduled' } }));
      expect(waiting).toBe(0);
    }
  });

  test('F17: said by another lead of the same number, holds for this one as well', async () => {
    for (const collision of collisions) {
      const { leadId, phone, textId } = await lives.invited();
      const [, started] = await collider.collide(collision, stop(await lives.namesake(phone), phone), sendText(textId));
      if (collision.order === 'first, then second') expect(started.kind).toBe('nothing');
      if (collision.order === 'second, then first') expect(started.kind).toBe('send');
      const { status, skipReason } = await lives.message(textId);
      expect(`${status} ${skipReason}`).toBe(started.kind === 'send' ? 'queued null' : 'skipped dnc');
      expect(await lives.effects(leadId)).toHaveLength(started.kind === 'send' ? 1 : 0);
    }
  });

  test('before a granted dial takes the permit back, after it lets the call be and ends the lead', async () => {
    for (const collision of collisions) {
      const { leadId, callId } = await lives.granted();
      const { phone } = await lives.lead(leadId);
      const [, dialled] = await collider.collide(collision, stop(leadId, phone), dial(leadId, callId));
      const [call, effects, lead] = [await lives.call(callId), await lives.effects(leadId), await lives.lead(leadId)];
      if (collision.order === 'first, then second') expect(dialled.kind).toBe('told');
      if (collision.order === 'second, then first') expect(dialled.kind).toBe('dial');
      expect(call.permit).toBe(dialled.kind === 'dial' ? 'consumed' : 'void');
      expect(effects.map(({ kind, status }) => `${kind} ${status}`)).toEqual(dialled.kind === 'dial' ? ['dial started'] : []);
      expect({ phase: lead.phase, status: lead.status, dueAt: lead.dueAt }).toEqual({ phase: 'end', status: 'dnc', dueAt: null });
    }
  });
});

test('a text under way counts among the contacts of a day, as one that was sent does, and one that was refused does not', async () => {
  const { leadId, textId } = await lives.invited(); // dialled once
  const contacts = () =>
    lives.act(async (tx) => {
      const life = await readLead(tx, world.clientId, leadId);
      return life && (await dialFacts(tx, life, crypto.randomUUID())).attemptsLast24h;
    });
  expect(await contacts()).toBe(1);
  const started = await lives.act(sendText(textId));
  const key = started.kind === 'send' ? started.key : '';
  expect(await contacts()).toBe(2);
  await lives.act((tx) => messageNotSent(tx, world.clientId, textId, key, { status: 'failed', code: 'landline' }));
  expect(await contacts()).toBe(1);
});

test('a booking takes a granted dial back at once', async () => {
  const { leadId, callId } = await lives.granted();
  await lives.act(book(leadId, 'link'));
  expect(await lives.call(callId)).toMatchObject({ permit: 'void', status: 'cancelled' });
  expect(await lives.act((tx) => tx.callSlot.count({ where: { leadId } }))).toBe(0);
});

test('a booking made in a call proves that the lead was reached before the call has ended; one by link does not', async () => {
  const reached = async (by: 'link' | 'call') => {
    const leadId = await world.lead();
    await world.callUnderWay(leadId);
    await lives.act(book(leadId, by));
    return (await lives.lead(leadId)).lastContactedAt !== null;
  };
  expect([await reached('call'), await reached('link')]).toEqual([true, false]);
});

test('a booking by link before a granted dial voids it; after it the one call is under way and the lead attends all the same', async () => {
  for (const collision of collisions) {
    const { leadId, callId } = await lives.granted();
    const [, dialled] = await collider.collide(collision, book(leadId, 'link'), dial(leadId, callId));
    const [call, effects, lead] = [await lives.call(callId), await lives.effects(leadId), await lives.lead(leadId)];
    const slots = await lives.act((tx) => tx.callSlot.findMany({ where: { leadId } }));
    if (collision.order === 'first, then second') expect(dialled.kind).toBe('told');
    if (collision.order === 'second, then first') expect(dialled.kind).toBe('dial');
    if (dialled.kind === 'told') {
      expect({ permit: call.permit, status: call.status, dialled: call.dialledAt }).toEqual({
        permit: 'void',
        status: 'cancelled',
        dialled: null,
      });
      expect([effects, slots]).toEqual([[], []]);
      expect(dialled.snapshot.phase).toBe('attend');
    } else {
      expect({ permit: call.permit, status: call.status }).toEqual({ permit: 'consumed', status: 'queued' });
      expect(effects.map(({ key }) => key)).toEqual([`lead:${leadId}:dial:1`]);
      expect(slots.map(({ state }) => state)).toEqual(['live']);
    }
    expect({ phase: lead.phase, status: lead.status, dueAt: lead.dueAt }).toEqual({ phase: 'attend', status: 'booked', dueAt: null });
    expect((await lives.appointments(leadId)).map(({ status }) => status)).toEqual(['scheduled']);
  }
});

describe('the end of a call', () => {
  const outcomes = ['appointment_set', 'interested', 'callback_requested', null];

  test.each(['link', 'call'] as const)('never beats a booking by %s, and its news to the workflow carry the appointment', async (by) => {
    for (const [n, collision] of collisions.entries()) {
      const leadId = await world.lead();
      const callId = await world.callUnderWay(leadId);
      await collider.collide(collision, book(leadId, by), end(callId, outcomes[n % outcomes.length] ?? null));
      const [lead, appointments] = [await lives.lead(leadId), await lives.appointments(leadId)];
      expect({ phase: lead.phase, status: lead.status, attempts: lead.attempts, dueAt: lead.dueAt }).toEqual({
        ...{ phase: 'attend', status: 'booked', attempts: 1, dueAt: null },
      });
      expect(appointments.map(({ status, startAt }) => `${status} ${startAt.toISOString()}`)).toEqual([
        `scheduled ${new Date(START).toISOString()}`,
      ]);
      const waiting = await lives.act((tx) => tx.message.findMany({ where: { clientId: world.clientId, leadId, status: 'scheduled' } }));
      expect(waiting.every(({ appointmentId }) => appointmentId === appointments[0]?.id)).toBe(true); // no booking link beside the reminders
      const telling = await lives.act((tx) => tellingOf(tx, world.clientId, leadId));
      expect(telling).toMatchObject({ calling: { callId, settled: true }, snapshot: { phase: 'attend', seq: lead.seq } });
      expect(telling?.snapshot.moments.at(-1)).toMatchObject({ kind: 'verdict', appointmentId: appointments[0]?.id, decides: true });
    }
  });

  test('with a refusal bars the number in every order, and leaves the appointment that the lead made', async () => {
    for (const collision of collisions) {
      const leadId = await world.lead();
      const callId = await world.callUnderWay(leadId);
      await collider.collide(collision, book(leadId, 'link'), end(callId, 'not_interested'));
      const { phase, dueAt, phone } = await lives.lead(leadId);
      expect({ phase, dueAt }).toEqual({ phase: 'attend', dueAt: null });
      expect((await lives.appointments(leadId)).map(({ status }) => status)).toEqual(['scheduled']);
      expect(await lives.act((tx) => tx.dncEntry.findMany({ where: { phone }, select: { reason: true } }))).toEqual([
        { reason: 'not_interested' },
      ]);
    }
  });

  test('leaves a booking of its own tool, stored late, to be told by itself', async () => {
    const leadId = await world.lead();
    const callId = await world.callUnderWay(leadId);
    await lives.act(end(callId, 'interested'));
    const telling = await lives.act((tx) => tellingOf(tx, world.clientId, leadId)); // the relay reads, …
    await lives.act(book(leadId, 'call')); // … the tool's answer is stored, …
    await lives.act(async (tx) => {
      await tx.outboxEvent.updateMany({
        where: { aggregateId: leadId, seq: { lte: telling?.seq ?? 0 } },
        data: { publishedAt: new Date() },
      });
      await markTold(tx, world.clientId, leadId, telling?.seq ?? 0, callId); // … and the relay has told what it read
    });
    const untold = await lives.act((tx) => tx.outboxEvent.findMany({ where: { aggregateId: leadId, publishedAt: null } }));
    expect(untold.map(({ type, seq }) => ({ type, seq }))).toEqual([{ type: 'lead.booked', seq: (await lives.lead(leadId)).seq }]);
  });

  test('reported twice at once and once more later, bills once and moves the lead once', async () => {
    for (const collision of collisions) {
      const leadId = await world.lead();
      const callId = await world.callUnderWay(leadId);
      const { analysis, ...ended } = callReport(callId, 'interested', { seconds: 61 });
      const report = (tx: Tx, about: typeof ended) => reportCall(tx, world.clientId, callId, about);
      const analyzed = { ...ended, ...(analysis && { analysis }) };
      await collider.collide(
        collision,
        (tx) => report(tx, analyzed),
        (tx) => report(tx, collision.aheadMs < 0 ? ended : analyzed),
      );
      await lives.act((tx) => report(tx, { ...ended, durationMs: 99_000 }));
      const usage = await lives.act((tx) => tx.usageRecord.findMany({ where: { clientId: world.clientId, callId } }));
      expect(usage.map(({ seconds, costCents, settlement }) => ({ seconds, costCents, settlement }))).toEqual([
        { seconds: 61, costCents: 20, settlement: 'invoice' },
      ]);
      expect(await lives.call(callId)).toMatchObject({ status: 'completed', outcome: 'interested', durationSeconds: 61, costCents: 20 });
      expect(await lives.facts(leadId)).toEqual(['lead.call_settled']);
      expect(await lives.lead(leadId)).toMatchObject({ attempts: 1, phase: 'invite', linksSent: 1 });
    }
  });
});

test('a grant that expires while it is being used is either dialled or given back, never both', async () => {
  for (const collision of collisions) {
    const { leadId, callId } = await lives.granted();
    const expire = (tx: Tx) => expireGrant(tx, world.clientId, { callId, leadId });
    const [expired, dialled] = await collider.collide(collision, expire, dial(leadId, callId));
    const [call, effects, lead] = [await lives.call(callId), await lives.effects(leadId), await lives.lead(leadId)];
    if (collision.order === 'first, then second') expect([expired, dialled.kind]).toEqual([true, 'told']);
    if (collision.order === 'second, then first') expect([expired, dialled.kind]).toEqual([false, 'dial']);
    expect(expired).toBe(dialled.kind === 'told');
    expect(call.permit).toBe(expired ? 'expired' : 'consumed');
    expect(effects).toHaveLength(expired ? 0 : 1);
    expect({ phase: lead.phase, isDue: lead.dueAt !== null, dials: lead.dials }).toEqual({
      phase: 'reach',
      isDue: expired,
      dials: expired ? 0 : 1,
    });
    expect(await lives.act((tx) => tx.callSlot.count({ where: { leadId } }))).toBe(expired ? 0 : 1);
  }
});
