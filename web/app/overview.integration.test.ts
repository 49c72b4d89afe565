import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mode } from '#domain/lead.ts';
import { periodOf } from '#domain/period.ts';
import { milestonesOf } from '#stores/billing-reads.ts';
import { appointmentPage } from '#stores/views-appointments.ts';
import { chargesByDay, showsOfMilestone } from '#stores/views-billing.ts';
import { callPage } from '#stores/views-calls.ts';
import { leadPage } from '#stores/views-leads.ts';
import { callsByDay, headlines, showsByWeek } from '#stores/views-overview.ts';
import { leadFunnel } from '#stores/views-overview-strip.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { leadFilterOf } from './lead-filter.server.ts';
import { commonFilter, given } from './list.server.ts';
import { figureLinks } from './words/period.ts';

const zone = 'America/New_York';
const now = '2026-11-20T15:00:00.000Z';
/** Just outside and just inside the seven days that end on 20 Nov, and the seven before them. */
const MOMENTS = ['2026-11-07T04:59:59Z', '2026-11-07T05:00:00Z', '2026-11-14T04:59:59Z', '2026-11-14T05:00:00Z', '2026-11-20T14:00:00Z'];

/** Of each moment one lead with its calls, charge and appointment in a rehearsal, and live only of these. */
const LIVE = [2, 4];

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ milestoneSize: 2 });
  const { clientId, db } = world;
  const { id: liveCampaign } = await db.withClient(clientId, (tx) =>
    tx.campaign.create({ data: { clientId, name: 'Live', status: 'active', mode: 'live', cadence: {}, callingHours: {}, timezone: zone } }),
  );
  for (const [i, text] of MOMENTS.entries()) {
    await liveThrough({ mode: 'rehearsal', campaignId: world.campaignId, at: new Date(text), isShown: i % 2 === 0 });
    if (LIVE.includes(i)) await liveThrough({ mode: 'live', campaignId: liveCampaign, at: new Date(text), isShown: i === 4 });
  }
  await db.withClient(clientId, async (tx) => {
    await tx.client.update({ where: { id: clientId }, data: { rehearsalShownCount: 3, shownCount: 1 } });
    const reachedAt = new Date('2026-11-15T05:00:00Z'); // with the second show of the rehearsal
    await tx.milestone.create({
      data: { clientId, mode: 'rehearsal', milestoneNumber: 1, shownCount: 2, amountCents: 200_000, reachedAt },
    });
  });
});
afterAll(() => world?.[Symbol.asyncDispose]());

/** A lead added, called, calling back, booked and decided; who did not come has no booking any more. */
async function liveThrough({ mode, campaignId, at, isShown }: { mode: Mode; campaignId: string; at: Date; isShown: boolean }) {
  const { clientId } = world;
  const later = (hours: number) => new Date(+at + hours * 3_600_000); // begins half a day after it was booked, decided after a whole one
  const leadId = await world.lead({});
  const own = { clientId, campaignId, leadId, mode };
  await world.db.withClient(clientId, async (tx) => {
    const steps = { dials: 1, lastContactedAt: at, bookedAt: isShown ? at : null };
    await tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: { mode, campaignId, createdAt: at, ...steps } });
    const dial = { ...own, toNumber: '+14155550001', createdAt: at };
    const call = await tx.call.create({ data: { ...dial, permit: 'consumed', status: 'completed', dialledAt: at } });
    await tx.call.create({ data: { ...dial, permit: 'void', status: 'cancelled' } });
    await tx.call.create({ data: { ...dial, direction: 'inbound', fromNumber: '+14155550001', status: 'completed' } });
    const charge = { seconds: 60, rateCents: 20, costCents: 20, settlement: 'invoice', periodMonth: '2026-11', createdAt: at };
    await tx.usageRecord.create({ data: { callId: call.id, clientId, mode, ...charge } });
    await tx.appointment.create({
      data: {
        ...own,
        ...{ startAt: later(12), endAt: later(13), timezone: zone, bookedAt: at, verifyDueAt: later(24), verifiedAt: later(24) },
        ...(isShown
          ? { status: 'shown', verificationMethod: 'lead', countedAt: later(24) }
          : { status: 'no_show', verificationMethod: 'none' }),
      },
    });
  });
}

