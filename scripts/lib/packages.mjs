import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { runTool } from './tools.mjs';

/** Whether what lies in node_modules is what package-lock.json asks for; packages for development count only `withDev`. */
export function packagesAreCurrent({ folder = root, withDev = false } = {}) {
  const installed = path.join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = Object.entries(packagesOf(path.join(folder, 'package-lock.json')));
  const present = packagesOf(installed);
  return wanted.every(([name, entry]) => {
    const isOptional = name === '' || entry.optional || entry.devOptional || entry.link || (entry.dev && !withDev);
    return isOptional || present[name]?.version === entry.version;
  });
}

/** Installs exactly what the lock file names. Rejects with npm's last lines. */
export async function installPackages({ folder = root } = {}) {
  const command = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  await runTool({ what: 'npm ci', command, args: ['ci', '--include=dev', '--no-audit', '--no-fund'], cwd: folder });
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}
