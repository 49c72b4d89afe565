import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Report } from '#scripts/audit/report.ts';
import { root } from '#scripts/lib/paths.mjs';
import type { App } from '#tests/support/app.ts';

/** What `npm run audit -- --json` says of a running app. Rejects where it could not find out. */
export async function auditOf({ environment }: App): Promise<Report> {
  const args = ['--import', 'tsx', path.join(root, 'scripts', 'audit.ts'), '--json'];
  const { stdout } = await run(process.execPath, args, { cwd: root, env: environment as NodeJS.ProcessEnv, maxBuffer: 32_000_000 }).catch(
    (failure: Failed) => {
      if (failure.code !== 1) throw new Error(`The audit ended with ${failure.code}: ${failure.stderr}`);
      return failure; // it found something, and says what
    },
  );
  return JSON.parse(stdout) as Report;
}

const run = promisify(execFile);
type Failed = { code?: number; stdout: string; stderr: string };
