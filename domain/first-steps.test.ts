import { expect, test } from 'vitest';
import { type FirstFacts, firstSteps } from './first-steps.ts';

const NOTHING: FirstFacts = {
  hasCampaign: false,
  hasAgent: false,
  hasNumber: false,
  hasBooking: false,
  hasOwnText: false,
  hasLeads: false,
  hasLaunched: false,
};
const ALL_THAT_MATTERS = { hasCampaign: true, hasAgent: true, hasNumber: true, hasBooking: true, hasLeads: true, hasLaunched: true };
const doneOf = (facts: Partial<FirstFacts>) =>
  firstSteps({ ...NOTHING, ...facts })?.flatMap(({ step, isDone }) => (isDone ? [step] : [])) ?? 'over';

test.each<[string, Partial<FirstFacts>, string[] | 'over']>([
  ['nothing yet', {}, []],
  ['a draft with leads', { hasCampaign: true, hasLeads: true }, ['campaign', 'leads']],
  ['an agent without a number', { hasAgent: true }, []],
  ['an agent and a number', { hasAgent: true, hasNumber: true }, ['voice']],
  ['a text of one’s own', { hasOwnText: true }, ['texts']],
  ['all but the start', { ...ALL_THAT_MATTERS, hasLaunched: false }, ['campaign', 'voice', 'booking', 'leads']],
  ['all that matters, with the standard texts', ALL_THAT_MATTERS, 'over'],
])('%s', (_case, facts, expected) => expect(doneOf(facts)).toEqual(expected));

test('own texts are the one step that is a choice', () => {
  expect(
    firstSteps(NOTHING)
      ?.filter(({ isOptional }) => isOptional)
      .map(({ step }) => step),
  ).toEqual(['texts']);
});
