// npm start: from a fresh clone to a running Callvia. Nothing needs to be installed before.
import { tooOld } from './lib/node-version.mjs';

const complaint = tooOld();
if (complaint) {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
} else {
  const { runStart } = await import('./lib/start.mjs');
  process.exit(await runStart(process.argv.slice(2)));
}
