import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { provisionTemporal } from './provision.mjs';

let folder: string;
let cache: string;
let site: Awaited<ReturnType<typeof releaseSite>>;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'callvia-provision-'));
  cache = path.join(folder, 'cache', 'temporal');
  site = await releaseSite(path.join(folder, 'site'));
});
afterEach(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const provision = (go: 'no go' | 'go', { base = site.base, silenceMs }: { base?: string; silenceMs?: number } = {}) =>
  provisionTemporal({ folder: cache, base, silenceMs, env: { PATH: toolPath(go) } });

test('release archives that match their checksums are unpacked into the cache folder', async () => {
  const programs = await provision('no go');
  expect(readFileSync(programs.server, 'utf8')).toBe('temporal-server from a release');
  expect(readFileSync(programs.sqlTool, 'utf8')).toBe('temporal-sql-tool from a release');
  expect(readFileSync(programs.ui, 'utf8')).toBe('ui-server from a release');
  expect(readdirSync(cache).sort()).toEqual(['temporal-server', 'temporal-sql-tool', 'temporal-ui']);
  expect(readdirSync(path.dirname(cache))).toEqual(['temporal']);
});

test('what the cache folder has is used without asking anybody', async () => {
  await provision('no go');
  const requests = site.requests.length;
  await provision('no go');
  expect(site.requests).toHaveLength(requests);
});

test('two starts at once fetch once', async () => {
  await Promise.all([provision('no go'), provision('no go')]);
  expect(site.requests.filter((url) => url.includes('/temporal_'))).toHaveLength(1);
});

test('an archive that does not match its checksum is refused, and nothing is kept', async () => {
  site.serve.wrongChecksum = true;
  await expect(provision('no go')).rejects.toThrow('does not match its published checksum');
  expect(existsSync(cache)).toBe(false);
});

test.each([
  ['a release that is not there', 'missing', 'answered 404'],
  ['a server that never answers', 'hangs', 'nothing heard for 0.3 s'],
  ['a download that stands still', 'stalls', 'nothing heard for 0.3 s'],
] as const)('%s leads to building with Go', async (_case, fault, complaint) => {
  site.serve[fault] = true;
  await expect(provision('no go', { silenceMs: 300 })).rejects.toThrow(complaint);
  const programs = await provision('go', { silenceMs: 300 });
  expect(readFileSync(programs.server, 'utf8')).toContain('go.temporal.io/server/cmd/server@v');
  expect(readFileSync(programs.ui, 'utf8')).toContain('github.com/temporalio/ui-server/v2/cmd/server@v');
  expect(readFileSync(programs.sqlTool, 'utf8')).toContain('go.temporal.io/server/cmd/tools/sql@v');
});

test('where nothing works the error names the three ways out and what was tried', async () => {
  const nowhere = 'http://127.0.0.1:9';
  const failure = await provision('no go', { base: nowhere }).catch((error: Error) => error.message);
  expect(failure).toContain('1. give the address of one that runs: TEMPORAL_ADDRESS=');
  expect(failure).toContain('2. let this machine reach the release archives');
  expect(failure).toContain('3. install Go');
  expect(failure).toContain('could not be fetched');
  expect(failure).toContain('No `go` program was found');
});

/** A stand-in for the place of the releases, with archives of today's names for this system. */
async function releaseSite(place: string) {
  const { goSystem, releaseArchives } = await import('./versions.mjs');
  const releases = releaseArchives(goSystem());
  for (const release of releases) makeRelease(place, release);
  const serve = { wrongChecksum: false, missing: false, hangs: false, stalls: false };
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = request.url ?? '';
    requests.push(url);
    if (serve.hangs) return;
    if (serve.missing) return void response.writeHead(404).end();
    const content = readFileSync(path.join(place, url));
    if (serve.stalls && url.endsWith('.tar.gz')) return void response.writeHead(200).write(content.subarray(0, 10));
    response.end(serve.wrongChecksum && url.endsWith('.txt') ? String(content).replaceAll(/^[0-9a-f]{64}/gm, '0'.repeat(64)) : content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve,
    requests,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function makeRelease(place: string, release: { folder: string; archive: string; checksums: string; inside: Record<string, string> }) {
  const into = path.join(place, release.folder);
  mkdirSync(into, { recursive: true });
  const programs = Object.keys(release.inside);
  for (const program of programs) writeFileSync(path.join(into, program), `${program} from a release`);
  execFileSync('tar', ['-czf', release.archive, ...programs], { cwd: into });
  const sum = createHash('sha256')
    .update(readFileSync(path.join(into, release.archive)))
    .digest('hex');
  writeFileSync(path.join(into, release.checksums), `${'1'.repeat(64)}  another_file.zip\n${sum}  ${release.archive}\n`);
}

/** A PATH with or without a `go` that writes what it was asked to build. */
function toolPath(go: 'no go' | 'go') {
  const tools = path.join(folder, go);
  mkdirSync(tools, { recursive: true });
  if (go === 'go') {
    const program = path.join(tools, 'go');
    writeFileSync(program, FAKE_GO);
    chmodSync(program, 0o755);
  }
  return tools;
}

const FAKE_GO = `#!${process.execPath}
const { writeFileSync } = require('node:fs');
const [command, , source] = process.argv.slice(2);
if (command === 'install') writeFileSync(process.env.GOBIN + '/' + source.split('@')[0].split('/').at(-1), source);
`;
