import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bringUp } from './bring-up.mjs';
import { readKept, writeKept } from './kept-file.mjs';
import { createParts } from './parts.mjs';
import { stateFolder } from './paths.mjs';
import { createProgress, StageFailed } from './progress.mjs';
import { runLock } from './run-lock.mjs';

const HELP = `npm start [-- options]     starts Callvia with everything it needs, on this machine only

  --port <n>   the web app listens on this port (otherwise 3000, or the next free one)
  --demo       demo accounts with their well-known password, also where other machines reach this Callvia
  --no-demo    no demo data
  --open       opens the web app in the browser
  --verbose    shows what every part writes
  --help       this text

Data, ports and logs are kept in .callvia. npm run reset wipes them.
`;

/** Runs Callvia until it is told to stop or a part ends by itself. Resolves with the exit code. */
export async function runStart(args) {
  const options = readOptions(args);
  if (typeof options === 'string') return tell(process.stderr, `${options}\n\n${HELP}`, 1);
  if (options.help) return tell(process.stdout, HELP, 0);
  const lock = runLock(path.join(stateFolder, 'start.json'));
  const other = lock.take();
  if (other) return tell(process.stderr, alreadyRuns(other), 1);
  try {
    return await run(options);
  } finally {
    lock.release();
  }
}

async function run(options) {
  const progress = createProgress();
  const parts = createParts(path.join(stateFolder, 'processes.json'));
  const runFile = path.join(stateFolder, 'run.json');
  rmSync(runFile, { force: true }); // it stands for a Callvia that is ready
  const asked = stopAsked(parts);
  const up = bringUp({ options, progress, parts }).then(
    (ready) => {
      if (!asked.isStopping()) announce({ ready, options, progress, runFile });
      return new Promise(() => undefined); // from here on it runs until one of the others speaks
    },
    (error) => ({ code: 1, words: failure(error) }),
  );
  const end = await Promise.race([up, asked.promise, parts.crashed.then((ended) => ({ code: 1, words: crash(ended) }))]);
  progress.hush();
  if (end.words) process.stderr.write(end.words);
  if (end.code === 0) process.stdout.write('\n  Stopping…\n');
  await parts.stop();
  rmSync(runFile, { force: true });
  if (end.code === 0) process.stdout.write('  Callvia has stopped. Its data is kept; npm start goes on with it.\n');
  return end.code;
}

function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        demo: { type: 'boolean' },
        'no-demo': { type: 'boolean' },
        open: { type: 'boolean' },
        verbose: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) return `--port ${values.port} is not a port.`;
    const demo = values['no-demo'] ? false : values.demo; // neither: where only this machine reaches it
    return { port, demo, open: values.open ?? false, verbose: values.verbose ?? false, help: values.help ?? false };
  } catch (error) {
    if (error.code?.startsWith('ERR_PARSE_ARGS')) return error.message;
    throw error;
  }
}

/** The first Ctrl-C or SIGTERM stops in order, the second at once. */
function stopAsked(parts) {
  let stopping = false;
  const promise = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        if (stopping) {
          parts.kill();
          process.exit(1);
        }
        stopping = true;
        resolve({ code: 0 });
      });
    }
  });
  process.on('exit', () => parts.kill()); // also when this very program fails
  return { promise, isStopping: () => stopping };
}

function announce({ ready, options, progress, runFile }) {
  writeKept(runFile, { ...ready.run, pid: process.pid, readyAt: new Date().toISOString() });
  progress.say(ready.block(progress.elapsed()));
  if (options.open) ready.open();
}

function failure(error) {
  const stage = error instanceof StageFailed ? error.stage : 'start';
  return `\n  Callvia did not start: ${stage} failed.\n\n${indent(error.message)}\n\n${hint()}\n`;
}

function crash({ name, reason }) {
  return `\n  ${name} ended by itself, so everything is stopped. Its last lines:\n\n${indent(reason)}\n\n${hint()}\n`;
}

const hint = () => `  Logs: ${path.join(stateFolder, 'logs')}   Again: npm start -- --verbose   From scratch: npm run reset`;
const indent = (text) => text.trimEnd().replaceAll(/^/gm, '    ');

function alreadyRuns({ pid }) {
  const { urls } = readKept(path.join(stateFolder, 'run.json'), {});
  const where = urls?.app ? ` at ${urls.app}` : '';
  return `Callvia already runs from this folder${where} (process ${pid}). Stop it with Ctrl-C in its terminal, or: kill ${pid}\n`;
}

function tell(stream, text, code) {
  stream.write(text);
  return code;
}
