import { expect, test } from 'vitest';
import { chargeRules } from './plan.ts';

const plan = {
  ...{ subscriptionPlan: 'enterprise', subscriptionStatus: 'active', usageBilling: 'postpaid', usageRateCents: 35 },
  ...{ milestoneEnabled: true, milestoneSize: 10, milestoneAmountCents: 99_950 },
};
const said = (given: Partial<typeof plan> = {}) =>
  chargeRules({ plan: { ...plan, ...given }, quota: { maxConcurrentCalls: 1_200 } }).map(({ label, value }) => `${label}: ${value}`);

test('every price and limit is the one agreed with the client', () => {
  expect(said()).toEqual([
    'Calls: $0.35 a minute',
    'Milestones: $999.50 for 10 shows',
    'Calls at the same time: 1,200',
    'Calls a month: Not limited',
  ]);
});

test('what is not agreed is said to cost nothing', () => {
  expect(said({ usageBilling: 'included', milestoneEnabled: false }).slice(0, 2)).toEqual(['Calls: In the plan', 'Milestones: Not agreed']);
});
