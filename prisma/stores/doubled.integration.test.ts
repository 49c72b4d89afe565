import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Arrival, type Inbox, openInbox } from '#api/inbox.ts';
import { takeCalendarEvent } from '#temporal/inbox/calcom.ts';
import { takeCallEvent } from '#temporal/inbox/retell.ts';
import { takeTextEvent } from '#temporal/inbox/twilio.ts';
import type { InboxHandler } from '#temporal/relay-inbox.ts';
import { createInboxStep } from '#temporal/relay-inbox.ts';
import { iso, type Lives, livesIn, MINUTE, newUid, START } from '#tests/paths/lives.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { reportCall } from './calls.ts';
import { createLead } from './leads.ts';

let world: TestWorld;
let lives: Lives;
let inbox: Inbox;
beforeAll(async () => {
  world = await testWorld();
  lives = livesIn(world);
  inbox = openInbox({ ingestUrl: world.superuserUrl, connections: 10 });
});
afterAll(async () => {
  await inbox.close();
  await world[Symbol.asyncDispose]();
});

const TEN = Array.from({ length: 10 }, (_, n) => n);
const json = (value: object) => Buffer.from(JSON.stringify(value));
const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const handlers: Record<string, InboxHandler> = { retell: takeCallEvent, calcom: takeCalendarEvent, twilio: takeTextEvent };

/** Takes in everything that waits, as two relays with two lanes each do. */
async function takeAll(): Promise<void> {
  const step = createInboxStep({ db: world.db, handlers, log });
  const lane = async () => {
    while (await step());
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}
/** The same event ten times at once, to different machines: under one key, as vendors repeat it, or under ten, as if nobody had noticed. */
async function arrive(event: Omit<Arrival, 'account' | 'vendorEventId'>, keys: 'one key' | 'ten keys'): Promise<string[]> {
  const id = crypto.randomUUID();
  const answers = await Promise.all(
    TEN.map((n) => inbox.put([{ ...event, account: 'sandbox', vendorEventId: keys === 'one key' ? id : `${id}-${n}` }])),
  );
  await takeAll();
  return answers.sort();
}
const failed = () =>
  world.db.asRelay(
    ({ tx }) => tx.$queryRaw<unknown[]>`SELECT id FROM webhook_event WHERE attempts > 0 OR status NOT IN ('processed', 'ignored')`,
  );

describe.each(['one key', 'ten keys'] as const)('F10: ten times at once, under %s,', (keys) => {
  const answers = keys === 'one key' ? [...Array(9).fill('duplicate'), 'new'] : Array(10).fill('new');

  test('the end of a call bills it once and moves its lead once', async () => {
    const leadId = await world.lead();
    const callId = await world.callUnderWay(leadId);
    const endedAt = Date.now();
    const call = {
      ...{ call_id: `v-${callId}`, call_type: 'phone_call', direction: 'outbound', from_number: '+14155550100', to_number: '+14155552001' },
      ...{ metadata: { call_id: callId }, call_status: 'ended', disconnection_reason: 'agent_hangup', duration_ms: 60_001 },
      ...{ start_timestamp: endedAt - 60_001, end_timestamp: endedAt, call_analysis: { custom_analysis_data: { outcome: 'interested' } } },
    };
    expect(await arrive({ vendor: 'retell', type: 'call_analyzed', body: json({ event: 'call_analyzed', call }) }, keys)).toEqual(answers);
    const usage = await lives.act((tx) => tx.usageRecord.findMany({ where: { callId } }));
    expect(usage.map(({ seconds, costCents }) => ({ seconds, costCents }))).toEqual([{ seconds: 61, costCents: 20 }]);
    expect(await lives.facts(leadId)).toEqual(['lead.call_settled']);
    expect(await lives.lead(leadId)).toMatchObject({ attempts: 1, linksSent: 1 });
    expect(await failed()).toEqual([]);
  });

  test('a booking is one appointment with one set of messages', async () => {
    const leadId = await world.lead();
    const payload = {
      ...{ uid: newUid(), bookingId: 1, eventTypeId: 101, title: 'Roof quote', startTime: iso(START), endTime: iso(START + 30 * MINUTE) },
      ...{
        status: 'ACCEPTED',
        metadata: { lead_id: leadId },
        attendees: [{ name: 'Ada', email: 'ada@example.com', timeZone: 'America/Los_Angeles' }],
      },
    };
    const body = json({ triggerEvent: 'BOOKING_CREATED', createdAt: iso(Date.now()), payload });
    expect(await arrive({ vendor: 'calcom', type: 'BOOKING_CREATED', body }, keys)).toEqual(answers);
    expect((await lives.appointments(leadId)).map(({ status }) => status)).toEqual(['scheduled']);
    expect(await lives.facts(leadId)).toEqual(['lead.booked']);
    expect(await lives.act((tx) => tx.message.count({ where: { leadId } }))).toBe(8);
    expect(await failed()).toEqual([]);
  });

  test('a STOP is one text that bars the number once', async () => {
    const { leadId, phone } = await lives.invited();
    const factsBefore = await lives.facts(leadId);
    const form = new URLSearchParams({
      MessageSid: `SM${crypto.randomUUID().replaceAll('-', '')}`,
      From: phone,
      To: '+14155550100',
      Body: 'Stop.',
    });
    expect(await arrive({ vendor: 'twilio', type: 'inbound', body: Buffer.from(form.toString()) }, keys)).toEqual(answers);
    expect(await lives.act((tx) => tx.message.count({ where: { leadId, direction: 'inbound' } }))).toBe(1);
    expect((await lives.facts(leadId)).slice(factsBefore.length)).toEqual(['lead.reply_shown', 'lead.barred']);
    expect(await lives.act((tx) => tx.dncEntry.count({ where: { phone } }))).toBe(1);
    expect(await failed()).toEqual([]);
  });
});

test('the same number added ten times at once is one lead', async () => {
  const phone = '+1 415 555 9876';
  const answers = await Promise.all(
    TEN.map(() => lives.act((tx) => createLead(tx, world.clientId, { campaignId: world.campaignId, phone }))),
  );
  expect(answers.map(({ kind }) => kind).sort()).toEqual([...Array(9).fill('duplicate'), 'ok']);
  expect(await lives.act((tx) => tx.lead.count({ where: { phone: '+14155559876' } }))).toBe(1);
});

test('a call whose end came without its length gets it from the analysis, in the call as in the bill', async () => {
  const leadId = await world.lead();
  const callId = await world.callUnderWay(leadId);
  const ended = {
    ...{
      vendorId: `v-${callId}`,
      status: 'ended' as const,
      direction: 'outbound' as const,
      fromNumber: '+14155550100',
      toNumber: '+14155552001',
    },
    ...{ disconnectionReason: 'agent_hangup', metadata: {} },
  };
  const analyzed = { ...ended, durationMs: 46_000, analysis: { outcome: 'interested' } };
  for (const report of [ended, analyzed, ended]) await lives.act((tx) => reportCall(tx, world.clientId, callId, report));
  const [usage] = await lives.act((tx) => tx.usageRecord.findMany({ where: { callId } }));
  expect({ billed: usage?.seconds, said: (await lives.call(callId)).durationSeconds }).toEqual({ billed: 46, said: 46 });
});
