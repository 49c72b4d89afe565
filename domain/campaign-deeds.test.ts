import { expect, test } from 'vitest';
import { campaignDeeds } from './campaign-deeds.ts';

const UNUSED = { totalLeads: 12, callsPlaced: 0, appointments: 0 };
const words = (offers: ReturnType<typeof campaignDeeds>) => offers.map(({ deed, refusal }) => (refusal ? `${deed}: ${refusal}` : deed));

test.each([
  ['draft', ['start', 'clone', 'archive', 'delete']],
  ['active', ['pause', 'complete', 'clone', 'archive: End it for good first.']],
  ['paused', ['resume', 'complete', 'clone', 'archive: End it for good first.']],
  ['completed', ['start: It is done: clone it to call again.', 'clone', 'archive']],
  ['archived', ['start: It is archived: clone it to call again.', 'clone']],
] as const)('a campaign that is %s', (status, expected) => {
  expect(words(campaignDeeds({ status, stats: UNUSED }, true))).toEqual(expected);
});

test.each([
  ['without leads', { ...UNUSED, totalLeads: 0 }, true, ['start: Import leads first.', 'clone', 'archive', 'delete']],
  ['for a member', UNUSED, false, ['start', 'clone', 'archive', 'delete: An owner or admin can.']],
  [
    'that has been used',
    { ...UNUSED, callsPlaced: 1 },
    true,
    ['start', 'clone', 'archive', 'delete: It has been used: archive it instead.'],
  ],
])('a draft %s', (_case, stats, mayDelete, expected) => {
  expect(words(campaignDeeds({ status: 'draft', stats }, mayDelete))).toEqual(expected);
});
