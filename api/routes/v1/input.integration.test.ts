import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi, WEB } from '#api/testing/api-server.ts';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';

const MISSING = '00000000-0000-4000-8000-000000000000';

let api: TestApi;
let ours: Tenant;
let owner: { token: string };

beforeAll(async () => {
  api = await startApi();
  const clientId = await api.client('Northwind');
  ours = await fillTenant(api.db, clientId);
  await api.member(clientId, 'viewer');
  owner = await api.member(clientId, 'owner');
});
afterAll(() => api[Symbol.asyncDispose]());

describe('a session that came by cookie', () => {
  const login = (origin?: string) =>
    api.ask('POST', '/api/v1/auth/login', {
      body: { email: 'viewer-1@example.com', password: 'a-long-password' },
      headers: origin ? { origin } : {},
    });

  test('is given to a page of ours and not to a program or a foreign page', async () => {
    expect((await login(WEB)).headers.get('set-cookie')).toContain('callvia.session=');
    expect((await login()).headers.get('set-cookie')).toBeNull();
    expect((await login('https://evil.test')).headers.get('set-cookie')).toBeNull();
  });

  test('reads from anywhere, and changes something only from a page of ours', async () => {
    const cookie = (await login(WEB)).headers.get('set-cookie')?.split(';')[0] ?? '';
    const change = (headers: Record<string, string>) => api.ask('POST', '/api/v1/auth/logout', { headers: { cookie, ...headers } });
    expect((await api.ask('GET', '/api/v1/users/me', { headers: { cookie } })).status).toBe(200);
    expect((await change({})).body).toMatchObject({ error: { code: 'foreign_origin' } });
    expect((await change({ origin: 'https://evil.test' })).status).toBe(403);
    expect((await change({ origin: WEB, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await change({ origin: WEB })).status).toBe(204);
    expect((await api.ask('GET', '/api/v1/users/me', { headers: { cookie } })).status).toBe(401);
  });
});

test('only our pages may read answers across origins', async () => {
  const allowed = async (origin: string) =>
    (await api.ask('OPTIONS', '/api/v1/leads', { headers: { origin } })).headers.get('access-control-allow-origin');
  expect(await allowed(WEB)).toBe(WEB);
  expect(await allowed('https://evil.test')).toBeNull();
});

describe('bad input is refused in one shape', () => {
  const cases: [string, { method?: string; path?: string; body?: unknown; headers?: Record<string, string> }, number, string][] = [
    ['an unknown field', { body: { name: 'A', clientId: MISSING } }, 422, 'validation_failed'],
    ['a wrong type', { body: { name: 7 } }, 422, 'validation_failed'],
    ['an unknown query key', { method: 'GET', path: '/campaigns?testMode=true' }, 422, 'validation_failed'],
    ['cut JSON', { body: '{"name":"A' }, 400, 'malformed_body'],
    ['a bare value', { body: '"text"' }, 400, 'malformed_body'],
    ['deep nesting', { body: `{"name":${'['.repeat(60)}${']'.repeat(60)}}` }, 400, 'malformed_body'],
    ['a form', { body: 'name=A', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, 'unsupported_media_type'],
    ['over 1 MB', { body: JSON.stringify({ name: 'x'.repeat(1_100_000) }) }, 413, 'payload_too_large'],
    ['a page too far', { method: 'GET', path: '/leads?page=500&pageSize=100' }, 422, 'page_too_far'],
    ['a page too large', { method: 'GET', path: '/leads?pageSize=101' }, 422, 'validation_failed'],
    ['a made-up cursor', { method: 'GET', path: '/leads?cursor=zzz' }, 422, 'validation_failed'],
    ['bad escapes', { method: 'GET', path: '/leads/%E0%A4%A' }, 400, 'malformed_body'],
    ['a name of control characters', { body: { name: 'A\r\nBcc: x' } }, 422, 'validation_failed'],
    ['an unknown path', { method: 'GET', path: '/nothing' }, 404, 'not_found'],
  ];
  test.each(cases)('%s', async (_what, { method = 'POST', path = '/campaigns', body, headers = {} }, status, code) => {
    const answer = await api.ask(method, `/api/v1${path}`, { token: owner.token, body, headers });
    expect(answer.body).toMatchObject({ error: { code, message: expect.any(String), requestId: answer.headers.get('x-request-id') } });
    expect(answer.status).toBe(status);
  });
});

test('older names of a path answer alike', async () => {
  const both = async (one: string, two: string) => [
    await api.ask('GET', one, { token: owner.token }),
    await api.ask('GET', two, { token: owner.token }),
  ];
  for (const [one, two] of [
    ['/api/v1/calls', '/api/v1/call-logs'],
    ['/api/v1/users/me', '/api/v1/auth/me'],
    [`/api/v1/calls/${ours.callId}/transcript`, `/api/call-logs/${ours.callId}/transcript`],
  ] as const) {
    const [first, second] = await both(one, two);
    expect(first?.status).toBe(200);
    expect(second?.body).toEqual(first?.body);
  }
});
