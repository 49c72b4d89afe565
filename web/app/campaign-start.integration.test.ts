import type { AppLoadContext } from '@remix-run/node';
import { afterAll, expect, test } from 'vitest';
import type { Mode } from '#domain/lead.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { askFacts, runVerb } from './campaign-verbs.server.ts';
import type { Member } from './context.ts';

const platform = { vendorsWithoutKeys: [], hasAgent: true, hasNumber: true, eventTypeId: 123 };
let world: TestWorld;
const made: TestWorld[] = [];
afterAll(() => Promise.all(made.map((each) => each[Symbol.asyncDispose]())));

/** A draft with as many leads who agreed to calls and one who did not. */
async function draft(mode: Mode, consenting: number): Promise<void> {
  world = await testWorld({ mode });
  made.push(world);
  const { clientId, campaignId, db } = world;
  const leads = Array.from({ length: consenting + 1 }, (_, n) => ({
    ...{ clientId, campaignId, mode, phone: `+1415555${3000 + n}`, timezone: 'America/Los_Angeles' },
    consentAt: n === 0 ? null : new Date('2026-01-01'),
  }));
  await db.withClient(clientId, async (tx) => {
    await tx.campaign.update({ where: { clientId_id: { clientId, id: campaignId } }, data: { status: 'draft' } });
    await tx.lead.createMany({ data: leads });
  });
}

/** Starts the campaign on such an answer: what is said, and whether it runs then. */
async function start(fields: Record<string, string>): Promise<[string, string]> {
  const { clientId, campaignId, db } = world;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const [member, context] = [{} as Member, { platform } as unknown as AppLoadContext];
  const answer = await db.withClient(clientId, (tx) => runVerb(tx, { verb: 'start', form, clientId, campaignId, member, context }));
  const { status } = await db.withClient(clientId, (tx) =>
    tx.campaign.findUniqueOrThrow({ where: { clientId_id: { clientId, id: campaignId } }, select: { status: true } }),
  );
  return [answer.kind === 'refused' ? answer.reasons.join(' ') : 'started', status];
}
const callable = async () => {
  const { clientId, campaignId: id, db } = world;
  return (await db.withClient(clientId, (tx) => askFacts(tx, clientId, { id, name: 'Spring' }, 'start'))).callable;
};

test('a live campaign starts on the number of people that was read, and on no other', async () => {
  await draft('live', 2);
  expect(await callable()).toBe(2);
  const other = 'It would call 2 leads as things stand now. Look at the number and start it again.';
  expect(await start({})).toEqual([other, 'draft']);
  expect(await start({ expected: '3' })).toEqual([other, 'draft']);
  expect(await start({ expected: '2' })).toEqual(['started', 'active']);
});

test('of many people the number is typed', async () => {
  await draft('live', 500);
  const missing = 'Type 500, the number of leads it calls, to start it.';
  expect(await start({ expected: '500' })).toEqual([missing, 'draft']);
  expect(await start({ expected: '500', typed: '50' })).toEqual([missing, 'draft']);
  expect(await start({ expected: '500', typed: '500' })).toEqual(['started', 'active']);
});

test('a rehearsal calls nobody, and starts without', async () => {
  await draft('rehearsal', 1);
  expect(await start({})).toEqual(['started', 'active']);
});
