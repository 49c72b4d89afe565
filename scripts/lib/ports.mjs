import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Whether nobody listens on this port, under either loopback address: `localhost` may mean both. */
export async function isPortFree(port) {
  for (const host of ['127.0.0.1', '::1']) if (!(await canListen(port, host))) return false;
  return true;
}

/** The wanted port, or the next one that is free and not among `taken`. Throws when fifty in a row are in use. */
export async function nextFreePort(wanted, taken = new Set()) {
  for (let port = wanted; port < wanted + 50; port++) if (!taken.has(port) && (await isPortFree(port))) return port;
  throw new Error(`No port from ${wanted} to ${wanted + 49} is free.`);
}

/**
 * As many different free ports as asked for, below 32768: Temporal keeps them in a 16-bit column, and above it the system hands out
 * its own for outgoing connections.
 */
export async function freePorts(count) {
  const found = new Set();
  while (found.size < count) {
    const port = randomInt(20_000, 32_768);
    if (!found.has(port) && (await isPortFree(port))) found.add(port);
  }
  return [...found];
}

function canListen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return resolve(false);
      if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') return resolve(true); // no IPv6 here
      reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
