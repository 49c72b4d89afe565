import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { freePorts } from '#scripts/lib/ports.mjs';
import { bootPostgres } from '#scripts/lib/postgres.mjs';
import type { RunningProcess } from '#scripts/lib/processes.mjs';
import { provisionTemporal } from '#temporal/server/provision.mjs';
import { prepareSchema } from '#temporal/server/schema.mjs';
import { startServer } from '#temporal/server/server.mjs';
import { ensureTemplate } from '#tests/support/infrastructure.ts';

export type Engine = 'postgres' | 'temporal';
/** PostgreSQL and Temporal that nobody else uses, so that they may be killed. What they acknowledged survives it. */
export type Engines = AsyncDisposable & {
  /** For `startApp`. */
  on: { postgresUrl: string; templateDatabase: string; temporalAddress: string };
  /** SIGKILL; returns when it is gone. */
  kill(name: Engine): Promise<void>;
  /** Starts it again on its port and data, and returns when it answers. */
  start(name: Engine): Promise<void>;
};

const PATIENCE_MS = 60_000;

/** Starts both and makes the migrated template database. */
export async function startEngines(): Promise<Engines> {
  const folder = await mkdtemp(path.join(tmpdir(), 'callvia-engines-'));
  await chmod(folder, 0o755); // the postgres user walks through it
  const running = new Map<Engine, RunningProcess>();
  const end = () => {
    for (const engine of running.values()) engine.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', end); // a run that is cut short leaves nothing behind
  const [postgresPort, temporalPort] = (await freePorts(2)) as [number, number];
  const boot: Record<Engine, () => Promise<RunningProcess>> = {
    postgres: () => bootPostgres({ dataFolder: path.join(folder, 'data'), port: postgresPort }),
    temporal: () => startServer({ program: programs.server, database, port: temporalPort }),
  };
  // The processes of a killed PostgreSQL hold its memory for another moment, in which it does not start.
  const start = async (name: Engine) => {
    running.set(name, await vi.waitFor(boot[name], { timeout: PATIENCE_MS, interval: 250 }));
  };
  const programs = await provisionTemporal({ report: (what) => process.stderr.write(`${what}\n`) });
  const database = { host: '127.0.0.1', port: postgresPort, user: 'postgres', password: 'postgres' };
  await start('postgres');
  await prepareSchema({ sqlTool: programs.sqlTool, database });
  await start('temporal');
  const postgresUrl = `postgresql://postgres:postgres@127.0.0.1:${postgresPort}/postgres`;
  return {
    on: { postgresUrl, templateDatabase: await ensureTemplate(postgresUrl), temporalAddress: `127.0.0.1:${temporalPort}` },
    start,
    async kill(name) {
      const engine = running.get(name);
      engine?.kill();
      await engine?.exited;
    },
    async [Symbol.asyncDispose]() {
      for (const name of ['temporal', 'postgres'] as const) await running.get(name)?.stop();
      process.off('exit', end);
      end();
    },
  };
}
