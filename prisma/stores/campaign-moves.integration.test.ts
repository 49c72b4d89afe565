import { expect, test } from 'vitest';
import { type CallingHours, DEFAULT_HOURS } from '#domain/calling-window.ts';
import { effectsOfChange } from './campaign-change.ts';
import { countMoves } from './campaign-moves.ts';
import { CampaignChange } from './campaign-settings.ts';
import { updateCampaign } from './campaigns.ts';
import { campaignWorld } from './testing/campaigns.ts';

const { act, activate, campaign, facts, lead, leadRow } = campaignWorld();

const CLOSED: CallingHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const weekday = DAYS[new Date(`${tomorrow}T12:00:00Z`).getUTCDay()] ?? 'mon';
const from = (time: string): CallingHours => ({ ...CLOSED, [weekday]: [[time, '20:00']] });
const local = (at: Date | null) => at?.toLocaleString('sv-SE', { timeZone: 'America/New_York' });
const NEW_YORK = () => ({ phone: `+1212555${1000 + Math.floor(Math.random() * 9000)}` });

test('what a change of hours would move is counted first, and then moves exactly so', async () => {
  const id = await campaign({ enforceHours: true, callingHours: from('09:00') });
  const [first, second] = [await lead(id, NEW_YORK()), await lead(id, NEW_YORK())];
  await activate(id);
  const tried = await lead(id, { ...NEW_YORK(), attempts: 1, dials: 1, status: 'queued', dueAt: new Date(`${tomorrow}T20:00:00Z`) });
  expect(local((await leadRow(first)).dueAt)).toBe(`${tomorrow} 09:00:00`);

  const change = CampaignChange.parse({ callingHours: from('10:00') });
  const effects = await act((tx, clientId) => effectsOfChange(tx, clientId, id, change));
  expect(effects).toMatchObject({
    changes: [{ name: 'callingHours' }],
    moves: { leads: 2, groups: [{ leads: 2, from: `${tomorrow} 09:00`, to: `${tomorrow} 10:00` }] },
    attemptsUsed: 0,
  });
  expect(local((await leadRow(second)).dueAt)).toBe(`${tomorrow} 09:00:00`);

  await act((tx, clientId) => updateCampaign(tx, clientId, id, change));
  expect([local((await leadRow(first)).dueAt), local((await leadRow(second)).nextAt)]).toEqual([
    `${tomorrow} 10:00:00`,
    `${tomorrow} 10:00:00`,
  ]);
  expect((await leadRow(tried)).dueAt).toEqual(new Date(`${tomorrow}T20:00:00Z`));
  expect(await act((tx, clientId) => countMoves(tx, clientId, id, { callingHours: from('10:00'), enforceHours: true }))).toEqual({
    leads: 0,
    groups: [],
  });
  expect((await facts(id)).map(([type]) => type)).toEqual(['campaign.activated', 'campaign.woken']);
});

test('wider hours bring first calls forward; a later attempt keeps its time, or moves into the hours', async () => {
  const id = await campaign({ enforceHours: true, callingHours: from('15:00') });
  const [first, early] = [await lead(id, NEW_YORK()), await lead(id, { ...NEW_YORK(), attempts: 1, dials: 1 })];
  await activate(id);
  await act((tx, clientId) =>
    tx.lead.update({
      where: { clientId_id: { clientId, id: early } },
      data: { status: 'queued', dueAt: new Date(`${tomorrow}T13:00:00Z`) },
    }),
  );
  await act((tx, clientId) => updateCampaign(tx, clientId, id, CampaignChange.parse({ callingHours: from('11:00') })));
  expect(local((await leadRow(first)).dueAt)).toBe(`${tomorrow} 11:00:00`);
  expect(local((await leadRow(early)).dueAt)).toBe(`${tomorrow} 11:00:00`);
  expect((await leadRow(early)).nextReason).toBe('moved into the new calling hours');

  await act((tx, clientId) => updateCampaign(tx, clientId, id, CampaignChange.parse({ enforceHours: false })));
  expect((await leadRow(first)).dueAt?.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
  expect(local((await leadRow(early)).dueAt)).toBe(`${tomorrow} 11:00:00`);
});

test('fewer attempts say how many leads are not called again; what is as it was is no change', async () => {
  const id = await campaign({ maxAttempts: 3 });
  await lead(id, { attempts: 2, dials: 2, status: 'queued' });
  await lead(id, { attempts: 1, dials: 1, status: 'queued' });
  const ask = (change: object) => act((tx, clientId) => effectsOfChange(tx, clientId, id, CampaignChange.parse(change)));
  expect(await ask({ maxAttempts: 2 })).toMatchObject({ attemptsUsed: 1, changes: [{ name: 'maxAttempts', from: 3, to: 2 }] });
  expect(await ask({ maxAttempts: 3, name: 'Roofs', callingHours: DEFAULT_HOURS, bookingUrl: null })).toMatchObject({
    attemptsUsed: 0,
    changes: [],
  });
});
