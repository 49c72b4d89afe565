import type { Client } from '@temporalio/client';
import type { Mode } from '#domain/lead.ts';
import { type BillingStart, type BillingWork, billingWorkflowId, invoiceWanted } from '#workflows/billing/contract.ts';
import { TASK_QUEUES } from '../task-queues.ts';
import { attributesOf } from './attributes.ts';

/** Asks for an invoice whose row exists to be brought into being; asking again changes nothing. */
export async function wantInvoice(client: Client, { clientId, mode }: { clientId: string; mode: Mode }, work: BillingWork): Promise<void> {
  await client.workflow.signalWithStart<(start: BillingStart) => Promise<void>, [BillingWork]>('clientBillingWorkflow', {
    workflowId: billingWorkflowId(clientId, mode),
    taskQueue: TASK_QUEUES.control,
    args: [{ clientId, mode }],
    signal: invoiceWanted,
    signalArgs: [work],
    typedSearchAttributes: attributesOf({ clientId }),
  });
}
