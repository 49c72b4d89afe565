import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Download, ExternalLink, FlaskConical, Receipt } from 'lucide-react';
import type { Mode } from '#domain/lead.ts';
import { billingSummary, type Invoice, listInvoices, milestonesOf } from '#stores/billing-reads.ts';
import { usageByDay } from '#stores/views-billing.ts';
import { Bars } from '../components/charts/bars.tsx';
import { InvoiceStatusBadge } from '../components/status.tsx';
import { ButtonAnchor } from '../components/ui/button.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Progress } from '../components/ui/progress.tsx';
import { Alert, Card, CardHeader, EmptyState, Fact, Stat } from '../components/ui/surface.tsx';
import { Cell, Head, Row, Table } from '../components/ui/table.tsx';
import { enter } from '../member.server.ts';
import { formatCount, formatMoney, formatNumberOf } from '../words/numbers.ts';
import { sentence } from '../words/steps.ts';
import { formatDate } from '../words/time.ts';

export const meta: MetaFunction = () => [{ title: 'Billing · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'billing.read');
  const params = new URL(args.request.url).searchParams;
  const mode: Mode = params.get('books') === 'rehearsal' || (!params.has('books') && !args.context.hasLiveVendors) ? 'rehearsal' : 'live';
  const zone = client.timezone;
  return read(async (tx) => ({
    mode,
    zone,
    summary: await billingSummary(tx, clientId, mode),
    milestones: await milestonesOf(tx, clientId, mode),
    invoices: (await listInvoices(tx, clientId, { mode, page: 1, pageSize: 100 })).data,
    days: await usageByDay(tx, clientId, { mode, zone, days: 30 }),
  }));
}

export default function Billing() {
  const { mode, zone, summary, milestones, invoices, days } = useLoaderData<typeof loader>();
  const { plan, usage } = summary;
  const size = milestones.milestoneSize;
  const count = milestones.shownCount % size;
  return (
    <>
      <PageHeader title="Billing" text="Minutes by the month, and $2,000 for each 25 shown appointments where agreed." />
      <Choices
        label="Books"
        choices={[
          { to: '?books=live', text: 'Live books', isCurrent: mode === 'live' },
          { to: '?books=rehearsal', text: 'Rehearsal books', isCurrent: mode === 'rehearsal' },
        ]}
      />
      {mode === 'rehearsal' ? (
        <Alert tone="warn" title="Rehearsal: contacts nobody" icon={<FlaskConical aria-hidden />}>
          These invoices exist in the sandbox only. No money moves.
        </Alert>
      ) : null}
      <Card>
        <dl className="grid grid-cols-2 divide-line max-lg:[&>*]:border-b max-lg:[&>*]:border-line lg:grid-cols-5 lg:divide-x">
          <Stat
            label={`Minutes in ${monthWords(summary.period.month)}`}
            value={formatCount(Math.round(usage.minutes))}
            note={formatNumberOf(usage.calls, 'call')}
          />
          <Stat label="Usage so far" value={formatMoney(usage.costCents)} note={`at ${formatMoney(plan.usageRateCents)} a minute`} />
          <Stat
            label="Milestones reached"
            value={formatCount(summary.milestonesReached)}
            note={`${formatMoney(plan.milestoneAmountCents)} each`}
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
              {count} <span className="text-lg font-medium text-muted">of {size} shows</span>
            </p>
            <Progress
              label="Shows to the next milestone"
              total={size}
              parts={[{ value: count, tone: 'good', label: 'shows' }]}
              className="h-3"
            />
            <p className="text-sm text-muted">
              {formatNumberOf(milestones.remainingToNext, 'show')} to go; {formatNumberOf(milestones.shownCount, 'show')} counted in all.
            </p>
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
        <Card>
          <CardHeader title="Minutes a day" text={`The last 30 days, by the client’s clock (${zone}).`} />
          <Bars
            title="Minutes of calls on each of the last 30 days"
            series={['Minutes']}
            bars={days.map(({ day, seconds }) => ({ label: day, short: `${Number(day.slice(8))}`, values: [Math.round(seconds / 60)] }))}
            format={formatCount}
          />
        </Card>
      </div>
      <Card>
        <CardHeader title="Invoices" />
        {invoices.length > 0 ? (
          <InvoiceTable invoices={invoices} zone={zone} />
        ) : (
          <EmptyState
            icon={<Receipt aria-hidden />}
            title="No invoice yet"
            text="Usage is invoiced on the first of the month, a milestone as soon as it is reached."
          />
        )}
      </Card>
      <Card>
        <CardHeader title="Plan" />
        <dl className="grid grid-cols-2 gap-4 px-5 pb-5 sm:grid-cols-4">
          <Fact label="Plan">{sentence(plan.subscriptionPlan)}</Fact>
          <Fact label="Minutes are">{plan.usageBilling === 'postpaid' ? 'invoiced monthly' : plan.usageBilling}</Fact>
          <Fact label="Next invoice of usage">
            {mode === 'live' ? formatDate(summary.nextBillingAt.toISOString(), zone) : 'when a rehearsal completes'}
          </Fact>
          <Fact label="Calls at the same time">{formatCount(summary.quota.maxConcurrentCalls)}</Fact>
        </dl>
      </Card>
    </>
  );
}

function InvoiceTable({ invoices, zone }: { invoices: Invoice[]; zone: string }) {
  return (
    <Table caption="Invoices">
      <thead>
        <tr>
          <Head>Invoice</Head>
          <Head>For</Head>
          <Head>Date</Head>
          <Head>Status</Head>
          <Head className="text-right">Amount</Head>
          <Head>
            <span className="sr-only">Pay or download</span>
          </Head>
        </tr>
      </thead>
      <tbody>
        {invoices.map((invoice) => (
          <Row key={invoice.id}>
            <Cell className="stack-title">
              <Link to={`/billing/invoices/${invoice.id}`} className="font-medium hover:underline">
                {invoice.number ?? 'Being issued'}
              </Link>
            </Cell>
            <Cell label="For">{invoice.description || sentence(invoice.kind)}</Cell>
            <Cell label="Date">{formatDate((invoice.finalizedAt ?? invoice.createdAt).toISOString(), zone)}</Cell>
            <Cell label="Status">
              <InvoiceStatusBadge status={invoice.status} />
            </Cell>
            <Cell label="Amount" className="font-medium md:text-right">
              {formatMoney(invoice.amountDueCents)}
            </Cell>
            <Cell>
              <InvoiceLinks invoice={invoice} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/** Where an invoice is paid and kept; nothing while it is being issued. */
export function InvoiceLinks({ invoice }: { invoice: Pick<Invoice, 'hostedUrl' | 'pdfUrl' | 'status' | 'number'> }) {
  const name = invoice.number ?? 'this invoice';
  return (
    <span className="flex gap-2 md:justify-end">
      {invoice.hostedUrl && invoice.status === 'open' ? (
        <ButtonAnchor href={invoice.hostedUrl} target="_blank" rel="noreferrer" size="small" aria-label={`Pay ${name}`}>
          <ExternalLink aria-hidden /> Pay
        </ButtonAnchor>
      ) : null}
      {invoice.pdfUrl ? (
        <ButtonAnchor href={invoice.pdfUrl} target="_blank" rel="noreferrer" size="small" look="ghost" aria-label={`${name} as PDF`}>
          <Download aria-hidden /> PDF
        </ButtonAnchor>
      ) : null}
    </span>
  );
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const monthWords = (month: string) => MONTHS[Number(month.slice(5)) - 1] ?? month;
