import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { FlaskConical } from 'lucide-react';
import { cardState } from '#domain/card.ts';
import type { Mode } from '#domain/lead.ts';
import { periodOf } from '#domain/period.ts';
import { billingSummary, listInvoices, milestonesOf } from '#stores/billing-reads.ts';
import { chargesByDay, invoiceTroubles } from '#stores/views-billing.ts';
import { nextInvoices } from '#stores/views-next-invoice.ts';
import { Charges } from '../components/billing/charges.tsx';
import { InvoiceList } from '../components/billing/invoices.tsx';
import { NextInvoiceCard } from '../components/billing/next-invoice-card.tsx';
import { PaymentMethodCard } from '../components/billing/payment-method.tsx';
import { PlanCard } from '../components/billing/plan-card.tsx';
import { PeriodBar } from '../components/overview/period-bar.tsx';
import { InvoiceStatusBadge } from '../components/status.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Progress } from '../components/ui/progress.tsx';
import { Alert, Card, CardHeader, Stat } from '../components/ui/surface.tsx';
import { invoiceFilter } from '../invoice-filter.server.ts';
import { enter } from '../member.server.ts';
import { monthWords } from '../words/days.ts';
import { formatCount, formatMoney, formatMoneyShort, formatNumberOf } from '../words/numbers.ts';
import { periodWords } from '../words/period.ts';
import { formatDate } from '../words/time.ts';

