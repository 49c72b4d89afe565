/** Where work waits for a worker; one process serves all of them, or one queue each. */
export const TASK_QUEUES = { lead: 'lead', control: 'control', dial: 'dial', notify: 'notify', billing: 'billing' } as const;
export type TaskQueue = (typeof TASK_QUEUES)[keyof typeof TASK_QUEUES];
