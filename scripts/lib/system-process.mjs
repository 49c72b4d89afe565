// Processes that are not our children any more: left behind by a start that was killed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** The command line of a running process, or null when there is none. A zombie, which holds nothing, counts as none. */
export function commandOf(pid) {
  if (!isAlive(pid)) return null;
  if (process.platform === 'linux') return linuxCommandOf(pid);
  const listed = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return listed.stdout?.trim() || null;
}

/** Whether a process with this id exists. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Ends a process: `signal` first, SIGKILL after `patienceMs`. Returns once it is gone. */
export async function endProcess(pid, { signal = 'SIGTERM', patienceMs = 8000 } = {}) {
  sendSignal(pid, signal);
  if (await isGone(pid, patienceMs)) return;
  sendSignal(pid, 'SIGKILL');
  await isGone(pid, 2000);
}

async function isGone(pid, patienceMs) {
  const deadline = Date.now() + patienceMs;
  while (commandOf(pid) !== null) {
    if (Date.now() > deadline) return false;
    await wait(25);
  }
  return true;
}

function sendSignal(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function linuxCommandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null;
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}