export const meta: MetaFunction = () => [{ title: 'Billing · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'billing.read');
  const params = new URL(args.request.url).searchParams;
  const mode: Mode = params.get('books') === 'rehearsal' || (!params.has('books') && !args.context.hasLiveVendors) ? 'rehearsal' : 'live';
  const zone = client.timezone;
  const now = new Date().toISOString();
  const hasDays = params.has('from') || params.has('period');
  const ask = { period: params.get('period') ?? (hasDays ? 'custom' : '30d'), from: params.get('from'), to: params.get('to') };
  const period = periodOf(ask, { zone, now });
  const last = period.to ?? periodOf({ period: 'today' }, { zone, now }).from;
  const wanted = invoiceFilter(params, zone, mode);
  const ours = read(async (tx) => {
    const invoices = await listInvoices(tx, clientId, wanted);
    return {
      mode,
      zone,
      ofBothBooks: wanted.mode === undefined,
      period: { ...period, last },
      summary: await billingSummary(tx, clientId, mode),
      milestones: await milestonesOf(tx, clientId, mode),
      next: await nextInvoices(tx, clientId, mode),
      invoices: invoices.data,
      total: invoices.total,
      page: wanted.page,
      pages: Math.ceil(invoices.total / wanted.pageSize),
      troubles: await invoiceTroubles(
        tx,
        clientId,
        invoices.data.map(({ id }) => id),
      ),
      days: await chargesByDay(tx, clientId, { mode, zone, first: period.from, last }),
    };
  });
  const [books, paying] = await Promise.all([ours, args.context.paying.now({ clientId, mode })]); // the vendor within its own deadline
  return { ...books, paying, card: paying.kind === 'card' ? cardState(paying, now) : null, isAway: params.get('portal') === 'away' };
}

export default function Billing() {
  const { mode, zone, ofBothBooks, period, summary, milestones, next, days, paying, card, isAway, ...list } =
    useLoaderData<typeof loader>();
  const { plan, usage } = summary;
  const size = milestones.milestoneSize;
  const { number, at } = milestones.next;
  return (
    <>
      <PageHeader
        title="Billing"
        text={`Minutes by the month${plan.milestoneEnabled ? `, and ${formatMoneyShort(plan.milestoneAmountCents)} for each ${plan.milestoneSize} shown appointments` : ''}.`}
      />
      <div className="flex flex-wrap gap-3">
        <Choices
          label="Books"
          choices={(['live', 'rehearsal'] as const).map((books) => ({
            to: `?books=${books}`,
            text: books === 'live' ? 'Live books' : 'Rehearsal books',
            isCurrent: mode === books,
          }))}
        />
        <PeriodBar period={period} kept={{ books: mode }} />
      </div>
      {mode === 'rehearsal' ? (
        <Alert tone="warn" title="Rehearsal: contacts nobody" icon={<FlaskConical aria-hidden />}>
          These invoices exist in the sandbox only. No money moves.
        </Alert>
      ) : null}
      <Card>
        <dl className="grid grid-cols-2 divide-line max-lg:[&>*]:border-b max-lg:[&>*]:border-line lg:grid-cols-5 lg:divide-x">
          <Stat
            label={`Minutes in ${monthWords(summary.period.month).slice(0, -5)}`}
            value={formatCount(Math.round(usage.minutes))}
            note={formatNumberOf(usage.calls, 'call')}
          />
          <Stat
            label="Usage so far"
            value={formatMoney(usage.costCents)}
            note={plan.usageBilling === 'postpaid' ? `${formatMoney(summary.unbilledCents)} not invoiced yet` : 'on no invoice'}
          />
          <Stat
            label="Milestones reached"
            value={formatCount(summary.milestonesReached)}
            note={plan.milestoneEnabled ? `${formatMoney(plan.milestoneAmountCents)} each` : 'counted, not billed'}
          />
          <Stat label="Open" value={formatMoney(summary.openCents)} note="invoiced, not paid yet" />
          <Stat label="Paid" value={formatMoney(summary.paidCents)} note="in all" />
        </dl>
      </Card>
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-2">
        <Card>
          <CardHeader
            title="To the next milestone"
            text={plan.milestoneEnabled ? undefined : 'Milestones are not agreed with this client: shows are counted, not billed.'}
          />
          <div className="grid gap-3 px-5 pb-5">
            <p className="text-3xl font-semibold tracking-tight">
              {at} <span className="text-lg font-medium text-muted">of {size} shows</span>
            </p>
            <Progress label="Shows to the next milestone" total={size} parts={[{ value: at, tone: 'good', label: 'shows' }]} isTall />
            <p className="text-sm text-muted">
              {formatNumberOf(size - at, 'show')} to go; {formatNumberOf(milestones.shownCount, 'show')} counted in all.
            </p>
            <Link
              to={`/billing/milestones/${number}?books=${mode}`}
              className="inline-flex min-h-6 w-fit items-center text-sm font-medium text-primary-ink hover:underline max-sm:min-h-11"
            >
              The shows of milestone {number} so far
            </Link>
            {milestones.milestones.length > 0 ? (
              <ul className="grid gap-1 border-t border-line pt-3">
                {milestones.milestones.map((m) => (
                  <li key={m.id}>
                    <Link
                      to={`/billing/milestones/${m.milestoneNumber}?books=${mode}`}
                      className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 rounded-control px-2 text-sm hover:bg-sunken max-sm:min-h-11"
                    >
                      <span className="font-medium">Milestone {m.milestoneNumber}</span>
                      <span className="text-muted">{formatDate(m.reachedAt.toISOString(), zone)}</span>
                      <span className="ml-auto">{formatMoney(m.amountCents)}</span>
                      <InvoiceStatusBadge status={m.status} />
                    </Link>
                  </li>
                ))}
              </ul>
            ) : null}
          </div>
        </Card>
        <Charges
          days={days}
          text={`${periodWords(period)}; the bars are minutes of calls, by the clock of ${zone.replaceAll('_', ' ')}.`}
        />
      </div>
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-2">
        <NextInvoiceCard invoices={next} milestones={plan.milestoneEnabled ? milestones : null} mode={mode} zone={zone} />
        <PaymentMethodCard paying={paying} card={card} mode={mode} hasCustomer={summary.hasCustomer} isAway={isAway} />
      </div>
      <InvoiceList {...list} zone={zone} text={ofBothBooks ? 'Of live and rehearsal books.' : undefined} />
      <PlanCard summary={summary} />
    </>
  );
}
