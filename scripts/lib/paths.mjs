// Where things lie on this machine. Node's own modules only: it is read before anything is installed.
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '../..');

/** What a start keeps: ports, secrets, run.json, logs, data. `CALLVIA_DATA_DIR` moves it. */
export const stateFolder = path.resolve(process.env.CALLVIA_DATA_DIR ?? path.join(root, '.callvia'));

/** True when this process is the system's superuser, which PostgreSQL refuses to run as. */
export const isRoot = process.getuid?.() === 0;

/** The user's cache folder for Callvia; `CALLVIA_CACHE_DIR` moves it. */
export function cacheFolder(env = process.env) {
  if (env.CALLVIA_CACHE_DIR) return path.resolve(env.CALLVIA_CACHE_DIR);
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'callvia');
  if (process.platform === 'win32') return path.join(env.LOCALAPPDATA ?? path.join(homedir(), 'AppData', 'Local'), 'callvia');
  return path.join(env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'callvia');
}

/** The folder for what another system user must reach while the checkout is closed to it, one for each checkout. */
export function sharedFolder(env = process.env) {
  const key = createHash('sha256').update(stateFolder).digest('hex').slice(0, 12);
  return path.join(env.CALLVIA_STATE_DIR ?? path.join(path.parse(root).root, 'var', 'lib', 'callvia'), key);
}

/** Whether any user may walk down to `folder`; parts that do not exist yet count as open. */
export function isOpenToAll(folder) {
  const parent = path.dirname(folder);
  if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false;
  return parent === folder || isOpenToAll(parent);
}
