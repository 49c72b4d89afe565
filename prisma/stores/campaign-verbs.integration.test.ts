import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { type Db, openDb, type Tx } from '#prisma/client.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { NewCampaign } from './campaign-settings.ts';
import {
  activateCampaign,
  archiveCampaign,
  completeCampaign,
  completeIfDone,
  type Platform,
  pauseCampaign,
  resumeCampaign,
} from './campaign-verbs.ts';
import { createCampaign, findCampaign } from './campaigns.ts';

const NOTHING: Platform = { vendorsWithoutKeys: ['Retell', 'Stripe'], hasAgent: false, hasNumber: false, hasEventType: false };
const EVERYTHING: Platform = { vendorsWithoutKeys: [], hasAgent: true, hasNumber: true, hasEventType: true };

let database: TestDatabase;
let db: Db;
let clientId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb({ appUrl: database.urls.app, relayUrl: database.urls.relay });
});
afterAll(async () => {
  await db.close();
  await database.dispose();
});
beforeEach(async () => {
  clientId = crypto.randomUUID();
  await db.withClient(clientId, (tx) =>
    tx.client.create({ data: { id: clientId, name: 'Northwind', slug: clientId, usageBilling: 'postpaid' } }),
  );
});

const act = <T>(work: (tx: Tx) => Promise<T>) => db.withClient(clientId, work);
async function campaign(given: object = {}): Promise<string> {
  const saved = await act((tx) => createCampaign(tx, clientId, NewCampaign.parse({ name: 'Roofs', mode: 'rehearsal', ...given }), null));
  if (saved.kind !== 'ok') throw new Error(saved.kind);
  return saved.id;
}
let phones = 0;
const lead = (campaignId: string, more: object = {}) =>
  act(async (tx) => {
    const { mode } = await tx.campaign.findUniqueOrThrow({ where: { clientId_id: { clientId, id: campaignId } } });
    return (await tx.lead.create({ data: { clientId, mode, campaignId, phone: `+1415555${String(1000 + ++phones)}`, ...more } })).id;
  });
const leadRow = (id: string) => act((tx) => tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id } } }));
const status = async (id: string) => (await act((tx) => findCampaign(tx, clientId, id)))?.status;
const facts = async (aggregateId: string) =>
  (await act((tx) => tx.outboxEvent.findMany({ where: { aggregateId }, orderBy: { id: 'asc' } }))).map(({ type, publishedAt }) => [
    type,
    publishedAt !== null,
  ]);
const activate = (id: string, platform = NOTHING) => act((tx) => activateCampaign(tx, clientId, id, platform));

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

