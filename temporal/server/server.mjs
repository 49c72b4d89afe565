import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from '#scripts/lib/ports.mjs';
import { startProcess } from '#scripts/lib/processes.mjs';
import { DATABASES } from './schema.mjs';

const HOST = '127.0.0.1';
const DYNAMIC_CONFIG = path.join(import.meta.dirname, 'dynamic-config.yaml');

/**
 * Starts the Temporal server on this machine over a prepared database and returns once its frontend answers.
 * `httpPort` and all inner ports are picked at random; `started` hears of the process before it answers. Throws with the server's last
 * lines when it ends instead.
 */
export async function startServer({
  program,
  database,
  databases = DATABASES,
  port,
  historyShards = 4,
  logFile,
  prefix,
  started = () => undefined,
}) {
  const inner = await freePorts(INNER_PORTS.length);
  const env = {
    ...serverEnvironment({ database, databases, port, historyShards }),
    ...Object.fromEntries(INNER_PORTS.map((name, index) => [name, String(inner[index])])),
  };
  const server = startProcess({ name: 'temporal', command: program, args: ['--allow-no-auth', 'start'], env, logFile, prefix });
  started(server);
  await Promise.race([untilServing(`${HOST}:${port}`), server.exited.then(({ reason }) => Promise.reject(new Error(reason)))]);
  return { ...server, address: `${HOST}:${port}`, httpPort: inner[0] };
}

const INNER_PORTS = [
  'FRONTEND_HTTP_PORT',
  'FRONTEND_MEMBERSHIP_PORT',
  'MATCHING_GRPC_PORT',
  'MATCHING_MEMBERSHIP_PORT',
  'HISTORY_GRPC_PORT',
  'HISTORY_MEMBERSHIP_PORT',
  'WORKER_GRPC_PORT',
  'WORKER_MEMBERSHIP_PORT',
];

function serverEnvironment({ database, databases, port, historyShards }) {
  return {
    PATH: process.env.PATH ?? '',
    DB: 'postgres12_pgx',
    POSTGRES_SEEDS: database.host,
    DB_PORT: String(database.port),
    POSTGRES_USER: database.user,
    POSTGRES_PWD: database.password,
    DBNAME: databases.default,
    VISIBILITY_DBNAME: databases.visibility,
    NUM_HISTORY_SHARDS: String(historyShards),
    FRONTEND_GRPC_PORT: String(port),
    BIND_ON_IP: HOST,
    LOG_LEVEL: 'warn',
    DYNAMIC_CONFIG_FILE_PATH: DYNAMIC_CONFIG,
    GOGC: '400', // memory for speed: a tenth less CPU on a busy machine
  };
}

async function untilServing(address) {
  const { Connection } = await import('@temporalio/client');
  const connection = Connection.lazy({ address });
  const deadline = Date.now() + 60_000;
  try {
    for (;;) {
      try {
        return await connection.workflowService.getSystemInfo({});
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await wait(100);
      }
    }
  } finally {
    await connection.close();
  }
}
