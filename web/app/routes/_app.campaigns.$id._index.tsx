import type { LoaderFunctionArgs } from '@remix-run/node';
import { Link, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import { answerRate, averageDurationSeconds, bookingRate, showRate } from '#domain/metrics.ts';
import { periodOf } from '#domain/period.ts';
import { callPage } from '#stores/views-calls.ts';
import { leadsByStatus } from '#stores/views-leads.ts';
import { callsByDay, showsByWeek } from '#stores/views-overview.ts';
import { CallsTable } from '../components/call/calls-table.tsx';
import { Funnel } from '../components/campaign/funnel.tsx';
import { WorkCharts } from '../components/charts/work-charts.tsx';
import { LEAD_LOOKS } from '../components/status.tsx';
import { Card, CardHeader, Stat } from '../components/ui/surface.tsx';
import { enter, idOf } from '../member.server.ts';
import { formatCount, formatMoney, formatRate } from '../words/numbers.ts';
import { formatLength } from '../words/time.ts';
import type { loader as campaignLoader } from './_app.campaigns.$id.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'calls.read');
  const filter = { campaignId: idOf(args.params['id']) };
  const zone = client.timezone;
  const last = periodOf({ period: 'today' }, { zone, now: new Date().toISOString() }).from;
  return read(async (tx) => ({
    last,
    days: await callsByDay(tx, clientId, filter, { zone, last, days: 14 }),
    weeks: await showsByWeek(tx, clientId, filter, { zone, last, weeks: 8 }),
    calls: (await callPage(tx, clientId, { filter, order: { column: 'created', direction: 'desc' }, cursor: null, size: 10 })).rows,
    statuses: await leadsByStatus(tx, clientId, filter.campaignId),
  }));
}

export default function CampaignOverview() {
  const { calls, statuses, days, weeks, last } = useLoaderData<typeof loader>();
  const page = useRouteLoaderData<typeof campaignLoader>('routes/_app.campaigns.$id');
  if (!page) return null;
  const { campaign } = page;
  const { stats } = campaign;
  const base = `/campaigns/${campaign.id}`;
  const average = averageDurationSeconds({ answeredSeconds: stats.callSeconds, answered: stats.callsAnswered });
  return (
    <div className="grid grid-cols-1 gap-5">
      <Card>
        <dl className="grid grid-cols-2 divide-line max-lg:[&>*]:border-b max-lg:[&>*]:border-line lg:grid-cols-6 lg:divide-x">
          <Stat label="Leads" value={formatCount(stats.totalLeads)} note={`${formatCount(stats.finished)} done`} />
          <Stat
            label="Calls"
            value={formatCount(stats.callsPlaced)}
            note={`${formatRate(answerRate({ answered: stats.callsAnswered, placed: stats.callsPlaced }))} answered`}
          />
          <Stat label="Average talk" value={average === null ? '–' : formatLength(Math.round(average))} note="of answered calls" />
          <Stat label="Booked" value={formatCount(stats.booked)} note={`${formatRate(bookingRate(stats))} of those reached`} />
          <Stat
            label="Showed"
            value={formatCount(stats.shown)}
            note={stats.shown + stats.noShow > 0 ? `${formatRate(showRate(stats))} of verified` : 'none verified yet'}
          />
          <Stat
            label="Cost of calls"
            value={formatMoney(stats.costCents)}
            note={campaign.mode === 'rehearsal' ? 'in the rehearsal books' : 'billed by the month'}
          />
        </dl>
      </Card>
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[3fr_2fr]">
        <Card>
          <CardHeader title="From lead to show" text="Each step counts every lead that ever reached it." />
          <Funnel
            steps={[
              { text: 'Leads', value: stats.totalLeads, to: `${base}/leads` },
              { text: 'Reached', value: stats.contacted, to: `${base}/leads?reached=yes` },
              { text: 'Booked', value: stats.booked, to: `${base}/leads?booked=yes` },
              { text: 'Showed', value: stats.shown, to: `${base}/leads?status=shown` },
            ]}
          />
        </Card>
        <Card>
          <CardHeader
            title="Where the leads stand"
            {...(stats.totalLeads === 0 && { text: 'Nobody is here yet: import a list of leads.' })}
          />
          <ul className="grid gap-0.5 px-3 pb-4">
            {Object.entries(LEAD_LOOKS).flatMap(([status, { text, icon: Icon }]) => {
              const n = statuses[status as keyof typeof LEAD_LOOKS] ?? 0;
              if (n === 0) return [];
              return [
                <li key={status}>
                  <Link
                    to={`${base}/leads?status=${status}`}
                    className="flex min-h-8 items-center gap-2.5 rounded-control px-2 text-sm hover:bg-sunken max-sm:min-h-11"
                  >
                    <Icon aria-hidden className="size-4 text-muted" /> {text} <span className="ml-auto font-medium">{formatCount(n)}</span>
                  </Link>
                </li>,
              ];
            })}
          </ul>
        </Card>
      </div>
      {stats.callsPlaced > 0 || stats.appointments > 0 ? <WorkCharts calls={days} weeks={weeks} last={last} /> : null}
      {calls.length > 0 ? (
        <Card>
          <CardHeader title="Latest calls">
            <Link to={`${base}/calls`} className="text-sm font-medium text-primary-ink hover:underline">
              All calls
            </Link>
          </CardHeader>
          <CallsTable calls={calls} withCampaign={false} />
        </Card>
      ) : null}
    </div>
  );
}
