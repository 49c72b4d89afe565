import { afterAll, beforeAll, expect, test } from 'vitest';
import { callReport, type Lives, livesIn } from '#tests/paths/lives.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
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

/** A call to us that began an hour ago and of whose end nothing was heard. */
async function inboundCall({ leadId }: { leadId: string | null }): Promise<string> {
  const { clientId } = world;
  const data = { clientId, mode, leadId, direction: 'inbound', status: 'in_progress', toNumber: '+14155550100', createdAt: longAgo() };
  return (await lives.act((tx) => tx.call.create({ data: { ...data, fromNumber: '+14155559901', retellCallId: crypto.randomUUID() } }))).id;
}

test('a call to us whose end was lost is asked about and ended, so that its number can be dialled again', async () => {
  const [known, stranger] = [await inboundCall({ leadId: await world.lead() }), await inboundCall({ leadId: null })];
  const { parts, asked } = partsAnswering((vendorId) => ({ ...callReport('', 'interested'), vendorId, direction: 'inbound' }));
  await createSettleStep(parts)();
  await createSettleStep(parts)();
  expect(asked).toHaveLength(2);
  for (const id of [known, stranger]) expect(await lives.call(id)).toMatchObject({ status: 'completed', endedAt: expect.any(Date) });
});
