import * as wf from '@temporalio/workflow';
import type { Activities, ImportResult } from '#activities/contract.ts';
import type { ImportStart } from './contract.ts';

const { runImport } = wf.proxyActivities<Activities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute', maximumAttempts: 50 }, // each one goes on where the last committed
});

/** Reads one file of leads into its campaign. */
export const importWorkflow = (start: ImportStart): Promise<ImportResult> => runImport(start);
