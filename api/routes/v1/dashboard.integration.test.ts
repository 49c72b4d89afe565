import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from '#api/testing/api-server.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api?.[Symbol.asyncDispose]());

test('a viewer reads the figures of the overview: six with the period before, and those of the calls', async () => {
  const clientId = await api.client('Northwind');
  const { token } = await api.member(clientId, 'viewer');
  await api.db.withClient(clientId, async (tx) => {
    const call = { clientId, mode: 'live', toNumber: '+14155550001', permit: 'consumed', dialledAt: new Date(), status: 'completed' };
    await tx.call.createMany({
      data: [
        { ...call, answered: true, outcome: 'order_captured', durationSeconds: 90, costCents: 30 },
        { ...call, answered: true, outcome: 'not_interested', durationSeconds: 30, costCents: 10 },
        { ...call, answered: false, outcome: 'no_answer', status: 'no_answer', createdAt: new Date(Date.now() - 10 * 86_400_000) },
      ],
    });
  });
  await api.db.withClient(clientId, async (tx) => {
    const at = (days: number) => new Date(Date.now() - days * 86_400_000);
    const show = (day: number) => ({
      ...{
        clientId,
        mode: 'live',
        timezone: 'UTC',
        status: 'shown',
        bookedAt: at(20),
        startAt: at(19),
        endAt: at(18),
        verifyDueAt: at(17),
      },
      ...{ verifiedAt: at(day), countedAt: at(day) },
    });
    await tx.appointment.createMany({ data: [show(1), show(2), show(10)] });
  });
  const { status, body } = await api.ask('GET', '/api/v1/dashboard/stats?period=7d', { token });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    mode: 'live',
    callsPlaced: { value: 2, before: 1, change: 1 },
    leads: { value: 0, before: 0, change: null },
    shown: { value: 2, before: 1, change: 1, showRate: 1 },
    milestone: { number: 1, at: 0, size: 25, counted: { value: 2, before: 1, change: 1 } },
    ...{
      connectedNumbers: 0,
      activeAgents: 0,
      totalCalls: 2,
      ordersCaptured: 1,
      successRate: 0.5,
      averageDurationSeconds: 60,
      costCents: 40,
    },
  });
  expect((await api.ask('GET', '/api/v1/dashboard/stats?period=ever', { token })).status).toBe(422);
});
