import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb, type Tx } from '#prisma/client.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { NewCampaign } from './campaign-settings.ts';
import { createCampaign } from './campaigns.ts';
import { LeadChange, NewLead } from './lead-fields.ts';
import { leadTimeline } from './lead-timeline.ts';
import { createLead, deleteLead, findLead, type LeadQuery, listLeads, updateLead } from './leads.ts';
import { readCursor } from './views-paging.ts';

let database: TestDatabase;
let db: Db;
let campaignId: string;
const clientId = crypto.randomUUID();
const act = <T>(work: (tx: Tx) => Promise<T>) => db.withClient(clientId, work);

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb({ appUrl: database.urls.app });
  await act((tx) => tx.client.create({ data: { id: clientId, name: 'Northwind', slug: clientId } }));
  const saved = await act((tx) => createCampaign(tx, clientId, NewCampaign.parse({ name: 'Roofs', mode: 'rehearsal' }), null));
  if (saved.kind !== 'ok') throw new Error(saved.kind);
  campaignId = saved.id;
});
afterAll(async () => {
  await db.close();
  await database.dispose();
});

const add = (given: object) => act((tx) => createLead(tx, clientId, NewLead.parse({ campaignId, ...given })));
const added = async (given: object) => {
  const saved = await add(given);
  if (saved.kind !== 'ok') throw new Error(saved.kind);
  return saved.id;
};
const change = (id: string, given: object) => act((tx) => updateLead(tx, clientId, id, LeadChange.parse(given)));

describe('adding one', () => {
  test('reads the number in any spelling, takes it once, and notes that a rehearsal needs no consent', async () => {
    const id = await added({ phone: '(415) 555-2001', firstName: ' Ada ', email: 'ADA@Example.com' });
    expect(await act((tx) => findLead(tx, clientId, id))).toMatchObject({
      phone: '+14155552001',
      firstName: 'Ada',
      email: 'ada@example.com',
      status: 'new',
      phase: 'reach',
      source: 'api',
      consentAt: expect.any(Date),
      campaign: { id: campaignId, name: 'Roofs' },
      openAppointment: null,
      counts: { calls: 0, messages: 0, appointments: 0 },
    });
    expect(await add({ phone: '+1 415 555 2001' })).toEqual({ kind: 'duplicate' });
  });

  test('is told to other pages, also where the campaign does not run; what was refused is not', async () => {
    const saved = await act((tx) => createCampaign(tx, clientId, NewCampaign.parse({ name: 'Gutters', mode: 'rehearsal' }), null));
    if (saved.kind !== 'ok') throw new Error(saved.kind);
    const { id } = saved;
    const facts = async () =>
      (await act((tx) => tx.outboxEvent.findMany({ where: { aggregateId: id }, orderBy: { id: 'asc' } }))).map(({ type }) => type);
    await added({ campaignId: id, phone: '+14155552301' });
    expect(await facts()).toEqual(['campaign.lead_added']);
    await add({ campaignId: id, phone: '+14155552301' });
    expect(await facts()).toEqual(['campaign.lead_added']);
    await act((tx) => tx.campaign.update({ where: { clientId_id: { clientId, id } }, data: { status: 'active' } }));
    await added({ campaignId: id, phone: '+14155552302' });
    expect(await facts()).toEqual(['campaign.lead_added', 'campaign.woken']);
  });

  test('refuses numbers nobody may dial, barred ones, and campaigns that are not there', async () => {
    await act((tx) => tx.dncEntry.create({ data: { clientId, mode: 'rehearsal', phone: '+14155552099', reason: 'manual' } }));
    expect(await add({ phone: '+14155552099' })).toEqual({ kind: 'suppressed' });
    expect(await add({ phone: '800-555-2001' })).toMatchObject({ kind: 'invalid_phone', code: 'toll_free' });
    expect(await add({ phone: '+14155552098', campaignId: crypto.randomUUID() })).toEqual({ kind: 'unknown_campaign' });
  });

  test('keeps consent with its time and place; one of tomorrow or without a time is refused', () => {
    const given = { campaignId, phone: '+14155552005' };
    const path = (more: object) => NewLead.safeParse({ ...given, ...more }).error?.issues.map((issue) => issue.path.join('.'));
    const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    expect(path({ consentAt: at(-1), consentSource: 'Form' })).toBeUndefined();
    expect(path({ consentAt: at(1) })).toEqual(['consentAt']);
    expect(path({ consentSource: 'Form' })).toEqual(['consentAt']);
  });

  test('in an active campaign queues it and wakes the campaign; in one that is over it is refused', async () => {
    const setStatus = (status: string) => act((tx) => tx.campaign.updateMany({ data: { status } }));
    await setStatus('active');
    const id = await added({ phone: '4155552003' });
    expect((await act((tx) => findLead(tx, clientId, id)))?.status).toBe('queued');
    expect(await act((tx) => tx.outboxEvent.count({ where: { aggregateId: campaignId, type: 'campaign.woken' } }))).toBe(1);
    await setStatus('completed');
    expect(await add({ phone: '4155552004' })).toEqual({ kind: 'campaign_closed', status: 'completed' });
    await setStatus('draft');
  });
});

