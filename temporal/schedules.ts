import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Sweep } from '#workflows/sweeps/contract.ts';
import { TASK_QUEUES } from './task-queues.ts';

const scheduled = (
  workflowType: Sweep | 'digestRound',
  scheduleId: string,
  spec: ScheduleOptions['spec'],
  catchupWindow: '1 hour' | '3 days',
): ScheduleOptions => ({
  scheduleId,
  spec,
  action: { type: 'startWorkflow', workflowType, taskQueue: TASK_QUEUES.control, workflowId: scheduleId, args: [] },
  policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
});

const SCHEDULES: ScheduleOptions[] = [
  scheduled('repairSweep', 'sweep-repair', { intervals: [{ every: '15 minutes' }], jitter: '30 seconds' }, '1 hour'),
  scheduled(
    'milestoneSweep',
    'sweep-milestones',
    { intervals: [{ every: '15 minutes', offset: '5 minutes' }], jitter: '30 seconds' },
    '1 hour',
  ),
  scheduled(
    'completionSweep',
    'sweep-completion',
    { intervals: [{ every: '15 minutes', offset: '10 minutes' }], jitter: '30 seconds' },
    '1 hour',
  ),
  // Hourly on both days: by then every zone on earth has finished the month.
  scheduled('monthSweep', 'sweep-months', { calendars: [{ dayOfMonth: [1, 2], hour: '*', minute: 5 }], timezone: 'UTC' }, '3 days'),
  // In every zone on earth it becomes eight in the morning at one of the four quarters of an hour.
  scheduled('digestRound', 'digests', { intervals: [{ every: '15 minutes' }] }, '1 hour'),
];

/** Creates the schedules that are not there yet. Safe to repeat, also beside other workers. */
export async function ensureSchedules(client: Client): Promise<void> {
  for (const schedule of SCHEDULES) {
    try {
      await client.schedule.create(schedule);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    }
  }
}
