import type { NextInvoice } from '#stores/views-next-invoice.ts';
import { monthWords } from '../../words/days.ts';
import { formatDate } from '../../words/time.ts';
import { InvoiceLines } from './invoice-lines.tsx';

/** What the invoices of usage that are yet to be made hold as of now, each with its lines and the moment it is made. */
export function NextInvoices({ invoices, zone }: { invoices: readonly NextInvoice[]; zone: string }) {
  return invoices.map((invoice) => (
    <div key={`${invoice.rehearsal?.id} ${invoice.month}`} className="grid gap-3">
      <div>
        <h3 className="font-medium">
          {invoice.rehearsal ? `Calls of the rehearsal “${invoice.rehearsal.name}”` : `Calls of ${monthWords(invoice.month)}`}
        </h3>
        <p className="text-sm text-muted">{whenMade(invoice, zone)}</p>
      </div>
      <InvoiceLines lines={invoice.lines} totalCents={invoice.amountCents} />
    </div>
  ));
}

function whenMade({ issueAt, rehearsal }: NextInvoice, zone: string): string {
  const day = formatDate(issueAt, zone);
  return rehearsal ? `Made as soon as the rehearsal is over, on ${day} at the latest.` : `Made on ${day}; calls until then are added.`;
}
