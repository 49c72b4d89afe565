// Our four processes: what each runs, where it answers, and how long a start waits for it.
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withoutSandboxKey } from './environment.mjs';
import { root } from './paths.mjs';
import { startProcess } from './processes.mjs';

/** In the order they start; each also runs alone in production with the same entry. */
export const SERVICES = [
  { name: 'sandbox', entry: 'sandbox/main.ts', port: 'SANDBOX_PORT' },
  { name: 'api', entry: 'api/server.ts', port: 'API_PORT' },
  { name: 'worker', entry: 'temporal/worker.ts', port: 'WORKER_PORT' },
  { name: 'web', entry: 'web/server.ts', port: 'WEB_PORT' },
];

/** Starts one of them; `ready` resolves when it says so at /health/ready and rejects when it ends before. */
export function startService({ name, environment, logFolder, verbose = false, cwd = root }) {
  const service = SERVICES.find((each) => each.name === name);
  const env = name === 'sandbox' ? environment : withoutSandboxKey(environment);
  const logFile = logFolder ? path.join(logFolder, `${name}.log`) : undefined;
  const args = ['--enable-source-maps', '--import', 'tsx', path.join(root, service.entry)];
  const running = startProcess({ name, command: process.execPath, args, env, cwd, logFile, prefix: verbose ? name : undefined });
  const ended = running.exited.then(({ reason }) => Promise.reject(new Error(reason)));
  const ready = Promise.race([untilReady(`http://127.0.0.1:${environment[service.port]}/health/ready`), ended]);
  ready.catch(() => undefined); // read by whoever waits for it
  return { ...running, ready };
}

/** Waits until an address says that it is ready, or lacks nothing but time to catch up. Rejects with what it said last after `patienceMs`. */
export async function untilReady(url, patienceMs = 60_000) {
  const deadline = Date.now() + patienceMs;
  let said = 'nothing';
  while (Date.now() < deadline) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      const text = await response.text();
      if (response.ok || isOnlyBehind(text)) return;
      said = `${response.status} ${text.slice(0, 500)}`;
    } catch (error) {
      said = error.cause?.message ?? error.message;
    }
    await wait(100);
  }
  throw new Error(`${url} was not ready after ${patienceMs / 1000} s. It said: ${said}`);
}

/** What waited in the queues while everything was stopped is worked off after the start: it is no reason not to start. */
function isOnlyBehind(text) {
  try {
    const { queues, ...parts } = JSON.parse(text).parts ?? {};
    return queues?.inbox !== undefined && Object.values(parts).every(({ ok }) => ok);
  } catch {
    return false; // something else listens here, or only begins to
  }
}
