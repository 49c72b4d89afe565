export { clientBillingWorkflow } from './billing/workflow.ts';
export { campaignWorkflow } from './campaign/workflow.ts';
export { digestRound } from './digests/workflow.ts';
export { importWorkflow } from './import/workflow.ts';
export { leadWorkflow } from './lead/workflow.ts';
export { completionSweep, milestoneSweep, monthSweep, repairSweep } from './sweeps/workflow.ts';
