import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import type { LeadFilter } from './lead-filter.ts';
import { appointmentCounts, appointmentPage } from './views-appointments.ts';
import { leadHeader, plannedSteps } from './views-lead.ts';
import { leadEntries } from './views-lead-timeline.ts';
import { type LeadSort, leadPage } from './views-leads.ts';
import type { Order } from './views-paging.ts';
import { readCursor } from './views-paging.ts';
import { factsAfter, newestFact } from './views-session.ts';

const HOUR = 3_600_000;
const NEWEST: Order<LeadSort> = { column: 'created', direction: 'desc' };

let world: TestWorld;
const ids: string[] = [];

beforeAll(async () => {
  world = await testWorld();
  for (let i = 0; i < 7; i++) ids.push(await world.lead({ phone: `+1415555${3000 + i}`, email: `lead${i}@example.com` }));
});
afterAll(() => world?.[Symbol.asyncDispose]());

const leads = (filter: LeadFilter, address = '', size = 3, order = NEWEST) =>
  world.db.withClient(world.clientId, (tx) =>
    leadPage(tx, world.clientId, { filter, order, cursor: readCursor(new URLSearchParams(address)), size }),
  );
const phones = (page: { rows: { phone: string }[] }) => page.rows.map(({ phone }) => phone.slice(-4));

test('a list is walked forwards and back by key, each row once', async () => {
  const first = await leads({});
  const second = await leads({}, `after=${first.after}`);
  const third = await leads({}, `after=${second.after}`);
  expect([phones(first), phones(second), phones(third)]).toEqual([['3006', '3005', '3004'], ['3003', '3002', '3001'], ['3000']]);
  expect([first.before, third.after]).toEqual([null, null]);
  const back = await leads({}, `before=${third.before}`);
  expect(phones(back)).toEqual(['3003', '3002', '3001']);
  expect([back.before === null, back.after === null, back.total]).toEqual([false, false, 7]);
});

test('rows that are alike in the sorted column are told apart by their id', async () => {
  const byStatus: Order<LeadSort> = { column: 'status', direction: 'asc' };
  const seen: string[] = [];
  for (let address = ''; ; ) {
    const page = await leads({}, address, 2, byStatus);
    seen.push(...phones(page));
    if (!page.after) break;
    address = `after=${page.after}`;
  }
  expect(seen.sort()).toEqual(['3000', '3001', '3002', '3003', '3004', '3005', '3006']);
});

test.each([
  ['a number as people write it', '(415) 555-3002', ['3002']],
  ['part of an e-mail', 'LEAD5@', ['3005']],
  ['several words, each somewhere', 'ada lead1', ['3001']],
  ['a wildcard is a letter like any other', '%', []],
])('search: %s', async (_case, q, expected) => expect(phones(await leads({ q }))).toEqual(expected));

test('a cursor that somebody made up begins at the start', async () => {
  for (const made of ['after=xyz', 'after=W10', `after=${Buffer.from('["now","1"]').toString('base64url')}`])
    expect(phones(await leads({}, made))).toHaveLength(3);
});

test('another client sees nothing, even with the right ids', async () => {
  const other = randomUUID();
  const seen = await world.db.withClient(other, async (tx) => [
    await leadHeader(tx, other, ids[0] ?? ''),
    (await leadPage(tx, world.clientId, { filter: {}, order: NEWEST, cursor: null, size: 3 })).rows.length,
    (await factsAfter(world.db, other, '0')).length,
  ]);
  expect(seen).toEqual([null, 0, 0]);
});

