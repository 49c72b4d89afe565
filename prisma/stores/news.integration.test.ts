import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { NEWS_KINDS, newsKindsFor } from '#domain/news.ts';
import { noteInvoiceTrouble } from './invoices.ts';
import { markNewsSeen, newsOf, unseenNews } from './news.ts';
import { campaignWorld } from './testing/campaigns.ts';

const { act, campaign, clientId: ownId } = campaignWorld();
let userId: string;
beforeEach(async () => {
  userId = randomUUID();
  await act((tx, clientId) => tx.membership.create({ data: { clientId, userId, createdAt: new Date('2026-01-01') } }));
});

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const reader = (kinds = newsKindsFor(true)) => ({ clientId: ownId(), userId, zone: 'UTC', kinds });
const unseen = (kinds = newsKindsFor(true)) => act((tx) => unseenNews(tx, reader(kinds)));
const news = async () => (await act((tx) => newsOf(tx, reader()))).news;
const importDone = (campaignId: string, finishedAt: Date, more: object = {}) =>
  act(async (tx, clientId) => {
    const counts = { inserted: 40, duplicates: 2, invalid: 1, suppressed: 1 };
    const job = { clientId, campaignId, fileName: 'leads.csv', status: 'completed', finishedAt, ...counts, ...more };
    return (await tx.importJob.create({ data: job })).id;
  });
const effect = (settledAt: Date, more: object = {}) =>
  act((tx, clientId) =>
    tx.vendorEffect.create({
      data: { clientId, mode: 'live', key: randomUUID(), vendor: 'twilio', kind: 'sms', status: 'failed', settledAt, ...more },
    }),
  );
/** A day long enough ago that a minute more does not change it, within the last weeks. */
const noon = () => {
  const day = new Date(Date.now() - 3 * 86_400_000);
  day.setUTCHours(12, 0, 0, 0);
  return day;
};

describe('what is news', () => {
  test('an import that ended, with its counts; a check without importing and one under way are none', async () => {
    const id = await campaign();
    const done = await importDone(id, ago(5));
    await importDone(id, ago(4), { dryRun: true });
    await act((tx, clientId) => tx.importJob.create({ data: { clientId, campaignId: id, fileName: 'more.csv', status: 'running' } }));
    expect(await news()).toEqual([
      {
        kind: 'import',
        key: `import ${done}`,
        at: expect.any(String),
        mode: 'rehearsal',
        importId: done,
        campaignId: id,
        campaign: 'Roofs',
        file: 'leads.csv',
        error: null,
        inserted: 40,
        refused: 4,
      },
    ]);
    expect(await unseen()).toBe(1);
  });

  test('a campaign that is done, a milestone with its invoice, newest first', async () => {
    const id = await campaign();
    await act(async (tx, clientId) => {
      await tx.campaign.update({ where: { clientId_id: { clientId, id } }, data: { status: 'completed', completedAt: ago(10) } });
      const invoice = { clientId, mode: 'live', kind: 'milestone', amountDueCents: 200_000, createdAt: ago(5) };
      const { id: invoiceId } = await tx.invoice.create({ data: invoice });
      const milestone = { clientId, mode: 'live', milestoneNumber: 2, shownCount: 50, amountCents: 200_000, reachedAt: ago(5) };
      await tx.milestone.create({ data: { ...milestone, invoiceId } });
    });
    expect(await news()).toMatchObject([
      { kind: 'milestone', mode: 'live', number: 2, shows: 50, amountCents: 200_000 },
      { kind: 'campaign', campaignId: id, campaign: 'Roofs', leads: 0, booked: 0, shown: 0 },
    ]);
    expect(await unseen()).toBe(2);
  });

  test('a payment that failed, until it is paid; not for those who may not see payments', async () => {
    const invoiceId = await act(
      async (tx, clientId) =>
        (
          await tx.invoice.create({
            data: {
              clientId,
              mode: 'live',
              kind: 'usage',
              status: 'open',
              number: 'CV-7',
              amountDueCents: 4_200,
              periodMonth: '2026-10',
              periodKey: '2026-10',
            },
          })
        ).id,
    );
    expect(await unseen()).toBe(0);
    await act((tx, clientId) => noteInvoiceTrouble(tx, clientId, invoiceId, 'The payment was declined.'));
    expect(await news()).toMatchObject([
      { kind: 'payment', invoiceId, number: 'CV-7', amountCents: 4_200, reason: 'The payment was declined.' },
    ]);
    expect([await unseen(), await unseen(newsKindsFor(false))]).toEqual([1, 0]);
    await act((tx, clientId) => tx.invoice.update({ where: { clientId_id: { clientId, id: invoiceId } }, data: { status: 'paid' } }));
    expect([await news(), await unseen()]).toEqual([[], 0]);
  });

  test('bookings of nobody we know and a vendor’s troubles are one piece of news a day', async () => {
    const booking = (createdAt: Date, more: object = {}) =>
      act((tx, clientId) => {
        const times = { startAt: ago(-60), endAt: ago(-90), bookedAt: createdAt, verifyDueAt: ago(-3_000), timezone: 'UTC', createdAt };
        return tx.appointment.create({ data: { clientId, mode: 'live', ...times, ...more } });
      });
    const [day, before] = [noon(), new Date(noon().getTime() - 86_400_000)];
    await booking(day);
    await booking(new Date(day.getTime() + 60_000));
    await booking(before);
    await booking(day, { ignoredAt: ago(1) });
    await effect(day);
    await effect(new Date(day.getTime() + 60_000));
    await effect(day, { vendor: 'retell', status: 'unknown' });
    await effect(day, { status: 'done' });
    const found = await news();
    expect(
      found.map((piece) => [piece.kind, piece.mode, 'count' in piece && piece.count, 'isUnclear' in piece && piece.isUnclear]),
    ).toEqual([
      ['booking', 'live', 2, false],
      ['provider', 'live', 2, false],
      ['provider', 'live', 1, true],
      ['booking', 'live', 1, false],
    ]);
    expect(found[0]?.at).toBe(new Date(day.getTime() + 60_000).toISOString());
    expect(await unseen()).toBe(4);
  });
});

