import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { type LeadFilter, searchedLeads } from './lead-filter.ts';
import { leadPage } from './views-leads.ts';
import type { Cursor } from './views-paging.ts';

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

test('a list says how many a search found: alone, with other conditions beside it, in any order, and on its later pages', async () => {
  const page = (filter: LeadFilter, column: 'name' | 'created' = 'name', cursor: Cursor | null = null) =>
    world.db.withClient(world.clientId, (tx) =>
      leadPage(tx, world.clientId, { filter, order: { column, direction: 'asc' }, cursor, size: 50 }),
    );
  const beside: LeadFilter = { q: 'harbor', statuses: ['new'], campaignId: world.campaignId };
  const totals = async (filter: LeadFilter) => [(await page(filter)).total, (await page(filter, 'created')).total];
  expect(await totals({ q: 'harbor' })).toEqual([140, 140]);
  expect(await totals(beside)).toEqual([140, 140]);
  expect(await totals({ ...beside, q: 'zoe' })).toEqual([1, 1]);
  expect([await totals({ q: 'nobody' }), await totals({ ...beside, statuses: ['booked'] })]).toEqual([
    [0, 0],
    [0, 0],
  ]);
  const [value = '', id = ''] = JSON.parse(Buffer.from((await page(beside)).after ?? '', 'base64url').toString()) as string[];
  const second = await page(beside, 'name', { at: 'after', value, id });
  expect([second.rows.length, second.total, second.isMore]).toEqual([50, 140, false]);
});
