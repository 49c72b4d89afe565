import path from 'node:path';
import { serviceEnvironment } from '#scripts/lib/environment.mjs';
import { root } from '#scripts/lib/paths.mjs';
import { freePorts } from '#scripts/lib/ports.mjs';
import { generateSecrets } from '#scripts/lib/secrets.mjs';
import { SERVICES, type Service, type ServiceName, startService } from '#scripts/lib/services.mjs';
import { runTool } from '#scripts/lib/tools.mjs';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from './database.ts';
import { createTestNamespace } from './temporal.ts';

/** All of Callvia on a database, a namespace and ports of its own: the same four processes that `npm start` runs. */
export type App = AsyncDisposable & {
  urls: { web: string; api: string; sandbox: string };
  /** What the processes were told: databases, engine, the sandbox's credentials. */
  environment: Record<string, string>;
  database: TestDatabase;
  temporal: { address: string; namespace: string };
  /** What the seed printed (log-in, API key); null without demo data. */
  demo: Record<string, unknown> | null;
  /** Kills a process as a crash would, without any notice to it. */
  kill(name: ServiceName): Promise<void>;
  /** Starts it (again) and returns when it is ready; `otherwise` is told to this process alone. */
  start(name: ServiceName, otherwise?: Record<string, string>): Promise<void>;
  stop(name: ServiceName): Promise<void>;
  dispose(): Promise<void>;
};

export type AppOptions = {
  demo?: boolean;
  /** Added to the processes' environment. */
  given?: Record<string, string>;
  /** Processes that are not started. */
  without?: readonly ServiceName[];
  /** Other servers than those that all tests share. */
  on?: { postgresUrl: string; templateDatabase: string; temporalAddress: string };
};

/** Starts the app, by default with demo data. Rejects with a process's last lines when it ends instead. */
export async function startApp({ demo = true, given = {}, without = [], on }: AppOptions = {}): Promise<App> {
  const owned: AsyncDisposable[] = [];
  const own = <T extends AsyncDisposable>(part: T): T => {
    owned.unshift(part); // last come, first gone
    return part;
  };
  const dispose = async () => {
    for (const part of owned.splice(0)) await part[Symbol.asyncDispose]();
  };
  try {
    const database = own(await createTestDatabase({ clusterUrl: on?.postgresUrl, template: on?.templateDatabase }));
    const sandboxDatabase = own(await createEmptyDatabase(on?.postgresUrl));
    const temporal = own(await createTestNamespace(on?.temporalAddress));
    const [api, web, sandbox, worker] = (await freePorts(4)) as [number, number, number, number];
    const environment = serviceEnvironment({
      given: { PATH: process.env.PATH, HOME: process.env.HOME, LOG_LEVEL: 'warn', ...given },
      ports: { api, web, sandbox, worker },
      secrets: generateSecrets(),
      databaseUrls: database.urls,
      sandboxDatabaseUrl: sandboxDatabase.url,
      temporal: { ...temporal, uiUrl: 'http://localhost:8233' },
    });
    const services = own(runningServices(environment));
    await Promise.all(SERVICES.filter(({ name }) => !without.includes(name)).map(({ name }) => services.start(name)));
    const seeded = demo ? await seed(environment) : null;
    const urls = { web: `http://localhost:${web}`, api: `http://localhost:${api}`, sandbox: `http://localhost:${sandbox}` };
    return { urls, environment, database, temporal, demo: seeded, ...services, dispose, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function runningServices(environment: Record<string, string>) {
  const running = new Map<ServiceName, Service>();
  const killAll = () => {
    for (const service of running.values()) service.kill();
  };
  process.once('exit', killAll); // a run that is cut short leaves nothing behind
  return {
    async start(name: ServiceName, otherwise: Record<string, string> = {}) {
      const service = startService({ name, environment: { ...environment, ...otherwise } });
      running.set(name, service);
      await service.ready;
    },
    async stop(name: ServiceName) {
      await running.get(name)?.stop();
      running.delete(name);
    },
    async kill(name: ServiceName) {
      const service = running.get(name);
      service?.kill();
      await service?.exited;
      running.delete(name);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running.values()].map((service) => service.stop({ patienceMs: 3000 })));
      process.off('exit', killAll);
    },
  };
}

async function seed(environment: Record<string, string>): Promise<Record<string, unknown>> {
  const printed = await runTool({ what: 'The seed', args: ['--import', 'tsx', path.join(root, 'prisma', 'seed.ts')], env: environment });
  return JSON.parse(printed.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
}
