// The parts of a running Callvia: known by name, stopped in order, and found again by the next start when this one is killed.
import { existsSync, rmSync } from 'node:fs';
import { readKept, writeKept } from './kept-file.mjs';
import { commandOf, endProcess } from './system-process.mjs';

/** Who stops when, and how long each step may take, in all below fifteen seconds: first who takes work in, last who keeps the data. */
const STOP_ORDER = [
  { names: ['web', 'api'], patienceMs: 2000 },
  { names: ['worker'], patienceMs: 5000 },
  { names: ['sandbox', 'temporal-ui'], patienceMs: 1500 },
  { names: ['temporal'], patienceMs: 3000 },
  { names: ['postgres'], patienceMs: 3000 },
];

/** Keeps the parts of one start. `file` holds their process ids while they run. `crashed` resolves when one ends that was not asked to. */
export function createParts(file) {
  const parts = new Map();
  let tellCrash;
  const crashed = new Promise((resolve) => {
    tellCrash = resolve;
  });
  return {
    crashed,
    pids: () => Object.fromEntries([...parts].map(([name, part]) => [name, part.pid])),
    add(part) {
      parts.set(part.name, part);
      writeKept(
        file,
        [...parts.values()].map(({ name, pid, command }) => ({ name, pid, command })),
      );
      part.exited.then((end) => !end.expected && tellCrash(end));
      return part;
    },
    async stop() {
      for (const { names, patienceMs } of STOP_ORDER) {
        await Promise.all(names.map((name) => parts.get(name)?.stop({ patienceMs })));
      }
      rmSync(file, { force: true });
    },
    kill() {
      for (const part of parts.values()) part.kill();
    },
  };
}

/** Ends what a killed start left running: only processes that still carry the command they were started with. Returns their names. */
export async function endLeftBehind(file) {
  if (!existsSync(file)) return [];
  const left = readKept(file, []).filter(({ pid, command }) => sameCommand(commandOf(pid), command));
  await Promise.all(left.map(({ pid, name }) => endProcess(pid, { signal: name === 'postgres' ? 'SIGINT' : 'SIGTERM', patienceMs: 5000 })));
  rmSync(file, { force: true });
  return left.map(({ name }) => name);
}

function sameCommand(running, started) {
  return running?.replaceAll(/\s+/g, ' ').startsWith(started.replaceAll(/\s+/g, ' ').trim());
}