describe('changing and deleting', () => {
  test('the number may change until the first call', async () => {
    const id = await added({ phone: '4155552010' });
    expect(await change(id, { phone: '4155552011', notes: 'typo', tags: ['a'] })).toMatchObject({ kind: 'ok' });
    expect(await change(id, { phone: '4155552001' })).toEqual({ kind: 'duplicate' });
    await act((tx) =>
      tx.call.create({ data: { clientId, mode: 'rehearsal', leadId: id, campaignId, toNumber: '+14155552011', permit: 'granted' } }),
    );
    expect(await change(id, { phone: '4155552012' })).toEqual({ kind: 'already_called' });
    expect(await change(id, { phone: '+14155552011', lastName: 'Byron' })).toMatchObject({ kind: 'ok' });
    expect(await act((tx) => findLead(tx, clientId, id))).toMatchObject({
      phone: '+14155552011',
      lastName: 'Byron',
      notes: 'typo',
      tags: ['a'],
    });
  });

  test('consent is stated where none is on record, and then stays', async () => {
    const id = await added({ phone: '4155552013' });
    const consent = async () => {
      const { consentAt, consentSource } = await act((tx) => tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id } } }));
      return [consentAt?.toISOString(), consentSource];
    };
    await act((tx) => tx.lead.update({ where: { clientId_id: { clientId, id } }, data: { consentAt: null, consentSource: null } }));
    const stated = { consentAt: '2026-03-04T10:00:00Z', consentSource: 'Form' };
    expect(await change(id, stated)).toMatchObject({ kind: 'ok' });
    expect(await change(id, { ...stated, consentSource: 'Another form' })).toEqual({ kind: 'consent_on_record' });
    expect(await consent()).toEqual(['2026-03-04T10:00:00.000Z', 'Form']);
  });

  test('a lead that was called stays, an untouched one goes', async () => {
    const [used, fresh] = [await added({ phone: '4155552020' }), await added({ phone: '4155552021' })];
    await act((tx) => tx.call.create({ data: { clientId, mode: 'rehearsal', leadId: used, campaignId, toNumber: '+1' } }));
    expect(await act((tx) => deleteLead(tx, clientId, used))).toEqual({ kind: 'in_use' });
    expect(await act((tx) => deleteLead(tx, clientId, fresh))).toEqual({ kind: 'ok' });
    expect(await act((tx) => deleteLead(tx, clientId, fresh))).toEqual({ kind: 'missing' });
  });
});

