// How much script a browser fetches before a page is alive: the entry, the page's routes from the root down, and what they import.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export const FIRST_LOAD_LIMIT = 150_000;

/** The scripts of each page that stands alone, by its address: `manifest` is what Remix tells the browser. */
export function scriptsByPage({ entry, routes }) {
  const pages = Object.values(routes).filter(({ id, path: own, index }) => id !== 'root' && (own !== undefined || index));
  return new Map(
    pages.map((route) => [
      addressOf(routes, route),
      [...new Set([entry, ...chainOf(routes, route)].flatMap(({ module, imports = [] }) => [module, ...imports]))],
    ]),
  );
}

const chainOf = (routes, route) => (route ? [...chainOf(routes, routes[route.parentId]), route] : []);

const addressOf = (routes, route) =>
  `/${chainOf(routes, route)
    .map(({ path: own }) => own)
    .filter(Boolean)
    .join('/')}`;

/** The heaviest and the lightest page of a build, in bytes as they are sent (gzip). */
export function firstLoad(folder) {
  const assets = path.join(folder, 'client', 'assets');
  const file = readdirSync(assets).find((name) => /^manifest-.*\.js$/.test(name));
  if (!file) throw new Error(`There is no manifest in ${assets}.`);
  const manifest = JSON.parse(
    readFileSync(path.join(assets, file), 'utf8')
      .replace(/^[^{]*/, '')
      .replace(/;?\s*$/, ''),
  );
  const sizes = new Map();
  const sizeOf = (script) => {
    if (!sizes.has(script)) sizes.set(script, gzipSync(readFileSync(path.join(folder, 'client', script))).length);
    return sizes.get(script);
  };
  const pages = [...scriptsByPage(manifest)].map(([address, scripts]) => ({
    address,
    bytes: scripts.reduce((sum, script) => sum + sizeOf(script), 0),
  }));
  return pages.sort((a, b) => b.bytes - a.bytes);
}

/** One line for people: the heaviest page against what is allowed. */
export function firstLoadWords([heaviest]) {
  const kilobytes = (bytes) => `${Math.ceil(bytes / 1000)} kB`;
  const verdict = heaviest.bytes > FIRST_LOAD_LIMIT ? 'TOO MUCH' : 'within';
  return `First load of script (gzip): ${kilobytes(heaviest.bytes)} at most, by ${heaviest.address}; ${verdict} ${kilobytes(FIRST_LOAD_LIMIT)}.`;
}
