import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HandAsk } from '#stores/messages-by-hand.ts';
import { markDnc } from '#stores/opt-outs.ts';
import { leadEntries, type MessageEntry } from '#stores/views-lead-timeline.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { VendorBusy, VendorRefused, VendorUnclear } from '#vendors/errors.ts';
import { sendByHand } from './send-by-hand.ts';
import { recordingParts } from './testing/parts.ts';

const userId = randomUUID();
let world: TestWorld;
let strict: TestWorld;
beforeAll(async () => {
  [world, strict] = [await testWorld(), await testWorld({ enforceHours: true })];
});
afterAll(async () => {
  await world?.[Symbol.asyncDispose]();
  await strict?.[Symbol.asyncDispose]();
});

const askFor = (leadId: string, more: Partial<HandAsk> = {}, { clientId }: TestWorld = world): HandAsk => ({
  ...{ clientId, leadId, userId, key: randomUUID(), channel: 'sms', subject: '', body: 'Yes, there is parking.' },
  ...more,
});
/** What our own rows say of a lead's messages, decisions and ledger. */
const rowsOf = (leadId: string, { db, clientId }: TestWorld = world) =>
  db.withClient(clientId, async (tx) => {
    const messages = await tx.message.findMany({ where: { clientId, leadId }, orderBy: { createdAt: 'asc' } });
    const decisions = await tx.gateDecision.findMany({ where: { clientId, leadId }, orderBy: { decidedAt: 'asc' } });
    const effects = await tx.vendorEffect.findMany({ where: { clientId, key: { startsWith: leadId } } });
    return {
      messages: messages.map(({ kind, status, writtenById }) => ({ kind, status, writtenById })),
      decisions: decisions.map(({ channel, purpose, answer, codes }) => [channel, purpose, answer, codes]),
      effects: effects.map(({ vendor, kind, status, errorCode }) => [vendor, kind, status, errorCode]),
    };
  });

describe('a message by hand', () => {
  test('goes out once with its ending, passes gate and ledger, and stands on the timeline with who wrote it', async () => {
    const leadId = await world.lead();
    const { parts, texts } = recordingParts(world.db);
    const answer = await sendByHand(parts, askFor(leadId));
    expect(answer).toMatchObject({ kind: 'sent', status: 'sent' });
    expect(texts.map(({ to, from }) => [to, from])).toEqual([[expect.stringMatching(/^\+1415555/), '+14155550111']]);
    expect(texts[0]?.body).toMatch(/^Yes, there is parking\. Ref [\w-]{6}\. Reply STOP to opt out\.$/);
    expect(await rowsOf(leadId)).toEqual({
      messages: [{ kind: 'manual', status: 'sent', writtenById: userId }],
      decisions: [['sms', 'manual', 'allow', []]],
      effects: [['twilio', 'sms', 'done', null]],
    });
    const { clientId, db } = world;
    const { entries } = await db.withClient(clientId, (tx) =>
      leadEntries(tx, clientId, { id: leadId, now: new Date().toISOString() }, null),
    );
    const shown = entries.filter((entry): entry is MessageEntry => entry.kind === 'message');
    expect(shown.map(({ what, writtenById, body }) => [what, writtenById, body])).toEqual([['manual', userId, texts[0]?.body]]);
  });

  test('by e-mail has its subject, and ends with a link to unsubscribe', async () => {
    const leadId = await world.lead();
    const { parts, mails } = recordingParts(world.db);
    await sendByHand(parts, askFor(leadId, { channel: 'email', subject: 'Parking', body: 'Yes.\n\nBehind the house.' }));
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([['ada@example.com', 'Parking']]);
    expect(mails[0]?.text).toMatch(/^Yes\.\n\nBehind the house\.\n\n—\nAcme Roofing\n/);
    expect(mails[0]?.unsubscribeUrl).toMatch(/^http:\/\/web\.test\/unsubscribe\/[\w-]+$/);
  });

  test('whose form is sent twice, at the same moment or later, goes out once; another text with its key does not go out', async () => {
    const leadId = await world.lead();
    const { parts, texts } = recordingParts(world.db);
    const ask = askFor(leadId);
    const answers = await Promise.all([sendByHand(parts, ask), sendByHand(parts, ask)]);
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['known', 'sent']);
    expect(await sendByHand(parts, ask)).toMatchObject({ kind: 'known', status: 'sent' });
    expect(await sendByHand(parts, { ...ask, body: 'No, there is none.' })).toEqual({ kind: 'other' });
    expect(texts).toHaveLength(1);
  });

  test('that is written twice on purpose differs in its reference, so that each can be looked up', async () => {
    const leadId = await world.lead();
    const { parts, texts } = recordingParts(world.db);
    await sendByHand(parts, askFor(leadId));
    await sendByHand(parts, askFor(leadId));
    expect(new Set(texts.map(({ body }) => body)).size).toBe(2);
  });
});

