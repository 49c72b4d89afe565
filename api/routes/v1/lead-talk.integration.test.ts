import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type TestApi } from '#api/testing/api-server.ts';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';
import { sendByHand } from '#effects/send-by-hand.ts';
import { recordingParts } from '#effects/testing/parts.ts';

type Someone = { userId: string; token: string };
let api: TestApi;
let ours: Tenant;
let member: Someone;
let road: ReturnType<typeof recordingParts>;

beforeAll(async () => {
  api = await startApi({ sendByHand: (ask) => sendByHand(road.parts, ask) });
  road = recordingParts(api.db);
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

describe('a message by hand', () => {
  /** A lead of ours in a rehearsal without hours. */
  async function lead(phone: string, more: object = {}): Promise<string> {
    const { clientId, campaignId } = ours;
    return api.db.withClient(clientId, async (tx) => {
      await tx.campaign.update({ where: { clientId_id: { clientId, id: campaignId } }, data: { enforceHours: false } });
      return (await tx.lead.create({ data: { clientId, campaignId, mode: 'rehearsal', phone, email: `${phone}@example.com`, ...more } }))
        .id;
    });
  }
  const send = (body: object, path = '/messages/send') => ask('POST', path, { body: { channel: 'sms', body: 'Yes, there is.', ...body } });

  test('is sent once for one key, and stands in the list of messages', async () => {
    const leadId = await lead('+14155550301');
    const first = await send({ leadId, dedupeKey: 'ticket-7' });
    expect(first).toMatchObject({ status: 202, body: { messageId: expect.any(String), status: 'sent' } });
    expect((await send({ leadId, dedupeKey: 'ticket-7' })).body).toEqual(first.body);
    expect(await send({ leadId, dedupeKey: 'ticket-7', body: 'No.' })).toMatchObject({
      status: 409,
      body: { error: { code: 'key_reused' } },
    });
    const { data } = (await ask('GET', `/messages?leadId=${leadId}`)).body as { data: { kind: string; status: string }[] };
    expect(data.map(({ kind, status }) => [kind, status])).toEqual([['manual', 'sent']]);
    expect(road.texts.filter(({ to }) => to === '+14155550301')).toHaveLength(1);
  });

  test('finds its lead by a number in any spelling, and is served below its older name', async () => {
    await lead('+14155550302');
    const answer = await api.ask('POST', '/api/messages/send', {
      token: member.token,
      body: { to: '(415) 555-0302', channel: 'sms', body: 'Hello.' },
    });
    expect(answer).toMatchObject({ status: 202, body: { status: 'sent' } });
    expect(road.texts.at(-1)?.to).toBe('+14155550302');
    expect(await send({ to: '(415) 555-0999' })).toMatchObject({ status: 422, body: { error: { code: 'unknown_lead' } } });
  });

  test.each([
    ['opted out of texts', { smsOptOutAt: new Date() }, {}, 409, 'opted_out'],
    ['unsubscribed', { emailOptOutAt: new Date() }, { channel: 'email', subject: 'Hi' }, 409, 'opted_out'],
    ['without an e-mail address', { email: null }, { channel: 'email', subject: 'Hi' }, 422, 'no_address'],
    ['with an invalid number', { status: 'invalid' }, {}, 409, 'not_now'],
    ['and no subject', {}, { channel: 'email' }, 422, 'validation_failed'],
    ['and both ways to name it', {}, { to: '+14155550302' }, 422, 'validation_failed'],
  ])('to a lead %s is refused', async (what, data, body, status, code) => {
    const leadId = await lead(`+1415555${4000 + what.length}`, data);
    expect(await send({ leadId, ...body })).toMatchObject({ status, body: { error: { code } } });
  });

  test('to a barred number is refused', async () => {
    const leadId = await lead('+14155550304');
    await ask('POST', `/leads/${leadId}/dnc`, { body: {} });
    expect(await send({ leadId })).toMatchObject({ status: 409, body: { error: { code: 'dnc', details: { codes: ['dnc'], at: null } } } });
  });
});

describe('a comment', () => {
  test('is written, changed by its author alone, and deleted by an admin; it stands on the timeline until then', async () => {
    const [colleague, admin] = [await api.member(ours.clientId, 'member'), await api.member(ours.clientId, 'admin')];
    const made = await ask('POST', `/leads/${ours.leadId}/comments`, { body: { body: ' Call after four. ' } });
    expect(made).toMatchObject({ status: 201, body: { body: 'Call after four.', authorId: member.userId, editedAt: null } });
    const { id } = made.body as { id: string };
    const change = (by: Someone) => ask('PUT', `/comments/${id}`, { by, body: { body: 'Call after five.' } });
    expect(await change(colleague)).toMatchObject({ status: 403, body: { error: { code: 'not_yours' } } });
    expect(await change(admin)).toMatchObject({ status: 403, body: { error: { code: 'not_yours' } } });
    expect(await change(member)).toMatchObject({ status: 200, body: { body: 'Call after five.', editedAt: expect.any(String) } });
    const onTimeline = async () => {
      const { body } = await ask('GET', `/leads/${ours.leadId}/timeline`);
      return (body as { data: { kind: string; detail: { body?: string } }[] }).data.flatMap(({ kind, detail }) =>
        kind === 'comment' ? [detail.body] : [],
      );
    };
    expect(await onTimeline()).toContain('Call after five.');
    expect((await ask('DELETE', `/comments/${id}`, { by: colleague })).status).toBe(403);
    expect((await ask('DELETE', `/comments/${id}`, { by: admin })).status).toBe(204);
    expect(await onTimeline()).not.toContain('Call after five.');
    const { body } = await ask('GET', `/leads/${ours.leadId}/comments`);
    expect((body as { data: { body: string }[] }).data.map((one) => one.body)).toEqual(['Prefers Tuesdays']);
  });

  test.each([
    ['nothing', ''],
    ['blanks', '  '],
    ['too much', 'x'.repeat(4_001)],
  ])('of %s is refused', async (_what, body) => {
    expect((await ask('POST', `/leads/${ours.leadId}/comments`, { body: { body } })).status).toBe(422);
  });
});