describe('activating', () => {
  test('names everything that is missing at once', async () => {
    const live = await campaign({ mode: 'live' });
    expect(await activate(live)).toEqual({
      kind: 'incomplete',
      missing: ['vendor_keys', 'agent', 'number', 'booking', 'leads'],
      vendors: ['Retell', 'Stripe'],
    });
    expect(await activate(live, EVERYTHING)).toEqual({ kind: 'incomplete', missing: ['leads'], vendors: [] });
    expect(await status(live)).toBe('draft');
  });

  test('a rehearsal needs leads alone, takes the sandbox’s agent, number and event type, and queues every lead at once', async () => {
    const id = await campaign({ cadencePreset: 'seconds' });
    expect(await activate(id)).toMatchObject({ kind: 'incomplete', missing: ['leads'] });
    const [ready, barred] = [await lead(id), await lead(id, { status: 'dnc', phase: 'end' })];
    expect(await activate(id)).toEqual({ kind: 'ok', queued: 1 });
    const after = await act((tx) => findCampaign(tx, clientId, id));
    expect(after).toMatchObject({
      status: 'active',
      calcomEventTypeId: 102,
      agentId: expect.any(String),
      fromNumberId: expect.any(String),
    });
    const row = await leadRow(ready);
    expect(row).toMatchObject({ status: 'queued', nextKind: 'dial', nextReason: 'first call' });
    expect(row.dueAt?.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
    expect(row.nextCallAt).toEqual(row.dueAt);
    expect((await leadRow(barred)).dueAt).toBeNull();
    expect(await facts(id)).toEqual([['campaign.activated', false]]);
  });

  test('moves first calls into each zone’s calling hours where hours are enforced', async () => {
    const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const weekday = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[new Date(`${tomorrow}T12:00:00Z`).getUTCDay()] ?? 'mon';
    const id = await campaign({ enforceHours: true, callingHours: { ...closed, [weekday]: [['10:00', '11:00']] } });
    const [east, west] = [await lead(id, { phone: '+12125550123' }), await lead(id, { phone: '+14155550123' })];
    await activate(id);
    const [first, second] = [(await leadRow(east)).dueAt, (await leadRow(west)).dueAt];
    const local = (at: Date | null, timeZone: string) => at?.toLocaleString('sv-SE', { timeZone });
    expect(local(first, 'America/New_York')).toBe(`${tomorrow} 10:00:00`);
    expect(local(second, 'America/Los_Angeles')).toBe(`${tomorrow} 10:00:00`);
    expect((await leadRow(east)).nextReason).toBe('first call, when calling hours open');
  });

  test('a suspended client starts nothing', async () => {
    const id = await campaign();
    await lead(id);
    await act((tx) => tx.client.update({ where: { id: clientId }, data: { status: 'suspended' } }));
    expect(await activate(id)).toEqual({ kind: 'suspended' });
  });

  test('two at once start it once', async () => {
    const id = await campaign();
    await lead(id);
    const answers = await Promise.all([activate(id), activate(id)]);
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['invalid_transition', 'ok']);
    expect(await facts(id)).toEqual([['campaign.activated', false]]);
  });
});

test('a campaign moves only along its machine', async () => {
  const id = await campaign();
  await lead(id);
  const verbs = {
    activate: () => activate(id),
    pause: () => act((tx) => pauseCampaign(tx, clientId, id)),
    resume: () => act((tx) => resumeCampaign(tx, clientId, id)),
    complete: () => act((tx) => completeCampaign(tx, clientId, id)),
  };
  const tried: string[] = [];
  const run = async (...names: (keyof typeof verbs)[]) => {
    for (const name of names) tried.push(`${name} ${(await verbs[name]()).kind === 'ok' ? await status(id) : 'no'}`);
  };
  await run(
    'pause',
    'resume',
    'complete',
    'activate',
    'activate',
    'resume',
    'pause',
    'pause',
    'activate',
    'resume',
    'pause',
    'complete',
    'complete',
    'activate',
    'resume',
    'pause',
  );
  expect(tried).toEqual([
    ...['pause no', 'resume no', 'complete no', 'activate active', 'activate no', 'resume no', 'pause paused', 'pause no', 'activate no'],
    ...['resume active', 'pause paused', 'complete completed', 'complete no', 'activate no', 'resume no', 'pause no'],
  ]);
  expect(await act((tx) => archiveCampaign(tx, clientId, id))).toEqual({ kind: 'ok' });
  expect(await act((tx) => archiveCampaign(tx, clientId, id))).toEqual({ kind: 'invalid_transition', from: 'archived', to: 'archived' });
});

test('resuming queues what was imported meanwhile and wakes the campaign', async () => {
  const id = await campaign();
  await lead(id);
  await activate(id);
  await act((tx) => pauseCampaign(tx, clientId, id));
  const late = await lead(id);
  await act((tx) => resumeCampaign(tx, clientId, id));
  expect((await leadRow(late)).dueAt).not.toBeNull();
  expect((await facts(id)).map(([type]) => type)).toEqual(['campaign.activated', 'campaign.paused', 'campaign.woken']);
});

