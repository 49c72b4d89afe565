import { expect, test } from 'vitest';
import { testWorld } from '#tests/support/world.ts';
import { changeView, createView, deleteView, type NewView, savedViews } from './saved-views.ts';

const [DANA, LEE] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const view = (name: string, change: Partial<NewView> = {}): NewView => ({ name, query: 'status=booked', isShared: false, ...change });

test('a view is found by who made it, and by colleagues once it is shared; of two clients neither finds the other’s', async () => {
  await using world = await testWorld();
  await using other = await testWorld();
  const { db, clientId } = world;
  const names = (userId: string, of = world) =>
    of.db.withClient(of.clientId, async (tx) => (await savedViews(tx, of.clientId, userId)).map(({ name }) => name));
  const made = await db.withClient(clientId, (tx) => createView(tx, clientId, DANA, view('Booked')));
  await db.withClient(clientId, (tx) => createView(tx, clientId, LEE, view('Ours', { isShared: true })));
  expect([await names(DANA), await names(LEE), await names(DANA, other)]).toEqual([['Booked', 'Ours'], ['Ours'], []]);
  const id = made.kind === 'ok' ? made.view.id : '';
  const asLee = { userId: LEE, mayManage: true };
  expect((await db.withClient(clientId, (tx) => changeView(tx, clientId, asLee, id, { name: 'Mine' }))).kind).toBe('missing');
  const asDana = { userId: DANA, mayManage: false };
  expect((await db.withClient(clientId, (tx) => changeView(tx, clientId, asDana, id, { isShared: true }))).kind).toBe('ok');
  expect(await names(LEE)).toEqual(['Booked', 'Ours']);
  expect((await db.withClient(clientId, (tx) => deleteView(tx, clientId, { ...asLee, mayManage: false }, id))).kind).toBe('not_yours');
  expect((await db.withClient(clientId, (tx) => deleteView(tx, clientId, asLee, id))).kind).toBe('ok');
  expect(await names(DANA)).toEqual(['Ours']);
});

test('a name stands once with each person, however it is spelled', async () => {
  await using world = await testWorld();
  const { db, clientId } = world;
  const make = (userId: string, name: string) => db.withClient(clientId, (tx) => createView(tx, clientId, userId, view(name)));
  expect((await make(DANA, 'Booked')).kind).toBe('ok');
  expect((await make(DANA, 'BOOKED')).kind).toBe('name_taken');
  expect((await make(LEE, 'Booked')).kind).toBe('ok');
  const second = await make(DANA, 'Waiting');
  const id = second.kind === 'ok' ? second.view.id : '';
  const rename = (name: string) =>
    db.withClient(clientId, (tx) => changeView(tx, clientId, { userId: DANA, mayManage: false }, id, { name }));
  expect((await rename('booked')).kind).toBe('name_taken');
  expect(await rename('WAITING')).toMatchObject({ kind: 'ok', view: { name: 'WAITING', query: 'status=booked' } });
});
