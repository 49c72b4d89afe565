import { afterAll, beforeAll, expect, test } from 'vitest';
import { MODES, type Mode } from '#domain/lead.ts';
import { listInvoices } from '#stores/billing-reads.ts';
import { type AppointmentView, appointmentPage } from '#stores/views-appointments.ts';
import { needsPerson, troubledDeeds } from '#stores/views-needs.ts';
import { waitingRows } from '#stores/views-needs-lists.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { NEED_LISTS, needsOf } from './words/needs.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const times = (startAt: Date) => ({
  startAt,
  endAt: new Date(+startAt + 1_800_000),
  verifyDueAt: new Date(+startAt + 172_800_000),
  bookedAt: startAt,
});
let world: TestWorld;

/** Of each kind as many as its place in the list, and beside each one that must not be counted. */
beforeAll(async () => {
  world = await testWorld();
  const { clientId, campaignId, db } = world;
  const many = <T>(n: number, one: (i: number) => T) => Array.from({ length: n }, (_, i) => one(i));
  const own = { clientId, mode: 'rehearsal' };
  const leads: string[] = [];
  for (let i = 0; i < 8; i++) leads.push(await world.lead({}));
  const put = (i: number, data: object) =>
    db.withClient(clientId, (tx) => tx.lead.update({ where: { clientId_id: { clientId, id: leads[i] ?? '' } }, data }));
  await put(0, { phase: 'attend', nextAt: ago(16), nextKind: 'reminder_2h' });
  await put(1, { phase: 'invite', nextAt: ago(40), nextKind: 'booking_link' });
  await put(2, { phase: 'attend', nextAt: ago(14) }); // not long enough
  await put(3, { phase: 'reach', nextAt: ago(40) }); // waits for the dispatcher
  await put(4, { phase: 'rebook' });
  await put(5, { phase: 'attend', phaseSince: ago(20) }); // a new appointment overtakes what was written before
  await db.withClient(clientId, async (tx) => {
    const text = { ...own, campaignId, direction: 'inbound', channel: 'sms', kind: 'reply', status: 'received' };
    await tx.message.createMany({
      data: [
        ...many(3, (i) => ({ ...text, leadId: leads[4], body: `Monday? ${i}`, dedupeKey: `in:${i}` })),
        { ...text, leadId: leads[4], body: 'Handled', dedupeKey: 'in:handled', handledAt: new Date() },
        { ...text, leadId: leads[5], body: 'Before it booked', dedupeKey: 'in:other', sentAt: ago(30) },
      ],
    });
    const invoice = { ...own, kind: 'milestone', amountDueCents: 200_000 };
    await tx.invoice.createMany({
      data: [
        ...many(4, (i) => ({ ...invoice, mode: i === 0 ? 'live' : 'rehearsal', status: 'open', lastPaymentError: 'card_declined' })),
        { ...invoice, status: 'paid', lastPaymentError: 'card_declined' },
        { ...invoice, status: 'open' },
      ],
    });
    const effect = { ...own, vendor: 'retell', kind: 'call' };
    await tx.vendorEffect.createMany({
      data: [
        ...many(5, (i) => ({ ...effect, key: `lost ${i}`, status: 'started', startedAt: ago(30) })),
        { ...effect, key: 'asked just now', status: 'started', startedAt: ago(1) },
        ...many(6, (i) => ({ ...effect, key: `refused ${i}`, status: 'failed', settledAt: ago(60) })),
        { ...effect, key: 'refused last week', status: 'failed', settledAt: ago(7 * 24 * 60) },
      ],
    });
    const job = { clientId, campaignId, fileName: 'leads.csv' };
    await tx.importJob.createMany({
      data: [
        ...many(7, () => ({ ...job, status: 'failed', error: 'The file ended early.' })),
        { ...job, status: 'completed' },
        { ...job, status: 'failed', createdAt: ago(8 * 24 * 60) },
      ],
    });
    const fact = { ...own, aggregateType: 'lead', aggregateId: leads[0] ?? '', type: 'lead.booked' };
    await tx.outboxEvent.createMany({
      data: [
        ...many(8, () => ({ ...fact, nextTryAt: ago(5) })),
        { ...fact, nextTryAt: ago(1) },
        { ...fact, nextTryAt: ago(5), publishedAt: ago(4) },
      ],
    });
    const booking = { ...own, campaignId, timezone: 'America/New_York' };
    await tx.appointment.createMany({
      data: [
        ...many(2, (i) => ({ ...booking, leadId: leads[6 + i] ?? '', ...times(ago(60)) })),
        { ...booking, leadId: leads[5] ?? '', ...times(ago(60)), clientConfirmed: true },
        { ...booking, leadId: leads[4] ?? '', ...times(ago(-60)) },
        ...many(9, () => ({ ...booking, ...times(ago(60)) })),
        { ...booking, ...times(ago(60)), ignoredAt: new Date() },
      ],
    });
  });
});
afterAll(() => world?.[Symbol.asyncDispose]());

