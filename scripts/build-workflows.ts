// The production bundle of all workflows: temporal/generated/workflows.js
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { root } from './lib/paths.mjs';

const target = path.join(root, 'temporal', 'generated', 'workflows.js');
const warnings: string[] = [];
const logger = {
  log: () => undefined,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: (message: string) => void warnings.push(message),
  error: (message: string) => void warnings.push(message),
};

const { code } = await bundleWorkflowCode({ workflowsPath: path.join(root, 'workflows', 'index.ts'), logger });
await mkdir(path.dirname(target), { recursive: true });
await writeFile(`${target}.partial`, code); // a worker that starts meanwhile reads the old or the new one, never half
await rename(`${target}.partial`, target);
if (warnings.length > 0) process.stderr.write(`${warnings.join('\n')}\n`);
process.stdout.write(`${path.relative(root, target)}: ${Math.round(code.length / 1024)} kB\n`);
