// npm test: every test, on throw-away copies of everything. Nothing needs to be installed before.
import { tooOld } from './lib/node-version.mjs';

const complaint = tooOld();
if (complaint) {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
} else {
  const { runTests } = await import('./lib/test-run.mjs');
  process.exit(await runTests(process.argv.slice(2)));
}
