// The stages of a start, side by side where they may be.
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { cachedPrograms, provisionTemporal } from '../../temporal/server/provision.mjs';
import { createBanner } from './banner.mjs';
import { buildAll } from './builds.mjs';
import { givenDatabases, prepareDatabases, startPostgres } from './database.mjs';
import { wantsDemo } from './demo.mjs';
import { givenEngine, startEngine } from './engine.mjs';
import { serviceEnvironment } from './environment.mjs';
import { installPackages, packagesAreCurrent } from './packages.mjs';
import { endLeftBehind } from './parts.mjs';
import { root, stateFolder } from './paths.mjs';
import { keptSecrets } from './secrets.mjs';
import { choosePorts, exactly } from './service-ports.mjs';
import { SERVICES, startService } from './services.mjs';
import { runTool } from './tools.mjs';

const NEEDED_GIGABYTES = 2;
const logFolder = path.join(stateFolder, 'logs');

/** Brings every part up and returns what to announce. Rejects with the stage that failed. */
export async function bringUp({ options, progress, parts }) {
  const env = personsEnvironment();
  const databases = givenDatabases(env);
  await check({ options, progress });
  const secrets = keptSecrets();
  const programs = env.TEMPORAL_ADDRESS ? undefined : wanted(obtainPrograms(progress)); // beside the packages: the one slow stage, once
  if (!packagesAreCurrent()) await progress.stage('packages', installing);
  const told = (what) => progress.say(`    ${what}`);
  const enginePorts = await choosePorts({ group: 'engine', told });
  const building = wanted(progress.stage('build', buildProducts));
  const needsPostgres = !databases.superuserUrl && !(databases.given && env.TEMPORAL_ADDRESS);
  const superuserUrl = needsPostgres ? await startDatabase({ progress, parts, ports: enginePorts, options }) : databases.superuserUrl;
  const migrating = wanted(migrate({ progress, superuserUrl, given: databases.given, passwords: secrets.databasePasswords }));
  const temporal = await startTemporal({ env, programs, superuserUrl, progress, parts, ports: enginePorts, options });
  const { urls: databaseUrls, sandboxUrl: sandboxDatabaseUrl } = await migrating;
  await building;
  const ports = { ...enginePorts, ...(await choosePorts({ group: 'services', webPort: options.port, told })) };
  const environment = serviceEnvironment({ given: env, ports, secrets, databaseUrls, sandboxDatabaseUrl, temporal });
  await startServices({ progress, parts, environment, options });
  const seeds = wantsDemo({ asked: options.demo, environment });
  const demo = seeds ? await seedDemo({ progress, environment }) : undefined;
  if (!seeds && options.demo === undefined) told('no demo accounts: other machines reach this Callvia, and everybody knows their password');
  return createBanner({ environment, ports, pids: parts.pids(), demo, logFolder });
}

/** Work that runs beside other work and is awaited later: until then its failure is nobody's surprise. */
function wanted(work) {
  work.catch(() => undefined);
  return work;
}

function check({ options, progress }) {
  return progress.stage('check', async () => {
    mkdirSync(logFolder, { recursive: true });
    checkDisk();
    const left = await endLeftBehind(path.join(stateFolder, 'processes.json'));
    if (left.length > 0) progress.say(`    ended what an earlier start left running: ${left.join(', ')}`);
    if (options.port !== undefined) await exactly(options.port);
  });
}

/** The terminal's environment, completed by a `.env` file. What is set in the terminal wins. */
function personsEnvironment() {
  const file = path.join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return process.env;
}

function checkDisk() {
  const { bavail, bsize } = statfsSync(root);
  const free = (bavail * bsize) / 1e9;
  if (free < NEEDED_GIGABYTES) throw new Error(`Only ${free.toFixed(1)} GB are free on this disk; Callvia needs ${NEEDED_GIGABYTES} GB.`);
}

function obtainPrograms(progress) {
  const obtain = (report) => provisionTemporal({ report });
  if (cachedPrograms()) return obtain((what) => progress.say(`    ${what}`));
  return progress.result('Temporal server', async (report) => {
    const tell = (what) => {
      report(what);
      progress.say(`    ${what}`);
    };
    return { result: await obtain(tell) };
  });
}

function installing(report) {
  report('npm installs what package-lock.json names, about a minute');
  return installPackages();
}

async function buildProducts(report) {
  report('workflow bundle and web pages');
  const built = await buildAll();
  return built.length > 0 ? built.join(', ') : 'unchanged';
}

function startDatabase({ progress, parts, ports, options: { verbose } }) {
  return progress.result('database', async () => {
    const postgres = await startPostgres({ folder: stateFolder, port: ports.postgres, logFolder, verbose, started: parts.add });
    return { result: postgres.url('postgres') };
  });
}

function migrate({ progress, ...databases }) {
  return progress.result('migrations', async () => {
    const result = await prepareDatabases(databases);
    return { result, note: result.applied.length > 0 ? `${result.applied.length} applied` : undefined };
  });
}

function startTemporal({ env, programs, superuserUrl, progress, parts, ports, options: { verbose } }) {
  return progress.result('Temporal', async (report) => {
    if (!programs) return { result: await givenEngine(env) };
    report('its programs');
    const engine = { programs: await programs, superuserUrl, ports, folder: stateFolder, logFolder, verbose, started: parts.add, report };
    return { result: await startEngine(engine) };
  });
}

async function startServices({ progress, parts, environment, options: { verbose } }) {
  const start = ({ name }) =>
    progress.stage(name, (report) => {
      report('waiting for its /health/ready');
      return parts.add(startService({ name, environment, logFolder, verbose })).ready;
    });
  await Promise.all(SERVICES.map(start));
}

function seedDemo({ progress, environment }) {
  return progress.result('demo data', async () => {
    const seed = path.join(root, 'prisma', 'seed.ts');
    const printed = await runTool({ what: 'The seed', args: ['--import', 'tsx', seed], env: environment });
    return { result: JSON.parse(printed.trim().split('\n').at(-1)) };
  });
}
