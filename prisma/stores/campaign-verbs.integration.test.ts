import { describe, expect, test } from 'vitest';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { NewCampaign } from './campaign-settings.ts';
import { archiveCampaign, completeCampaign, type Platform, pauseCampaign, resumeCampaign } from './campaign-verbs.ts';
import { createCampaign, findCampaign } from './campaigns.ts';
import { campaignWorld } from './testing/campaigns.ts';

const EVERYTHING: Platform = { vendorsWithoutKeys: [], hasAgent: true, hasNumber: true, eventTypeId: 123 };
const { act, activate, campaign, clientId: idOfClient, facts, lead, leadRow, status } = campaignWorld();

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
    const after = await act((tx, clientId) => findCampaign(tx, clientId, id));
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

  test.each([
    ['without any booking takes the platform’s event type', {}, 123],
    ['with an event type of its own keeps it', { calcomEventTypeId: 7 }, 7],
    ['that books elsewhere takes none', { bookingUrl: 'https://book.example.com' }, null],
  ])('a live campaign %s', async (_case, own, expected) => {
    const id = await campaign({ mode: 'live', ...own });
    await lead(id);
    expect(await activate(id, EVERYTHING)).toMatchObject({ kind: 'ok' });
    expect((await act((tx, clientId) => findCampaign(tx, clientId, id)))?.calcomEventTypeId).toBe(expected);
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
    await act((tx, clientId) => tx.client.update({ where: { id: clientId }, data: { status: 'suspended' } }));
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
    pause: () => act((tx, clientId) => pauseCampaign(tx, clientId, id)),
    resume: () => act((tx, clientId) => resumeCampaign(tx, clientId, id)),
    complete: () => act((tx, clientId) => completeCampaign(tx, clientId, id)),
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
  expect(await act((tx, clientId) => archiveCampaign(tx, clientId, id))).toEqual({ kind: 'ok' });
  expect(await act((tx, clientId) => archiveCampaign(tx, clientId, id))).toEqual({
    kind: 'invalid_transition',
    from: 'archived',
    to: 'archived',
  });
});

test('resuming queues what was imported meanwhile and wakes the campaign', async () => {
  const id = await campaign();
  await lead(id);
  await activate(id);
  await act((tx, clientId) => pauseCampaign(tx, clientId, id));
  const late = await lead(id);
  await act((tx, clientId) => resumeCampaign(tx, clientId, id));
  expect((await leadRow(late)).dueAt).not.toBeNull();
  expect((await facts(id)).map(([type]) => type)).toEqual(['campaign.activated', 'campaign.paused', 'campaign.woken']);
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
      expect(await act((tx, clientId) => createCampaign(tx, clientId, input, null))).toEqual({ kind: 'not_for_live', what });
    }
  });

  test('a name is taken until its campaign is archived', async () => {
    const id = await campaign();
    const again = () => act((tx, clientId) => createCampaign(tx, clientId, NewCampaign.parse({ name: 'Roofs', mode: 'rehearsal' }), null));
    expect(await again()).toEqual({ kind: 'name_taken' });
    await act((tx, clientId) => archiveCampaign(tx, clientId, id));
    expect(await again()).toMatchObject({ kind: 'ok' });
  });

  test('another client’s agent and a number of the other mode are unknown', async () => {
    const input = (more: object) => NewCampaign.parse({ name: 'Roofs', mode: 'rehearsal', ...more });
    const number = await act((tx, clientId) =>
      tx.phoneNumber.create({ data: { clientId, mode: 'live', e164: `+1415${idOfClient().replace(/\D/g, '').slice(0, 7)}` } }),
    );
    const create = (more: object) => act((tx, clientId) => createCampaign(tx, clientId, input(more), null));
    expect(await create({ agentId: crypto.randomUUID() })).toEqual({ kind: 'unknown', what: 'agent' });
    expect(await create({ fromNumberId: number.id })).toEqual({ kind: 'unknown', what: 'number' });
  });
});
