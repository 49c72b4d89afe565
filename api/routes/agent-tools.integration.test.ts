import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { KEYS, startApi, type TestApi } from '#api/testing/api-server.ts';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';
import { signatureHeaders } from '#sandbox/signatures.ts';
import type { AgentTools } from './agent-tools.ts';

const START = '2026-12-06T15:00:00.000Z';
const asked: unknown[] = [];
let behave: AgentTools;
let api: TestApi;
let tenant: Tenant;
let other: Tenant;

beforeAll(async () => {
  const tools: AgentTools = {
    slots: ({ signal, ...ask }) => {
      asked.push(ask);
      return behave.slots({ ...ask, signal });
    },
    book: ({ signal, ...ask }) => {
      asked.push(ask);
      return behave.book({ ...ask, signal });
    },
  };
  api = await startApi({ tools });
  [tenant, other] = [await fillTenant(api.db, await api.client('Northwind')), await fillTenant(api.db, await api.client('Contoso'))];
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(async () => {
  asked.length = 0;
  behave = {
    slots: async () => ({ slots: [{ start: START, label: 'Sunday at 10' }] }),
    book: async () => ({ booked: true, uid: 'bk_1', start: START, say: 'It is booked.' }),
  };
  const under = { permit: 'consumed', endedAt: null, retellCallId: null };
  for (const { clientId, callId } of [tenant, other])
    await api.db.withClient(clientId, (tx) => tx.call.update({ where: { clientId_id: { clientId, id: callId } }, data: under }));
});

type Change = {
  metadata?: Record<string, string>;
  args?: Record<string, unknown>;
  account?: 'live' | 'sandbox';
  vendorId?: string;
  forged?: boolean;
};
async function use(
  tool: 'check-slots' | 'book',
  { metadata, args = {}, account = 'sandbox', vendorId = 'call_r1', forged = false }: Change = {},
) {
  const ids = metadata ?? { client_id: tenant.clientId, call_id: tenant.callId };
  const call = {
    call_id: vendorId,
    call_status: 'ongoing',
    direction: 'outbound',
    from_number: '+14155550100',
    to_number: '+14155550123',
    metadata: ids,
  };
  const body = JSON.stringify({ name: tool, call, args });
  const keys = { ...KEYS[account], ...(forged && { retellKey: 'key_stranger' }) } as unknown as Parameters<typeof signatureHeaders>[3];
  return api.post(`/api/webhooks/retell/tools/${tool}`, body, signatureHeaders('retell', '', body, keys, Date.now()));
}

test('the agent of a running call is told free times', async () => {
  const answer = await use('check-slots');
  expect([answer.status, answer.body]).toEqual([200, { slots: [{ start: START, label: 'Sunday at 10' }] }]);
  expect(asked).toEqual([{ account: 'sandbox', clientId: tenant.clientId, callId: tenant.callId }]);
});

test('a booking goes to the effect with the call’s own ids and a clean start', async () => {
  const answer = await use('book', {
    args: { start: '2026-12-06T10:00:00-05:00', name: 'Ada', email: 'ADA@example.com', clientId: other.clientId },
  });
  expect(answer.body).toEqual({ booked: true, uid: 'bk_1', start: START, say: 'It is booked.' });
  expect(asked).toEqual([
    { account: 'sandbox', clientId: tenant.clientId, callId: tenant.callId, startAt: START, name: 'Ada', email: 'ada@example.com' },
  ]);
});

test('what the agent misheard is asked again, not booked', async () => {
  const answer = await use('book', { args: { start: 'Tuesday-ish' } });
  expect([answer.status, answer.body]).toEqual([200, { booked: false, say: 'Which of the times I named suits you?' }]);
  expect(asked).toEqual([]);
});

test('a calendar that hangs or fails leaves the agent with a sentence, within two seconds', async () => {
  behave.book = () => new Promise(() => undefined);
  behave.slots = async () => {
    throw new Error('boom');
  };
  const from = performance.now();
  const late = await use('book', { args: { start: START } });
  expect(performance.now() - from).toBeLessThan(1_950);
  expect(late.body).toEqual({ booked: false, say: 'I could not book that just now. A link to choose a time follows by text.' });
  expect((await use('check-slots')).body).toMatchObject({ slots: [], say: expect.any(String) });
});

test('a stranger’s signature is 401, a signed body that is no function call 400', async () => {
  expect((await use('book', { args: { start: START }, forged: true })).status).toBe(401);
  const keys = KEYS.sandbox as unknown as Parameters<typeof signatureHeaders>[3];
  const answer = await api.post(
    '/api/webhooks/retell/tools/book',
    '{"name":"book"',
    signatureHeaders('retell', '', '{"name":"book"', keys, Date.now()),
  );
  expect(answer.status).toBe(400);
  expect(asked).toEqual([]);
});

test('ids in the payload are only where to look: another client’s call, the other account, a call that is over or is another’s are not found', async () => {
  const end = (data: object) => api.db.withClient(tenant.clientId, (tx) => tx.call.updateMany({ where: { id: tenant.callId }, data }));
  const statuses = [
    (await use('book', { metadata: { client_id: tenant.clientId, call_id: other.callId } })).status,
    (await use('book', { metadata: { client_id: other.clientId, call_id: tenant.callId } })).status,
    (await use('book', { metadata: {} })).status,
    (await use('book', { metadata: { client_id: 'x', call_id: 'y' } })).status,
    (await use('book', { account: 'live' })).status,
  ];
  await end({ retellCallId: 'call_other' });
  statuses.push((await use('book')).status);
  await end({ retellCallId: 'call_r1' });
  expect((await use('book', { args: { start: START } })).status).toBe(200);
  await end({ endedAt: new Date() });
  statuses.push((await use('book')).status);
  expect(statuses).toEqual(Array(7).fill(404));
  expect(asked).toHaveLength(1);
});
