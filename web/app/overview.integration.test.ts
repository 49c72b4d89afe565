import { afterAll, beforeAll, expect, test } from 'vitest';
import { periodOf } from '#domain/period.ts';
import { milestonesOf } from '#stores/billing-reads.ts';
import { appointmentPage } from '#stores/views-appointments.ts';
import { chargesByDay, showsOfMilestone } from '#stores/views-billing.ts';
import { callPage } from '#stores/views-calls.ts';
import { leadPage } from '#stores/views-leads.ts';
import { headlines } from '#stores/views-overview.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { leadFilterOf } from './lead-filter.server.ts';
import { commonFilter, given } from './list.server.ts';
import { figureLinks } from './words/period.ts';

const zone = 'America/New_York';
const now = '2026-11-20T15:00:00.000Z';
/** Just outside and just inside the seven days that end on 20 Nov, and the seven before them. */
const MOMENTS = ['2026-11-07T04:59:59Z', '2026-11-07T05:00:00Z', '2026-11-14T04:59:59Z', '2026-11-14T05:00:00Z', '2026-11-20T14:00:00Z'];

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
  const { clientId, campaignId } = world;
  for (const [i, text] of MOMENTS.entries()) {
    const at = new Date(text);
    const later = (hours: number) => new Date(+at + hours * 3_600_000); // begins half a day after it was booked, decided after a whole one
    const leadId = await world.lead({});
    await world.db.withClient(clientId, async (tx) => {
      const own = { clientId, campaignId, leadId, mode: 'rehearsal' };
      await tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: { createdAt: at } });
      const call = await tx.call.create({
        data: { ...own, toNumber: '+14155550001', permit: 'consumed', status: 'completed', createdAt: at, dialledAt: at },
      });
      await tx.call.create({ data: { ...own, toNumber: '+14155550001', permit: 'void', status: 'cancelled', createdAt: at } });
      await tx.call.create({
        data: { ...own, direction: 'inbound', toNumber: '+14155550002', fromNumber: '+14155550001', status: 'completed', createdAt: at },
      });
      await tx.usageRecord.create({
        data: {
          callId: call.id,
          clientId,
          mode: 'rehearsal',
          seconds: 60,
          rateCents: 20,
          costCents: 20,
          settlement: 'invoice',
          periodMonth: '2026-11',
          createdAt: at,
        },
      });
      const status = i % 2 === 0 ? 'shown' : 'no_show';
      await tx.appointment.create({
        data: {
          ...own,
          ...{ startAt: later(12), endAt: later(13), timezone: zone, bookedAt: at, verifyDueAt: later(24), verifiedAt: later(24), status },
          countedAt: status === 'shown' ? later(24) : null,
          verificationMethod: status === 'shown' ? 'lead' : 'none',
        },
      });
      if (status === 'shown') await tx.client.update({ where: { id: clientId }, data: { rehearsalShownCount: { increment: 1 } } });
    });
  }
});
afterAll(() => world?.[Symbol.asyncDispose]());

const look = async (ask: { period: string; from?: string; to?: string }) => {
  const period = periodOf(ask, { zone, now });
  const { clientId, db } = world;
  return db.withClient(clientId, async (tx) => {
    const figures = await headlines(tx, clientId, 'rehearsal', period);
    const { next } = await milestonesOf(tx, clientId, 'rehearsal');
    const links = figureLinks('rehearsal', period, next.number);
    const params = (link: string) => new URL(link, 'http://here.invalid').searchParams;
    const paging = { cursor: null, size: 1 };
    const newest = { column: 'created', direction: 'desc' } as const;
    const filter = (link: string) => given<ReturnType<typeof commonFilter>>(commonFilter(params(link), zone));
    const appointments = (link: string) =>
      appointmentPage(tx, clientId, {
        ...paging,
        order: { column: 'start', direction: 'desc' },
        filter: {
          ...filter(link),
          view: params(link).get('view') as 'past',
          by: params(link).get('by') as 'booked',
          ...(params(link).has('verdict') ? { verdict: params(link).get('verdict') as 'shown' } : {}),
        },
      });
    const days = await chargesByDay(tx, clientId, { mode: 'rehearsal', zone, first: period.from, last: period.to ?? '2026-11-20' });
    return {
      figures,
      toMilestone: next.at,
      lists: {
        leads: (await leadPage(tx, clientId, { ...paging, order: newest, filter: leadFilterOf(params(links.leads), zone) })).total,
        calls: (await callPage(tx, clientId, { ...paging, order: newest, filter: { ...filter(links.calls), direction: 'outbound' } }))
          .total,
        booked: (await appointments(links.booked)).total,
        shown: (await appointments(links.shown)).total,
        milestone: (await showsOfMilestone(tx, clientId, 'rehearsal', { number: next.number, size: 25 })).length,
        costCents: days.reduce((sum, day) => sum + day.usageCents + day.milestoneCents, 0),
      },
    };
  });
};

test('each figure of the overview is the total of the list it leads to', async () => {
  const { figures, lists, toMilestone } = await look({ period: '7d' });
  expect(figures.now).toEqual({ leads: 2, calls: 2, booked: 2, shown: 2, noShow: 1, counted: 2, costCents: 40 });
  expect(lists).toEqual({ leads: 2, calls: 2, booked: 2, shown: 2, milestone: 3, costCents: 40 });
  expect(toMilestone).toBe(3);
});

test('the period before has as many days and ends at the same time of day', async () => {
  const { figures } = await look({ period: '7d' });
  expect(figures.before).toEqual({ leads: 1, calls: 1, booked: 1, shown: 1, noShow: 1, counted: 1, costCents: 20 });
});

test('the same holds for days of one’s own', async () => {
  const { figures, lists } = await look({ period: 'custom', from: '2026-11-07', to: '2026-11-13' });
  expect(figures.now).toEqual({ leads: 2, calls: 2, booked: 2, shown: 1, noShow: 1, counted: 1, costCents: 40 });
  expect(lists).toEqual({ leads: 2, calls: 2, booked: 2, shown: 1, milestone: 3, costCents: 40 });
});