/** How many rows stand on the page at an address. */
async function rowsAt(to: string): Promise<number> {
  const { clientId, db } = world;
  const { pathname, searchParams } = new URL(to, 'http://here.invalid');
  const list = NEED_LISTS.find((one) => one === searchParams.get('which'));
  const mode = MODES.find((one) => one === (searchParams.get('mode') ?? searchParams.get('books')));
  if (!mode) throw new Error(`No mode is said at ${to}.`);
  return db.withClient(clientId, async (tx) => {
    if (pathname === '/billing' && searchParams.get('status') === 'failed')
      return (await listInvoices(tx, clientId, { failed: true, mode, page: 1, pageSize: 100 })).data.length;
    if (pathname === '/appointments') {
      const filter = { view: searchParams.get('view') as AppointmentView, mode };
      return (await appointmentPage(tx, clientId, { filter, order: { column: 'start', direction: 'asc' }, cursor: null, size: 100 })).rows
        .length;
    }
    if (pathname !== '/needs' || !list) throw new Error(`No list is known at ${to}.`);
    if (list === 'unclear' || list === 'refused') return (await troubledDeeds(tx, clientId, list, mode)).length;
    return (await waitingRows(tx, clientId, list, mode)).length;
  });
}

test('everything that needs a person leads to a list of exactly as many rows', async () => {
  const countedOf = async (mode: Mode) => {
    const needs = needsOf(await world.db.withClient(world.clientId, (tx) => needsPerson(tx, world.clientId, mode)), mode);
    const counted: [string, number, number][] = [];
    for (const { kind, n, to } of needs) counted.push([kind, n, await rowsAt(to)]);
    return counted;
  };
  expect(await countedOf('live')).toEqual([['unpaid', 1, 1]]);
  expect(await countedOf('rehearsal')).toEqual([
    ['untold', 8, 8],
    ['late', 2, 2],
    ['unpaid', 3, 3],
    ['verify', 2, 2],
    ['unmatched', 9, 9],
    ['replies', 3, 3],
    ['unclear', 5, 5],
    ['refused', 6, 6],
    ['imports', 7, 7],
  ]);
});

test('a row says what waits, whose it is and where it is dealt with; the longest waiting comes first', async () => {
  const { clientId, campaignId, db } = world;
  const [late, replies, imports] = await db.withClient(clientId, async (tx) => [
    await waitingRows(tx, clientId, 'late'),
    await waitingRows(tx, clientId, 'replies'),
    await waitingRows(tx, clientId, 'imports'),
  ]);
  expect(late.map(({ what, firstName, campaignName }) => [what, firstName, campaignName])).toEqual([
    ['booking_link', 'Ada', 'Spring'],
    ['reminder_2h', 'Ada', 'Spring'],
  ]);
  expect(replies.map(({ what }) => what).sort()).toEqual(['Monday? 0', 'Monday? 1', 'Monday? 2']);
  expect(imports[0]).toMatchObject({ what: 'leads.csv', why: 'The file ended early.', leadId: null, campaignId });
});
