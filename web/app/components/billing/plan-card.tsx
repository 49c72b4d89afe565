import type { BillingSummary } from '#stores/billing-reads.ts';
import { chargeRules } from '../../words/plan.ts';
import { sentence } from '../../words/steps.ts';
import { Badge } from '../ui/badge.tsx';
import { Card, CardHeader } from '../ui/surface.tsx';

/** What is agreed with the client: every rule by which it is charged, and its limits. */
export function PlanCard({ summary: { plan, quota } }: { summary: Pick<BillingSummary, 'plan' | 'quota'> }) {
  return (
    <Card id="plan">
      <CardHeader title="Plan and prices" text="As agreed with you. A price that changes holds from then on, never for what was before.">
        <Badge>{sentence(plan.subscriptionPlan)}</Badge>
        {plan.subscriptionStatus === 'active' ? null : <Badge tone="warn">{sentence(plan.subscriptionStatus)}</Badge>}
      </CardHeader>
      <dl className="grid gap-x-6 gap-y-4 px-5 pb-5 sm:grid-cols-2 xl:grid-cols-4">
        {chargeRules({ plan, quota }).map(({ label, value, text }) => (
          <div key={label} className="grid content-start gap-0.5">
            <dt className="eyebrow">{label}</dt>
            <dd className="font-semibold">{value}</dd>
            <dd className="text-sm text-muted">{text}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
