import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { FlaskConical, Plus } from 'lucide-react';
import { firstSteps } from '#domain/first-steps.ts';
import type { Mode } from '#domain/lead.ts';
import { change, showRate } from '#domain/metrics.ts';
import { periodOf } from '#domain/period.ts';
import type { Tx } from '#prisma/client.ts';
import { milestonesOf } from '#stores/billing-reads.ts';
import { callPage } from '#stores/views-calls.ts';
import { firstFacts } from '#stores/views-first-steps.ts';
import { needsPerson } from '#stores/views-needs.ts';
import { callsByDay, headlines, showsByWeek } from '#stores/views-overview.ts';
import { leadFunnel } from '#stores/views-overview-strip.ts';
import { CallsTable } from '../components/call/calls-table.tsx';
import { WorkCharts } from '../components/charts/work-charts.tsx';
import { FirstSteps } from '../components/overview/first-steps.tsx';
import { NeedsCard } from '../components/overview/needs.tsx';
import { PeriodBar } from '../components/overview/period-bar.tsx';
import { CallsStrip, LeadsFunnel } from '../components/overview/strip.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Card, CardHeader, EmptyState, Stat } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';
import { readPreferences } from '../preferences.ts';
import { formatCount, formatMoney, formatNumberOf, formatRate } from '../words/numbers.ts';
import { againstWords, figureLinks, periodWords } from '../words/period.ts';

export const meta: MetaFunction = () => [{ title: 'Overview · Callvia' }];

const CHART_DAYS = 14;

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client, may } = await enter(args, 'campaigns.read');
  const params = new URL(args.request.url).searchParams;
  const mode: Mode = params.get('of') === 'rehearsal' || (!params.has('of') && !args.context.hasLiveVendors) ? 'rehearsal' : 'live';
  const zone = client.timezone;
  const ask = { period: params.get('period'), from: params.get('from'), to: params.get('to') };
  const now = new Date().toISOString();
  const period = periodOf(ask, { zone, now });
  const last = period.to ?? periodOf({ period: 'today' }, { zone, now }).from;
  const isNewcomer = may('campaigns.write') && readPreferences(args.request.headers.get('cookie')).hasSteps;
  const waits = async (tx: Tx, of: Mode) => ({ ...(await needsPerson(tx, clientId, of)), ...(!may('billing.read') && { unpaid: 0 }) });
  const newest = {
    filter: { mode },
    order: { column: 'created', direction: 'desc' },
    cursor: null,
    size: 10,
    known: { total: 0, isMore: false },
  } as const;
  const [counted, rest, waiting] = await Promise.all([
    read((tx) => headlines(tx, clientId, mode, period)),
    read(async (tx) => ({
      calls: await callsByDay(tx, clientId, { mode }, { zone, last, days: Math.min(Math.max(period.days, CHART_DAYS), 60) }),
      weeks: await showsByWeek(tx, clientId, { mode }, { zone, last, weeks: 8 }),
      milestones: await milestonesOf(tx, clientId, mode),
    })),
    read(async (tx) => ({
      needs: { live: await waits(tx, 'live'), rehearsal: await waits(tx, 'rehearsal') },
      first: isNewcomer ? await firstFacts(tx, clientId, args.context.platform) : null,
      latest: (await callPage(tx, clientId, newest)).rows,
      funnel: await leadFunnel(tx, clientId, mode, period),
    })),
  ]);
  return {
    ...{ ...counted, ...rest, ...waiting, period: { ...period, last }, mode, zone },
    // Whose numbers and agents call for a client that has none of its own.
    shared: mode === 'rehearsal' ? 'the sandbox’s are used' : 'the platform’s are used',
    ...{ mayWrite: may('campaigns.write'), mayBill: may('billing.read') },
  };
}

