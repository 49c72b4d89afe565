import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

/** One hash over the names and contents of files and folders of the checkout; what does not exist counts as such. */
export function contentHash(sources, { isLeftOut = () => false } = {}) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesUnder(path.join(root, source)))) {
    const name = path.relative(root, file);
    if (!isLeftOut(name)) hash.update(name).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(place) {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  const names = readdirSync(place).sort();
  return names.flatMap((name) => filesUnder(path.join(place, name)));
}
