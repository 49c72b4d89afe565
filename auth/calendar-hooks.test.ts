import { expect, test } from 'vitest';
import { createCalendarHooks } from './calendar-hooks.ts';

const ACME = '0d3f9a52-6c1e-4b7a-9f21-5a1c0ffee001';
const OTHER = '7a1c9a52-6c1e-4b7a-9f21-5a1c0ffee002';
const hooks = createCalendarHooks('a'.repeat(32));

test('an address names its client, and no other', () => {
  expect(hooks.clientOf(hooks.tokenOf(ACME))).toBe(ACME);
  expect(hooks.clientOf(hooks.tokenOf(OTHER))).toBe(OTHER);
  expect(hooks.tokenOf(ACME)).toMatch(/^[\w-]{43}$/);
});

test('an address that we never made names nobody', () => {
  const token = hooks.tokenOf(ACME);
  const stolen = Buffer.concat([
    Buffer.from(hooks.tokenOf(OTHER), 'base64url').subarray(0, 16),
    Buffer.from(token, 'base64url').subarray(16),
  ]);
  const wrong = ['', 'x', `${token}A`, token.slice(1), stolen.toString('base64url'), '-'.repeat(43), `${token.slice(0, -1)}%`];
  expect(wrong.map((each) => hooks.clientOf(each))).toEqual(Array(7).fill(null));
  expect(createCalendarHooks('b'.repeat(32)).clientOf(token)).toBeNull();
});

test('live and rehearsal, and every client, have secrets of their own', () => {
  const secrets = [hooks.secretOf(ACME, 'live'), hooks.secretOf(ACME, 'sandbox'), hooks.secretOf(OTHER, 'live')];
  expect(new Set(secrets).size).toBe(3);
  for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(createCalendarHooks('b'.repeat(32)).secretOf(ACME, 'live')).not.toBe(secrets[0]);
});
