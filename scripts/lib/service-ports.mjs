import path from 'node:path';
import { readKept, writeKept } from './kept-file.mjs';
import { stateFolder } from './paths.mjs';
import { isPortFree, nextFreePort } from './ports.mjs';

/** Where each part listens unless somebody else already does. Temporal's must stay below 32768. */
export const DEFAULT_PORTS = { web: 3000, api: 8000, worker: 8010, sandbox: 4000, temporalUi: 8233, temporal: 7233, postgres: 25_432 };

/**
 * The parts whose ports are chosen together, each just before its parts listen: another start on this machine may have taken a port in the
 * minute that packages and pages take.
 */
const GROUPS = { engine: ['temporalUi', 'temporal', 'postgres'], services: ['web', 'api', 'worker', 'sandbox'] };

/**
 * A port for every part of a group: last time's, else its default, else the next free one; remembered for the next start. `told` hears of
 * every part that moved. A `webPort` that was asked for is taken or refused, never replaced.
 */
export async function choosePorts({ group, webPort, told = () => undefined, file = path.join(stateFolder, 'ports.json') }) {
  const remembered = readKept(file, {});
  const ports = {};
  for (const part of GROUPS[group]) {
    const isAskedFor = part === 'web' && webPort !== undefined;
    const wanted = remembered[part] ?? DEFAULT_PORTS[part];
    ports[part] = isAskedFor
      ? await exactly(webPort)
      : await nextFreePort(wanted, new Set(Object.values({ ...remembered, ...ports, [part]: 0 })));
    if (ports[part] !== wanted && !isAskedFor) told(`port ${wanted} is taken: ${part} listens on ${ports[part]}`);
  }
  writeKept(file, { ...remembered, ...ports });
  return ports;
}

/** The port a person asked for, or an error that says what to do. */
export async function exactly(port) {
  if (await isPortFree(port)) return port;
  throw new Error(`Port ${port} is taken by another program. Stop it, or start Callvia without --port.`);
}
