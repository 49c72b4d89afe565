// What is checked without running anything: format and lint, types, the database schema and its client.
import { runTool, ToolFailed } from './tools.mjs';

const OFFLINE_PRISMA = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' };
const CHECKS = [
  {
    name: 'format and lint',
    args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--colors=off', '--max-diagnostics=30', '--error-on-warnings', '.'],
  },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'] },
  { name: 'database schema', args: ['node_modules/prisma/build/index.js', 'validate'], env: OFFLINE_PRISMA },
];

/** Runs them one after the other and returns the names of those that failed, having printed why. */
export async function runStaticChecks(progress) {
  const failed = [];
  for (const { name, args, env } of CHECKS) {
    try {
      await progress.stage(name, () => runTool({ what: name, args, env: { ...process.env, ...env } }).then(() => undefined));
    } catch (error) {
      if (!(error.cause instanceof ToolFailed)) throw error;
      progress.say(error.message);
      failed.push(name);
    }
  }
  return failed;
}
