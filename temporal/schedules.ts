import { type Client, ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Sweep } from '#workflows/sweeps/contract.ts';
import { TASK_QUEUES } from './task-queues.ts';

const sweep = (
  workflowType: Sweep,
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
  sweep('repairSweep', 'sweep-repair', { intervals: [{ every: '15 minutes' }], jitter: '30 seconds' }, '1 hour'),
  sweep(
    'milestoneSweep',
    'sweep-milestones',
    { intervals: [{ every: '15 minutes', offset: '5 minutes' }], jitter: '30 seconds' },
    '1 hour',
  ),
  sweep(
    'completionSweep',
    'sweep-completion',
    { intervals: [{ every: '15 minutes', offset: '10 minutes' }], jitter: '30 seconds' },
    '1 hour',
  ),
  // Hourly on both days: by then every zone on earth has finished the month.
  sweep('monthSweep', 'sweep-months', { calendars: [{ dayOfMonth: [1, 2], hour: '*', minute: 5 }], timezone: 'UTC' }, '3 days'),
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
