import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startApi, type TestApi } from '#api/testing/api-server.ts';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';
import { draftBulk, startBulk } from '#stores/bulk.ts';

let api: TestApi;
let ours: Tenant;
let theirs: Tenant;
let token: string;
let admin: string;

beforeAll(async () => {
  api = await startApi();
  const [one, two] = [await api.client('Northwind'), await api.client('Contoso')];
  [ours, theirs] = [await fillTenant(api.db, one), await fillTenant(api.db, two)];
  token = (await api.member(one, 'member')).token;
  admin = (await api.member(one, 'admin')).token;
});
afterAll(() => api[Symbol.asyncDispose]());

const STRANGER = '00000000-0000-4000-8000-000000000001';
type Job = { id: string; status: string; total: number; done: number; skipped: number; left: { leadId: string; result: string }[] };
const post = (path: string, body?: unknown, by = token) => api.ask('POST', `/api/v1${path}`, { token: by, body });
const get = (path: string) => api.ask('GET', `/api/v1${path}`, { token });

/** A lead of ours that waits to be called, in a rehearsal without hours. */
async function waitingLead(phone: string): Promise<string> {
  const { db } = api;
  const { clientId, campaignId } = ours;
  return db.withClient(clientId, async (tx) => {
    await tx.campaign.update({ where: { clientId_id: { clientId, id: campaignId } }, data: { status: 'active', enforceHours: false } });
    const data = {
      clientId,
      campaignId,
      mode: 'rehearsal',
      phone,
      consentAt: new Date(),
      status: 'queued',
      phase: 'reach',
      tags: ['cold'],
    };
    return (await tx.lead.create({ data: { ...data, nextKind: 'dial', phaseSince: new Date() } })).id;
  });
}
/** The job once nothing of it is left to do. */
async function finished(id: string): Promise<Job> {
  return vi.waitFor(
    async () => {
      const job = (await get(`/leads/bulk/${id}`)).body as Job;
      expect(job.status).toBe('completed');
      return job;
    },
    { timeout: 30_000 },
  );
}

describe('one lead by hand', () => {
  test('is put before all others, and the deed stands on its timeline with the name of who asked', async () => {
    const id = await waitingLead('+14155550201');
    const answer = await post(`/leads/${id}/call`);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id, nextReason: 'member asked to call now' });
    const timeline = (await get(`/leads/${id}/timeline`)).body as { data: { kind: string; what: string; detail: unknown }[] };
    expect(timeline.data.filter(({ kind }) => kind === 'fact').map(({ what, detail }) => [what, detail])).toEqual([
      ['lead.call_asked', expect.objectContaining({ by: 'member' })],
    ]);
  });

  test('is sent the booking link and rests from calls', async () => {
    const id = await waitingLead('+14155550202');
    const answer = await post(`/leads/${id}/send-link`);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id, phase: 'invite', nextCallAt: null, counts: { messages: 0 } });
  });

  test('that has an appointment is left as it is, with the reason', async () => {
    for (const deed of ['call', 'send-link']) {
      const answer = await post(`/leads/${ours.leadId}/${deed}`);
      expect(answer.status).toBe(409);
      expect(answer.body).toMatchObject({
        error: { code: 'not_now', message: 'The lead has an appointment.', details: { codes: ['already_booked'], at: null } },
      });
    }
  });
});

