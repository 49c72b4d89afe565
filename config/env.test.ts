import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '#scripts/lib/paths.mjs';
import { liveVendors, readEnvironment, VARIABLES } from './environment.ts';

test('a complete environment is read, with numbers as numbers and defaults filled in', () => {
  const config = readEnvironment({ ...complete, API_PORT: '8001', API_URL: 'http://localhost:8001/' });
  expect(config.API_PORT).toBe(8001);
  expect(config.API_URL).toBe('http://localhost:8001');
  expect(config.TEMPORAL_NAMESPACE).toBe('callvia');
  expect(config.RETELL_RECORDING_ORIGINS).toEqual(['https://dxc03zgurdly9.cloudfront.net', 'https://retellai.s3.us-west-2.amazonaws.com']);
  expect(Object.isFrozen(config)).toBe(true);
});

test.each([
  ['a missing key', { DATABASE_APP_URL: undefined }, 'DATABASE_APP_URL is missing'],
  ['an empty key', { APP_SECRET: ' ' }, 'APP_SECRET is missing'],
  ['a short secret', { APP_SECRET: 'short' }, 'APP_SECRET must have at least 32 characters'],
  ['a database that is not one', { DATABASE_URL: 'mysql://localhost/callvia' }, 'DATABASE_URL must be a postgresql:// address'],
  ['a port out of range', { WEB_PORT: '70000' }, 'WEB_PORT must be a port'],
  ['a port in words', { WEB_PORT: 'three' }, 'WEB_PORT must be a port'],
  ['an engine without a port', { TEMPORAL_ADDRESS: 'localhost' }, 'TEMPORAL_ADDRESS must be host:port'],
  [
    'hosts of recordings by a wildcard',
    { RETELL_RECORDING_ORIGINS: 'https://*.cloudfront.net' },
    'RETELL_RECORDING_ORIGINS must be https:// addresses without a path',
  ],
  ['an event type in words', { CALCOM_EVENT_TYPE_ID: 'intro' }, 'CALCOM_EVENT_TYPE_ID must be a number'],
  ['half a vendor', { TWILIO_AUTH_TOKEN: 'x' }, 'TWILIO_ACCOUNT_SID is missing, while TWILIO_AUTH_TOKEN is set'],
])('%s stops the start and is named', (_case, change, complaint) => {
  expect(() => readEnvironment({ ...complete, ...change })).toThrow(complaint);
});

test('all that is wrong is named at once', () => {
  expect(() => readEnvironment({ ...complete, DATABASE_URL: undefined, SANDBOX_URL: 'sandbox', STRIPE_API_KEY: 'sk_live_1' })).toThrow(
    [
      'The environment is not complete:',
      '  DATABASE_URL is missing',
      '  SANDBOX_URL must be an http:// or https:// address',
      '  STRIPE_WEBHOOK_SECRET is missing, while STRIPE_API_KEY is set',
    ].join('\n'),
  );
});

test('only a vendor with all its keys is live', () => {
  expect(liveVendors(readEnvironment(complete))).toEqual([]);
  expect(liveVendors(readEnvironment({ ...complete, STRIPE_API_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' }))).toEqual(['stripe']);
});

test('every variable that is read stands in .env.example or in the documentation', () => {
  const docs = readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const pages = ['.env.example', ...docs.map((name) => path.join('docs', name))].map((page) => readFileSync(path.join(root, page), 'utf8'));
  const told = new Set(pages.flatMap((page) => page.match(/\b[A-Z][A-Z\d_]+\b/g) ?? []));
  expect(VARIABLES.filter((name) => !told.has(name))).toEqual([]);
});

const complete = {
  APP_SECRET: 'a'.repeat(32),
  DATABASE_URL: 'postgresql://callvia_owner:x@127.0.0.1:5432/callvia',
  DATABASE_APP_URL: 'postgresql://callvia_app:x@127.0.0.1:5432/callvia',
  DATABASE_RELAY_URL: 'postgresql://callvia_relay:x@127.0.0.1:5432/callvia',
  DATABASE_INGEST_URL: 'postgresql://callvia_ingest:x@127.0.0.1:5432/callvia',
  DATABASE_AUTH_URL: 'postgresql://callvia_auth:x@127.0.0.1:5432/callvia',
  SANDBOX_DATABASE_URL: 'postgresql://callvia_owner:x@127.0.0.1:5432/callvia_sandbox',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TEMPORAL_UI_URL: 'http://localhost:8233',
  API_URL: 'http://localhost:8000',
  WEB_URL: 'http://localhost:3000',
  SANDBOX_URL: 'http://localhost:4000',
  SANDBOX_RETELL_API_KEY: 'key_1',
  SANDBOX_CALCOM_API_KEY: 'cal_1',
  SANDBOX_CALCOM_WEBHOOK_SECRET: 'secret',
  SANDBOX_STRIPE_API_KEY: 'sk_test_1',
  SANDBOX_STRIPE_WEBHOOK_SECRET: 'whsec_1',
  SANDBOX_TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  SANDBOX_TWILIO_AUTH_TOKEN: 'token',
  SANDBOX_SENDGRID_API_KEY: 'SG.1.2',
  SANDBOX_SENDGRID_WEBHOOK_PUBLIC_KEY: 'MFk=',
};
