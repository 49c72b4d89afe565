// Lives every path of the workflows on a running Temporal server and saves the histories next to this file:
//   node --import tsx tests/replay/record.ts <host:port of Temporal> [path …]
// Record before a workflow is changed that may be running; a history of a released version is never recorded over.
import { randomBytes } from 'node:crypto';
import { ensureNamespace } from '#temporal/server/namespace.mjs';
import { type History, saveHistory } from './history-files.ts';
import { openLeadBench } from './lead-bench.ts';
import { historyOf, LEAD_PATHS, type LeadPath, OTHER_PATHS, otherHistoryOf } from './paths.ts';

const [address, ...wanted] = process.argv.slice(2);
if (!address) throw new Error('Give the host:port of a Temporal server.');

const isPath = (name: string): name is LeadPath => name in LEAD_PATHS;
const namespace = `record-${randomBytes(4).toString('hex')}`;
await ensureNamespace({ address, namespace, retentionDays: 1 });
{
  await using bench = await openLeadBench({ address, namespace });
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  const save = (name: string, history: History) => {
    saveHistory(name, history);
    process.stdout.write(`${name}: ${history.events?.length} events\n`);
  };
  const leadPaths = Object.keys(LEAD_PATHS).filter(isWanted).filter(isPath);
  await Promise.all(leadPaths.map(async (path) => save(`lead-${path}`, await historyOf(bench, path))));
  for (const path of Object.keys(OTHER_PATHS).filter(isWanted)) save(path, await otherHistoryOf(bench, path));
}
