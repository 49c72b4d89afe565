import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createImportActivities } from '#activities/imports.ts';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { createImportStore, type ImportStore } from '#stores/imports.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { importRoutes } from './imports.ts';

let database: TestDatabase;
let db: Db;
let imports: ImportStore;
let uploadsFolder: string;
const [clientId, campaignId, userId] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb({ appUrl: database.urls.app, connections: 4 });
  uploadsFolder = await mkdtemp(path.join(tmpdir(), 'callvia-imports-'));
  imports = createImportStore({ db, appUrl: database.urls.app, uploadsFolder });
  await db.withClient(clientId, async (tx) => {
    await tx.client.create({ data: { id: clientId, name: 'Client', slug: clientId } });
    const data = { id: campaignId, clientId, name: 'Campaign', mode: 'live', cadence: TRUE_CADENCE, timezone: 'America/New_York' };
    await tx.campaign.create({ data: { ...data, callingHours: DEFAULT_HOURS } });
  });
});
afterAll(async () => {
  await db.close();
  await database.dispose();
  await rm(uploadsFolder, { recursive: true });
});

test('a small file is answered with its result', async () => {
  await using api = await serve({ works: true });
  const form = new FormData();
  form.set('file', new Blob(['phone,email\n212 555 0101,a@b.co\n1,\n']), 'leads.csv');
  form.set('campaignId', campaignId); // behind the file
  const response = await fetch(`${api.url}/leads/import`, { method: 'POST', body: form });
  expect(response.status).toBe(200);
  const body = await response.json();
  expect(body).toMatchObject({
    status: 'completed',
    fileName: 'leads.csv',
    total: 2,
    inserted: 1,
    duplicates: 0,
    invalid: 1,
    suppressed: 0,
    progress: 100,
  });
  expect(body.errors).toEqual([{ row: 3, field: 'phone', code: 'invalid_phone', message: 'This is not a possible phone number' }]);

  const errors = await fetch(`${api.url}/leads/imports/${body.importId}/errors.csv`);
  expect(errors.headers.get('content-disposition')).toBe(`attachment; filename="import-${body.importId}-errors.csv"`);
  expect(await errors.text()).toBe(
    '"row","field","value","code","reason"\r\n"3","phone","1","invalid_phone","This is not a possible phone number"\r\n',
  );
});

test('leads may come as JSON, as text or one by one', async () => {
  await using api = await serve({ works: true });
  expect(await post(api.url, { campaignId, csv: 'phone\n212 555 0102\n' })).toMatchObject({ status: 200, body: { inserted: 1 } });
  const leads = [
    { phone: '212 555 0103', firstName: 'Ada', tags: ['a', 'b'], customFields: { plan: 'gold', size: 3 } },
    { phone: '+12125550102' },
  ];
  expect(await post(api.url, { campaignId, leads })).toMatchObject({ status: 200, body: { inserted: 1, duplicates: 1 } });
  const [ada] = await db.withClient(clientId, (tx) => tx.lead.findMany({ where: { phone: '+12125550103' } }));
  expect(ada).toMatchObject({ firstName: 'Ada', tags: ['a', 'b'], customFields: { plan: 'gold', size: '3' } });
});

test('a dry run is marked as one and changes nothing', async () => {
  await using api = await serve({ works: true });
  expect(await post(api.url, { campaignId, dryRun: true, csv: 'phone\n212 555 0109\n' })).toMatchObject({
    status: 200,
    body: { dryRun: true, inserted: 1 },
  });
  expect(await db.withClient(clientId, (tx) => tx.lead.count({ where: { phone: '+12125550109' } }))).toBe(0);
});

test('without a worker the caller is told where to look', { timeout: 30_000 }, async () => {
  await using api = await serve({ works: false });
  const { status, body, location } = await post(api.url, { campaignId, csv: 'phone\n212 555 0104\n' });
  expect([status, location]).toEqual([202, `/leads/imports/${body.importId}`]);
  expect(await (await fetch(`${api.url}/leads/imports/${body.importId}`)).json()).toMatchObject({
    status: 'pending',
    progress: 0,
    errors: [],
  });
  await imports.forget(String(body.importId));
});

