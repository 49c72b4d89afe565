import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy } from '@temporalio/client';
import { type ImportStart, importWorkflowId } from '#workflows/import/contract.ts';
import { TASK_QUEUES } from '../task-queues.ts';
import { attributesOf } from './attributes.ts';

/** Starts an import once; a failed one may be started again. */
export async function startImport(client: Client, start: ImportStart): Promise<void> {
  try {
    await client.workflow.start<(start: ImportStart) => Promise<unknown>>('importWorkflow', {
      workflowId: importWorkflowId(start.importJobId),
      taskQueue: TASK_QUEUES.control,
      args: [start],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      typedSearchAttributes: attributesOf(start),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
