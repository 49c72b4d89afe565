import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { markHandled, markUnhandled, takeReply } from './replies.ts';
import { needsPerson } from './views-needs.ts';
import { waitingRows } from './views-needs-lists.ts';

const HOUR = 3_600_000;
const userId = randomUUID();
let world: TestWorld;
let texts = 0;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

/** What a lead writes, and the message it became. */
async function says(leadId: string, body: string, keyword?: 'stop' | 'start' | 'help') {
  const { clientId, db } = world;
  const vendorId = `SM${++texts}`;
  return db.withClient(clientId, async (tx) => {
    const { phone } = await tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: leadId } } });
    const reply = { clientId, mode: 'rehearsal' as const, leadId, vendorId, from: phone, to: '+14155550100', body };
    await takeReply(tx, { ...reply, ...(keyword && { keyword }) });
    return tx.message.findFirstOrThrow({ where: { clientId, providerMessageId: vendorId } });
  });
}
const waiting = async () =>
  (await world.db.withClient(world.clientId, (tx) => waitingRows(tx, world.clientId, 'replies'))).map(({ id }) => id);
const marked = (deed: typeof markHandled | typeof markUnhandled, leadId: string, messageId: string, clientId = world.clientId) =>
  world.db.withClient(clientId, (tx) => deed(tx, { clientId, leadId, messageId, userId }));

test('a question waits for a person until somebody marks it as handled, and again when that is taken back', async () => {
  const leadId = await world.lead({ phase: 'attend' });
  const { id } = await says(leadId, 'Is there parking?');
  expect(await waiting()).toContain(id);
  expect(await marked(markHandled, leadId, id)).toEqual({ id, handledAt: expect.any(Date), handledById: userId });
  expect(await waiting()).not.toContain(id);
  const before = await world.db.withClient(world.clientId, (tx) => needsPerson(tx, world.clientId, 'rehearsal'));
  expect(await marked(markUnhandled, leadId, id)).toEqual({ id, handledAt: null, handledById: null });
  expect(await waiting()).toContain(id);
  const after = await world.db.withClient(world.clientId, (tx) => needsPerson(tx, world.clientId, 'rehearsal'));
  expect(after.replies).toBe(before.replies + 1);
});

test('of a lead that was fast-forwarded it is handled at the lead’s own time', async () => {
  const aheadMs = 30 * 24 * HOUR;
  const leadId = await world.lead({ phase: 'rebook', clockOffsetMs: aheadMs });
  const { id } = await says(leadId, 'Sunday?');
  const handled = await marked(markHandled, leadId, id);
  expect(handled?.handledAt?.getTime()).toBeGreaterThan(Date.now() + aheadMs - HOUR);
});

test('who took it first stays written down', async () => {
  const leadId = await world.lead({ phase: 'rebook' });
  const { id } = await says(leadId, 'Monday?');
  await marked(markHandled, leadId, id);
  const { clientId, db } = world;
  await db.withClient(clientId, (tx) => markHandled(tx, { clientId, leadId, messageId: id, userId: randomUUID() }));
  expect((await marked(markHandled, leadId, id))?.handledById).toBe(userId);
});

test('what the rules deal with waits for nobody; an answer to no question and a refusal do', async () => {
  const [asks, yes, refuses] = [await world.lead(), await world.lead(), await world.lead()];
  expect((await says(asks, 'HELP', 'help')).handledAt).toBeInstanceOf(Date);
  expect((await says(yes, 'Yes')).handledAt).toBeNull();
  const refusal = await says(refuses, 'Leave me alone');
  expect(refusal.handledAt).toBeNull();
  expect(await waiting()).toContain(refusal.id);
});

/** A lead whose appointment has begun and waits for its verdict. */
async function askedLead(): Promise<string> {
  const leadId = await world.lead({ phase: 'attend' });
  const { clientId, campaignId, db } = world;
  const startAt = new Date(Date.now() - HOUR);
  await db.withClient(clientId, async (tx) => {
    const times = { startAt, endAt: new Date(Date.now() - HOUR / 2), bookedAt: startAt, verifyDueAt: new Date(Date.now() + 47 * HOUR) };
    const data = { clientId, campaignId, leadId, mode: 'rehearsal', status: 'awaiting', timezone: 'America/New_York', ...times };
    const { id: appointmentId } = await tx.appointment.create({ data });
    await tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: { appointmentId, status: 'booked' } });
  });
  return leadId;
}
const saidOf = (leadId: string) =>
  world.db.withClient(world.clientId, async (tx) => {
    const lead = await tx.lead.findFirstOrThrow({ where: { id: leadId }, include: { appointments: true } });
    return { hasStopped: lead.smsOptOutAt !== null, confirmed: lead.appointments.map(({ leadConfirmed }) => leadConfirmed) };
  });

test('a yes to the question whether it took place is dealt with', async () => {
  expect((await says(await askedLead(), 'Yes')).handledAt).toBeInstanceOf(Date);
});

