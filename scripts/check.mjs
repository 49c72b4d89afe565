// npm run check: format, lint, types, schema, and the tests that need no server. The same here as on the build server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildAll } from './lib/builds.mjs';
import { runStaticChecks } from './lib/checks.mjs';
import { optionsOr } from './lib/options.mjs';
import { installPackages, packagesAreCurrent } from './lib/packages.mjs';
import { createProgress } from './lib/progress.mjs';
import { countTests, runVitest } from './lib/vitest-run.mjs';

optionsOr('npm run check     format, lint, import arrows, types, schema, and the tests that need no server (unit, property, replay)\n');
const progress = createProgress({ out: process.stderr });
if (!packagesAreCurrent({ withDev: true })) await progress.stage('packages', () => installPackages());
await progress.stage('build', async () => (await buildAll({ withWeb: false })).join(', ') || 'unchanged');
const complaints = await runStaticChecks(progress);
const folder = mkdtempSync(path.join(tmpdir(), 'callvia-check-'));
const report = path.join(folder, 'report.json');
const code = await runVitest({ projects: ['unit', 'replay'], report });
const { passed, failed, skipped } = countTests(report);
rmSync(folder, { recursive: true });
if (complaints.length > 0) process.stdout.write(`\nBesides the tests, these failed: ${complaints.join(', ')}.\n`);
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exit(code === 0 && complaints.length === 0 ? 0 : 1);
