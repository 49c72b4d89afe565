import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAway } from './app.ts';
import { startApi, type TestApi } from './testing/api-server.ts';

let api: TestApi;
let isTemporalThere = true;
let isDraining = false;
beforeAll(async () => {
  const temporal = async () => {
    if (isTemporalThere) return { ok: true };
    throw new Error('UNAVAILABLE: secret.host.internal:7233');
  };
  const queues = async () => ({ ok: true, inbox: { waiting: 0 } });
  api = await startApi({ health: { checks: { temporal, queues }, isDraining: () => isDraining } });
});
afterAll(() => api[Symbol.asyncDispose]());

describe('health', () => {
  test('alive needs nothing, ready needs everything, and what is missing is named without its address', async () => {
    expect((await api.ask('GET', '/health')).body).toEqual({ status: 'ok' });
    expect((await api.ask('GET', '/health/ready')).body).toEqual({
      status: 'ready',
      parts: { temporal: { ok: true }, queues: { ok: true, inbox: { waiting: 0 } } },
    });
    isTemporalThere = false;
    const answer = await api.ask('GET', '/health/ready');
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({ status: 'not_ready', parts: { temporal: { ok: false }, queues: { ok: true } } });
    expect(answer.text).not.toContain('secret.host');
    isTemporalThere = true;
  });

  test('a process that is going says so', async () => {
    isDraining = true;
    expect(await api.ask('GET', '/health/ready')).toMatchObject({ status: 503, body: { status: 'draining' } });
    isDraining = false;
  });
});

test('every answer carries its request id, ours or a well-formed one of the caller', async () => {
  const id = async (given: string) => (await api.ask('GET', '/health', { headers: { 'x-request-id': given } })).headers.get('x-request-id');
  expect(await id('abcdef-123456')).toBe('abcdef-123456');
  expect(await id('no good{}')).toMatch(/^[0-9a-f-]{36}$/);
});

test('a fault answers 500 without its words, and the log has them with the phone number masked', async () => {
  await using broken = await startApi({
    payments: {
      pdf: async () => {
        throw new Error('vendor said no to +14155552671');
      },
    },
  });
  const clientId = await broken.client('Northwind');
  const { token } = await broken.member(clientId, 'owner');
  const invoice = await broken.db.withClient(clientId, (tx) =>
    tx.invoice.create({
      data: {
        clientId,
        mode: 'rehearsal',
        kind: 'milestone',
        status: 'open',
        amountDueCents: 1,
        finalizedAt: new Date(),
        pdfUrl: 'http://x/',
      },
    }),
  );
  const answer = await broken.ask('GET', `/api/v1/billing/invoices/${invoice.id}/pdf`, { token });
  expect(answer).toMatchObject({ status: 500, body: { error: { code: 'internal_error', message: 'Something went wrong on our side.' } } });
  expect(answer.text).not.toContain('vendor said');
  expect(broken.logs()).toContain('vendor said no to +1***2671');
  expect(broken.logs()).not.toContain('+14155552671');
});

test('each request is one log line with ids and without query, token or body', async () => {
  const clientId = await api.client('Northwind');
  const { token, userId } = await api.member(clientId, 'owner');
  await api.ask('GET', '/api/v1/leads?q=%2B14155552671', { token });
  const line = api
    .logs()
    .split('\n')
    .find((text) => text.includes('"/api/v1/leads"'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    level: 'info',
    service: 'api',
    method: 'GET',
    path: '/api/v1/leads',
    status: 200,
    clientId,
    userId,
    requestId: expect.any(String),
    time: expect.any(String),
  });
  expect(api.logs()).not.toMatch(new RegExp(`4155552671|${token}|a-long-password`));
});

test('an address that failed ten times is locked, known or not', async () => {
  const login = (email: string) => api.ask('POST', '/api/v1/auth/login', { body: { email, password: 'not the one' } });
  for (let i = 0; i < 10; i++)
    expect(await login('nobody@example.com')).toMatchObject({ status: 401, body: { error: { code: 'invalid_credentials' } } });
  expect(await login('nobody@example.com')).toMatchObject({ status: 423, body: { error: { code: 'locked' } } });
});

test('an invoice’s document comes as a file', async () => {
  const clientId = await api.client('Northwind');
  const { token } = await api.member(clientId, 'admin');
  const create = (data: object) =>
    api.db.withClient(clientId, (tx) =>
      tx.invoice.create({ data: { clientId, mode: 'rehearsal', kind: 'milestone', amountDueCents: 1, ...data } }),
    );
  const [draft, open] = [
    await create({ status: 'draft' }),
    await create({ status: 'open', number: 'CV-1', finalizedAt: new Date(), pdfUrl: 'http://localhost:4000/i.pdf' }),
  ];
  expect(await api.ask('GET', `/api/v1/billing/invoices/${draft.id}/pdf`, { token })).toMatchObject({
    status: 409,
    body: { error: { code: 'not_finalized' } },
  });
  const file = await api.ask('GET', `/api/v1/billing/invoices/${open.id}/pdf`, { token });
  expect([file.status, file.headers.get('content-type'), file.text]).toEqual([200, 'application/pdf', '%PDF-1.4']);
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="invoice-CV-1.pdf"');
});

test.each([
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), true],
  [Object.assign(new Error('shutting down'), { code: '57P01' }), true],
  [new Error('outer', { cause: Object.assign(new Error('in'), { code: 'P1001' }) }), true],
  [Object.assign(new Error('duplicate'), { code: '23505' }), false],
  [new Error('anything else'), false],
])('whether the database is away is told from %s', (error, expected) => {
  expect(isAway(error)).toBe(expected);
});
