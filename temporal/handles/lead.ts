import { setTimeout as sleep } from 'node:timers/promises';
import { ActivityNotFoundError, type Client, isGrpcServiceError, ServiceError, WorkflowNotFoundError } from '@temporalio/client';
import type { Snapshot } from '#domain/snapshot.ts';
import {
  callActivityId,
  changed,
  getState,
  type LeadStart,
  type LeadState,
  leadWorkflowId,
  type Permit,
  release,
} from '#workflows/lead/contract.ts';
import { TASK_QUEUES } from '../task-queues.ts';
import { attributesOf } from './attributes.ts';

/** The lead a workflow is for. `skewMs` is how far a rehearsal was fast-forwarded; only a new run takes it. */
export type LeadRun = { clientId: string; leadId: string; campaignId: string | null; skewMs: number };

type LeadWorkflow = (start: LeadStart) => Promise<number>;

const startOf = ({ clientId, leadId, campaignId, skewMs }: LeadRun, lead?: Snapshot) => ({
  workflowId: leadWorkflowId(leadId),
  taskQueue: TASK_QUEUES.lead,
  args: [{ clientId, leadId, skewMs, ...(lead && { lead }) }] as [LeadStart],
  typedSearchAttributes: attributesOf({ clientId, campaignId, leadId }),
});

/** Permits one dial; starts the lead's workflow if none runs. Repeating a permit changes nothing. */
export async function releaseLead(client: Client, run: LeadRun, permit: Permit): Promise<void> {
  await client.workflow.signalWithStart<LeadWorkflow, [Permit]>('leadWorkflow', { ...startOf(run), signal: release, signalArgs: [permit] });
}

/** Tells the newest facts; starts the workflow if none runs. */
export async function tellOrStart(client: Client, run: LeadRun, snapshot: Snapshot): Promise<void> {
  await client.workflow.signalWithStart<LeadWorkflow, [Snapshot]>('leadWorkflow', {
    ...startOf(run, snapshot),
    signal: changed,
    signalArgs: [snapshot],
  });
}

/** Tells the newest facts to a workflow that runs; false when none does, which is normal before the first dial and after the end. */
export async function tellIfRunning(client: Client, leadId: string, snapshot: Snapshot): Promise<boolean> {
  try {
    await client.workflow.getHandle<LeadWorkflow>(leadWorkflowId(leadId)).signal(changed, snapshot);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Gives a pending dial its result; false when it is not pending. */
export async function completeCall(client: Client, leadId: string, callId: string, snapshot: Snapshot): Promise<boolean> {
  try {
    await client.activity.complete({ workflowId: leadWorkflowId(leadId), activityId: callActivityId(callId) }, snapshot);
    return true;
  } catch (error) {
    if (error instanceof ActivityNotFoundError) return false;
    throw error;
  }
}

/** Whether a workflow of this lead is open. */
export async function isLeadRunning(client: Client, leadId: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(leadWorkflowId(leadId)).describe()).status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** How often, and after which milliseconds, a run is asked that cannot answer yet. */
const ASKS = 40;
const ASK_AGAIN_MS = 100;
/** gRPC's FAILED_PRECONDITION. */
const NOT_YET = 9;

/** What the workflow knows and waits for; null when none runs. Costs one Action: for operators and the fast-forward driver. */
export async function leadState(client: Client, leadId: string): Promise<LeadState | null> {
  for (let ask = 1; ; ask++) {
    try {
      return await client.workflow.getHandle<LeadWorkflow>(leadWorkflowId(leadId)).query(getState);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      if (ask === ASKS || !isBeforeItsFirstTask(error)) throw error;
    }
    await sleep(ASK_AGAIN_MS);
  }
}

/** A run that was only just opened answers once its first task stands in the queue. */
const isBeforeItsFirstTask = (error: unknown): boolean =>
  error instanceof ServiceError &&
  isGrpcServiceError(error.cause) &&
  Number(error.cause.code) === NOT_YET &&
  /not scheduled yet/.test(error.cause.details);
