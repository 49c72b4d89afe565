import type { Mode } from '#domain/lead.ts';
import { spanOf } from '#domain/period.ts';
import type { InvoiceQuery } from '#stores/billing-reads.ts';
import { INVOICE_KINDS, INVOICE_STATES } from './words/invoices.ts';

const PAGE_SIZE = 50;

/**
 * The invoices an address names: kind, state, days they were made on in a zone, and page. Failed payments are looked for in both books unless
 * one is named, as the overview counts them.
 */
export function invoiceFilter(params: URLSearchParams, zone: string, mode: Mode): InvoiceQuery {
  const kind = INVOICE_KINDS.find((each) => each === params.get('kind'));
  const state = INVOICE_STATES.find((each) => each === params.get('status'));
  const { fromAt, toAt } = spanOf({ from: params.get('since'), to: params.get('until') }, zone);
  return {
    mode: state === 'failed' && !params.has('books') ? undefined : mode,
    kind: kind && [kind],
    status: state && state !== 'failed' ? [state] : undefined,
    failed: state === 'failed' ? true : state === 'open' ? false : undefined,
    from: fromAt ? new Date(fromAt) : undefined,
    to: toAt ? new Date(toAt) : undefined,
    page: Math.min(Math.max(Math.trunc(Number(params.get('page'))) || 1, 1), 1_000),
    pageSize: PAGE_SIZE,
  };
}
