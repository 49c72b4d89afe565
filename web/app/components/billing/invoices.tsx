import { Link, useSearchParams } from '@remix-run/react';
import { ChevronLeft, ChevronRight, Download, ExternalLink, Receipt } from 'lucide-react';
import type { Invoice } from '#stores/billing-reads.ts';
import { INVOICE_KINDS, INVOICE_STATES, invoiceState, KIND_WORDS, nextWords, STATE_WORDS } from '../../words/invoices.ts';
import { formatMoney, formatNumberOf } from '../../words/numbers.ts';
import { sentence } from '../../words/steps.ts';
import { formatDate } from '../../words/time.ts';
import { FilterBar, FilterDay, FilterSelect } from '../filters.tsx';
import { InvoiceStatusBadge } from '../status.tsx';
import { SteadyList } from '../steady-list.tsx';
import { ButtonAnchor, ButtonLink } from '../ui/button.tsx';
import { Card, CardHeader, EmptyState } from '../ui/surface.tsx';
import { Cell, Head, Row, Table } from '../ui/table.tsx';

/** Parts of the address that narrow the list of invoices; the rest of the page keeps its own. */
export const INVOICE_FILTERS = ['kind', 'status', 'since', 'until'] as const;

type ListProps = { invoices: Invoice[]; troubles: Record<string, string>; zone: string; total: number; page: number; pages: number };

/** The list of invoices by kind, state and the day they were made, a page at a time. */
export function InvoiceList({ invoices, troubles, zone, total, page, pages, text }: ListProps & { text: string | undefined }) {
  const [params] = useSearchParams();
  const isNarrow = INVOICE_FILTERS.some((name) => params.get(name));
  const to = (change: (next: URLSearchParams) => void) => {
    const next = new URLSearchParams(params);
    change(next);
    return `?${next}#invoices`;
  };
  const all = to((next) => {
    for (const name of [...INVOICE_FILTERS, 'page']) next.delete(name);
  });
  const at = (n: number) => to((next) => next.set('page', String(n)));
  return (
    <Card id="invoices" className="scroll-mt-20">
      <CardHeader title="Invoices" text={text} />
      <div className="px-5 pb-3">
        <FilterBar kept={['books', 'period', 'from', 'to']}>
          <FilterSelect
            label="What for"
            name="kind"
            any="For anything"
            options={INVOICE_KINDS.map((value) => ({ value, text: KIND_WORDS[value] }))}
          />
          <FilterSelect
            label="Status"
            name="status"
            any="Any status"
            options={INVOICE_STATES.map((value) => ({ value, text: STATE_WORDS[value] }))}
          />
          <FilterDay label="Made from" name="since" />
          <FilterDay label="Made until" name="until" />
        </FilterBar>
      </div>
      {invoices.length > 0 ? (
        <>
          <SteadyList rows={invoices} noun="invoice">
            {(rows) => <InvoiceTable invoices={rows} troubles={troubles} zone={zone} />}
          </SteadyList>
          <nav
            aria-label="Pages of invoices"
            className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-5 py-3 text-sm text-muted"
          >
            <p>
              {invoices.length} of {formatNumberOf(total, 'invoice')}
            </p>
            <span className="flex gap-2">
              {page > 1 ? (
                <ButtonLink size="small" to={at(page - 1)} rel="prev">
                  <ChevronLeft aria-hidden /> Newer
                </ButtonLink>
              ) : null}
              {page < pages ? (
                <ButtonLink size="small" to={at(page + 1)} rel="next">
                  Older <ChevronRight aria-hidden />
                </ButtonLink>
              ) : null}
            </span>
          </nav>
        </>
      ) : (
        <EmptyState
          icon={<Receipt aria-hidden />}
          title={isNarrow ? 'No invoice like this' : 'No invoice yet'}
          text="Usage is invoiced on the first of the month, a milestone as soon as it is reached."
        >
          {isNarrow ? <ButtonLink to={all}>Show all invoices</ButtonLink> : null}
        </EmptyState>
      )}
    </Card>
  );
}

/** Invoices with their state, what comes next, and the links to pay and to keep them. */
function InvoiceTable({ invoices, troubles, zone }: { invoices: Invoice[]; troubles: Record<string, string>; zone: string }) {
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
            <Cell className="stack-title whitespace-nowrap">
              <Link to={`/billing/invoices/${invoice.id}`} className="font-medium hover:underline">
                {invoice.number ?? 'Being issued'}
              </Link>
            </Cell>
            <Cell label="For">{invoice.description || sentence(invoice.kind)}</Cell>
            <Cell label="Date" className="whitespace-nowrap">
              {formatDate((invoice.finalizedAt ?? invoice.createdAt).toISOString(), zone)}
            </Cell>
            <Cell label="Status">
              <span className="grid max-w-72 justify-items-start gap-1 text-xs text-muted max-md:justify-items-end max-md:text-right">
                <InvoiceStatusBadge status={invoiceState(invoice, troubles[invoice.id])} />
                <span>{nextWords(invoice, troubles[invoice.id], zone)}</span>
              </span>
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
export function InvoiceLinks({
  invoice,
  look = 'secondary',
}: {
  invoice: Pick<Invoice, 'hostedUrl' | 'pdfUrl' | 'status' | 'number'>;
  /** Of paying: the deed of the invoice's own page. */
  look?: 'primary' | 'secondary';
}) {
  const name = invoice.number ?? 'this invoice';
  return (
    <span className="flex gap-2 md:justify-end">
      {invoice.hostedUrl && invoice.status === 'open' ? (
        <ButtonAnchor href={invoice.hostedUrl} target="_blank" rel="noreferrer" size="small" look={look} aria-label={`Pay ${name}`}>
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
