import { afterAll, beforeAll, expect, test } from 'vitest';
import { callReport } from '#tests/paths/lives.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { reportCall } from './calls.ts';
import { pauseCampaign, resumeCampaign } from './campaign-verbs.ts';
import { nextDial } from './lead-plan.ts';
import { lockLead, saveLead } from './lead-row.ts';
import { callNow, restoreStep, sendLinkNow, skipStep } from './lead-verbs.ts';
import { markDnc } from './opt-outs.ts';
import { leadHeader, plannedSteps } from './views-lead.ts';
import { leadEntries } from './views-lead-timeline.ts';

const DAY = 86_400_000;
/** A Tuesday in Los Angeles, where the leads of this world live: three in the morning and noon. */
const NIGHT = '2027-03-09T11:00:00.000Z';
const NOON = '2027-03-09T20:00:00.000Z';
/** Their clock stands there; it goes on while a test runs. */
const clockAt = (instant: string) => ({ clockOffsetMs: Date.parse(instant) - Date.now() });

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ enforceHours: true });
});
afterAll(() => world?.[Symbol.asyncDispose]());

const act = <T>(work: Parameters<typeof world.db.withClient<T>>[1]) => world.db.withClient(world.clientId, work);
const ask = (leadId: string) => ({ clientId: world.clientId, leadId, by: 'Dana Demo' });
const row = (id: string) => act((tx) => tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId: world.clientId, id } } }));
const view = (id: string) =>
  act(async (tx) => {
    const lead = await leadHeader(tx, world.clientId, id);
    if (!lead) throw new Error('the lead is gone');
    return { ...(await leadEntries(tx, world.clientId, lead, null)), planned: await plannedSteps(tx, lead, world.clientId) };
  });
const facts = async (id: string) => (await view(id)).entries.flatMap((entry) => (entry.kind === 'fact' ? [entry.type] : []));

test('a call asked for at noon puts the lead before all others, and the timeline says who asked', async () => {
  const id = await world.lead(clockAt(NOON));
  expect(await act((tx) => callNow(tx, ask(id)))).toEqual({ kind: 'ok' });
  const lead = await row(id);
  expect([lead.urgent, lead.nextReason, lead.dueAt !== null && lead.dueAt <= new Date(Date.now() + 1_000)]).toEqual([
    true,
    'Dana Demo asked to call now',
    true,
  ]);
  expect(await facts(id)).toEqual(['lead.call_asked']);
});

test('at night a call is refused with the moment from which it is possible, and nothing changes', async () => {
  const id = await world.lead(clockAt(NIGHT));
  expect(await act((tx) => callNow(tx, ask(id)))).toEqual({ kind: 'refused', codes: ['outside_hours'], at: '2027-03-09T17:00:00.000Z' });
  expect([(await row(id)).seq, await facts(id)]).toEqual([0, []]);
});

test.each([
  [
    'is on the do-not-call list',
    async (id: string) => void (await markDnc(world.db, { clientId: world.clientId, leadId: id, reason: 'manual' })),
    'dnc',
  ],
  ['is on the phone', async (id: string) => void (await world.callUnderWay(id)), 'call_open'],
])('a lead that %s is neither called nor sent a link', async (_case, make, code) => {
  const id = await world.lead(clockAt(NOON));
  await make(id);
  const answers = [await act((tx) => callNow(tx, ask(id))), await act((tx) => sendLinkNow(tx, ask(id)))];
  expect(answers.map((answer) => answer.kind)).toEqual(['refused', 'refused']);
  expect(answers[0]).toMatchObject({ codes: expect.arrayContaining([code]) });
});

test('a link sent by hand invites the lead: the link now, once more after a day, calling after three', async () => {
  const id = await world.lead(clockAt(NOON));
  expect(await act((tx) => sendLinkNow(tx, ask(id)))).toEqual({ kind: 'ok' });
  const lead = await row(id);
  expect([lead.phase, lead.status, lead.linksSent, lead.dueAt]).toEqual(['invite', 'contacted', 1, null]);
  const { planned } = await view(id);
  const sinceNow = (at: string) => Math.round((Date.parse(at) - Date.parse(NOON)) / DAY);
  expect(planned.map(({ kind, at, channels }) => [kind, sinceNow(at), channels])).toEqual([
    ['booking_link', 0, []], // its moment is now: the workflow sends it
    ['booking_link_again', 1, ['sms', 'email']],
    ['back_to_reach', 3, []],
  ]);
});

test('a lead that was sent the link may be called after all: the invitation ends', async () => {
  const id = await world.lead(clockAt(NOON));
  await act((tx) => sendLinkNow(tx, ask(id)));
  expect(await act((tx) => callNow(tx, ask(id)))).toEqual({ kind: 'ok' });
  expect(await row(id)).toMatchObject({ phase: 'reach', urgent: true, phaseUntil: null });
  expect((await view(id)).planned.map(({ kind, skipReason }) => [kind, skipReason])).toContainEqual(['booking_link_again', 'called']);
});

test.each([
  ['attend', 'already_booked'],
  ['rebook', 'phase_moved'],
  ['end', 'lead_final'],
])('in the phase %s a lead is neither called nor sent a link by hand', async (phase, code) => {
  const id = await world.lead({ ...clockAt(NOON), phase });
  const refused = { kind: 'refused', codes: [code], at: null };
  expect([await act((tx) => callNow(tx, ask(id))), await act((tx) => sendLinkNow(tx, ask(id)))]).toEqual([refused, refused]);
});

