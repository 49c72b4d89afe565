import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readEnvironment } from '#config/environment.ts';
import { givenDatabases } from './database.mjs';
import { wantsDemo } from './demo.mjs';
import { serviceEnvironment, withoutSandboxKey } from './environment.mjs';
import { tooOld } from './node-version.mjs';
import { packagesAreCurrent } from './packages.mjs';
import { runLock } from './run-lock.mjs';
import { generateSecrets, keptSecrets } from './secrets.mjs';
import { choosePorts } from './service-ports.mjs';

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'callvia-conditions-'));

test.each([
  ['18.20.4', true],
  ['20.18.3', true],
  ['20.19.0', false],
  ['22.4.0', false],
])('Node %s is too old: %s', (version, isTooOld) => {
  expect(tooOld(version) !== null).toBe(isTooOld);
});

test('packages are current when node_modules has every version of the lock file', () => {
  const folder = newFolder();
  const lock = (packages: object) => JSON.stringify({ packages });
  mkdirSync(path.join(folder, 'node_modules'));
  const wanted = {
    '': {},
    'node_modules/pg': { version: '8.0.0' },
    'node_modules/vitest': { version: '4.0.0', dev: true },
    'node_modules/fsevents': { version: '2.0.0', optional: true },
  };
  writeFileSync(path.join(folder, 'package-lock.json'), lock(wanted));
  expect(packagesAreCurrent({ folder })).toBe(false);
  writeFileSync(path.join(folder, 'node_modules', '.package-lock.json'), lock({ 'node_modules/pg': { version: '8.0.0' } }));
  expect(packagesAreCurrent({ folder })).toBe(true);
  expect(packagesAreCurrent({ folder, withDev: true })).toBe(false);
  writeFileSync(path.join(folder, 'node_modules', '.package-lock.json'), lock({ 'node_modules/pg': { version: '7.9.0' } }));
  expect(packagesAreCurrent({ folder })).toBe(false);
});

test('ports are remembered, and a taken one gives way to the next and is told', async () => {
  const file = path.join(newFolder(), 'ports.json');
  const engine = await choosePorts({ group: 'engine', file });
  const first = await choosePorts({ group: 'services', file });
  expect(await choosePorts({ group: 'services', file })).toEqual(first);
  expect(await choosePorts({ group: 'engine', file })).toEqual(engine);
  const told: string[] = [];
  await using squatter = await listen(first.web);
  const moved = await choosePorts({ group: 'services', file, told: (what) => told.push(what) });
  expect(moved.web).toBeGreaterThan(squatter.port);
  expect(told).toEqual([`port ${first.web} is taken: web listens on ${moved.web}`]);
});

test('a port that was asked for is refused when it is taken', async () => {
  await using squatter = await listen(0);
  const file = path.join(newFolder(), 'ports.json');
  await expect(choosePorts({ group: 'services', file, webPort: squatter.port })).rejects.toThrow(
    `Port ${squatter.port} is taken by another program.`,
  );
});

test('secrets are made once and only their owner may read them', () => {
  const file = path.join(newFolder(), 'secrets.json');
  const secrets = keptSecrets(file);
  expect(keptSecrets(file)).toEqual(secrets);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('secrets of an older Callvia are kept and completed', () => {
  const file = path.join(newFolder(), 'secrets.json');
  writeFileSync(file, JSON.stringify({ APP_SECRET: 'kept' }));
  expect(keptSecrets(file).APP_SECRET).toBe('kept');
  expect(JSON.parse(readFileSync(file, 'utf8')).SANDBOX_TWILIO_ACCOUNT_SID).toMatch(/^AC[0-9a-f]{32}$/);
});

test('what a start puts into the environment is what a process asks for', () => {
  const environment = serviceEnvironment({
    ...facts,
    given: { STRIPE_API_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1', DATABASE_URL: 'postgresql://elsewhere/x' },
  });
  const config = readEnvironment(environment);
  expect(config.DATABASE_URL).toBe('postgresql://owner@127.0.0.1:5432/callvia');
  expect(config.STRIPE_API_KEY).toBe('sk_live_1');
  expect(config.WEB_URL).toBe('http://localhost:3000');
  expect(config.WORKER_PORT).toBe(8010);
});

test.each([
  ['on this machine only', {}, undefined, true],
  ['with a public web address', { WEB_URL: 'https://app.example.com' }, undefined, false],
  ['with a public address of the api', { API_URL: 'https://api.example.com' }, undefined, false],
  ['that listens to every machine', { BIND_HOST: '0.0.0.0' }, undefined, false],
  ['with a public web address, asked for', { WEB_URL: 'https://app.example.com' }, true, true],
  ['on this machine only, not wanted', {}, false, false],
])('demo accounts %s', (_case, given, asked, made) => {
  expect(wantsDemo({ asked, environment: serviceEnvironment({ ...facts, given }) })).toBe(made);
});

test('only the sandbox is given the key that signs as SendGrid', () => {
  const environment = serviceEnvironment({ ...facts, given: {} });
  expect(environment.SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY).toBeTruthy();
  expect(withoutSandboxKey(environment)).not.toHaveProperty('SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY');
});

test('a given DATABASE_URL without the other logins names what is missing', () => {
  expect(() => givenDatabases({ DATABASE_URL: 'postgresql://owner@db/callvia', DATABASE_APP_URL: 'postgresql://app@db/callvia' })).toThrow(
    'DATABASE_URL is set, so these must be too: DATABASE_INGEST_URL, DATABASE_RELAY_URL, DATABASE_AUTH_URL, SANDBOX_DATABASE_URL.',
  );
  expect(givenDatabases({ DATABASE_SUPERUSER_URL: 'postgresql://postgres@db/postgres' })).toEqual({
    superuserUrl: 'postgresql://postgres@db/postgres',
  });
});

test('a lock of a process that is gone does not count, one of a live process does', () => {
  const file = path.join(newFolder(), 'start.json');
  writeFileSync(file, JSON.stringify({ pid: 4_000_000, command: 'node scripts/start.mjs' }));
  expect(runLock(file).take()).toBe(null);
  writeFileSync(file, JSON.stringify({ pid: process.ppid, command: 'another program under the same id' }));
  expect(runLock(file).take()).toBe(null);
});

const facts = {
  ports: { web: 3000, api: 8000, sandbox: 4000, worker: 8010 },
  secrets: generateSecrets(),
  databaseUrls: {
    owner: 'postgresql://owner@127.0.0.1:5432/callvia',
    app: 'postgresql://app@127.0.0.1:5432/callvia',
    ingest: 'postgresql://ingest@127.0.0.1:5432/callvia',
    relay: 'postgresql://relay@127.0.0.1:5432/callvia',
    auth: 'postgresql://auth@127.0.0.1:5432/callvia',
  },
  sandboxDatabaseUrl: 'postgresql://owner@127.0.0.1:5432/callvia_sandbox',
  temporal: { address: '127.0.0.1:7233', namespace: 'callvia', uiUrl: 'http://localhost:8233' },
};

async function listen(wanted: number) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { port, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())) };
}