test.each([
  ['an empty file', { csv: '' }, 422, 'empty_file'],
  ['no phone column', { csv: 'name\nAda' }, 422, 'missing_column'],
  ['a header twice', { csv: 'phone,phone\n1,2' }, 422, 'duplicate_header'],
  ['both ways at once', { csv: 'phone\n1', leads: [{ phone: '1' }] }, 422, 'validation_failed'],
  ['a campaign nobody has', { csv: 'phone\n1', campaignId: randomUUID() }, 404, 'not_found'],
  ['a field that is not ours to set', { csv: 'phone\n1', clientId: randomUUID() }, 422, 'validation_failed'],
  ['prototype pollution', JSON.parse('{"csv":"phone,x\\n1,2","mapping":{"__proto__":"phone"}}'), 422, 'anything'],
])('%s is refused with a code', async (_case, body, status, code) => {
  await using api = await serve({ works: true });
  const answer = await post(api.url, { campaignId, ...body });
  if (code !== 'anything') expect(answer).toMatchObject({ status, body: { error: { code } } });
  expect(answer.status).toBeLessThan(500);
});

test('a 60 MB file is refused with a clear sentence and leaves nothing', async () => {
  await using api = await serve({ works: true });
  const form = new FormData();
  form.set('campaignId', campaignId);
  form.set('file', new Blob(Array.from({ length: 60 }, () => Buffer.alloc(1024 * 1024, 'x'))), 'big.csv');
  const response = await fetch(`${api.url}/leads/import`, { method: 'POST', body: form });
  expect(response.status).toBe(413);
  expect(await response.json()).toEqual({
    error: { code: 'file_too_large', message: 'The file is larger than 50 MB: split it into several' },
  });
  expect((await post(api.url, { campaignId, csv: 'x'.repeat(53 * 1024 * 1024) })).status).toBe(413);
  expect(await readdir(uploadsFolder)).toEqual([]);
});

test('a form without a file, a body that is neither and an id that is none are refused', async () => {
  await using api = await serve({ works: true });
  const form = new FormData();
  form.set('campaignId', campaignId);
  expect((await fetch(`${api.url}/leads/import`, { method: 'POST', body: form })).status).toBe(422);
  expect((await fetch(`${api.url}/leads/import`, { method: 'POST', body: 'phone', headers: { 'content-type': 'text/csv' } })).status).toBe(
    415,
  );
  expect((await fetch(`${api.url}/leads/imports/..%2f..%2fetc`)).status).toBe(404);
  expect((await fetch(`${api.url}/leads/imports/${randomUUID()}/errors.csv`)).status).toBe(404);
});

async function post(url: string, body: object) {
  const response = await fetch(`${url}/leads/import`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, location: response.headers.get('location'), body: (await response.json()) as Record<string, unknown> };
}

/** The routes behind a stand-in for authentication; with `works`, jobs are run as they come in, as relay and worker would. */
async function serve({ works }: { works: boolean }) {
  const app = express();
  const running = { ...imports, request: works ? requestAndRun : imports.request };
  const requires = (): express.RequestHandler => (_req, res, next) => {
    res.locals.caller = { clientId, user: { id: userId }, role: 'member' };
    next();
  };
  app.use(importRoutes({ imports: running, requires }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close };
}

const requestAndRun: ImportStore['request'] = async (upload, order) => {
  const received = await imports.request(upload, order);
  const { runImport } = createImportActivities({ imports });
  if (received.kind === 'accepted') await new MockActivityEnvironment().run(runImport, { clientId, importJobId: received.importId });
  return received;
};

test('an import is taken back once, and one that is not there answers so', async () => {
  await using api = await serve({ works: true });
  const { body } = await post(api.url, { campaignId, csv: 'phone\n+12125550191\n+12125550192' });
  const undo = async (id: unknown) => {
    const answer = await fetch(`${api.url}/leads/imports/${id}/undo`, { method: 'POST' });
    return [answer.status, await answer.json()];
  };
  const kept = { called: 0, booked: 0, written: 0, changed: 0 };
  expect(await undo(body.importId)).toEqual([200, { removed: 2, kept }]);
  expect(await undo(body.importId)).toEqual([200, { removed: 0, kept }]);
  expect((await undo(randomUUID()))[0]).toBe(404);
  expect((await undo('nothing'))[0]).toBe(404);
});
