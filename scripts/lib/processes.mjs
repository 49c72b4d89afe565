// Child processes of a start: one log file each, their last lines at hand, stopped with everything they started.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

const KEPT_LINES = 20;
const KEPT_CHARACTERS = 300; // a stack trace in one line of JSON would bury the rest

/**
 * Starts a child in a process group of its own, so that Ctrl-C in the terminal does not reach it before its turn.
 * `prefix` (a name) also copies its lines to our own output, `account` is the system user to run as; `inherit`
 * gives it our terminal instead of a log. `exited` always resolves, with the reason in words.
 */
export function startProcess({
  name,
  command,
  args = [],
  env = process.env,
  cwd,
  account,
  logFile,
  prefix,
  stopSignal = 'SIGTERM',
  inherit = false,
}) {
  const output = inherit ? 'inherit' : 'pipe';
  const child = spawn(command, args, { ...account, cwd, env, stdio: ['ignore', output, output], detached: process.platform !== 'win32' });
  const lastLines = keepLines(child, { logFile, prefix });
  let isStopping = false;
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const exited = new Promise((resolve) => {
    child.once('error', (error) =>
      resolve({ name, code: null, expected: false, reason: `${name} could not be started: ${error.message}` }),
    );
    child.once('exit', (code, signal) =>
      resolve({ name, code, expected: isStopping, reason: `${name} ended (${signal ?? code}).\n${lastLines.join('\n')}` }),
    );
  });
  return {
    name,
    pid: child.pid,
    command: [command, ...args].join(' '),
    lastLines,
    exited,
    /** At once and without waiting, for the moment in which this process itself ends. */
    kill() {
      isStopping = true;
      if (isRunning()) signalGroup(child.pid, 'SIGKILL');
    },
    async stop({ signal = stopSignal, patienceMs = 4000 } = {}) {
      isStopping = true;
      if (!isRunning()) return;
      signalGroup(child.pid, signal);
      const force = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), patienceMs);
      await exited;
      clearTimeout(force);
      signalGroup(child.pid, 'SIGKILL'); // whatever it started and left
    },
  };
}

function signalGroup(pid, signal) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

function keepLines(child, { logFile, prefix }) {
  const lines = [];
  const file = logFile ? createWriteStream(logFile, { flags: 'a' }) : undefined;
  for (const stream of [child.stdout, child.stderr].filter(Boolean)) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk) => {
      file?.write(chunk);
      const parts = (rest + chunk).split('\n');
      rest = parts.pop();
      for (const line of parts) keep(line);
    });
    stream.on('end', () => rest && keep(rest));
  }
  child.once('close', () => file?.end());
  return lines;

  function keep(line) {
    lines.push(line.slice(0, KEPT_CHARACTERS));
    if (lines.length > KEPT_LINES) lines.shift();
    if (prefix) process.stdout.write(`${prefix.padEnd(11)} │ ${line}\n`);
  }
}