describe('many leads', () => {
  test('are tagged in the background; who was left as they were is named with why', async () => {
    const [one, two] = [await waitingLead('+14155550203'), await waitingLead('+14155550204')];
    const begun = await post('/leads/bulk', { verb: 'untag', tag: 'cold', ids: [one, two, ours.leadId, theirs.leadId] });
    expect(begun.status).toBe(202);
    expect(begun.body).toMatchObject({ verb: 'untag', tag: 'cold', status: 'running', total: 3 });
    const job = await finished((begun.body as Job).id);
    expect(job).toMatchObject({ total: 3, done: 2, skipped: 1, left: [{ leadId: ours.leadId, result: 'already' }] });
  });

  test('are meant by a filter named as in the list, and only as many as were expected', async () => {
    await waitingLead('+14155550205');
    const ask = { verb: 'tag', tag: 'warm', filter: { q: '415 555 0205', hasAppointment: false } };
    const refused = await post('/leads/bulk', { ...ask, count: 2 });
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'count_differs', details: { total: 1 } } } });
    const begun = await post('/leads/bulk', { ...ask, count: 1 });
    expect((await finished((begun.body as Job).id)).done).toBe(1);
    const { body } = await get('/leads?tag=warm');
    expect((body as { data: { phone: string }[] }).data.map(({ phone }) => phone)).toEqual(['+14155550205']);
  });

  test.each([
    ['neither ids nor a filter', { verb: 'call' }, 422, 'validation_failed'],
    ['a filter that leaves nobody out', { verb: 'call', filter: {} }, 422, 'validation_failed'],
    ['a tag that is none', { verb: 'tag', tag: ' ', filter: { mode: 'rehearsal' } }, 422, 'validation_failed'],
    ['nobody', { verb: 'call', filter: { q: 'nobody-at-all' } }, 422, 'nobody'],
    ['a new owner that is not named', { verb: 'assign', filter: { mode: 'rehearsal' } }, 422, 'validation_failed'],
    ['a stranger as owner', { verb: 'assign', ownerId: STRANGER, filter: { mode: 'rehearsal' } }, 422, 'unknown_member'],
    ['a deletion by a member', { verb: 'delete', filter: { mode: 'rehearsal' } }, 403, 'insufficient_role'],
    ['another client’s lead', { verb: 'call', ids: ['theirs'] }, 422, 'nobody'],
  ])('%s is refused and nothing begins', async (_what, body, status, code) => {
    const answer = await post('/leads/bulk', 'ids' in body ? { ...body, ids: [theirs.leadId] } : body);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
  });

  test('are left alone from where an action is cancelled; one that is over stays as it ended', async () => {
    const { clientId } = ours;
    const lead = await waitingLead('+14155550219');
    const id = await api.db.withClient(clientId, async (tx) => {
      const drafted = (await draftBulk(tx, clientId, { verb: 'tag', tag: 'hot', userId: STRANGER, which: { ids: [lead] } })) ?? '';
      await startBulk(tx, clientId, drafted); // nobody is at it yet
      return drafted;
    });
    expect((await post(`/leads/bulk/${id}/cancel`)).body).toMatchObject({ id, status: 'cancelled', total: 1, done: 0 });
    expect((await get(`/leads/bulk/${id}`)).body).toMatchObject({ status: 'cancelled', done: 0 });
    expect((await get(`/leads/${lead}`)).body).toMatchObject({ tags: ['cold'] });
    const over = (await post('/leads/bulk', { verb: 'tag', tag: 'late', ids: [lead] })).body as Job;
    await finished(over.id);
    expect((await post(`/leads/bulk/${over.id}/cancel`)).body).toMatchObject({ status: 'completed', done: 1 });
  });

  test('are given to one of the people, and to nobody', async () => {
    const id = await waitingLead('+14155550218');
    const { id: me } = ((await get('/users/me')).body as { user: { id: string } }).user;
    for (const ownerId of [me, null]) {
      const begun = await post('/leads/bulk', { verb: 'assign', ownerId, ids: [id] });
      expect(await finished((begun.body as Job).id)).toMatchObject({ verb: 'assign', ownerId, done: 1, left: [] });
      expect((await get(`/leads/${id}`)).body).toMatchObject({ assignedToId: ownerId });
    }
  });

  test('are deleted by an admin where nothing has happened to them', async () => {
    const id = await waitingLead('+14155550206');
    const begun = await post('/leads/bulk', { verb: 'delete', ids: [id, ours.leadId] }, admin);
    expect(await finished((begun.body as Job).id)).toMatchObject({ done: 1, left: [{ leadId: ours.leadId, result: 'in_use' }] });
    expect((await get(`/leads/${id}`)).status).toBe(404);
  });
});

test('a file has the leads of the filter, with the columns asked for, and formulas guarded', async () => {
  const id = await waitingLead('+14155550207');
  const { clientId } = ours;
  await api.db.withClient(clientId, (tx) =>
    tx.lead.update({ where: { clientId_id: { clientId, id } }, data: { firstName: '=1+1', company: 'Hut 8' } }),
  );
  const answer = await get('/leads/export.csv?q=hut&columns=company&columns=status');
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="leads-\d{4}-\d\d-\d\d.csv"$/);
  expect(answer.text.replace('\uFEFF', '')).toBe(
    `"id","first_name","last_name","company","status"\r\n"${id}","'=1+1","","Hut 8","queued"\r\n`,
  );
  expect((await get('/leads/export.csv?columns=password')).status).toBe(422);
});

test('a lead is given to one of the client’s own people, found by them, and given back', async () => {
  const id = await waitingLead('+14155550208');
  const { userId } = await api.member(ours.clientId, 'viewer');
  const stranger = await api.member(theirs.clientId, 'owner');
  const give = (assignedToId: string | null) => api.ask('PUT', `/api/v1/leads/${id}`, { token, body: { assignedToId } });
  expect(await give(stranger.userId)).toMatchObject({ status: 422, body: { error: { code: 'unknown_member' } } });
  expect(await give(userId)).toMatchObject({ status: 200, body: { id, assignedToId: userId } });
  expect((await get(`/leads?assignedTo=${userId}`)).body).toMatchObject({ total: 1, data: [{ id }] });
  expect(await give(null)).toMatchObject({ status: 200, body: { assignedToId: null } });
});
