import type { ReactNode } from 'react';
import type { InvoiceLine } from '#stores/invoices.ts';
import { formatMoney } from '../../words/numbers.ts';

/** What an invoice is made of, line by line, and its sum; `children` are rows below that. */
export function InvoiceLines({ lines, totalCents, children }: { lines: readonly InvoiceLine[]; totalCents: number; children?: ReactNode }) {
  return (
    <dl className="grid gap-2 text-sm">
      {lines.map((line) => (
        <div key={line.description} className="flex justify-between gap-4 border-b border-line pb-2">
          <dt>{line.description}</dt>
          <dd className="font-medium">{formatMoney(line.amountCents)}</dd>
        </div>
      ))}
      <div className="flex justify-between gap-4 text-base font-semibold">
        <dt>Total</dt>
        <dd>{formatMoney(totalCents)}</dd>
      </div>
      {children}
    </dl>
  );
}
