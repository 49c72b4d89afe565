import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { provisionTemporal } from '../../temporal/server/provision.mjs';
import { prepareSchema } from '../../temporal/server/schema.mjs';
import { startServer } from '../../temporal/server/server.mjs';
import { obtainBrowser } from './browser.mjs';
import { buildAll } from './builds.mjs';
import { runStaticChecks } from './checks.mjs';
import { installPackages, packagesAreCurrent } from './packages.mjs';
import { createParts } from './parts.mjs';
import { freePorts } from './ports.mjs';
import { bootPostgres } from './postgres.mjs';
import { createProgress } from './progress.mjs';
import { countTests, runVitest } from './vitest-run.mjs';

const HELP = `npm test [-- options] [file filters]   all tests, lint and types

  --only <project>   one of unit, replay, integration, budgets, e2e (may be repeated); without lint and types
  --help             this text
`;
const PROJECTS = ['unit', 'replay', 'integration', 'budgets', 'e2e'];
const ROUNDS = [['unit', 'replay'], ['integration'], ['budgets'], ['e2e']];
const NEED_SERVERS = new Set(['integration', 'budgets', 'e2e']);

/** Runs the tests and resolves with the exit code. The last line printed is "N passed, N failed, N skipped". */
export async function runTests(args) {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stdout.write(options);
    return options === HELP ? 0 : 1;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'callvia-test-'));
  chmodSync(folder, 0o755); // the postgres user walks through it
  const parts = createParts(path.join(folder, 'processes.json'));
  const cleanUp = () => {
    parts.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', cleanUp);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
  try {
    return await run({ ...options, folder, parts });
  } catch (error) {
    process.stderr.write(`\n${error.message}\n`);
    return 1;
  } finally {
    await parts.stop();
  }
}

async function run({ projects, filters, isWhole, folder, parts }) {
  const progress = createProgress({ out: process.stderr });
  if (!packagesAreCurrent({ withDev: true })) await progress.stage('packages', () => installPackages());
  await progress.stage('build', async () => (await buildAll({ withWeb: projects.includes('e2e') })).join(', ') || 'unchanged');
  const complaints = isWhole ? await runStaticChecks(progress) : [];
  const needsServers = projects.some((project) => NEED_SERVERS.has(project));
  const servers = needsServers ? await startServers({ folder, parts, progress }) : {};
  const browser = projects.includes('e2e') ? await findBrowser(progress) : {};
  const rounds = [];
  // One round after the other: what measures itself against real seconds must not share the machine with other tests.
  for (const round of ROUNDS.map((names) => names.filter((name) => projects.includes(name))).filter((names) => names.length > 0)) {
    const report = path.join(folder, `report-${round[0]}.json`);
    const code = await runVitest({ projects: round, filters, report, env: { ...process.env, ...servers, ...browser } });
    rounds.push({ code, ...countTests(report) });
  }
  const counted = addUp(rounds);
  const code = rounds.some((round) => round.code !== 0) ? 1 : 0;
  if (complaints.length > 0) process.stdout.write(`\nBesides the tests, these failed: ${complaints.join(', ')}.\n`);
  if (counted.failures.length > 0) process.stdout.write(`\nThese failed:\n${counted.failures.map((line) => `  ${line}\n`).join('')}`);
  process.stdout.write(`\n${counted.words}\n${counted.passed} passed, ${counted.failed} failed, ${counted.skipped} skipped\n`);
  return code === 0 && counted.failed === 0 && complaints.length === 0 ? 0 : 1;
}

function addUp(rounds) {
  const sum = (name) => rounds.reduce((total, round) => total + round[name], 0);
  const failures = rounds.flatMap((round) => round.failures);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    words: rounds.map(({ words }) => words).join('\n'),
    failures,
  };
}

async function startServers({ folder, parts, progress }) {
  const env = {};
  await progress.stage('servers for tests', async (report) => {
    const programs = await provisionTemporal({ report: (what) => progress.say(`    ${what}`) });
    mkdirSync(path.join(folder, 'logs'));
    const [postgresPort, temporalPort] = await freePorts(2);
    report('PostgreSQL');
    const postgres = await bootPostgres({
      dataFolder: path.join(folder, 'postgres'),
      port: postgresPort,
      throwAway: true,
      logFile: path.join(folder, 'logs', 'postgres.log'),
      started: parts.add,
    });
    const database = { host: '127.0.0.1', port: postgresPort, user: 'postgres', password: 'postgres' };
    report('Temporal');
    await prepareSchema({ sqlTool: programs.sqlTool, database });
    const logFile = path.join(folder, 'logs', 'temporal.log');
    const server = await startServer({ program: programs.server, database, port: temporalPort, logFile, started: parts.add });
    env.CALLVIA_TEST_POSTGRES_URL = postgres.url('postgres');
    env.CALLVIA_TEST_TEMPORAL = server.address;
  });
  return env;
}

async function findBrowser(progress) {
  const browser = await obtainBrowser();
  if (browser)
    return { CHROMIUM_PATH: browser.executablePath, ...(browser.libraryPath ? { CHROMIUM_LIBRARY_PATH: browser.libraryPath } : {}) };
  progress.say('  ! No Chromium is to be had on this machine: the browser tests are SKIPPED. Set CHROMIUM_PATH to run them.');
  return { CALLVIA_TEST_NO_BROWSER: '1' };
}

function readOptions(args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { only: { type: 'string', multiple: true }, help: { type: 'boolean' } },
    });
    if (values.help) return HELP;
    const unknown = values.only?.find((project) => !PROJECTS.includes(project));
    if (unknown) return `There is no project "${unknown}".\n\n${HELP}`;
    return { projects: values.only ?? PROJECTS, filters: positionals, isWhole: !values.only && positionals.length === 0 };
  } catch (error) {
    if (error.code?.startsWith('ERR_PARSE_ARGS')) return `${error.message}\n\n${HELP}`;
    throw error;
  }
}
