import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from '#api/testing/api-server.ts';

let api: TestApi;
let sql: pg.Client;
let token: string;
beforeAll(async () => {
  api = await startApi();
  token = (await api.member(await api.client('Northwind'), 'viewer', { isStaff: true })).token;
  sql = new pg.Client({ connectionString: api.database.superuserUrl });
  await sql.connect();
  await sql.query(`
    INSERT INTO webhook_event (vendor, account, vendor_event_id, type, body, status, attempts, error) VALUES
      ('retell', 'live', 'one', 'call_ended', 'said in a call', 'failed', 11, 'does not fit'),
      ('stripe', 'live', 'two', 'invoice.paid', 'x', 'failed', 11, 'no invoice'),
      ('stripe', 'live', 'three', 'invoice.paid', 'x', 'failed', 11, 'no invoice'),
      ('stripe', 'live', 'four', 'invoice.paid', 'x', 'processed', 0, NULL)`);
});
afterAll(async () => {
  await sql.end();
  await api[Symbol.asyncDispose]();
});

const statuses = async () =>
  Object.fromEntries(
    (await sql.query('SELECT vendor_event_id AS name, status, attempts FROM webhook_event')).rows.map(({ name, status, attempts }) => [
      name,
      `${status} ${attempts}`,
    ]),
  );

test('staff see what could not be taken in, without what was said, and have one, a vendor’s, or all tried again', async () => {
  const { body } = await api.ask('GET', '/api/v1/admin/failed-events', { token });
  const { data } = body as { data: { id: string; vendorEventId: string }[] };
  expect(body).toMatchObject({
    total: 3,
    data: [{ vendorEventId: 'three' }, { vendorEventId: 'two', attempts: 11, error: 'no invoice' }, {}],
  });
  expect(JSON.stringify(body)).not.toContain('said in a call');

  const replay = (what: object) => api.ask('POST', '/api/v1/admin/failed-events/replay', { token, body: what });
  expect((await replay({ ids: [data[1]?.id] })).body).toEqual({ replayed: 1 });
  expect(await statuses()).toEqual({ one: 'failed 11', two: 'received 0', three: 'failed 11', four: 'processed 0' });
  expect((await replay({ vendor: 'stripe' })).body).toEqual({ replayed: 1 });
  expect((await replay({})).body).toEqual({ replayed: 1 });
  expect((await replay({})).body).toEqual({ replayed: 0 });
  expect(await statuses()).toEqual({ one: 'received 0', two: 'received 0', three: 'received 0', four: 'processed 0' });
  expect((await replay({ ids: ['1; drop table lead'] })).status).toBe(422);
});
