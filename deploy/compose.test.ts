import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readEnvironment } from '#config/environment.ts';
import { readSettings } from '#sandbox/settings.ts';
import { root } from '#scripts/lib/paths.mjs';
import { generateSecrets } from '#scripts/lib/secrets.mjs';

const condition = z.enum(['service_started', 'service_healthy', 'service_completed_successfully']);
const text = z.union([z.string(), z.array(z.string())]);
/** The part of the compose specification that the file uses; anything else is a typing error. */
const Service = z.strictObject({
  image: z.string().optional(),
  build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
  command: text.optional(),
  entrypoint: text.optional(),
  environment: z.record(z.string(), z.string()).optional(),
  env_file: z.array(z.strictObject({ path: z.string(), required: z.boolean() })).optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/, 'is published on the loopback address only')).optional(),
  volumes: z.array(z.string().regex(/^[\w./-]+:\/[\w./-]+(:ro)?$/)).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition })).optional(),
  healthcheck: z.strictObject({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.number() }).optional(),
  profiles: z.array(z.string()).optional(),
  restart: z.enum(['no', 'unless-stopped']),
  stop_grace_period: z.string().optional(),
});
const Compose = z.object({ name: z.string(), services: z.record(z.string(), Service), volumes: z.record(z.string(), z.null()) });

const file = parse(readFileSync(path.join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as unknown;
const compose = Compose.parse(file);

test('the file has the production topology', () => {
  const names = [
    'api',
    'migrate',
    'postgres',
    'sandbox',
    'temporal',
    'temporal-namespace',
    'temporal-schema',
    'temporal-ui',
    'web',
    'worker',
  ];
  expect(Object.keys(compose.services).sort()).toEqual(names);
  expect(compose.services.sandbox?.profiles).toEqual(['sandbox']);
  expect(compose.services.temporal?.environment?.NUM_HISTORY_SHARDS).toBe('512');
});

test('every service waits for services that exist, and for a health that is checked', () => {
  for (const [name, { depends_on = {} }] of Object.entries(compose.services)) {
    for (const [need, { condition }] of Object.entries(depends_on)) {
      expect(compose.services[need], `${name} needs ${need}`).toBeDefined();
      if (condition === 'service_healthy') expect(compose.services[need]?.healthcheck, `${need} has a health check`).toBeDefined();
      if (condition === 'service_completed_successfully') expect(compose.services[need]?.restart, `${need} ends`).toBe('no');
    }
  }
});

test('what is mounted from the checkout and what is run exists', () => {
  const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0] ?? ''));
  for (const place of mounted.filter((each) => each.startsWith('.'))) expect(existsSync(path.join(root, place)), place).toBe(true);
  const ours = Object.values(compose.services).filter(({ build }) => build);
  for (const { command } of ours) expect(existsSync(path.join(root, String(command))), String(command)).toBe(true);
});

test('the sandbox listens where the other services find it, and at the address that signatures cover where .env says so', () => {
  const environment = environmentOf('sandbox', { API_URL: 'http://api:8000' });
  const { host, port, apiUrl } = readSettings(environment);
  expect({ host, port, apiUrl }).toEqual({ host: '0.0.0.0', port: 4000, apiUrl: 'http://api:8000' });
  expect(environmentOf('api', { API_URL: 'http://api:8000' })).toMatchObject({ API_URL: apiUrl, SANDBOX_URL: `http://sandbox:${port}` });
});

test.each(['api', 'web', 'worker', 'sandbox'])('%s finds all that it asks of its environment', (name) => {
  const config = readEnvironment(environmentOf(name));
  expect(config.BIND_HOST).toBe('0.0.0.0');
  expect(config.TRUST_PROXY).toBe('loopback, uniquelocal');
  expect(config.SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY !== undefined).toBe(name === 'sandbox');
});

/** What a service is told when .env has a set of secrets and `more`. */
function environmentOf(name: string, more: Record<string, string> = {}): Record<string, string> {
  const { databasePasswords: _each, ...secrets } = generateSecrets();
  const given: Record<string, string> = { POSTGRES_PASSWORD: 'p', ...secrets, ...more };
  for (const role of ['OWNER', 'APP', 'INGEST', 'RELAY', 'AUTH']) given[`DB_PASSWORD_${role}`] = 'p';
  const environment = Object.entries(compose.services[name]?.environment ?? {}).map(([key, value]) => [key, filledIn(value, given)]);
  return { ...given, ...Object.fromEntries(environment) };
}

function filledIn(value: string, given: Record<string, string>): string {
  return value.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, key: string, kind?: string, otherwise?: string) => {
    const found = given[key] ?? (kind === '-' ? otherwise : undefined);
    if (found === undefined) throw new Error(`${key} is not given`);
    return found;
  });
}
