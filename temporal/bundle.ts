import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';

const BUILT = fileURLToPath(new URL('./generated/workflows.js', import.meta.url));
const SOURCE = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

/** Bundles the workflows from their source; takes seconds. The production build writes the result to `temporal/generated/workflows.js`. */
export const bundleWorkflows = () => bundleWorkflowCode({ workflowsPath: SOURCE, logger: new DefaultLogger('WARN') });

/** The built bundle where there is one (and production runs), else one made now. */
export const workflowBundle = async ({ isProduction }: { isProduction: boolean }): Promise<WorkflowBundleOption> =>
  isProduction && existsSync(BUILT) ? { codePath: BUILT } : bundleWorkflows();
