import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { CalendarCheck, CircleAlert, CircleCheck, FlaskConical, Link2, MessageSquareReply, Plus, Receipt, Upload } from 'lucide-react';
import type { Mode } from '#domain/lead.ts';
import { change, showRate } from '#domain/metrics.ts';
import { milestonesOf } from '#stores/billing-reads.ts';
import { callPage } from '#stores/views-calls.ts';
import { callsByDay, headlines, type Needs, needsPerson, showsByWeek } from '#stores/views-overview.ts';
import { CallsTable } from '../components/call/calls-table.tsx';
import { Bars } from '../components/charts/bars.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Card, CardHeader, EmptyState, Stat } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';
import { formatCount, formatMoney, formatNumberOf, formatRate } from '../words/numbers.ts';

export const meta: MetaFunction = () => [{ title: 'Overview · Callvia' }];

const PERIODS = [7, 30, 90] as const;

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client, may } = await enter(args, 'campaigns.read');
  const params = new URL(args.request.url).searchParams;
  const days = PERIODS.find((d) => String(d) === params.get('days')) ?? 7;
  const mode: Mode = params.get('of') === 'rehearsal' || (!params.has('of') && !args.context.hasLiveVendors) ? 'rehearsal' : 'live';
  const zone = client.timezone;
  return read(async (tx) => ({
    days,
    mode,
    figures: await headlines(tx, clientId, mode, days),
    milestones: await milestonesOf(tx, clientId, mode),
    calls: await callsByDay(tx, clientId, mode, { zone, days: 14 }),
    weeks: await showsByWeek(tx, clientId, mode, { zone, weeks: 8 }),
    latest: (await callPage(tx, clientId, { filter: { mode }, order: { column: 'created', direction: 'desc' }, cursor: null, size: 10 }))
      .rows,
    needs: await needsPerson(tx, clientId),
    mayWrite: may('campaigns.write'),
  }));
}

export default function Overview() {
  const { days, mode, figures, milestones, calls, weeks, latest, needs, mayWrite } = useLoaderData<typeof loader>();
  const { now, before } = figures;
  const size = milestones.milestoneSize;
  const against = `against the ${days} days before`;
  const note = (a: number, b: number) => <Change now={a} before={b} />;
  return (
    <>
      <PageHeader title="Overview" text={`The last ${days} days, ${against}.`}>
        {mayWrite ? (
          <ButtonLink to="/campaigns/new" look="primary">
            <Plus aria-hidden /> New campaign
          </ButtonLink>
        ) : null}
      </PageHeader>
      <div className="flex flex-wrap gap-3">
        <Choices
          label="Live or rehearsal"
          choices={[
            { to: `?of=live&days=${days}`, text: 'Live', isCurrent: mode === 'live' },
            { to: `?of=rehearsal&days=${days}`, text: 'Rehearsals', isCurrent: mode === 'rehearsal' },
          ]}
        />
        <Choices label="Period" choices={PERIODS.map((d) => ({ to: `?of=${mode}&days=${d}`, text: `${d} days`, isCurrent: d === days }))} />
      </div>
      <NeedsCard needs={needs} />
      <Card>
        <dl className="grid grid-cols-2 divide-line max-xl:[&>*]:border-b max-xl:[&>*]:border-line sm:grid-cols-3 xl:grid-cols-6 xl:divide-x">
          <Stat label="New leads" value={formatCount(now.leads)} note={note(now.leads, before.leads)} />
          <Stat label="Calls placed" value={formatCount(now.calls)} note={note(now.calls, before.calls)} />
          <Stat label="Booked" value={formatCount(now.booked)} note={note(now.booked, before.booked)} />
          <Stat
            label="Showed"
            value={formatCount(now.shown)}
            note={
              <>
                {formatRate(showRate(now))} of verified, <Change now={now.shown} before={before.shown} />
              </>
            }
          />
          <Stat
            label="To the next milestone"
            value={`${milestones.shownCount % size} of ${size}`}
            note={`${formatNumberOf(milestones.milestones.length, 'milestone')} reached`}
          />
          <Stat label="Charges" value={formatMoney(now.costCents)} note={note(now.costCents, before.costCents)} />
        </dl>
      </Card>
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-2">
        <Card>
          <CardHeader title="Calls a day" text="The last 14 days." />
          <Bars
            title="Calls placed and answered on each of the last 14 days"
            series={['Placed', 'Answered']}
            bars={calls.map(({ day, placed, answered }) => ({
              label: day,
              short: String(Number(day.slice(8))),
              values: [placed, answered],
            }))}
            format={formatCount}
          />
        </Card>
        <Card>
          <CardHeader title="Booked and showed" text="By the week of the appointment." />
          <Bars
            title="Appointments booked and shown in each of the last 8 weeks"
            series={['Booked', 'Showed']}
            bars={weeks.map(({ week, booked, shown }) => ({ label: `Week of ${week}`, short: week.slice(5), values: [booked, shown] }))}
            format={formatCount}
          />
        </Card>
      </div>
      <Card>
        <CardHeader title="Latest calls">
          <Link to={`/calls?mode=${mode}`} className="text-sm font-medium text-primary-ink hover:underline">
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

function Change({ now, before }: { now: number; before: number }) {
  const rate = change(now, before);
  if (rate === null) return <>{now > 0 ? 'none before' : 'as before'}</>;
  const percent = formatRate(Math.abs(rate));
  if (rate === 0) return <>as before</>;
  return (
    <>
      {percent} {rate > 0 ? 'more' : 'less'}
    </>
  );
}

/** What a person should look at, with the way there. */
function NeedsCard({ needs }: { needs: Needs }) {
  const entries = [
    {
      n: needs.verify,
      text: `${formatNumberOf(needs.verify, 'appointment')} to verify: did they show?`,
      to: '/appointments?view=verify',
      icon: CalendarCheck,
    },
    {
      n: needs.replies,
      text: `${formatNumberOf(needs.replies, 'reply', 'replies')} from leads who missed their appointment`,
      to: '/leads?status=rebooking',
      icon: MessageSquareReply,
    },
    {
      n: needs.unmatched,
      text: `${formatNumberOf(needs.unmatched, 'booking')} without a lead`,
      to: '/appointments?view=unmatched',
      icon: Link2,
    },
    { n: needs.unpaid, text: `${formatNumberOf(needs.unpaid, 'invoice')} whose payment failed`, to: '/billing', icon: Receipt },
    {
      n: needs.failedImports,
      text: `${formatNumberOf(needs.failedImports, 'import')} stopped in the last week`,
      to: '/campaigns',
      icon: Upload,
    },
    {
      n: needs.stuckLeads,
      text: `${formatNumberOf(needs.stuckLeads, 'lead')} whose next step is overdue: is the worker running?`,
      to: '/leads?sort=next.asc',
      icon: CircleAlert,
    },
  ].filter(({ n }) => n > 0);
  return (
    <Card>
      <CardHeader title="Needs you now" />
      {entries.length > 0 ? (
        <ul className="grid gap-0.5 px-3 pb-4 md:grid-cols-2">
          {entries.map(({ text, to, icon: Icon }) => (
            <li key={to + text}>
              <Link
                to={to}
                className="flex min-h-10 items-center gap-3 rounded-control px-2 text-sm font-medium hover:bg-sunken max-sm:min-h-11"
              >
                <Icon aria-hidden className="size-4.5 shrink-0 text-warn-ink" /> {text}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className="flex items-center gap-3 px-5 pb-5 text-sm text-muted">
          <CircleCheck aria-hidden className="size-4.5 text-good-ink" /> Nothing waits for you.
        </p>
      )}
    </Card>
  );
}
