import * as wf from '@temporalio/workflow';
import type { Activities } from '#activities/contract.ts';
import { TASK_QUEUES } from '#temporal/task-queues.ts';
import { callActivityId, type Permit } from './contract.ts';
import { type Life, learn } from './life.ts';

// The call's end completes `placeCall`. Past this time it runs again, which only reads the ledger and the vendor.
const dialling = wf.proxyActivities<Activities>({
  taskQueue: TASK_QUEUES.dial,
  startToCloseTimeout: '1 hour',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});
const reading = wf.proxyActivities<Activities>({ startToCloseTimeout: '30 seconds', retry: { maximumInterval: '1 minute' } });

/** Dials when the dispatcher permits it, and returns when the call is over or the lead has left this phase. */
export async function reach(life: Life): Promise<void> {
  if (!life.calling) await wf.condition(() => life.permit !== undefined || life.lead.phase !== 'reach');
  if (!life.calling && life.permit && life.lead.phase === 'reach') dial(life, life.permit);
  await wf.condition(() => !life.calling || life.lead.phase !== 'reach');
}

/** Not awaited: a booking made during the call must not wait for the call's end. */
function dial(life: Life, permit: Permit): void {
  life.calling = permit;
  life.lastCallId = permit.callId;
  life.permit = undefined;
  void dialling.placeCall
    .executeWithOptions({ activityId: callActivityId(permit.callId) }, [permit])
    .catch((error: unknown) => {
      wf.log.warn('a dial could not be brought to an answer', { callId: permit.callId, error });
      return reading.settleCall(permit); // retries without limit
    })
    .then((news) => {
      life.calling = undefined;
      learn(life, news);
    });
}
