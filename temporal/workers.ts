import { type NativeConnection, Worker, type WorkerOptions, type WorkflowBundleOption } from '@temporalio/worker';
import { type Activities, activitiesByQueue } from '#activities/index.ts';
import { TASK_QUEUES, type TaskQueue } from './task-queues.ts';

export type WorkersOptions = {
  connection: NativeConnection;
  namespace: string;
  activities: Activities;
  workflowBundle: WorkflowBundleOption;
  queues?: readonly TaskQueue[];
  /** Dials a second over all workers of the queue; the vendor's own limit. */
  dialsPerSecond?: number;
  /** How long running activities may finish after a stop is asked for; the live calls themselves need no worker. */
  graceMs?: number;
};

/** Sized for a machine of two cores that runs everything; a cached waiting lead takes about 100 kB. */
const SIZES: Record<TaskQueue, Partial<WorkerOptions>> = {
  lead: {
    maxCachedWorkflows: 2_000,
    maxConcurrentWorkflowTaskExecutions: 40,
    workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 10 },
    maxConcurrentActivityTaskExecutions: 24,
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 4 },
  },
  control: {
    maxCachedWorkflows: 200,
    maxConcurrentWorkflowTaskExecutions: 10,
    workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: 2 },
    maxConcurrentActivityTaskExecutions: 200, // a dispatching campaign holds one
    activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 2 },
  },
  dial: { maxConcurrentActivityTaskExecutions: 32, activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 8 } },
  notify: { maxConcurrentActivityTaskExecutions: 24, activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 4 } },
  billing: { maxConcurrentActivityTaskExecutions: 5, activityTaskPollerBehavior: { type: 'simple-maximum', maximum: 1 } },
};
const WITH_WORKFLOWS: ReadonlySet<TaskQueue> = new Set([TASK_QUEUES.lead, TASK_QUEUES.control]);

/** One worker a queue. Each polls when its `run` is called. */
export async function createWorkers({
  connection,
  namespace,
  activities,
  workflowBundle,
  queues = Object.values(TASK_QUEUES),
  dialsPerSecond,
  graceMs = 30_000,
}: WorkersOptions): Promise<Worker[]> {
  const byQueue = activitiesByQueue(activities);
  return Promise.all(
    queues.map((taskQueue) =>
      Worker.create({
        connection,
        namespace,
        taskQueue,
        activities: byQueue[taskQueue],
        ...(WITH_WORKFLOWS.has(taskQueue) && { workflowBundle, workflowThreadPoolSize: 1 }),
        ...SIZES[taskQueue],
        ...(taskQueue === TASK_QUEUES.dial && dialsPerSecond !== undefined && { maxTaskQueueActivitiesPerSecond: dialsPerSecond }),
        stickyQueueScheduleToStartTimeout: '5 seconds',
        shutdownGraceTime: graceMs,
        shutdownForceTime: graceMs * 2,
      }),
    ),
  );
}