test('an appointment waits for a word once it has begun on the lead’s own clock, with what proves it', async () => {
  const leadId = await world.lead({ phone: '+14155554001', phase: 'attend', clockOffsetMs: 48 * HOUR });
  const leadNow = Date.now() + 48 * HOUR;
  const startAt = new Date(leadNow - HOUR);
  await world.db.withClient(world.clientId, async (tx) => {
    const { clientId, campaignId } = world;
    const appointment = {
      clientId,
      campaignId,
      leadId,
      mode: 'rehearsal',
      title: 'Inspection',
      timezone: 'America/Denver',
      bookedAt: new Date(),
      plannedFrom: new Date(),
    };
    await tx.appointment.create({
      data: { ...appointment, startAt, endAt: new Date(startAt.getTime() + HOUR), verifyDueAt: new Date(startAt.getTime() + 48 * HOUR) },
    });
    const call = { clientId, campaignId, leadId, mode: 'rehearsal', toNumber: '+14155554001', status: 'completed', answered: true };
    await tx.call.create({ data: { ...call, durationSeconds: 300, startedAt: new Date(startAt.getTime() - HOUR), endedAt: startAt } }); // the call that booked it
    await tx.call.create({ data: { ...call, durationSeconds: 46, startedAt: new Date(startAt.getTime() + 60_000), endedAt: new Date() } });
  });
  const page = await world.db.withClient(world.clientId, async (tx) => ({
    counts: await appointmentCounts(tx, world.clientId),
    due: await appointmentPage(tx, world.clientId, {
      filter: { view: 'verify' },
      order: { column: 'start', direction: 'asc' },
      cursor: null,
      size: 10,
    }),
    upcoming: await appointmentPage(tx, world.clientId, {
      filter: { view: 'upcoming' },
      order: { column: 'start', direction: 'asc' },
      cursor: null,
      size: 10,
    }),
  }));
  expect(page.counts).toEqual({ verify: 1, awaiting: 0, unmatched: 0, ignored: 0 });
  expect(page.due.rows.map(({ leadId: id, proofSeconds, zone }) => ({ id, proofSeconds, zone }))).toEqual([
    { id: leadId, proofSeconds: 46, zone: 'America/Denver' },
  ]);
  expect(page.upcoming.rows).toEqual([]);
});

test('a lead’s page tells what was not done: a message that was skipped, a call that was put off', async () => {
  const leadId = await world.lead({ phone: '+14155554002', phase: 'attend' });
  await world.db.withClient(world.clientId, async (tx) => {
    const { clientId, campaignId } = world;
    const message = { clientId, campaignId, leadId, mode: 'rehearsal', channel: 'sms', status: 'skipped', skipReason: 'outside_hours' };
    await tx.message.create({ data: { ...message, kind: 'reminder_24h', dedupeKey: 'past', scheduledFor: new Date(Date.now() - HOUR) } });
    await tx.message.create({ data: { ...message, kind: 'reminder_2h', dedupeKey: 'ahead', scheduledFor: new Date(Date.now() + HOUR) } });
    await tx.gateDecision.create({
      data: {
        clientId,
        leadId,
        channel: 'call',
        purpose: 'dial',
        answer: 'later',
        codes: ['outside_hours'],
        ruleset: '1',
        decidedAt: new Date(),
      },
    });
    await tx.gateDecision.create({
      data: { clientId, leadId, channel: 'call', purpose: 'dial', answer: 'allow', codes: [], ruleset: '1', decidedAt: new Date() },
    });
  });
  const { entries, planned } = await world.db.withClient(world.clientId, async (tx) => {
    const lead = await leadHeader(tx, world.clientId, leadId);
    if (!lead) throw new Error('the lead is gone');
    return { ...(await leadEntries(tx, world.clientId, lead, null)), planned: await plannedSteps(tx, lead, world.clientId) };
  });
  expect(entries.map((entry) => (entry.kind === 'message' ? `${entry.what} ${entry.skipReason}` : entry.kind))).toEqual([
    'decision',
    'reminder_24h outside_hours',
  ]);
  expect(planned.map(({ kind, skipReason }) => `${kind} ${skipReason}`)).toEqual(['reminder_2h outside_hours']);
});

test('a page that listens hears of facts after the newest it knew', async () => {
  const before = await newestFact(world.db, world.clientId);
  await world.db.withClient(world.clientId, (tx) =>
    tx.outboxEvent.create({
      data: { clientId: world.clientId, mode: 'rehearsal', aggregateType: 'lead', aggregateId: ids[0] ?? '', type: 'lead.booked' },
    }),
  );
  expect((await factsAfter(world.db, world.clientId, before)).map(({ type, aggregateId }) => ({ type, aggregateId }))).toEqual([
    { type: 'lead.booked', aggregateId: ids[0] },
  ]);
});