describe('completing', () => {
  test('gives each unfinished lead a final status with its reason, tells those that have a workflow, and leaves appointments be', async () => {
    const id = await campaign();
    const [fresh, called, shown, attending] = [
      await lead(id),
      await lead(id, { dials: 2, attempts: 2, status: 'queued', seq: 4, toldSeq: 4, dueAt: new Date() }),
      await lead(id, { phase: 'end', status: 'shown', seq: 9, toldSeq: 9 }),
      await lead(id, { phase: 'attend', status: 'booked', seq: 5, toldSeq: 5 }),
    ];
    await activate(id);
    await act(async (tx) => {
      const call = await tx.call.create({
        data: { clientId, mode: 'rehearsal', campaignId: id, leadId: called, toNumber: '+1', permit: 'granted' },
      });
      await tx.callSlot.create({
        data: { callId: call.id, clientId, mode: 'rehearsal', campaignId: id, leadId: called, phone: '+1', leaseUntil: new Date() },
      });
      await tx.message.create({
        data: { clientId, mode: 'rehearsal', leadId: called, channel: 'sms', kind: 'booking_link', status: 'scheduled', dedupeKey: 'x' },
      });
    });
    expect(await act((tx) => completeCampaign(tx, clientId, id))).toEqual({ kind: 'ok' });
    expect(await leadRow(fresh)).toMatchObject({
      phase: 'end',
      status: 'unresponsive',
      dueAt: null,
      nextAt: null,
      nextReason: 'the campaign was completed',
      seq: 1,
      toldSeq: 1,
    });
    expect(await leadRow(called)).toMatchObject({ phase: 'end', status: 'unresponsive', seq: 5, toldSeq: 4 });
    expect(await leadRow(shown)).toMatchObject({ status: 'shown', seq: 9 });
    expect(await leadRow(attending)).toMatchObject({ phase: 'attend', status: 'booked', seq: 5 });
    expect(await facts(fresh)).toEqual([['lead.ended', true]]);
    expect(await facts(called)).toEqual([['lead.ended', false]]);
    const left = await act(async (tx) => [
      await tx.callSlot.count(),
      await tx.call.count({ where: { permit: 'granted' } }),
      await tx.message.count({ where: { status: 'skipped', skipReason: 'campaign_completed' } }),
    ]);
    expect(left).toEqual([0, 0, 1]);
    expect((await act((tx) => findCampaign(tx, clientId, id)))?.stats).toMatchObject({ totalLeads: 4, unresponsive: 2, finished: 3 });
  });

  test('of a rehearsal invoices its calls at once', async () => {
    const id = await campaign();
    const leadId = await lead(id, { phase: 'end', status: 'shown' });
    await lead(id);
    await activate(id);
    await act(async (tx) => {
      const call = await tx.call.create({
        data: { clientId, mode: 'rehearsal', campaignId: id, leadId, toNumber: '+1', permit: 'consumed', dialNo: 1 },
      });
      await tx.usageRecord.create({
        data: {
          callId: call.id,
          clientId,
          mode: 'rehearsal',
          seconds: 90,
          rateCents: 20,
          costCents: 30,
          settlement: 'invoice',
          periodMonth: '2026-11',
        },
      });
    });
    await act((tx) => completeCampaign(tx, clientId, id));
    const invoices = await act((tx) => tx.invoice.findMany());
    expect(invoices).toMatchObject([{ mode: 'rehearsal', kind: 'usage', amountDueCents: 30, status: 'draft' }]);
    expect(await facts(clientId)).toEqual([['billing.invoice_wanted', false]]);
  });
});

