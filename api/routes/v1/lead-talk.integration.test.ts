import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '#api/testing/api-server.ts';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';

type Someone = { userId: string; token: string };
let api: TestApi;
let ours: Tenant;
let member: Someone;

beforeAll(async () => {
  api = await startApi();
  ours = await fillTenant(api.db, await api.client('Northwind'));
  member = await api.member(ours.clientId, 'member');
});
afterAll(() => api[Symbol.asyncDispose]());

const ask = (method: string, path: string, { by = member, body }: { by?: Someone; body?: unknown } = {}) =>
  api.ask(method, `/api/v1${path}`, { token: by.token, ...(body !== undefined && { body }) });

describe('a reply', () => {
  test('is taken off what waits, with who did it, and put back', async () => {
    const at = `/leads/${ours.leadId}/replies/${ours.replyId}/handled`;
    const handled = { id: ours.replyId, handledAt: expect.any(String), handledById: member.userId };
    expect(await ask('POST', at)).toMatchObject({ status: 200, body: handled });
    expect(await ask('POST', at)).toMatchObject({ status: 200, body: handled });
    expect(await ask('DELETE', at)).toMatchObject({ status: 200, body: { id: ours.replyId, handledAt: null, handledById: null } });
  });

  test('of another lead or a message of ours is not there', async () => {
    expect((await ask('POST', `/leads/${ours.leadId}/replies/${ours.messageId}/handled`)).status).toBe(404);
    expect((await ask('POST', `/leads/${ours.leadId}/replies/not-an-id/handled`)).status).toBe(404);
  });
});
