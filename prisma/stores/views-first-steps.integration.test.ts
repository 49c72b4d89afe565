import { expect, test } from 'vitest';
import { archiveCampaign } from './campaign-verbs.ts';
import { saveText } from './template-editing.ts';
import { campaignWorld, NOTHING } from './testing/campaigns.ts';
import { firstFacts } from './views-first-steps.ts';

const { act, activate, campaign, lead } = campaignWorld();
const facts = (platform = NOTHING) => act((tx, clientId) => firstFacts(tx, clientId, platform));
const NONE = {
  hasCampaign: false,
  hasAgent: false,
  hasNumber: false,
  hasBooking: false,
  hasOwnText: false,
  hasLeads: false,
  hasLaunched: false,
  campaignId: null,
};

test('a new client has nothing; what the platform brings counts', async () => {
  expect(await facts()).toEqual(NONE);
  const platform = { ...NOTHING, hasAgent: true, hasNumber: true, eventTypeId: 123 };
  expect(await facts(platform)).toEqual({ ...NONE, hasAgent: true, hasNumber: true, hasBooking: true });
});

test('each deed shows, and a rehearsal that was started brought agent, number and calendar', async () => {
  const id = await campaign();
  expect(await facts()).toEqual({ ...NONE, hasCampaign: true, campaignId: id });
  const body = 'Soon, {{first_name}}: {{starts_in}} left. Ref {{reference}}. Reply STOP to opt out.';
  await act((tx, clientId) => saveText(tx, clientId, { campaignId: id, key: 'reminder_2h', channel: 'sms' }, { body }));
  await lead(id);
  expect(await facts()).toEqual({ ...NONE, hasCampaign: true, hasOwnText: true, hasLeads: true, campaignId: id });
  await activate(id);
  expect(await facts()).toEqual({
    hasCampaign: true,
    hasAgent: true,
    hasNumber: true,
    hasBooking: true,
    hasOwnText: true,
    hasLeads: true,
    hasLaunched: true,
    campaignId: id,
  });
});

test('one goes on with the newest draft, and not with what is archived', async () => {
  const [draft, running] = [await campaign({ name: 'Draft' }), await campaign({ name: 'Running' })];
  await lead(running);
  await activate(running);
  expect((await facts()).campaignId).toBe(draft);
  await act((tx, clientId) => archiveCampaign(tx, clientId, draft));
  expect((await facts()).campaignId).toBe(running);
});