export default function Overview() {
  const { period, mode, zone, now, before, milestones, calls, weeks, latest, needs, first, mayWrite, mayBill, ...more } =
    useLoaderData<typeof loader>();
  const steps = first && firstSteps(first);
  const size = milestones.milestoneSize;
  const links = figureLinks(mode, period, milestones.next.number);
  const note = (a: number, b: number) => <Change now={a} before={b} />;
  const kept: Record<string, string> =
    period.kind === 'custom' ? { period: 'custom', from: period.from, to: period.last } : { period: period.kind };
  return (
    <>
      <PageHeader title="Overview" text={`${periodWords(period)} ${againstWords(period)}, by the clock of ${zone.replaceAll('_', ' ')}.`}>
        {mayWrite ? (
          <ButtonLink to="/campaigns/new" look="primary">
            <Plus aria-hidden /> New campaign
          </ButtonLink>
        ) : null}
      </PageHeader>
      <div className="flex flex-wrap gap-3">
        <Choices
          label="Live or rehearsal"
          choices={(['live', 'rehearsal'] as const).map((of) => ({
            to: `?${new URLSearchParams({ of, ...kept })}`,
            text: of === 'live' ? 'Live' : 'Rehearsals',
            isCurrent: of === mode,
          }))}
        />
        <PeriodBar period={period} kept={{ of: mode }} />
      </div>
      {first && steps ? <FirstSteps steps={steps} campaignId={first.campaignId} /> : null}
      <NeedsCard needs={needs} />
      <Card>
        <dl className="grid grid-cols-2 divide-line max-xl:[&>*]:border-b max-xl:[&>*]:border-line sm:grid-cols-3 xl:grid-cols-6 xl:divide-x">
          <Stat label="New leads" value={formatCount(now.leads)} note={note(now.leads, before.leads)} to={links.leads} />
          <Stat label="Calls placed" value={formatCount(now.calls)} note={note(now.calls, before.calls)} to={links.calls} />
          <Stat label="Booked" value={formatCount(now.booked)} note={note(now.booked, before.booked)} to={links.booked} />
          <Stat
            label="Showed"
            value={formatCount(now.shown)}
            note={
              <>
                {formatRate(showRate(now))} of verified, <Change now={now.shown} before={before.shown} />
              </>
            }
            to={links.shown}
          />
          <Stat
            label="Next milestone"
            value={`${milestones.next.at} of ${size}`}
            note={
              <>
                {formatNumberOf(now.counted, 'show')} counted, <Change now={now.counted} before={before.counted} />
              </>
            }
            to={links.milestone}
          />
          <Stat
            label="Charges"
            value={formatMoney(now.costCents)}
            note={<Change now={now.costCents} before={before.costCents} format={formatMoney} />}
            to={mayBill ? links.charges : undefined}
          />
        </dl>
      </Card>
      <CallsStrip strip={more.strip} shared={more.shared} callsTo={links.allCalls} />
      <WorkCharts calls={calls} weeks={weeks} last={period.last} />
      <LeadsFunnel steps={more.funnel} leadsTo={links.leads} />
      <Card>
        <CardHeader title="Latest calls">
          <Link
            to={`/calls?mode=${mode}`}
            className="inline-flex min-h-6 items-center text-sm font-medium text-primary-ink hover:underline max-sm:min-h-11"
          >
            All calls
          </Link>
        </CardHeader>
        {latest.length > 0 ? (
          <CallsTable calls={latest} withCampaign />
        ) : (
          <EmptyState
            icon={<FlaskConical aria-hidden />}
            title="No call yet"
            text="A rehearsal calls a list of made-up leads, books, reminds, verifies and bills them in about two minutes. It contacts nobody."
          >
            {mayWrite ? <ButtonLink to="/campaigns/new?mode=rehearsal">Rehearse a campaign</ButtonLink> : null}
          </EmptyState>
        )}
      </Card>
    </>
  );
}

/** How a figure stands against the one before. */
function Change({ now, before, format = formatCount }: { now: number; before: number; format?: (n: number) => string }) {
  const rate = change(now, before);
  if (rate === null) return <>{now > 0 ? 'none before' : 'as before'}</>;
  if (rate === 0) return <>as before</>;
  return (
    <>
      {rate < 10 ? `${formatRate(Math.abs(rate))} ${rate > 0 ? 'more' : 'less'} than ` : 'after '}
      {format(before)}
    </>
  );
}
