// PostgreSQL and Temporal for tests: those that the test script (or a developer) already runs, else throw-away ones.
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { applyMigrations } from '#prisma/migrate.ts';
import { ensureOwnedDatabase, ensureRoles, roleUrls } from '#prisma/roles.ts';
import { root } from '#scripts/lib/paths.mjs';
import { freePorts } from '#scripts/lib/ports.mjs';
import { bootPostgres } from '#scripts/lib/postgres.mjs';
import type { RunningProcess } from '#scripts/lib/processes.mjs';
import { provisionTemporal } from '#temporal/server/provision.mjs';
import { prepareSchema } from '#temporal/server/schema.mjs';
import { startServer } from '#temporal/server/server.mjs';

export type Infrastructure = { postgresUrl: string; temporalAddress: string; stop(): Promise<void> };

/** Passwords of the logins in throw-away clusters. */
export const TEST_PASSWORDS = { owner: 'owner', app: 'app', ingest: 'ingest', relay: 'relay', auth: 'auth' };
const TEMPLATE_LOCK = 7_203_115;

/** What `CALLVIA_TEST_POSTGRES_URL` (a superuser's) and `CALLVIA_TEST_TEMPORAL` (host:port) name; what they do not name is started. */
export async function obtainInfrastructure(env: NodeJS.ProcessEnv = process.env): Promise<Infrastructure> {
  const givenPostgres = env.CALLVIA_TEST_POSTGRES_URL;
  const givenTemporal = env.CALLVIA_TEST_TEMPORAL;
  if (givenPostgres && givenTemporal) return { postgresUrl: givenPostgres, temporalAddress: givenTemporal, stop: async () => undefined };
  return bootInfrastructure({ givenPostgres, givenTemporal });
}

async function bootInfrastructure({ givenPostgres, givenTemporal }: { givenPostgres?: string; givenTemporal?: string }) {
  const folder = await mkdtemp(path.join(tmpdir(), 'callvia-test-'));
  await chmod(folder, 0o755); // the postgres user walks through it
  const started: RunningProcess[] = [];
  const killAll = () => {
    for (const part of started) part.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killAll); // a run that is cut short leaves nothing behind
  const stop = async () => {
    for (const part of started.toReversed()) await part.stop();
    process.off('exit', killAll);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const postgresUrl = givenPostgres ?? (await bootTestPostgres(path.join(folder, 'data'), started));
    const temporalAddress = givenTemporal ?? (await bootTestTemporal(postgresUrl, started));
    return { postgresUrl, temporalAddress, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bootTestPostgres(dataFolder: string, started: RunningProcess[]) {
  const [port] = (await freePorts(1)) as [number];
  const postgres = await bootPostgres({ dataFolder, port, throwAway: true });
  started.push(postgres);
  return postgres.url('postgres');
}

async function bootTestTemporal(postgresUrl: string, started: RunningProcess[]) {
  const programs = await provisionTemporal({ report: (what) => process.stderr.write(`${what}\n`) });
  const { hostname, port, username, password } = new URL(postgresUrl);
  const database = { host: hostname, port: Number(port || 5432), user: username, password: decodeURIComponent(password) };
  await prepareSchema({ sqlTool: programs.sqlTool, database });
  const [frontend] = (await freePorts(1)) as [number];
  const server = await startServer({ program: programs.server, database, port: frontend });
  started.push(server);
  return server.address;
}

/**
 * Makes sure that the cluster has the logins and a database with all migrations to clone from, and returns its name. The name follows
 * the migrations' content, so a cluster that is used again keeps it until they change.
 */
export async function ensureTemplate(postgresUrl: string): Promise<string> {
  const template = `callvia_template_${await migrationsKey()}`;
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]); // two test runs may share a cluster
    if (!(await isTemplate(client, template))) await makeTemplate(client, postgresUrl, template);
  } finally {
    await client.end();
  }
  return template;
}

async function makeTemplate(client: pg.Client, postgresUrl: string, template: string) {
  await client.query(`drop database if exists ${template} with (force)`); // left unfinished
  await ensureRoles(postgresUrl, TEST_PASSWORDS);
  await ensureOwnedDatabase(postgresUrl, template);
  await applyMigrations(roleUrls(postgresUrl, template, TEST_PASSWORDS).owner);
  await client.query(`alter database ${template} is_template true`);
}

async function isTemplate(client: pg.Client, name: string) {
  const { rowCount } = await client.query('select from pg_database where datname = $1 and datistemplate', [name]);
  return rowCount === 1;
}

async function migrationsKey() {
  const hash = createHash('sha256');
  const folder = path.join(root, 'prisma', 'migrations');
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.sql')).sort())
    hash.update(file).update(await readFile(path.join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}
