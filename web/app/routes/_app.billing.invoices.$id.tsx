import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { CircleAlert } from 'lucide-react';
import { findInvoice } from '#stores/billing-reads.ts';
import { invoiceTroubles } from '#stores/views-billing.ts';
import { callsOfInvoice } from '#stores/views-invoice-calls.ts';
import { InvoiceCalls } from '../components/billing/invoice-calls.tsx';
import { InvoiceLines } from '../components/billing/invoice-lines.tsx';
import { InvoiceLinks } from '../components/billing/invoices.tsx';
import { InvoiceStatusBadge, RehearsalBadge } from '../components/status.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card, CardHeader, Fact } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { invoiceState, nextWords } from '../words/invoices.ts';
import { formatMoney } from '../words/numbers.ts';
import { sentence } from '../words/steps.ts';
import { formatDate } from '../words/time.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.invoice.number ?? 'Invoice'} · Billing · Callvia` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'invoices.read');
  const id = idOf(args.params['id']);
  const page = await read(async (tx) => {
    const invoice = await findInvoice(tx, clientId, id);
    return (
      invoice && {
        invoice,
        trouble: (await invoiceTroubles(tx, clientId, [id]))[id],
        calls: invoice.kind === 'usage' ? await callsOfInvoice(tx, clientId, id) : null,
      }
    );
  });
  if (!page) throw notFound();
  return { ...page, zone: client.timezone };
}

export default function InvoicePage() {
  const { invoice, trouble, calls, zone } = useLoaderData<typeof loader>();
  const on = (at: Date | null) => (at ? formatDate(at.toISOString(), zone) : '–');
  const lines =
    invoice.lineItems.length > 0 ? invoice.lineItems : [{ description: invoice.description, amountCents: invoice.amountDueCents }];
  return (
    <>
      <PageHeader
        title={invoice.number ?? 'Invoice being issued'}
        trail={[{ to: `/billing?books=${invoice.mode}`, text: 'Billing' }]}
        badge={
          <>
            <InvoiceStatusBadge status={invoiceState(invoice, trouble)} />
            <RehearsalBadge mode={invoice.mode} long />
          </>
        }
        text={
          <>
            {invoice.description || sentence(invoice.kind)}. {trouble ? '' : nextWords(invoice, trouble, zone)}
          </>
        }
      >
        <InvoiceLinks invoice={invoice} look="primary" />
      </PageHeader>
      {trouble ? (
        <Alert
          tone="bad"
          title={invoice.status === 'draft' ? 'It could not be issued yet' : 'The last payment failed'}
          icon={<CircleAlert aria-hidden />}
        >
          {nextWords(invoice, trouble, zone)}
        </Alert>
      ) : null}
      {invoice.number === null ? (
        <Alert tone="info" title="The payments provider is being asked to issue it; this goes on by itself until it is done." />
      ) : null}
      <Card className="max-w-3xl">
        <CardHeader title="Lines" />
        <div className="px-5 pb-5">
          <InvoiceLines lines={lines} totalCents={invoice.amountDueCents}>
            <div className="flex justify-between gap-4 text-muted">
              <dt>Paid</dt>
              <dd>{formatMoney(invoice.amountPaidCents)}</dd>
            </div>
          </InvoiceLines>
        </div>
      </Card>
      <Card className="max-w-3xl">
        <CardHeader title="Details" />
        <dl className="grid grid-cols-2 gap-4 px-5 pb-5 sm:grid-cols-4">
          <Fact label="Issued">{on(invoice.finalizedAt)}</Fact>
          <Fact label="Due">{on(invoice.dueAt)}</Fact>
          <Fact label="Paid on">{on(invoice.paidAt)}</Fact>
          {invoice.periodMonth ? <Fact label="Month">{invoice.periodMonth}</Fact> : null}
          {invoice.milestone ? (
            <Fact label="Proof">
              <Link
                to={`/billing/milestones/${invoice.milestone.milestoneNumber}?books=${invoice.mode}`}
                className="text-primary-ink hover:underline"
              >
                The shows of milestone {invoice.milestone.milestoneNumber}
              </Link>
            </Fact>
          ) : null}
        </dl>
      </Card>
      {calls && calls.total > 0 ? <InvoiceCalls calls={calls} zone={zone} /> : null}
    </>
  );
}