describe('lists', () => {
  const query = (more: Partial<LeadQuery>): LeadQuery => ({ page: 1, pageSize: 25, campaignId, ...more });
  const phones = async (more: Partial<LeadQuery>) =>
    (await act((tx) => listLeads(tx, clientId, query(more)))).data.map(({ phone }) => phone.slice(-4));

  test('a lead is found by what it is called now, by its tags and by its id, and not once it is gone', async () => {
    const id = await added({ phone: '2125553011', firstName: 'Joan', lastName: 'Clarke' });
    await act((tx) => updateLead(tx, clientId, id, { company: 'Hut 8', tags: ['bletchley'] }));
    expect(await phones({ q: 'hut 8' })).toEqual(['3011']);
    expect(await phones({ tags: ['bletchley', 'park'] })).toEqual(['3011']);
    expect(await phones({ q: id.toUpperCase() })).toEqual(['3011']);
    await act((tx) => updateLead(tx, clientId, id, { lastName: 'Murray' }));
    expect([await phones({ q: 'clarke' }), await phones({ q: 'joan murray' })]).toEqual([[], ['3011']]);
    await act((tx) => deleteLead(tx, clientId, id));
    expect(await phones({ q: 'murray' })).toEqual([]);
  });

  test('filter by status, tag and words, and find a number however it is written', async () => {
    await added({ phone: '2125553001', firstName: 'Grace', lastName: 'Hopper', company: 'Navy 50%_off', tags: ['vip'] });
    await added({ phone: '2125553002', firstName: 'Grace', lastName: 'Kelly', tags: ['vip', 'late'] });
    expect(await phones({ q: 'grace hop' })).toEqual(['3001']);
    expect(await phones({ q: '(212) 555-3002' })).toEqual(['3002']);
    expect(await phones({ q: '50%_' })).toEqual(['3001']);
    expect(await phones({ q: '0%_' })).toEqual(['3001']);
    expect(await phones({ q: '%' })).toEqual([]); // one or two characters are the beginning of a word
    expect(await phones({ q: 'gr na' })).toEqual(['3001']);
    expect(await phones({ tags: ['late'] })).toEqual(['3002']);
    expect(await phones({ statuses: ['queued'] })).toEqual(['2003', '2001']);
    expect(await phones({ q: 'grace', sort: 'name' })).toEqual(['3001', '3002']);
    expect(await phones({ q: 'grace', sort: '-name' })).toEqual(['3002', '3001']);
    expect(await phones({ hasAppointment: true })).toEqual([]);
  });

  test('pages and cursors walk the same rows, each once', async () => {
    const all = await phones({ sort: 'createdAt', pageSize: 100 });
    const pages = [...(await phones({ sort: 'createdAt', pageSize: 3 })), ...(await phones({ sort: 'createdAt', pageSize: 3, page: 2 }))];
    expect(pages).toEqual(all.slice(0, 6));
    const walked: string[] = [];
    for (let cursor: LeadQuery['cursor']; ; ) {
      const page = await act((tx) => listLeads(tx, clientId, query({ sort: 'createdAt', pageSize: 3, cursor })));
      walked.push(...page.data.map(({ phone }) => phone.slice(-4)));
      expect(page.total).toBe(all.length);
      if (!page.nextCursor) break;
      cursor = readCursor(new URLSearchParams({ after: page.nextCursor })) ?? undefined;
    }
    expect(walked).toEqual(all);
  });
});

test('the timeline merges what was and what will be, newest first', async () => {
  const leadId = await added({ phone: '2125554001' });
  const own = { clientId, mode: 'rehearsal', leadId, campaignId };
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  await act(async (tx) => {
    await tx.call.create({
      data: {
        ...own,
        toNumber: '+1',
        permit: 'consumed',
        dialNo: 1,
        status: 'completed',
        outcome: 'appointment_set',
        dialledAt: at(-30),
        startedAt: at(-30),
      },
    });
    await tx.call.create({ data: { ...own, toNumber: '+1', permit: 'expired' } });
    const times = { startAt: at(120), endAt: at(150), timezone: 'UTC', bookedAt: at(-28), verifyDueAt: at(3000) };
    const { id } = await tx.appointment.create({ data: { ...own, ...times, title: 'Roof' } });
    const message = { ...own, channel: 'sms', appointmentId: id };
    await tx.message.create({ data: { ...message, kind: 'booking_confirmation', status: 'delivered', sentAt: at(-27), dedupeKey: 'a' } });
    await tx.message.create({ data: { ...message, kind: 'reminder_15m', status: 'scheduled', scheduledFor: at(105), dedupeKey: 'b' } });
    await tx.gateDecision.create({
      data: {
        clientId,
        leadId,
        channel: 'call',
        purpose: 'dial',
        answer: 'later',
        codes: ['outside_hours'],
        ruleset: 'r',
        decidedAt: at(-60),
      },
    });
    await tx.outboxEvent.create({
      data: { clientId, mode: 'rehearsal', aggregateType: 'lead', aggregateId: leadId, type: 'lead.booked', at: at(-28.5) },
    });
  });
  const timeline = await act((tx) => leadTimeline(tx, clientId, leadId, { page: 1, pageSize: 25 }));
  expect(timeline?.data.map(({ kind, what, isAhead }) => [kind, what, isAhead])).toEqual([
    ['message', 'reminder_15m', true],
    ['message', 'booking_confirmation', false],
    ['appointment', 'link', false],
    ['fact', 'lead.booked', false],
    ['call', 'outbound', false],
    ['decision', 'call.dial', false],
  ]);
  expect(timeline?.total).toBe(6);
});