test('a planned step is left out on every channel and put back, and both stand on the timeline', async () => {
  const id = await world.lead(clockAt(NOON));
  await act((tx) => sendLinkNow(tx, ask(id)));
  const again = (await view(id)).planned.find(({ kind }) => kind === 'booking_link_again');
  const step = { ...ask(id), step: 'booking_link_again', at: again?.at ?? '' };
  expect(await act((tx) => skipStep(tx, step))).toEqual({ kind: 'ok' });
  const out = (await view(id)).planned.filter(({ kind }) => kind === 'booking_link_again');
  expect(out.map(({ skipReason, channels }) => [skipReason, channels])).toEqual([['by_hand', ['sms', 'email']]]);
  expect(await act((tx) => skipStep(tx, step))).toEqual({ kind: 'gone' });
  expect(await act((tx) => restoreStep(tx, step))).toEqual({ kind: 'ok' });
  expect((await view(id)).planned.map(({ kind, skipReason }) => [kind, skipReason])).toContainEqual(['booking_link_again', null]);
  expect(await facts(id)).toEqual(['lead.step_restored', 'lead.step_skipped', 'lead.link_asked']);
});

const dialPlanned = (id: string, wish: string) =>
  act(async (tx) => {
    const life = await lockLead(tx, world.clientId, id);
    if (!life) throw new Error('the lead is gone');
    await saveLead(tx, life, { ...nextDial(life, wish), nextReason: 'nobody picked up' }, { type: 'lead.call_settled', tell: false });
  });

test('a call that the hours moved was not made, with the hours and the place, once its moment has passed', async () => {
  const past = await world.lead(clockAt('2027-03-09T11:00:05.000Z'));
  await dialPlanned(past, NIGHT);
  const [entry] = (await view(past)).entries;
  expect(entry).toMatchObject({
    ...{ kind: 'decision', channel: 'call', answer: 'later', codes: ['outside_hours'], at: NIGHT, nextAt: '2027-03-09T17:00:00.000Z' },
    ...{ attempt: 1, times: 1, hours: { zone: 'America/Los_Angeles', windows: ['09:00–20:00'] } },
  });
  const ahead = await world.lead(clockAt('2027-03-08T23:00:00.000Z'));
  await dialPlanned(ahead, NIGHT);
  const { entries, planned } = await view(ahead);
  expect(entries).toEqual([]);
  expect(planned).toMatchObject([
    { kind: 'dial', at: '2027-03-09T17:00:00.000Z', reason: 'nobody picked up', moved: { at: NIGHT, hours: { windows: ['09:00–20:00'] } } },
  ]);
});

test('a plan that was overtaken leaves no trace: the call was made before the moment at which it would not have been', async () => {
  const id = await world.lead(clockAt(NOON));
  await dialPlanned(id, '2027-03-10T11:00:00.000Z');
  await dialPlanned(id, '2027-03-10T11:00:00.000Z');
  const kept = () => act((tx) => tx.gateDecision.count({ where: { clientId: world.clientId, leadId: id } }));
  expect(await kept()).toBe(1);
  await act((tx) => callNow(tx, ask(id)));
  expect(await kept()).toBe(0);
});

test('what was due while the campaign was paused was not called, said once when it goes on', async () => {
  const id = await world.lead(clockAt(NOON));
  const due = (dueAt: Date) =>
    act((tx) => tx.lead.update({ where: { clientId_id: { clientId: world.clientId, id } }, data: { dueAt, nextCallAt: dueAt } }));
  await act((tx) => pauseCampaign(tx, world.clientId, world.campaignId));
  const paused = Date.now();
  await due(new Date(paused - DAY)); // due already when the pause began
  await act((tx) => resumeCampaign(tx, world.clientId, world.campaignId));
  const [entry] = (await view(id)).entries;
  expect(entry).toMatchObject({ kind: 'decision', codes: ['campaign_paused'], answer: 'later', times: 1 });
  expect(Math.abs(Date.parse(entry?.at ?? '') - Date.parse(NOON))).toBeLessThan(60_000);
});

test('the same put off for the same reason again and again stands once, with how often', async () => {
  const id = await world.lead(clockAt(NOON));
  await act(async (tx) => {
    const decision = {
      clientId: world.clientId,
      leadId: id,
      channel: 'call',
      purpose: 'dial',
      answer: 'later',
      codes: ['no_slot'],
      ruleset: '1',
    };
    for (const seconds of [30, 20, 10])
      await tx.gateDecision.create({ data: { ...decision, decidedAt: new Date(Date.parse(NOON) - seconds * 1000) } });
  });
  expect((await view(id)).entries).toMatchObject([
    { codes: ['no_slot'], times: 3, at: '2027-03-09T19:59:50.000Z', firstAt: '2027-03-09T19:59:30.000Z' },
  ]);
});

test('a lead that was not reached waits for its next call, not for the end of the one that is over', async () => {
  const id = await world.lead(clockAt(NOON));
  const callId = await world.callUnderWay(id);
  await act((tx) => reportCall(tx, world.clientId, callId, callReport(callId, null)));
  const lead = await row(id);
  expect([lead.nextKind, lead.nextAt !== null && lead.nextAt.getTime() === lead.nextCallAt?.getTime(), lead.nextReason]).toEqual([
    'dial',
    true,
    'No answer; attempt 2 of 3 follows',
  ]);
  expect((await view(id)).planned).toMatchObject([{ kind: 'dial', at: lead.nextAt?.toISOString() }]);
});