const look = async (mode: Mode, ask: { period: string; from?: string; to?: string }) => {
  const period = periodOf(ask, { zone, now });
  const { clientId, db } = world;
  return db.withClient(clientId, async (tx) => {
    const figures = await headlines(tx, clientId, mode, period);
    const { next } = await milestonesOf(tx, clientId, mode);
    const links = figureLinks(mode, period, next.number);
    const params = (link: string) => new URL(link, 'http://here.invalid').searchParams;
    const paging = { cursor: null, size: 1 };
    const newest = { column: 'created', direction: 'desc' } as const;
    const filter = (link: string) => given<ReturnType<typeof commonFilter>>(commonFilter(params(link), zone));
    const leads = async (link: string) =>
      (await leadPage(tx, clientId, { ...paging, order: newest, filter: leadFilterOf(params(link), zone) })).total;
    const calls = async (link: string) => {
      const direction = params(link).get('direction') as 'outbound' | null;
      return (await callPage(tx, clientId, { ...paging, order: newest, filter: { ...filter(link), ...(direction && { direction }) } }))
        .total;
    };
    const appointments = async (link: string) => {
      const [view, by, verdict] = ['view', 'by', 'verdict'].map((name) => params(link).get(name));
      const asked = { ...filter(link), view: view as 'past', by: by as 'booked', ...(verdict && { verdict: verdict as 'shown' }) };
      return (await appointmentPage(tx, clientId, { ...paging, order: { column: 'start', direction: 'desc' }, filter: asked })).total;
    };
    const { searchParams: books, pathname } = new URL(links.milestone, 'http://here.invalid');
    const number = Number(pathname.split('/').at(-1));
    const charged = params(links.charges);
    const [first, last] = [charged.get('from') ?? '', charged.get('to') ?? '2026-11-20'];
    const days = await chargesByDay(tx, clientId, { mode: charged.get('books') as Mode, zone, first, last });
    return {
      figures,
      funnel: await leadFunnel(tx, clientId, mode, period),
      toMilestone: next.at,
      lists: {
        leads: await leads(links.leads),
        calls: await calls(links.calls),
        booked: await appointments(links.booked),
        shown: await appointments(links.shown),
        milestone: (await showsOfMilestone(tx, clientId, books.get('books') as Mode, { number, size: 2 })).length,
        costCents: days.reduce((sum, day) => sum + day.usageCents + day.milestoneCents, 0),
      },
      others: {
        calls: await calls(links.allCalls),
        connected: await leads(`${links.leads}&reached=yes`),
        booked: await leads(`${links.leads}&booked=yes`),
      },
    };
  });
};

test('each figure of the overview is the total of the list it leads to', async () => {
  const { figures, lists, toMilestone } = await look('rehearsal', { period: '7d' });
  expect(figures.now).toEqual({ leads: 2, calls: 2, booked: 2, shown: 2, noShow: 1, counted: 2, costCents: 200_040 });
  expect(lists).toEqual({ leads: 2, calls: 2, booked: 2, shown: 2, milestone: 1, costCents: 200_040 });
  expect(toMilestone).toBe(1);
});

test('live figures lead to lists without the rehearsals', async () => {
  const { figures, lists, toMilestone } = await look('live', { period: '7d' });
  expect(figures.now).toEqual({ leads: 1, calls: 1, booked: 1, shown: 1, noShow: 1, counted: 1, costCents: 20 });
  expect(lists).toEqual({ leads: 1, calls: 1, booked: 1, shown: 1, milestone: 1, costCents: 20 });
  expect(toMilestone).toBe(1);
});

test.each([
  ['rehearsal', { calls: 4, connected: 2, booked: 1 }],
  ['live', { calls: 2, connected: 1, booked: 1 }],
] as const)('the strip and the funnel lead to their lists, %s', async (mode, expected) => {
  const { figures, funnel, others } = await look(mode, { period: '7d' });
  expect(others).toEqual(expected);
  expect({ calls: figures.strip.calls, connected: funnel.connected, booked: funnel.booked }).toEqual(expected);
});

test('the period before has as many days and ends at the same time of day', async () => {
  const { figures } = await look('rehearsal', { period: '7d' });
  expect(figures.before).toEqual({ leads: 1, calls: 1, booked: 1, shown: 1, noShow: 1, counted: 1, costCents: 20 });
});

test('the same holds for days of one’s own', async () => {
  const { figures, lists } = await look('rehearsal', { period: 'custom', from: '2026-11-07', to: '2026-11-13' });
  expect(figures.now).toEqual({ leads: 2, calls: 2, booked: 2, shown: 1, noShow: 1, counted: 1, costCents: 40 });
  expect(lists).toEqual({ leads: 2, calls: 2, booked: 2, shown: 1, milestone: 1, costCents: 40 });
});

test('the charts of a campaign count its own calls and appointments, those of all campaigns every one', async () => {
  const { clientId, campaignId, db } = world;
  const at = { zone, last: '2026-11-20' };
  const countsOf = (of: Parameters<typeof callsByDay>[2]) =>
    db.withClient(clientId, async (tx) => ({
      days: (await callsByDay(tx, clientId, of, { ...at, days: 7 })).filter(({ placed }) => placed > 0),
      weeks: (await showsByWeek(tx, clientId, of, { ...at, weeks: 3 })).map(({ week, booked, shown }) => [week, booked, shown]),
    }));
  const days = [
    { day: '2026-11-14', placed: 1, answered: 0 },
    { day: '2026-11-20', placed: 1, answered: 0 },
  ];
  const weeks = [
    ['2026-11-02', 2, 1],
    ['2026-11-09', 2, 1],
    ['2026-11-16', 1, 1],
  ];
  expect(await countsOf({ campaignId })).toEqual({ days, weeks });
  expect(await countsOf({ mode: 'rehearsal' })).toEqual({ days, weeks });
  expect(await countsOf({ campaignId: crypto.randomUUID() })).toEqual({ days: [], weeks: weeks.map(([week]) => [week, 0, 0]) });
});
