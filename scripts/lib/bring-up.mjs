// The stages of a start, side by side where they may be.
import { existsSync, mkdirSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { cachedPrograms, provisionTemporal } from '../../temporal/server/provision.mjs';
import { createBanner } from './banner.mjs';
import { buildAll } from './builds.mjs';
import { givenDatabases, prepareDatabases, startPostgres } from './database.mjs';
import { givenEngine, startEngine } from './engine.mjs';
import { serviceEnvironment } from './environment.mjs';
import { installPackages, packagesAreCurrent } from './packages.mjs';
import { endLeftBehind } from './parts.mjs';
import { root, stateFolder } from './paths.mjs';
import { keptSecrets } from './secrets.mjs';
import { choosePorts } from './service-ports.mjs';
import { SERVICES, startService } from './services.mjs';
import { runTool } from './tools.mjs';

const NEEDED_GIGABYTES = 2;
const logFolder = path.join(stateFolder, 'logs');

/** Brings every part up and returns what to announce. Rejects with the stage that failed. */
export async function bringUp({ options, progress, parts }) {
  const env = personsEnvironment();
  let ports;
  await progress.stage('check', async () => {
    mkdirSync(logFolder, { recursive: true });
    checkDisk();
    const left = await endLeftBehind(path.join(stateFolder, 'processes.json'));
    if (left.length > 0) progress.say(`    ended what an earlier start left running: ${left.join(', ')}`);
    ports = await choosePorts({ webPort: options.port, told: (what) => progress.say(`    ${what}`) });
  });
  const secrets = keptSecrets();
  const programs = env.TEMPORAL_ADDRESS ? undefined : obtainPrograms(progress); // beside the packages: the one slow stage, once
  programs?.catch(() => undefined); // awaited below
  if (!packagesAreCurrent()) await progress.stage('packages', installing);
  const databases = givenDatabases(env);
  const building = progress.stage('build', buildProducts);
  building.catch(() => undefined); // awaited below
  const needsPostgres = !databases.superuserUrl && !(databases.given && env.TEMPORAL_ADDRESS);
  const superuserUrl = databases.superuserUrl ?? (needsPostgres ? await startDatabase({ progress, parts, ports, options }) : undefined);
  const found = {};
  const migrating = progress.stage('migrations', async () => {
    found.databases = await prepareDatabases({ superuserUrl, given: databases.given, passwords: secrets.databasePasswords });
    return found.databases.applied.length > 0 ? `${found.databases.applied.length} applied` : undefined;
  });
  migrating.catch(() => undefined); // awaited below
  await progress.stage('Temporal', async (report) => {
    const engine = { ports, folder: stateFolder, logFolder, verbose: options.verbose, started: parts.add, report };
    found.temporal = programs
      ? await startEngine({ ...engine, programs: await programs, superuserUrl })
      : await givenEngine({ address: env.TEMPORAL_ADDRESS, uiUrl: env.TEMPORAL_UI_URL });
  });
  await Promise.all([migrating, building]);
  const environment = serviceEnvironment({
    given: env,
    ports,
    secrets,
    databaseUrls: found.databases.urls,
    sandboxDatabaseUrl: found.databases.sandboxUrl,
    temporal: found.temporal,
  });
  await startServices({ progress, parts, environment, options });
  const demo = options.demo ? await seedDemo({ progress, environment }) : undefined;
  return createBanner({ environment, ports, pids: parts.pids(), demo, logFolder });
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
  const provisioning = (report) => provisionTemporal({ report });
  if (cachedPrograms()) return provisioning((what) => progress.say(`    ${what}`));
  let programs;
  return progress
    .stage('Temporal server', async (report) => {
      programs = await provisioning((what) => {
        report(what);
        progress.say(`    ${what}`);
      });
    })
    .then(() => programs);
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

async function startDatabase({ progress, parts, ports, options }) {
  let superuserUrl;
  await progress.stage('database', async () => {
    const postgres = await startPostgres({
      folder: stateFolder,
      port: ports.postgres,
      logFolder,
      verbose: options.verbose,
      started: parts.add,
    });
    superuserUrl = postgres.url('postgres');
  });
  return superuserUrl;
}

async function startServices({ progress, parts, environment, options }) {
  const start = async ({ name }) => {
    const service = startService({ name, environment, logFolder, verbose: options.verbose });
    parts.add(service);
    await progress.stage(name, (report) => {
      report('waiting for its /health/ready');
      return service.ready;
    });
  };
  await Promise.all(SERVICES.map(start));
}

async function seedDemo({ progress, environment }) {
  const entry = path.join(root, 'prisma', 'seed.ts');
  let demo;
  await progress.stage('demo data', async () => {
    const stdout = await runTool({ what: 'The seed', args: ['--import', 'tsx', entry], env: environment });
    demo = JSON.parse(stdout.trim().split('\n').at(-1));
  });
  return demo;
}
