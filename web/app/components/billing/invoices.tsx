import { Link } from '@remix-run/react';
import { CircleAlert, Download, ExternalLink } from 'lucide-react';
import type { Invoice } from '#stores/billing-reads.ts';
import { formatMoney } from '../../words/numbers.ts';
import { sentence } from '../../words/steps.ts';
import { formatDate } from '../../words/time.ts';
import { InvoiceStatusBadge } from '../status.tsx';
import { ButtonAnchor } from '../ui/button.tsx';
import { Cell, Head, Row, Table } from '../ui/table.tsx';

/** Invoices with their state, why one is not paid, and the links to pay and to keep it. */
export function InvoiceTable({ invoices, troubles, zone }: { invoices: Invoice[]; troubles: Record<string, string>; zone: string }) {
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
              {troubles[invoice.id] ? (
                <span className="mt-1 flex items-center gap-1.5 text-xs text-bad-ink max-md:justify-end">
                  <CircleAlert aria-hidden className="size-3.5 shrink-0" /> {troubles[invoice.id]}
                </span>
              ) : null}
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
