import * as wf from '@temporalio/workflow';
import type { Activities } from '#activities/contract.ts';
import { TASK_QUEUES } from '#temporal/task-queues.ts';
import { type BillingStart, type BillingWork, getProgress, invoiceWanted } from './contract.ts';

const { issueInvoice } = wf.proxyActivities<Activities>({
  taskQueue: TASK_QUEUES.billing,
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '2 seconds', maximumInterval: '1 hour' }, // without limit: money is never given up
});

/** Brings a client's invoices into being at the payment company, side by side, so that one bad card blocks only itself. Ends when idle. */
export async function clientBillingWorkflow({ clientId, mode, pending = [] }: BillingStart): Promise<void> {
  const waiting: BillingWork[] = [...pending];
  const working = new Map<string, BillingWork>();
  wf.setHandler(invoiceWanted, (work) => {
    waiting.push(work);
  });
  wf.setHandler(getProgress, () => ({ working: [...working.keys()] }));
  const begin = (work: BillingWork) => {
    if (working.has(work.invoiceId)) return; // asked again while it is being made: its activity reads the newest row
    working.set(work.invoiceId, work);
    void issueInvoice({ clientId, invoiceId: work.invoiceId })
      .catch((error: unknown) => wf.log.error('an invoice could not be issued', { invoiceId: work.invoiceId, error }))
      .finally(() => working.delete(work.invoiceId));
  };
  for (;;) {
    for (const work of waiting.splice(0)) begin(work);
    if (wf.workflowInfo().continueAsNewSuggested) {
      await wf.continueAsNew<typeof clientBillingWorkflow>({ clientId, mode, pending: [...working.values(), ...waiting] });
    }
    if (working.size === 0) return; // no await since the queue was emptied: the next invoice starts a new run
    const count = working.size;
    await wf.condition(() => waiting.length > 0 || working.size !== count);
  }
}
