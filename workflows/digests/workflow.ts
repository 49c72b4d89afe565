import * as wf from '@temporalio/workflow';
import type { Activities } from '#activities/contract.ts';
import { TASK_QUEUES } from '#temporal/task-queues.ts';
import type { DigestsStart } from './contract.ts';

const AT_ONCE = 20;
/** Shorter than the time to the next round, which takes up what this one could not send. */
const SEND_WITHIN = '5 minutes';

// A round that cannot plan is followed by the next one.
const planning = wf.proxyActivities<Activities>({ startToCloseTimeout: '5 minutes', retry: { maximumAttempts: 3 } });
const sending = wf.proxyActivities<Activities>({
  taskQueue: TASK_QUEUES.notify,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: SEND_WITHIN,
  retry: { maximumInterval: '1 minute' },
});

/** One round of digests: plans those that are due by now and sends them. Only a Schedule starts it. Answers how many were due. */
export async function digestRound(start: DigestsStart = {}): Promise<number> {
  const due = await planning.dueDigests(start);
  for (let from = 0; from < due.length; from += AT_ONCE) {
    await Promise.all(
      due
        .slice(from, from + AT_ONCE)
        .map((digest) =>
          sending
            .sendDigest(digest)
            .catch((error: unknown) => wf.log.warn('a digest was not sent', { messageId: digest.messageId, error })),
        ),
    );
  }
  return due.length;
}
