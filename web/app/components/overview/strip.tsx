import { averageDurationSeconds, successRate } from '#domain/metrics.ts';
import type { FunnelSteps, Strip } from '#stores/views-overview-strip.ts';
import { formatCount, formatMoney, formatNumberOf, formatRate } from '../../words/numbers.ts';
import { formatLength } from '../../words/time.ts';
import { Funnel } from '../campaign/funnel.tsx';
import { Card, CardHeader, Stat } from '../ui/surface.tsx';

/** What works for the client, and what the calls of a period came to. */
export function CallsStrip({ strip, shared, callsTo }: { strip: Strip; shared: string; callsTo: string }) {
  const seconds = averageDurationSeconds(strip);
  return (
    <Card aria-label="Calls in both directions">
      <dl className="grid grid-cols-2 divide-line max-xl:[&>*]:border-b max-xl:[&>*]:border-line sm:grid-cols-3 xl:grid-cols-6 xl:divide-x">
        <Stat label="Numbers" value={formatCount(strip.numbers)} note={strip.numbers > 0 ? 'connected' : shared} />
        <Stat label="Agents" value={formatCount(strip.agents)} note={strip.agents > 0 ? 'active' : shared} />
        <Stat label="Calls in all" value={formatCount(strip.calls)} note="placed and received" to={callsTo} />
        <Stat
          label="Success"
          value={formatRate(successRate(strip))}
          note={`of ${formatCount(strip.answered)} answered${strip.orders > 0 ? `, ${formatNumberOf(strip.orders, 'order')}` : ''}`}
        />
        <Stat label="Average call" value={seconds === null ? '–' : formatLength(Math.round(seconds))} note="of answered calls" />
        <Stat label="Cost of calls" value={formatMoney(strip.costCents)} note={formatNumberOf(strip.calls, 'call')} />
      </dl>
    </Card>
  );
}

/** How far the leads added in a period came. */
export function LeadsFunnel({ steps, leadsTo }: { steps: FunnelSteps; leadsTo: string }) {
  return (
    <Card>
      <CardHeader title="From lead to bill" text="Of the leads added in these days, how many ever got so far." />
      <Funnel
        steps={[
          { text: 'Leads', value: steps.leads, to: leadsTo },
          { text: 'Dialled', value: steps.dialled },
          { text: 'Connected', value: steps.connected, to: `${leadsTo}&reached=yes` },
          { text: 'Booked', value: steps.booked, to: `${leadsTo}&booked=yes` },
          { text: 'Showed', value: steps.showed },
          { text: 'Billed', value: steps.billed },
        ]}
      />
    </Card>
  );
}
