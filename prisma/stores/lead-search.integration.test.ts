import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { searchedLeads } from './lead-filter.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
  const { clientId, campaignId } = world;
  // two of three work at Harbor: more than every third of the rows that a search looks at first
  const data = Array.from({ length: 210 }, (_, n) => ({
    ...{ clientId, campaignId, mode: 'rehearsal', phone: `+1415555${3000 + n}`, firstName: n === 7 ? 'Zoe' : 'Mary' },
    company: n % 3 === 0 ? 'Birch & Sons' : 'Harbor Clinic',
  }));
  await world.db.withClient(clientId, (tx) => tx.lead.createMany({ data }));
});
afterAll(() => world[Symbol.asyncDispose]());

const found = async (q: string, clientId = world.clientId) =>
  (await world.db.withClient(clientId, (tx) => searchedLeads(tx, q))).ids?.length ?? 0;

test('a word that most share finds all who have it, and a rare one the one', async () => {
  expect([await found('harbor'), await found('birch'), await found('zoe'), await found('nobody')]).toEqual([140, 70, 1, 0]);
  expect([await found('harbor mary'), await found('harbor zoe')]).toEqual([139, 1]);
});

test('what is typed is text, whatever it looks like in a statement', async () => {
  expect([await found("har' OR 'a' = 'a"), await found('har%bor'), await found('har_or'), await found('\\harbor')]).toEqual([0, 0, 0, 0]);
});

test('another client finds nobody', async () => {
  expect(await found('harbor', crypto.randomUUID())).toBe(0);
});
