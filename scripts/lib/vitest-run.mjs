import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { readKept } from './kept-file.mjs';
import { root } from './paths.mjs';
import { startProcess } from './processes.mjs';

/** Runs vitest over the named projects with its own output on our terminal; its report goes to `report`. Resolves with its exit code. */
export async function runVitest({ projects, filters = [], report, env = process.env }) {
  const chosen = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--passWithNoTests', ...chosen, ...reporters, ...filters];
  const vitest = startProcess({
    name: 'vitest',
    command: process.execPath,
    args,
    env: { ...env, NODE_ENV: 'test' },
    cwd: root,
    inherit: true,
  });
  process.once('exit', vitest.kill);
  return (await vitest.exited).code ?? 1;
}

/**
 * What a report says: the tests by result, in `words` vitest's own numbers, in `failures` a line for each that failed. A file that could not
 * even be loaded counts as one failed.
 */
export function countTests(report) {
  const found = readKept(report, null);
  if (!found) return { passed: 0, failed: 1, skipped: 0, words: 'Vitest wrote no report.', failures: ['Vitest itself'] };
  const unloadable = found.testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0);
  const passed = found.numPassedTests;
  const failed = found.numFailedTests + unloadable.length;
  const skipped = found.numPendingTests + found.numTodoTests;
  const words = `Vitest: ${found.numTotalTests} tests in ${found.testResults.length} files.`;
  return { passed, failed, skipped, words, failures: found.testResults.flatMap(failuresIn) };
}

function failuresIn({ name, status, message, assertionResults }) {
  const file = path.relative(root, name);
  if (status === 'failed' && assertionResults.length === 0) return [`${file}: ${firstLine(message)}`];
  return assertionResults
    .filter((test) => test.status === 'failed')
    .map(({ fullName, failureMessages }) => `${file}: ${fullName}: ${firstLine(failureMessages[0])}`);
}

const firstLine = (text) => stripVTControlCharacters(text ?? '').split('\n', 1)[0];
