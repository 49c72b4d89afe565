import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { root } from './paths.mjs';
import { countTests } from './vitest-run.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'callvia-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reportOf = (content: object) => {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};

test('what failed is named in a line each, a file that could not begin as well', () => {
  const report = reportOf({
    ...{ numTotalTests: 3, numPassedTests: 1, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0 },
    testResults: [
      {
        ...{ name: path.join(root, 'domain/show.test.ts'), status: 'failed', message: '' },
        assertionResults: [
          { status: 'passed', fullName: 'a show by a call', failureMessages: [] },
          { status: 'failed', fullName: 'a show by a word', failureMessages: ['\u001b[31mError\u001b[39m: expected 1 to be 2\n  at x'] },
          { status: 'pending', fullName: 'a show', failureMessages: [] },
        ],
      },
      {
        name: path.join(root, 'domain/late.test.ts'),
        status: 'failed',
        message: 'SyntaxError: Unexpected end\n  at y',
        assertionResults: [],
      },
    ],
  });
  expect(countTests(report)).toEqual({
    ...{ passed: 1, failed: 2, skipped: 1, words: 'Vitest: 3 tests in 2 files.' },
    failures: ['domain/show.test.ts: a show by a word: Error: expected 1 to be 2', 'domain/late.test.ts: SyntaxError: Unexpected end'],
  });
});

test('a run without a report has failed', () => {
  expect(countTests(path.join(folder, 'none.json'))).toMatchObject({ passed: 0, failed: 1, failures: ['Vitest itself'] });
});