describe('what may not be sent', () => {
  test.each([
    ['STOP by text', 'sms', { smsOptOutAt: new Date() }, ['sms_opt_out']],
    ['unsubscribed', 'email', { emailOptOutAt: new Date() }, ['email_opt_out']],
    ['no address', 'email', { email: null }, ['no_address']],
    ['a number that leads nowhere', 'sms', { status: 'invalid' }, ['lead_final']],
  ] as const)('%s: the decision is kept, nothing else, and no vendor is asked', async (_why, channel, change, codes) => {
    const leadId = await world.lead();
    const { clientId, db } = world;
    await db.withClient(clientId, (tx) => tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: change }));
    const { parts, texts, mails } = recordingParts(db);
    const answer = await sendByHand(parts, askFor(leadId, { channel, subject: channel === 'email' ? 'Hi' : '' }));
    expect(answer).toEqual({ kind: 'refused', codes, at: null, phase: 'reach' });
    expect([...texts, ...mails]).toEqual([]);
    expect(await rowsOf(leadId)).toEqual({ messages: [], decisions: [[channel, 'manual', 'never', codes]], effects: [] });
  });

  test('a number on the do-not-call list, by no channel', async () => {
    const leadId = await world.lead();
    await markDnc(world.db, { clientId: world.clientId, leadId, reason: 'manual', userId });
    const { parts } = recordingParts(world.db);
    for (const channel of ['sms', 'email'] as const)
      expect(await sendByHand(parts, askFor(leadId, { channel }))).toMatchObject({ kind: 'refused', codes: ['dnc'] });
  });

  test('outside the hours where the lead lives a text waits for nobody: it is refused and says from when on it is possible', async () => {
    const now = Date.parse('2030-01-15T11:00:00Z'); // three in the morning in Los Angeles
    const leadId = await strict.lead({ clockOffsetMs: now - Date.now() });
    const { parts, texts, mails } = recordingParts(strict.db);
    expect(await sendByHand(parts, askFor(leadId, {}, strict))).toEqual({
      ...{ kind: 'refused', codes: ['outside_hours'], phase: 'reach', at: '2030-01-15T16:00:00.000Z' },
    });
    expect(await sendByHand(parts, askFor(leadId, { channel: 'email', subject: 'Hi' }, strict))).toMatchObject({ kind: 'sent' });
    expect([texts.length, mails.length]).toEqual([0, 1]);
  });

  test('a lead of another client, or of nobody', async () => {
    const leadId = await world.lead();
    const { parts, texts } = recordingParts(world.db);
    expect(await sendByHand(parts, { ...askFor(leadId), clientId: strict.clientId })).toEqual({ kind: 'unknown' });
    expect(await sendByHand(parts, askFor(randomUUID()))).toEqual({ kind: 'unknown' });
    expect(texts).toEqual([]);
  });
});

describe('what a vendor answers', () => {
  const vendor = 'twilio' as const;
  test.each([
    ['no', new VendorRefused({ vendor, code: 'invalid_number', message: 'no' }), 'failed', 'failed', 'invalid_number'],
    ['later', new VendorBusy({ vendor, code: 'rate_limited', message: 'slow down' }), 'failed', 'failed', 'rate_limited'],
    ['nothing', new VendorUnclear({ vendor, code: 'timeout', message: 'gone' }), 'queued', 'started', null],
  ] as const)('%s: it is asked once and the rows say so', async (_what, error, status, effect, code) => {
    const leadId = await world.lead();
    const { parts, texts } = recordingParts(world.db, () => {
      throw error;
    });
    const ask = askFor(leadId);
    const answer = await sendByHand(parts, ask);
    expect(answer).toMatchObject(code ? { kind: 'failed', code } : { kind: 'unclear', status: 'queued' });
    expect(await sendByHand(parts, ask)).toMatchObject({ kind: 'known', status });
    expect(texts).toHaveLength(1);
    expect(await rowsOf(leadId)).toMatchObject({ messages: [{ status }], effects: [['twilio', 'sms', effect, code]] });
  });

  test('that the lead opted out: the number is barred and the lead ended, and its workflow is told', async () => {
    const leadId = await world.lead();
    const { clientId, db } = world;
    const { parts } = recordingParts(db, () => {
      throw new VendorRefused({ vendor, code: 'opted_out', message: 'no' });
    });
    expect(await sendByHand(parts, askFor(leadId))).toMatchObject({ kind: 'failed', code: 'opted_out' });
    await db.withClient(clientId, async (tx) => {
      const lead = await tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: leadId } } });
      expect(lead).toMatchObject({ status: 'dnc', phase: 'end', seq: 1, smsOptOutAt: expect.any(Date) });
      expect(await tx.dncEntry.findMany({ where: { clientId, leadId } })).toMatchObject([{ phone: lead.phone, reason: 'sms_stop' }]);
      const facts = await tx.outboxEvent.findMany({ where: { aggregateId: leadId, publishedAt: null } });
      expect(facts.map(({ type, seq }) => [type, seq])).toContainEqual(['lead.barred', 1]);
    });
  });

  test('a live account without credentials is not asked, and nothing is begun', async () => {
    await using live = await testWorld({ mode: 'live' });
    const leadId = await live.lead();
    const { parts } = recordingParts(live.db);
    expect(await sendByHand(parts, askFor(leadId, {}, live))).toEqual({ kind: 'no-provider' });
    expect(await rowsOf(leadId, live)).toEqual({ messages: [], decisions: [], effects: [] });
  });
});
