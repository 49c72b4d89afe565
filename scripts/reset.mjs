// npm run reset: wipes what npm start keeps (data, ports, secrets, logs). Asks first on a terminal; --yes does not ask.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { optionsOr } from './lib/options.mjs';
import { endLeftBehind } from './lib/parts.mjs';
import { stateFolder } from './lib/paths.mjs';
import { reachableData } from './lib/postgres.mjs';
import { runLock } from './lib/run-lock.mjs';

const HELP = `npm run reset [-- --yes]     wipes what npm start keeps: every client, lead, call and running workflow, ports, secrets and logs

  --yes    does not ask; needed off a terminal
  --help   this text
`;

process.exitCode = await reset(optionsOr(HELP, { yes: { type: 'boolean' } }).yes === true);

async function reset(isAgreed) {
  const lock = runLock(path.join(stateFolder, 'start.json'));
  const other = lock.take();
  if (other) return say(`Callvia runs from this folder (process ${other.pid}). Stop it first, then reset.`, 1);
  if (!isAgreed && !(await agrees())) {
    lock.release();
    return say(
      process.stdin.isTTY ? 'Nothing was wiped.' : 'Nothing was wiped. Without a terminal to ask on, use: npm run reset -- --yes',
      1,
    );
  }
  await endLeftBehind(path.join(stateFolder, 'processes.json'));
  for (const folder of [reachableData(path.join(stateFolder, 'postgres')), stateFolder])
    if (existsSync(folder)) rmSync(folder, { recursive: true });
  return say('Wiped. npm start begins anew.', 0);
}

async function agrees() {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    'This wipes every client, lead, call and running workflow of this checkout. Type "wipe" to go on: ',
  );
  terminal.close();
  return answer.trim() === 'wipe';
}

function say(words, code) {
  process.stdout.write(`${words}\n`);
  return code;
}