describe('completing by itself', () => {
  const done = (id: string) => act((tx) => completeIfDone(tx, clientId, id));
  const over = { phase: 'end', status: 'unresponsive' };

  test('waits for open leads, undecided appointments and imports, then happens once', async () => {
    const id = await campaign();
    const leadId = await lead(id);
    await activate(id);
    expect(await done(id)).toBe(false);
    const times = { startAt: new Date(), endAt: new Date(Date.now() + 1), timezone: 'UTC', bookedAt: new Date(), verifyDueAt: new Date() };
    await act(async (tx) => {
      await tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: over });
      await tx.appointment.create({ data: { clientId, mode: 'rehearsal', campaignId: id, leadId, status: 'awaiting', ...times } });
    });
    expect(await done(id)).toBe(false);
    await act((tx) => tx.appointment.updateMany({ data: { status: 'no_show' } }));
    await act((tx) => tx.importJob.create({ data: { clientId, campaignId: id, fileName: 'a.csv', status: 'running' } }));
    expect(await done(id)).toBe(false);
    await act((tx) => tx.importJob.updateMany({ data: { status: 'completed' } }));
    expect(await Promise.all([done(id), done(id)])).toContain(true);
    expect(await done(id)).toBe(false);
    expect(await status(id)).toBe('completed');
    expect((await facts(id)).map(([type]) => type)).toEqual(['campaign.activated', 'campaign.completed']);
  });

  test('happens at the end that was set, whatever is left', async () => {
    const id = await campaign({ endsAt: new Date(Date.now() + 3_600_000).toISOString() });
    const leadId = await lead(id);
    await activate(id);
    expect(await done(id)).toBe(false);
    await act((tx) => tx.campaign.updateMany({ data: { endsAt: new Date(Date.now() - 1) } }));
    expect(await done(id)).toBe(true);
    expect(await leadRow(leadId)).toMatchObject({ phase: 'end', status: 'unresponsive' });
    expect(await done(id)).toBe(false);
  });

  test('sees the leads of an import batch that held the campaign while it waited', async () => {
    const id = await campaign();
    const leadId = await lead(id);
    await activate(id);
    await act((tx) => tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: over }));
    const [holding, finished] = [gate(), gate()];
    const batch = act(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM campaign WHERE id = ${id}::uuid FOR SHARE`;
      await tx.lead.create({ data: { clientId, mode: 'rehearsal', campaignId: id, phone: '+13125550123' } });
      holding.open();
      await finished.opened;
    });
    await holding.opened;
    const asked = done(id);
    setTimeout(finished.open, 300);
    await batch;
    expect(await asked).toBe(false);
    expect(await status(id)).toBe('active');
  });
});

describe('settings', () => {
  test('live campaigns take no shortened time, no other pace, and keep the hours', async () => {
    for (const [what, given] of [
      ['cadence', { cadencePreset: 'seconds' }],
      ['cadence', { cadence: SECONDS_CADENCE }],
      ['pace', { pace: 'instant' }],
      ['enforceHours', { enforceHours: false }],
    ] as const) {
      const input = NewCampaign.parse({ name: `Live ${what}`, mode: 'live', ...given });
      expect(await act((tx) => createCampaign(tx, clientId, input, null))).toEqual({ kind: 'not_for_live', what });
    }
  });

  test('a name is taken until its campaign is archived', async () => {
    const id = await campaign();
    const again = () => act((tx) => createCampaign(tx, clientId, NewCampaign.parse({ name: 'Roofs', mode: 'rehearsal' }), null));
    expect(await again()).toEqual({ kind: 'name_taken' });
    await act((tx) => archiveCampaign(tx, clientId, id));
    expect(await again()).toMatchObject({ kind: 'ok' });
  });

  test('another client’s agent and a number of the other mode are unknown', async () => {
    const input = (more: object) => NewCampaign.parse({ name: 'Roofs', mode: 'rehearsal', ...more });
    const number = await act((tx) =>
      tx.phoneNumber.create({ data: { clientId, mode: 'live', e164: `+1415${clientId.replace(/\D/g, '').slice(0, 7)}` } }),
    );
    const create = (more: object) => act((tx) => createCampaign(tx, clientId, input(more), null));
    expect(await create({ agentId: crypto.randomUUID() })).toEqual({ kind: 'unknown', what: 'agent' });
    expect(await create({ fromNumberId: number.id })).toEqual({ kind: 'unknown', what: 'number' });
  });
});
