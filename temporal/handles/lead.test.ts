import { type Client, ServiceError } from '@temporalio/client';
import { expect, test, vi } from 'vitest';
import { leadState } from './lead.ts';

/** As the server says it of a run that continues another within the same second. */
const refusal = (code: number, details: string) =>
  new ServiceError('Failed to query Workflow', { cause: Object.assign(new Error(`${code} ${details}`), { code, details, metadata: {} }) });
const asking = (query: () => Promise<unknown>) => ({ workflow: { getHandle: () => ({ query }) } }) as unknown as Client;

test('a run that was only just opened is asked again until it can answer', async () => {
  const query = vi.fn().mockRejectedValueOnce(refusal(9, 'Workflow task is not scheduled yet.')).mockResolvedValue({ skewMs: 0 });
  expect(await leadState(asking(query), 'lead')).toEqual({ skewMs: 0 });
  expect(query).toHaveBeenCalledTimes(2);
});

test.each([
  [9, 'Workflow is in a state that cannot be asked.'],
  [13, 'Workflow task is not scheduled yet.'],
])('what the server refuses for another reason is told at once: %i %s', async (code, details) => {
  const query = vi.fn().mockRejectedValue(refusal(code, details));
  await expect(leadState(asking(query), 'lead')).rejects.toThrow('Failed to query Workflow');
  expect(query).toHaveBeenCalledTimes(1);
});
