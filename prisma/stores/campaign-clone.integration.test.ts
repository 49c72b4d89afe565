import { expect, test } from 'vitest';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { cloneCampaign } from './campaign-clone.ts';
import { archiveCampaign } from './campaign-verbs.ts';
import { deleteCampaign, findCampaign } from './campaigns.ts';
import { campaignTexts, saveText } from './template-editing.ts';
import { campaignWorld } from './testing/campaigns.ts';

const { act, activate, campaign, facts, lead, status } = campaignWorld();
const clone = (id: string, name?: string) => act((tx, clientId) => cloneCampaign(tx, clientId, id, { name, createdById: null }));
const clonedId = async (id: string, name?: string) => {
  const saved = await clone(id, name);
  if (saved.kind !== 'ok') throw new Error(saved.kind);
  return saved.id;
};
const read = (id: string) => act((tx, clientId) => findCampaign(tx, clientId, id));
const ownText = (id: string) =>
  act(async (tx, clientId) =>
    (await campaignTexts(tx, clientId, id)).find(({ key, channel }) => key === 'reminder_2h' && channel === 'sms'),
  );
const BODY = 'Soon, {{first_name}}: {{starts_in}} left. Ref {{reference}}. Reply STOP to opt out.';

test('a copy has settings and own texts, is a draft without leads and dates, and other pages hear of it', async () => {
  const id = await campaign({
    description: 'North side',
    cadencePreset: 'seconds',
    pace: 'seconds',
    maxAttempts: 5,
    maxConcurrentCalls: 4,
    enforceHours: true,
    callingHours: { ...DEFAULT_HOURS, sat: [] },
    calcomEventTypeId: 102,
    endsAt: '2026-12-31T00:00:00Z',
  });
  await lead(id);
  await act((tx, clientId) => saveText(tx, clientId, { campaignId: id, key: 'reminder_2h', channel: 'sms' }, { body: BODY }));
  await activate(id);
  const copy = await clonedId(id);
  expect(await read(copy)).toMatchObject({
    name: 'Roofs (copy)',
    description: 'North side',
    status: 'draft',
    mode: 'rehearsal',
    cadence: SECONDS_CADENCE,
    cadencePreset: 'seconds',
    pace: 'seconds',
    maxAttempts: 5,
    maxConcurrentCalls: 4,
    enforceHours: true,
    callingHours: { ...DEFAULT_HOURS, sat: [] },
    calcomEventTypeId: 102,
    agentId: (await read(id))?.agentId,
    startsAt: null,
    endsAt: null,
    stats: expect.objectContaining({ totalLeads: 0 }),
  });
  expect(await ownText(copy)).toMatchObject({ body: BODY, source: 'campaign' });
  expect(await facts(copy)).toEqual([['campaign.cloned', false]]);
  expect((await read(id))?.stats.totalLeads).toBe(1);
});

test('a live campaign is copied as a live draft; an agent that is switched off is left open', async () => {
  const agentId = await act(
    async (tx, clientId) => (await tx.agent.create({ data: { clientId, name: 'Robin', retellAgentId: 'agent_1' } })).id,
  );
  const id = await campaign({ mode: 'live', agentId });
  await act((tx, clientId) => tx.agent.update({ where: { clientId_id: { clientId, id: agentId } }, data: { active: false } }));
  expect(await read(await clonedId(id))).toMatchObject({ mode: 'live', agentId: null, cadencePreset: 'true', enforceHours: true });
});

test('names: the next free one unless given, a taken one is refused, and an unknown campaign has no copy', async () => {
  const id = await campaign();
  await clonedId(id);
  expect((await read(await clonedId(id)))?.name).toBe('Roofs (copy 2)');
  expect((await read(await clonedId(id, 'Gutters')))?.name).toBe('Gutters');
  expect(await clone(id, 'Gutters')).toEqual({ kind: 'name_taken' });
  expect(await clone(crypto.randomUUID())).toEqual({ kind: 'missing' });
  await act((tx, clientId) => archiveCampaign(tx, clientId, id));
  expect((await read(await clonedId(id)))?.name).toBe('Roofs (copy 3)');
});

test('deleting a draft takes its own texts along and is heard of; the texts of others stay', async () => {
  const [id, other] = [await campaign(), await campaign({ name: 'Gutters' })];
  for (const campaignId of [id, other])
    await act((tx, clientId) => saveText(tx, clientId, { campaignId, key: 'reminder_2h', channel: 'sms' }, { body: BODY }));
  expect(await act((tx, clientId) => deleteCampaign(tx, clientId, id))).toEqual({ kind: 'ok' });
  expect(await status(id)).toBeUndefined();
  expect(await facts(id)).toEqual([
    ['campaign.texts_changed', false],
    ['campaign.deleted', false],
  ]);
  expect(await act((tx) => tx.messageTemplate.findMany({ select: { campaignId: true } }))).toEqual([{ campaignId: other }]);
});
