import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { isAlive } from '#scripts/lib/system-process.mjs';

/** Lets one process at a time fill a shared folder; the next waits. A holder that was killed is passed over. */
export async function withFolderLock(folder, { report = () => undefined, pollMs = 500 } = {}, work) {
  const lock = `${folder}.lock`;
  let isTold = false;
  while (!(await taken(lock))) {
    const holder = Number(await readFile(lock, 'utf8').catch(nothingThere));
    if (holder > 0 && !isAlive(holder)) await rm(lock, { force: true });
    else if (!isTold) report(`waiting for another start (process ${holder}) that fills ${folder}`);
    isTold = true;
    await wait(pollMs);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function taken(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function nothingThere(error) {
  if (error.code === 'ENOENT') return '0';
  throw error;
}
