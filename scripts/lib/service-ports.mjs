import path from 'node:path';
import { readKept, writeKept } from './kept-file.mjs';
import { stateFolder } from './paths.mjs';
import { isPortFree, nextFreePort } from './ports.mjs';

/** Where each part listens unless somebody else already does. Temporal's must stay below 32768. */
export const DEFAULT_PORTS = { web: 3000, api: 8000, worker: 8010, sandbox: 4000, temporalUi: 8233, temporal: 7233, postgres: 25_432 };

/**
 * A port for every part: last time's, else its default, else the next free one; remembered for the next start. `told` hears of every
 * part that moved. A `webPort` that was asked for is taken or refused, never replaced.
 */
export async function choosePorts({ webPort, told = () => undefined, file = path.join(stateFolder, 'ports.json') } = {}) {
  const remembered = readKept(file, {});
  const ports = {};
  for (const [part, standard] of Object.entries(DEFAULT_PORTS)) {
    const wanted = remembered[part] ?? standard;
    ports[part] = part === 'web' && webPort ? await exactly(webPort) : await nextFreePort(wanted, new Set(Object.values(ports)));
    if (ports[part] !== wanted && !(part === 'web' && webPort)) told(`port ${wanted} is taken: ${part} listens on ${ports[part]}`);
  }
  writeKept(file, ports);
  return ports;
}

async function exactly(port) {
  if (await isPortFree(port)) return port;
  throw new Error(`Port ${port} is taken by another program. Stop it, or start Callvia without --port.`);
}
