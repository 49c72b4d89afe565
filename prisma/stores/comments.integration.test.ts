import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { addComment, editComment, listComments, turnComment } from './comments.ts';
import { leadEntries } from './views-lead-timeline.ts';

const [author, colleague] = [randomUUID(), randomUUID()];
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

const act = <T>(work: Parameters<typeof world.db.withClient<T>>[1], clientId = world.clientId) => world.db.withClient(clientId, work);
const who = (userId: string, { mayManage = false, clientId = world.clientId } = {}) => ({ clientId, userId, mayManage });
const bodies = async (leadId: string) => (await act((tx) => listComments(tx, world.clientId, leadId)))?.map(({ body }) => body);

test('the same form twice is one comment', async () => {
  const leadId = await world.lead();
  const comment = { id: randomUUID(), leadId, authorId: author, body: 'Prefers mornings' };
  await act((tx) => addComment(tx, world.clientId, comment));
  expect(await act((tx) => addComment(tx, world.clientId, { ...comment, body: 'Again' }))).toMatchObject({ body: 'Prefers mornings' });
  expect(await bodies(leadId)).toEqual(['Prefers mornings']);
});

test('its author changes and deletes it, somebody else does not, and whoever manages deletes it; what was deleted comes back', async () => {
  const leadId = await world.lead();
  const id = randomUUID();
  await act((tx) => addComment(tx, world.clientId, { id, leadId, authorId: author, body: 'One' }));
  expect((await act((tx) => editComment(tx, who(colleague, { mayManage: true }), id, 'Two'))).kind).toBe('not-yours');
  expect((await act((tx) => turnComment(tx, who(colleague), id, 'delete'))).kind).toBe('not-yours');
  expect(await act((tx) => editComment(tx, who(author), id, 'Two'))).toMatchObject({ kind: 'ok', comment: { body: 'Two' } });
  expect((await act((tx) => turnComment(tx, who(colleague, { mayManage: true }), id, 'delete'))).kind).toBe('ok');
  expect(await bodies(leadId)).toEqual([]);
  expect((await act((tx) => editComment(tx, who(author), id, 'Three'))).kind).toBe('missing');
  expect((await act((tx) => turnComment(tx, who(author), id, 'restore'))).kind).toBe('ok');
  expect(await bodies(leadId)).toEqual(['Two']);
});

test('it stands on the timeline at the lead’s own time', async () => {
  const aheadMs = 30 * 24 * 3_600_000;
  const leadId = await world.lead({ clockOffsetMs: aheadMs });
  await act((tx) => addComment(tx, world.clientId, { id: randomUUID(), leadId, authorId: author, body: 'Later' }));
  const now = new Date(Date.now() + aheadMs + 60_000).toISOString();
  const { entries } = await act((tx) => leadEntries(tx, world.clientId, { id: leadId, now }, null));
  expect(entries).toMatchObject([{ kind: 'comment', body: 'Later', authorId: author, editedAt: null }]);
  expect(Date.parse(entries[0]?.at ?? '')).toBeGreaterThan(Date.now() + aheadMs - 60_000);
});

test('another client neither sees, changes nor adds one', async () => {
  const leadId = await world.lead();
  const id = randomUUID();
  await act((tx) => addComment(tx, world.clientId, { id, leadId, authorId: author, body: 'Ours' }));
  const foreign = randomUUID();
  expect(await act((tx) => tx.comment.count(), foreign)).toBe(0);
  expect(await act((tx) => listComments(tx, foreign, leadId), foreign)).toBeNull();
  expect(await act((tx) => turnComment(tx, { ...who(author), clientId: world.clientId }, id, 'delete'), foreign)).toEqual({
    kind: 'missing',
  });
  expect(await act((tx) => addComment(tx, foreign, { id: randomUUID(), leadId, authorId: author, body: 'Theirs' }), foreign)).toBeNull();
  await expect(
    act((tx) => tx.comment.create({ data: { clientId: world.clientId, leadId, authorId: author, body: 'Theirs' } }), foreign),
  ).rejects.toThrow();
  expect(await bodies(leadId)).toEqual(['Ours']);
});
