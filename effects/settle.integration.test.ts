import { afterAll, beforeAll, expect, test } from 'vitest';
import { callReport, type Lives, livesIn } from '#tests/paths/lives.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { VendorRefused, VendorUnclear } from '#vendors/errors.ts';
import type { VoiceCall } from '#vendors/retell-call.ts';
import type { EffectParts } from './parts.ts';
import { createSettleStep } from './settle.ts';
import { recordingParts } from './testing/parts.ts';

let world: TestWorld;
let lives: Lives;
beforeAll(async () => {
  world = await testWorld();
  lives = livesIn(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const mode = 'rehearsal' as const;
const longAgo = () => new Date(Date.now() - 3_600_000);

/** Parts whose voice vendor answers a question about a call in that way, and the calls that were asked about. */
function partsAnswering(get: (vendorId: string) => VoiceCall): { parts: EffectParts; asked: string[] } {
  const asked: string[] = [];
  const voice = {
    placeCall: async () => ({ vendorId: '' }),
    findByKey: async () => null,
    get: async (vendorId: string) => {
      asked.push(vendorId);
      return get(vendorId);
    },
  };
  const { parts } = recordingParts(world.db);
  return { parts: { ...parts, vendors: (of) => ({ ...parts.vendors(of), voice }) }, asked };
}

const warned: object[] = [];
const settleOnce = (parts: EffectParts) => createSettleStep(parts, { warn: (facts) => void warned.push(facts) })();

/** A call to us that began an hour ago and of whose end nothing was heard. */
async function inboundCall({ leadId }: { leadId: string | null }): Promise<string> {
  const { clientId } = world;
  const data = { clientId, mode, leadId, direction: 'inbound', status: 'in_progress', toNumber: '+14155550100', createdAt: longAgo() };
  return (await lives.act((tx) => tx.call.create({ data: { ...data, fromNumber: '+14155559901', retellCallId: crypto.randomUUID() } }))).id;
}

test('a call to us whose end was lost is asked about and ended, so that its number can be dialled again', async () => {
  const [known, stranger] = [await inboundCall({ leadId: await world.lead() }), await inboundCall({ leadId: null })];
  const { parts, asked } = partsAnswering((vendorId) => ({ ...callReport('', 'interested'), vendorId, direction: 'inbound' }));
  await settleOnce(parts);
  await settleOnce(parts);
  expect(asked).toHaveLength(2);
  for (const id of [known, stranger]) expect(await lives.call(id)).toMatchObject({ status: 'completed', endedAt: expect.any(Date) });
});

test('an effect that can never be looked up is named and put off, and the others are settled', async () => {
  const { clientId } = world;
  const { parts } = partsAnswering(() => callReport('', null));
  const due = { clientId, mode, status: 'started', startedAt: longAgo() };
  await lives.act((tx) =>
    tx.vendorEffect.createMany({
      data: [
        { ...due, key: 'poison', vendor: 'calcom', kind: 'riddle', nextLookupAt: longAgo() },
        {
          ...due,
          key: 'mail',
          vendor: 'sendgrid',
          kind: 'email',
          request: { messageId: crypto.randomUUID() },
          nextLookupAt: new Date(Date.now() - 1_000),
        },
      ],
    }),
  );
  await settleOnce(parts);
  const effects = await lives.act((tx) => tx.vendorEffect.findMany({ where: { clientId }, orderBy: { key: 'asc' } }));
  expect(effects.map(({ key, status }) => [key, status])).toEqual([
    ['mail', 'unknown'],
    ['poison', 'started'],
  ]);
  expect(effects[1]?.nextLookupAt?.getTime()).toBeGreaterThan(Date.now());
  expect(warned).toMatchObject([{ key: 'poison' }]);
});

/** Lets the time of a silent call's next question come, and asks. */
async function askAgain(parts: EffectParts): Promise<void> {
  await lives.act((tx) => tx.call.updateMany({ data: { nextLookupAt: longAgo() } }));
  await settleOnce(parts);
}

test('a vendor that does not answer about a call is named, and asked again later only', async () => {
  const callId = await inboundCall({ leadId: null });
  const { parts, asked } = partsAnswering(() => {
    throw new VendorUnclear({ vendor: 'retell', code: 'timeout', message: 'gone' });
  });
  await settleOnce(parts);
  await settleOnce(parts);
  expect(asked).toHaveLength(1);
  expect(warned.at(-1)).toMatchObject({ callId });
  for (let n = 0; n < 4; n++) await askAgain(parts);
  expect(asked).toHaveLength(5);
  expect(await lives.call(callId)).toMatchObject({ endedAt: null, lookups: 5 });
  await lives.act((tx) => tx.call.delete({ where: { id: callId } }));
});

test('a dialled call that its vendor does not know any more is closed at the third question, and its lead goes on', async () => {
  const leadId = await world.lead();
  const callId = await world.callUnderWay(leadId);
  await lives.act((tx) => tx.call.update({ where: { id: callId }, data: { retellCallId: `v-${callId}`, dialledAt: longAgo() } }));
  const { parts, asked } = partsAnswering(() => {
    throw new VendorRefused({ vendor: 'retell', code: 'not_found', message: 'no such call' });
  });
  for (let n = 0; n < 4; n++) await askAgain(parts);
  expect(asked).toHaveLength(3);
  expect(await lives.call(callId)).toMatchObject({ status: 'failed', outcome: 'failed', settledAt: expect.any(Date) });
  expect(await lives.lead(leadId)).toMatchObject({ phase: 'reach', status: 'queued', attempts: 0 });
});
