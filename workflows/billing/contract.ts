import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Mode } from '#domain/lead.ts';

export type BillingStart = { clientId: string; mode: Mode; pending?: BillingWork[] };
/** An invoice to bring into being: of a milestone, or of a finished month's usage. The row exists; the activity makes Stripe follow it. */
export type BillingWork = { invoiceId: string };
/** A milestone was crossed or a month closed, or an invoice event came in. */
export const invoiceWanted = defineSignal<[BillingWork]>('invoiceWanted');
export const getProgress = defineQuery<{ working: string[] }>('getProgress');
export const billingWorkflowId = (clientId: string, mode: Mode) =>
  mode === 'live' ? `billing-${clientId}` : `billing-${clientId}-rehearsal`;