test('a yes that the carrier reads as START answers the question, and brings texts back where they had been stopped', async () => {
  const [asked, stopped, neither] = [await askedLead(), await askedLead(), await world.lead({ phase: 'rebook' })];
  await says(stopped, 'STOP', 'stop');
  expect(await saidOf(stopped)).toEqual({ hasStopped: true, confirmed: [null] });
  for (const leadId of [asked, stopped]) {
    expect((await says(leadId, 'YES', 'start')).handledAt).toBeInstanceOf(Date);
    expect(await saidOf(leadId)).toEqual({ hasStopped: false, confirmed: [true] });
  }
  expect((await says(neither, 'YES', 'start')).handledAt).toBeNull();
});

test('a new appointment overtakes a question, and only what was written before', async () => {
  const leadId = await world.lead({ phase: 'rebook' });
  const { id } = await says(leadId, 'Tuesday?');
  const { clientId, db } = world;
  const attend = { phase: 'attend', phaseSince: new Date(Date.now() + 1) };
  await db.withClient(clientId, (tx) => tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: attend }));
  expect(await waiting()).not.toContain(id);
});

test('another client, another lead and a message of ours change nothing', async () => {
  const [leadId, other] = [await world.lead({ phase: 'rebook' }), await world.lead()];
  const { id } = await says(leadId, 'Friday?');
  expect(await marked(markHandled, leadId, id, randomUUID())).toBeNull();
  expect(await marked(markHandled, other, id)).toBeNull();
  const { clientId, db } = world;
  const sent = await db.withClient(clientId, (tx) =>
    tx.message.create({ data: { clientId, mode: 'rehearsal', leadId, channel: 'sms', kind: 'manual', dedupeKey: 'ours', status: 'sent' } }),
  );
  expect(await marked(markHandled, leadId, sent.id)).toBeNull();
  expect(await waiting()).toContain(id);
});

describe('a reply of a lead that is being won back', () => {
  const MISSED = Date.now() - 47 * HOUR; // the second step is due in an hour

  /** A lead that missed an appointment, was offered a new time then, and waits for the next steps. */
  async function missedLead(): Promise<string> {
    const leadId = await world.lead({ phase: 'rebook' });
    const { clientId, campaignId, db } = world;
    const [startAt, phaseSince] = [new Date(MISSED - 48 * HOUR), new Date(MISSED)];
    await db.withClient(clientId, async (tx) => {
      const given = { clientId, campaignId, leadId, mode: 'rehearsal' };
      const times = { startAt, endAt: phaseSince, bookedAt: startAt, verifyDueAt: phaseSince, verifiedAt: phaseSince };
      const data = { ...given, ...times, status: 'no_show' };
      const { id: appointmentId } = await tx.appointment.create({ data: { ...data, timezone: 'America/New_York' } });
      const offer = { channel: 'sms', kind: 'rebook_day0', dedupeKey: `${appointmentId}:rebook:1:rebook_day0:sms`, status: 'sent' };
      await tx.message.create({ data: { ...given, appointmentId, ...offer } });
      const facts = { appointmentId, phaseSince, rebookRounds: 1, status: 'rebooking' };
      await tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: facts });
    });
    return leadId;
  }

  /** How many hours from now each step is due and the lead is given up, and how often the workflow has been told. */
  async function ahead(leadId: string) {
    const { clientId, db } = world;
    return db.withClient(clientId, async (tx) => {
      const lead = await tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: leadId } } });
      const steps = await tx.message.findMany({ where: { clientId, leadId, status: 'scheduled' }, orderBy: { scheduledFor: 'asc' } });
      const dues = [...steps.map(({ scheduledFor }) => scheduledFor), lead.phaseUntil];
      return { hours: dues.map((at) => Math.round(((at?.getTime() ?? 0) - Date.now()) / HOUR)), seq: lead.seq };
    });
  }

  test('holds the next steps back for a day, or until a person has marked it as handled', async () => {
    const leadId = await missedLead();
    const { id } = await says(leadId, 'Next week?');
    expect(await ahead(leadId)).toEqual({ hours: [24, 72, 144], seq: 1 });
    await marked(markHandled, leadId, id);
    expect(await ahead(leadId)).toEqual({ hours: [1, 49, 121], seq: 2 });
    await marked(markHandled, leadId, id);
    expect((await ahead(leadId)).seq).toBe(2);
    await marked(markUnhandled, leadId, id);
    expect(await ahead(leadId)).toEqual({ hours: [24, 72, 144], seq: 3 });
  });

  test('still holds them back when another is marked', async () => {
    const leadId = await missedLead();
    const [first, second] = [await says(leadId, 'Next week?'), await says(leadId, 'Or Friday?')];
    await marked(markHandled, leadId, second.id);
    expect((await ahead(leadId)).hours).toEqual([24, 72, 144]);
    await marked(markHandled, leadId, first.id);
    expect((await ahead(leadId)).hours).toEqual([1, 49, 121]);
  });

  test('that is marked when the next step was due long ago lets it go at once, and keeps the distance to the one after', async () => {
    const leadId = await missedLead();
    const { id } = await says(leadId, 'Next week?');
    const { clientId, db } = world;
    const later = { clockOffset: 20 * HOUR };
    await db.withClient(clientId, (tx) => tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: later }));
    await marked(markHandled, leadId, id);
    expect((await ahead(leadId)).hours).toEqual([20, 68, 140]);
  });
});
