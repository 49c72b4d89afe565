import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RolePasswords } from '#prisma/roles.ts';
import { serviceEnvironment } from '#scripts/lib/environment.mjs';
import { root } from '#scripts/lib/paths.mjs';
import { freePorts } from '#scripts/lib/ports.mjs';
import { bootPostgres } from '#scripts/lib/postgres.mjs';
import type { RunningProcess } from '#scripts/lib/processes.mjs';
import { generateSecrets } from '#scripts/lib/secrets.mjs';
import { startService } from '#scripts/lib/services.mjs';
import { runTool } from '#scripts/lib/tools.mjs';
import { ensureNamespace } from '#temporal/server/namespace.mjs';
import { provisionTemporal } from '#temporal/server/provision.mjs';
import { prepareSchema } from '#temporal/server/schema.mjs';
import { startServer } from '#temporal/server/server.mjs';

const NAMESPACE = 'callvia';

/** A Callvia of its own for one bench: throw-away data, free ports, the processes of `npm start` without the pages. */
export type Stack = AsyncDisposable & {
  environment: Record<string, string>;
  superuserUrl: (database: string) => string;
  /** What runs, by name; `bench` is this very process. */
  pids: Record<string, number>;
  logs: string;
};

const SETTINGS = { shared_buffers: '512MB', max_connections: '300', synchronous_commit: 'on' };

/** Starts PostgreSQL with Callvia's databases and, unless `services` is false, the Temporal server, sandbox, api and worker. */
export async function openStack({ services = true, report }: { services?: boolean; report: (what: string) => void }): Promise<Stack> {
  const folder = await mkdtemp(path.join(tmpdir(), 'callvia-bench-'));
  await chmod(folder, 0o755); // PostgreSQL's own user walks through it
  const logs = path.join(folder, 'logs');
  await mkdir(logs);
  const running: RunningProcess[] = [];
  const kill = () => {
    for (const each of running) each.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  const leave = (_signal: NodeJS.Signals, number: number) => process.exit(128 + number);
  const dispose = async () => {
    for (const each of running.splice(0).reverse()) await each.stop();
    process.off('exit', kill).off('SIGTERM', leave).off('SIGINT', leave);
    await rm(folder, { recursive: true, force: true });
  };
  process.once('exit', kill).once('SIGTERM', leave).once('SIGINT', leave);
  const started = <T extends RunningProcess>(part: T): T => {
    running.push(part);
    return part;
  };
  try {
    report('starting PostgreSQL');
    const [postgresPort, temporalPort, api, web, sandbox, worker] = (await freePorts(6)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const postgres = await bootPostgres({
      dataFolder: path.join(folder, 'data'),
      port: postgresPort,
      settings: SETTINGS,
      started,
      logFile: path.join(logs, 'postgres.log'),
    });
    const secrets = generateSecrets();
    const databases = await prepareDatabases(postgres.url('postgres'), secrets.databasePasswords);
    const temporal = { address: `127.0.0.1:${temporalPort}`, namespace: NAMESPACE, uiUrl: 'http://localhost:8233' };
    const environment = serviceEnvironment({
      given: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'warn', UPLOADS_FOLDER: path.join(folder, 'uploads') },
      ports: { api, web, sandbox, worker },
      secrets,
      databaseUrls: databases.urls,
      sandboxDatabaseUrl: databases.sandboxUrl,
      temporal,
    });
    if (services) {
      report('starting the Temporal server');
      const { hostname, port, username, password } = new URL(postgres.url('postgres'));
      const database = { host: hostname, port: Number(port), user: username, password: decodeURIComponent(password) };
      const programs = await provisionTemporal({ report });
      await prepareSchema({ sqlTool: programs.sqlTool, database });
      await startServer({ program: programs.server, database, port: temporalPort, started, logFile: path.join(logs, 'temporal.log') });
      await ensureNamespace({ address: temporal.address, namespace: NAMESPACE });
      report('starting sandbox, api and worker');
      const parts = (['sandbox', 'api', 'worker'] as const).map((name) =>
        started(startService({ name, environment, logFolder: logs, cwd: root })),
      );
      await Promise.all(parts.map(({ ready }) => ready));
    }
    const pids = Object.fromEntries([...running.map(({ name, pid }) => [name, pid ?? 0]), ['bench', process.pid]]);
    return { environment, superuserUrl: postgres.url, pids, logs, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    const words = await readFile(path.join(logs, 'worker.log'), 'utf8').catch(() => '');
    if (words) report(words.slice(-2000));
    await dispose();
    throw error;
  }
}

async function prepareDatabases(superuserUrl: string, passwords: RolePasswords): Promise<{ urls: RolePasswords; sandboxUrl: string }> {
  const env = { ...process.env, CALLVIA_DATABASES: JSON.stringify({ superuserUrl, passwords }) };
  const answer = await runTool({
    what: 'Preparing the databases',
    args: ['--import', 'tsx', path.join(root, 'scripts', 'prepare-database.ts')],
    env,
  });
  return JSON.parse(answer) as { urls: RolePasswords; sandboxUrl: string };
}
