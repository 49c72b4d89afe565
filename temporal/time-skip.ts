import { randomUUID } from 'node:crypto';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { leadWorkflowId } from '#workflows/lead/contract.ts';

const NOT_FOUND = 5; // gRPC
const COMPLETED = 2; // FAST_FORWARD_POLLING_RESULT_FAST_FORWARD_COMPLETED
const POLL_TIMEOUT = 1;
const PATIENCE_MS = 60_000;

/** The open run of a lead's workflow as the server sees it: its own clock, and whether anything is in flight. */
export type RunClock = { virtualNow: number; isBusy: boolean };

/** Null when no run is open. */
export async function runClock(client: Client, leadId: string): Promise<RunClock | null> {
  try {
    const { workflowExecutionInfo, workflowExtendedInfo, pendingActivities, pendingWorkflowTask } =
      await client.workflowService.describeWorkflowExecution({
        namespace: client.options.namespace,
        execution: { workflowId: leadWorkflowId(leadId) },
      });
    if (workflowExecutionInfo?.closeTime) return null;
    const at = workflowExtendedInfo?.timeSkippingInfo?.currentTime;
    const virtualNow = at?.seconds ? Number(at.seconds) * 1000 + (at.nanos ?? 0) / 1e6 : Date.now();
    return { virtualNow, isBusy: pendingActivities.length > 0 || Boolean(pendingWorkflowTask) };
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return null;
    throw error;
  }
}

/**
 * Moves the clock of a lead's open run ahead; timers in between fire. Resolves when the run has got there or has ended. Throws when the server
 * gives up, or has time skipping switched off.
 */
export async function skipTime(client: Client, leadId: string, byMs: number): Promise<void> {
  const id = randomUUID();
  const { namespace } = client.options;
  const workflowExecution = { workflowId: leadWorkflowId(leadId) };
  const ms = Math.max(1, Math.ceil(byMs));
  try {
    await client.workflowService.updateWorkflowExecutionOptions({
      namespace,
      workflowExecution,
      workflowExecutionOptions: {
        timeSkippingConfig: {
          enabled: true,
          fastForwardConfig: { id, duration: msToTs(ms) },
        },
      },
      updateMask: { paths: ['time_skipping_config'] },
    });
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const poll = await client.withDeadline(deadline, () =>
        client.workflowService.pollWorkflowExecutionTimeSkipping({ namespace, workflowExecution, fastForwardId: id }),
      );
      if (poll.fastForwardPollingResult === COMPLETED) return;
      if (poll.fastForwardPollingResult === POLL_TIMEOUT) continue;
      if ((await runClock(client, leadId)) === null) return; // it ended on the way
      throw new Error(`The lead's clock could not be moved: ${poll.failedReason}`);
    }
  } catch (error) {
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return; // it ended on the way
    throw error;
  }
}
