import { Link } from '@remix-run/react';
import type { Milestones } from '#stores/billing-reads.ts';
import type { NextInvoice } from '#stores/views-next-invoice.ts';
import { formatMoney, formatNumberOf } from '../../words/numbers.ts';
import { Card, CardHeader } from '../ui/surface.tsx';
import { NextInvoices } from './next-invoices.tsx';

const LINK = 'inline-flex min-h-6 w-fit items-center text-sm font-medium text-primary-ink hover:underline max-sm:min-h-11';

/** What would be invoiced as things stand: the calls that are on no invoice, and how far the next milestone is. */
export function NextInvoiceCard({
  invoices,
  milestones,
  ...props
}: {
  invoices: readonly NextInvoice[];
  /** Of them the next, where they are agreed. */
  milestones: Milestones | null;
  mode: string;
  zone: string;
}) {
  return (
    <Card id="next">
      <CardHeader title="Next invoice" text="What it would hold if it were made now." />
      <div className="grid gap-5 px-5 pb-5">
        {invoices.length > 0 ? (
          <>
            <NextInvoices invoices={invoices} zone={props.zone} />
            <Link to={`/billing/next?books=${props.mode}`} className={LINK}>
              The calls behind it
            </Link>
          </>
        ) : (
          <p className="text-sm text-muted">No call waits to be invoiced.</p>
        )}
        {milestones ? (
          <p className="border-t border-line pt-4 text-sm">
            <span className="font-medium">
              {formatMoney(milestones.amountCents)} for milestone {milestones.next.number}
            </span>{' '}
            <span className="text-muted">
              come on an invoice of their own once{' '}
              {formatNumberOf(milestones.milestoneSize - milestones.next.at, 'more show', 'more shows')}{' '}
              {milestones.milestoneSize - milestones.next.at === 1 ? 'is' : 'are'} counted.
            </span>
          </p>
        ) : null}
      </div>
    </Card>
  );
}
