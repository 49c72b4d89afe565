// Where the Temporal server comes from. No npm package carries it, so the first way that works is taken and the result is kept.
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '#scripts/lib/paths.mjs';
import { withFolderLock } from './folder-lock.mjs';
import { buildFromSource, hasGo } from './go-build.mjs';
import { unpackRelease } from './release.mjs';
import { goSystem, PROGRAMS, releaseArchives, SERVER_VERSION } from './versions.mjs';

const OFFICIAL = 'https://github.com';

/** The folder that keeps this version's programs for every checkout of this user. */
export const programFolder = (env = process.env) => path.join(cacheFolder(env), `temporal-${SERVER_VERSION}`);

/** The programs in the cache folder, or null when one is missing. */
export function cachedPrograms(folder = programFolder()) {
  const files = PROGRAMS.map((program) => path.join(folder, program));
  if (!files.every((file) => existsSync(file))) return null;
  const [server, sqlTool, ui] = files;
  return { server, sqlTool, ui };
}

/**
 * The Temporal programs: from the cache folder, else the official release archives, else built with Go, and kept in the cache folder.
 * `report` hears what takes time. Throws an error that names the three ways out when none works.
 */
export async function provisionTemporal({ folder = programFolder(), base, silenceMs, report = () => undefined, env = process.env } = {}) {
  const cached = cachedPrograms(folder);
  if (cached) return cached;
  await mkdir(path.dirname(folder), { recursive: true });
  return withFolderLock(folder, { report }, async () => {
    if (!cachedPrograms(folder)) await fill(folder, { base: base ?? env.TEMPORAL_RELEASES_URL ?? OFFICIAL, silenceMs, report, env });
    return cachedPrograms(folder);
  });
}

async function fill(folder, options) {
  const workshop = await mkdtemp(`${folder}-`);
  try {
    await keep(await obtain(workshop, options), folder);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function obtain(workshop, { base, silenceMs, report, env }) {
  const failures = [];
  try {
    report('fetching the Temporal server (about 100 MB, once)');
    return await fetchReleases(workshop, { base, silenceMs });
  } catch (error) {
    failures.push(error);
  }
  if (!hasGo(env)) throw noWayOut([...failures, new Error('No `go` program was found to build it with.')]);
  try {
    report('the release archives are out of reach; building the Temporal server with Go: about five minutes on two cores, once');
    return await buildFromSource({ folder: workshop, report, env });
  } catch (error) {
    throw noWayOut([...failures, error]);
  }
}

async function fetchReleases(workshop, { base, silenceMs }) {
  const found = {};
  for (const release of releaseArchives(goSystem())) {
    const unpacked = await unpackRelease({ base, release, folder: path.join(workshop, release.archive), silenceMs });
    for (const [inside, program] of Object.entries(release.inside)) found[program] = path.join(unpacked, inside);
  }
  return found;
}

/** Each program appears under its final name whole: a start that is killed half-way leaves nothing that looks finished. */
async function keep(programs, folder) {
  await mkdir(folder, { recursive: true });
  for (const program of PROGRAMS) {
    const partial = path.join(folder, `${program}.partial`);
    await copyFile(programs[program], partial);
    await chmod(partial, 0o755);
    await rename(partial, path.join(folder, program));
  }
}

function noWayOut(failures) {
  const lines = [
    'Callvia runs on the Temporal server, and none could be had. Any one of these three helps:',
    '  1. give the address of one that runs: TEMPORAL_ADDRESS=host:7233 npm start',
    '  2. let this machine reach the release archives (or a mirror of them: TEMPORAL_RELEASES_URL)',
    '  3. install Go, with a module proxy in reach, and start again: it is then built from source',
    'What was tried:',
    ...failures.map((failure) => `  - ${failure.message}`),
  ];
  return new Error(lines.join('\n'), { cause: failures.at(-1) });
}
