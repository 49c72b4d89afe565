import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from '#api/testing/api-server.ts';

let api: TestApi;
let tokens: Record<'viewer' | 'member' | 'admin', string>;

beforeAll(async () => {
  api = await startApi();
  const clientId = await api.client('Northwind');
  const token = async (role: 'viewer' | 'member' | 'admin') => (await api.member(clientId, role)).token;
  tokens = { viewer: await token('viewer'), member: await token('member'), admin: await token('admin') };
});
afterAll(() => api[Symbol.asyncDispose]());

type View = { id: string; name: string; query: string; isShared: boolean };
const ask = (who: keyof typeof tokens, method: string, path: string, body?: unknown) =>
  api.ask(method, `/api/v1/views${path}`, { token: tokens[who], body });
const names = async (who: keyof typeof tokens) => ((await ask(who, 'GET', '')).body as { data: View[] }).data.map(({ name }) => name);

test('a view is kept, shared by a member, changed by an admin, and deleted', async () => {
  const made = await ask('member', 'POST', '', { name: ' Booked ', query: 'status=booked&sort=next.asc&status=', isShared: true });
  expect(made).toMatchObject({ status: 201, body: { name: 'Booked', query: 'sort=next.asc&status=booked', isShared: true } });
  const { id } = made.body as View;
  expect([await names('viewer'), await names('admin')]).toEqual([['Booked'], ['Booked']]);
  expect(await ask('viewer', 'PUT', `/${id}`, { name: 'Mine' })).toMatchObject({
    status: 403,
    body: { error: { code: 'insufficient_role' } },
  });
  expect(await ask('admin', 'PUT', `/${id}`, { name: 'Booked ones' })).toMatchObject({ status: 200, body: { id, name: 'Booked ones' } });
  expect((await ask('viewer', 'DELETE', `/${id}`)).status).toBe(403);
  expect((await ask('member', 'DELETE', `/${id}`)).status).toBe(204);
  expect(await names('viewer')).toEqual([]);
});

test('a viewer keeps views for themselves, which nobody else finds, and cannot share them', async () => {
  expect((await ask('viewer', 'POST', '', { name: 'Ours', query: 'tag=vip', isShared: true })).status).toBe(403);
  const made = await ask('viewer', 'POST', '', { name: 'Mine', query: 'tag=vip' });
  expect(made.status).toBe(201);
  const { id } = made.body as View;
  expect((await ask('viewer', 'PUT', `/${id}`, { isShared: true })).status).toBe(403);
  expect([await names('viewer'), await names('admin')]).toEqual([['Mine'], []]);
  expect((await ask('admin', 'PUT', `/${id}`, { name: 'Theirs' })).status).toBe(404);
  expect(await ask('viewer', 'POST', '', { name: 'MINE', query: '' })).toMatchObject({
    status: 409,
    body: { error: { code: 'name_taken' } },
  });
});

test.each([
  ['a part that no list has', { name: 'A', query: 'clientId=1' }],
  ['a place in a list', { name: 'A', query: 'q=a&after=abc' }],
  ['too much', { name: 'A', query: `q=${'a'.repeat(1_600)}` }],
  ['no name', { name: ' ', query: 'q=a' }],
  ['a name of two lines', { name: 'A\nB', query: 'q=a' }],
])('a view of %s is refused', async (_what, body) => {
  expect(await ask('member', 'POST', '', body)).toMatchObject({ status: 422, body: { error: { code: 'validation_failed' } } });
});
