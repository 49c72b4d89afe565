import { DefaultLogger, Runtime, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import { bundleWorkflows } from '#temporal/bundle.ts';
import { type History, readHistory, savedHistories } from './history-files.ts';

let workflowBundle: WorkflowBundleWithSourceMap;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  workflowBundle = await bundleWorkflows();
}, 60_000);

/** What could not be replayed, by file. */
async function replay(histories: Iterable<{ workflowId: string; history: History }>): Promise<string[]> {
  const failed: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle, replayName: 'replay' }, histories)) {
    if (error) failed.push(`${workflowId}: ${error.message.split('\n')[0]}`);
  }
  return failed;
}

test('every saved history replays with the workflows as they are now', async () => {
  const names = savedHistories();
  expect(names.length).toBeGreaterThan(10);
  expect(await replay(names.map((name) => ({ workflowId: name, history: readHistory(name) })))).toEqual([]);
});

test('a history in which another activity was asked for does not replay: the gate can fail', async () => {
  const history = readHistory('lead-three-calls-no-contact');
  const scheduled = history.events?.find((event) => event.activityTaskScheduledEventAttributes)?.activityTaskScheduledEventAttributes;
  if (!scheduled) throw new Error('the history holds no activity');
  scheduled.activityType = { name: 'placeAnotherCall' };
  expect(await replay([{ workflowId: 'lead-wrong-activity', history }])).toEqual([
    expect.stringMatching(/lead-wrong-activity: .*[Nn]ondeterminism/),
  ]);
});

test('the workflows carry no library but the SDK, and nothing of Node', () => {
  const modules = workflowBundle.code.match(/"?\.\/node_modules\/[^"?!\n ]+/g) ?? [];
  const packages = new Set(
    modules.map((name) =>
      name
        .replace(/^"?\.\/node_modules\//, '')
        .split('/')
        .slice(0, name.includes('/@') ? 2 : 1)
        .join('/'),
    ),
  );
  expect([...packages].filter((name) => !name.startsWith('@temporalio/')).sort()).toEqual(['long', 'ms', 'nexus-rpc']);
});
