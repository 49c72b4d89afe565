// PostgreSQL for one machine: made on first use, started, repaired after a kill, stopped. Installed packages are imported lazily.
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isOpenToAll, isRoot, sharedFolder } from './paths.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { startProcess } from './processes.mjs';
import { commandOf, endProcess } from './system-process.mjs';

const SUPERUSER = { user: 'postgres', password: 'postgres' };
const SETTINGS = {
  max_connections: '300',
  shared_buffers: '512MB', // the indexes of a hundred thousand leads, and Temporal's
  max_wal_size: '4GB', // no checkpoint in the middle of an import
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_min_messages: 'warning',
};
/** For databases that are thrown away: a crash may lose them. */
const UNSAFE_BUT_FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** What a server says, and how long we wait, when the processes of a killed one have not all noticed yet that it is gone. */
const STILL_HELD = 'pre-existing shared memory block';
const HELD_FOR_MS = 20_000;

/**
 * Starts PostgreSQL on 127.0.0.1 and returns when it answers. A server that a killed parent left on the same data is stopped first; processes
 * that outlive it for a moment are waited for.
 * `throwAway` trades safety for speed; `started` hears of the process before it answers. Throws with the server's last lines when it does not come up.
 */
export async function bootPostgres({ dataFolder, port, logFile, prefix, throwAway = false, settings = {}, started = () => undefined }) {
  const bin = postgresBinaries();
  const account = isRoot ? serverAccount() : undefined;
  const data = reachableData(dataFolder);
  if (!existsSync(path.join(data, 'PG_VERSION'))) initialise({ bin, data, account });
  await stopLeftBehind(data);
  const options = Object.entries({ ...SETTINGS, ...(throwAway ? UNSAFE_BUT_FAST : {}), ...settings }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  const launch = () =>
    startProcess({
      name: 'postgres',
      command: path.join(bin, 'postgres'),
      args: ['-D', data, '-p', String(port), ...options],
      ...runOptions(account),
      stopSignal: 'SIGINT', // fast shutdown: connections are cut, the data is left clean
      logFile,
      prefix,
    });
  const server = await launchOnceFree({ launch, port, started });
  return { ...server, port, dataFolder: data, url: (database, login = SUPERUSER) => postgresUrl(port, database, login) };
}

/** Resolves with a server that answers. One that found its memory still held is no crash: it is launched again. */
async function launchOnceFree({ launch, port, started }) {
  const deadline = Date.now() + HELD_FOR_MS;
  for (;;) {
    const server = launch();
    const ended = server.exited.then((end) => ({ ...end, isHeld: end.reason.includes(STILL_HELD) && Date.now() < deadline }));
    started({ ...server, exited: ended.then((end) => (end.isHeld ? new Promise(() => undefined) : end)) });
    const end = await Promise.race([answers(port), ended]);
    if (!end) return server;
    if (!end.isHeld) throw new Error(end.reason);
    await wait(250);
  }
}

/** The address of a database on this machine. */
export function postgresUrl(port, database, { user, password } = SUPERUSER) {
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Where the data really lies: the `postgres` user must be able to walk down to it. */
export function reachableData(dataFolder) {
  const wanted = path.resolve(dataFolder);
  return isRoot && !isOpenToAll(path.dirname(wanted)) ? path.join(sharedFolder(), path.basename(wanted)) : wanted;
}

function serverAccount() {
  if (numericId('-u') === undefined)
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
  return { uid: numericId('-u'), gid: numericId('-g') };
}

function numericId(flag) {
  const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

function runOptions(account) {
  return { account, cwd: '/', env: serverEnvironment() };
}

function serverEnvironment() {
  return { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
}

function initialise({ bin, data, account }) {
  mkdirSync(path.dirname(data), { recursive: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(path.join(tmpdir(), 'callvia-'));
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, `${SUPERUSER.password}\n`, { mode: 0o600 });
  if (account) for (const file of [data, folder, passwordFile]) chownSync(file, account.uid, account.gid);
  const authentication = ['-U', SUPERUSER.user, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
  const locale = ['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const made = spawnSync(path.join(bin, 'initdb'), ['-D', data, ...authentication, ...locale], {
    ...account,
    cwd: '/',
    env: serverEnvironment(),
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true, force: true });
  if (made.status === 0) return;
  rmSync(data, { recursive: true, force: true });
  throw new Error(`PostgreSQL could not make its data folder: ${made.error?.message ?? made.stderr}`);
}

async function stopLeftBehind(data) {
  const lock = path.join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (pid > 0 && commandOf(pid)?.includes(data)) await endProcess(pid, { signal: 'SIGINT' });
}

async function answers(port) {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      const client = await connect(postgresUrl(port, 'postgres'));
      return await client.end();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(50);
    }
  }
}

async function connect(connectionString) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}
