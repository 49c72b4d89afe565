import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { takeTextEvent } from './twilio.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const PHONE = '+14155557701';

/** A client with a lead of that number, beside the world's own. */
async function otherClient(): Promise<{ clientId: string; leadId: string }> {
  const clientId = randomUUID();
  return world.db.withClient(clientId, async (tx) => {
    await tx.client.create({ data: { id: clientId, name: 'Other', slug: clientId } });
    const lead = await tx.lead.create({ data: { clientId, mode: 'rehearsal', phone: PHONE, status: 'contacted', phase: 'invite' } });
    return { clientId, leadId: lead.id };
  });
}

/** A text to a number that is no client's, as the relay takes it in. */
const text = (body: string) =>
  world.db.asRelay((relay) => {
    const sid = `SM${randomUUID().replaceAll('-', '')}`;
    const form = new URLSearchParams({ MessageSid: sid, From: PHONE, To: '+14155550199', Body: body });
    return takeTextEvent(relay, {
      ...{ id: '1', vendor: 'twilio', account: 'sandbox', vendorEventId: sid, type: 'inbound', meta: {}, attempts: 0 },
      ...{ body: Buffer.from(form.toString()), receivedAt: new Date().toISOString() },
    });
  });

const stateOf = ({ clientId, leadId }: { clientId: string; leadId: string }) =>
  world.db.withClient(clientId, async (tx) => {
    const { status, smsOptOutAt } = await tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: leadId } } });
    const entries = await tx.dncEntry.findMany({ where: { clientId, phone: PHONE } });
    return { status, optedOut: smsOptOutAt !== null, barred: entries.map(({ reason }) => reason) };
  });

test('a STOP of which nobody knows the client it is meant for bars the number with each that knows it', async () => {
  const own = { clientId: world.clientId, leadId: await world.lead({ phone: PHONE }) };
  const other = await otherClient();
  expect(await text('What is this about?')).toEqual({ kind: 'ignored', why: 'nobody has that number' });
  expect(await stateOf(own)).toEqual({ status: 'queued', optedOut: false, barred: [] });
  expect(await text('Stop')).toMatchObject({ kind: 'processed' });
  for (const lead of [own, other]) expect(await stateOf(lead)).toEqual({ status: 'dnc', optedOut: true, barred: ['sms_stop'] });
});