describe('what was seen', () => {
  test('is no longer counted but still listed; what came later counts; an earlier mark takes nothing back', async () => {
    const id = await campaign();
    await importDone(id, ago(30));
    await importDone(id, ago(5));
    const mark = (until: Date) => act((tx) => markNewsSeen(tx, reader(), until.toISOString()));
    await mark(ago(10));
    expect([await unseen(), (await news()).length]).toEqual([1, 2]);
    await mark(ago(20));
    expect(await unseen()).toBe(1);
    await mark(new Date('2099-01-01'));
    expect(await unseen()).toBe(0);
    await importDone(id, ago(-1));
    expect(await unseen()).toBe(1);
  });

  test('is a member’s own: another member still counts it, and one who joined later does not', async () => {
    await importDone(await campaign(), ago(5));
    await act((tx) => markNewsSeen(tx, reader(), new Date().toISOString()));
    expect(await unseen()).toBe(0);
    userId = randomUUID();
    expect(await unseen()).toBe(1);
    await act((tx, clientId) => tx.membership.create({ data: { clientId, userId, createdAt: ago(1) } }));
    expect(await unseen()).toBe(0);
  });

  test('what is older than thirty days is neither counted nor listed, and more than 99 are counted as 100', async () => {
    const id = await campaign();
    await importDone(id, ago(31 * 24 * 60));
    expect([await unseen(), await news()]).toEqual([0, []]);
    await act((tx, clientId) =>
      tx.importJob.createMany({
        data: Array.from({ length: 120 }, () => ({ clientId, campaignId: id, fileName: 'a.csv', status: 'failed', finishedAt: ago(2) })),
      }),
    );
    expect(await unseen()).toBe(100);
  });

  test('nothing of another client is read or marked', async () => {
    await importDone(await campaign(), ago(5));
    const stranger = randomUUID();
    expect(await act((tx) => unseenNews(tx, { ...reader(), clientId: stranger, kinds: NEWS_KINDS }))).toBe(0);
    await act((tx) => markNewsSeen(tx, { clientId: stranger, userId }, new Date().toISOString()));
    expect(await act((tx) => tx.notificationSeen.count())).toBe(0);
  });
});
