import type { BillingSummary } from '#stores/billing-reads.ts';
import { formatCount, formatMoney, formatMoneyShort, formatNumberOf } from './numbers.ts';

export type Rule = { label: string; value: string; text: string };
type Agreed = Pick<BillingSummary, 'plan' | 'quota'>;

const CALLS: Record<string, (perMinute: string) => Pick<Rule, 'value' | 'text'>> = {
  postpaid: (perMinute) => ({
    value: perMinute,
    text: 'By the second: a begun second counts whole, and each call is rounded once to the cent. A call without time on it costs nothing.',
  }),
  prepaid: (perMinute) => ({ value: perMinute, text: 'Paid ahead: these calls come onto no invoice.' }),
  included: (perMinute) => ({
    value: 'In the plan',
    text: `Calls come onto no invoice. What they would cost is shown at ${perMinute}, for comparison.`,
  }),
};

/** What may be charged and what is limited, each as agreed with the client: nothing else comes onto an invoice. */
export function chargeRules({ plan, quota }: Agreed): Rule[] {
  const perMinute = `${formatMoney(plan.usageRateCents)} a minute`;
  const calls = CALLS[plan.usageBilling]?.(perMinute) ?? { value: plan.usageBilling, text: '' };
  return [
    { label: 'Calls', ...calls },
    plan.milestoneEnabled
      ? {
          label: 'Milestones',
          value: `${formatMoneyShort(plan.milestoneAmountCents)} for ${formatNumberOf(plan.milestoneSize, 'show')}`,
          text: 'A show counts once, when it is decided: by your word, the lead’s, or a call of more than 45 seconds. What is booked and not kept costs nothing.',
        }
      : { label: 'Milestones', value: 'Not agreed', text: 'Shows are counted, not billed.' },
    {
      label: 'Calls at the same time',
      value: formatCount(quota.maxConcurrentCalls),
      text: 'More wait for their turn; a campaign may be set to fewer.',
    },
    { label: 'Calls a month', value: 'Not limited', text: 'No quota is agreed: no call is refused for their number.' },
  ];
}
