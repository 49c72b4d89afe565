// Programs that run to their end on behalf of a script: npm, builds, migrations, the seed.
import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

const running = new Set();
process.on('exit', () => {
  for (const child of running) killGroup(child.pid); // a script that is stopped half-way leaves no build behind
});

/**
 * Runs a program and resolves with what it wrote to its output. Rejects with its last lines when it does not end well. `inherit` lets it
 * write to our terminal instead.
 */
export function runTool({ what, command = process.execPath, args, env = process.env, cwd = root, inherit = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', ...(inherit ? ['inherit', 'inherit'] : ['pipe', 'pipe'])],
    });
    const written = [];
    const all = [];
    child.stdout?.on('data', (chunk) => written.push(chunk) && all.push(chunk));
    child.stderr?.on('data', (chunk) => all.push(chunk));
    running.add(child);
    child.once('error', (error) => settle(() => reject(new Error(`${what} could not be started: ${error.message}`, { cause: error }))));
    child.once('close', (code, signal) =>
      settle(() => {
        if (code === 0) return resolve(Buffer.concat(written).toString());
        reject(new ToolFailed(`${what} ended with ${code ?? signal}.`, tellingLines(Buffer.concat(all).toString())));
      }),
    );

    function settle(end) {
      running.delete(child);
      end();
    }
  });
}

/** A program that did not end well; the message holds its last lines. */
export class ToolFailed extends Error {
  constructor(summary, lines) {
    super(lines ? `${summary}\n${lines}` : summary);
    this.summary = summary;
  }
}

/** The end of what it wrote, and before it the lines that speak of an error: some programs print much after what matters. */
function tellingLines(text) {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(0, 300));
  const end = lines.slice(-20);
  const errors = lines
    .slice(0, -20)
    .filter((line) => /error|not (found|exported)|cannot|failed|unexpected/i.test(line) && !/^\s+at /.test(line));
  return [...errors.slice(0, 5), ...(errors.length > 0 ? ['…'] : []), ...end].join('\n');
}

function killGroup(pid) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
