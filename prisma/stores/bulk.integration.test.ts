import { describe, expect, test } from 'vitest';
import type { BulkVerb } from '#domain/bulk.ts';
import { testWorld } from '#tests/support/world.ts';
import { putMember } from './accounts.ts';
import { bulkSkipped, cancelBulk, draftBulk, findBulk, type Meant, runBulkChunk, startBulk } from './bulk.ts';
import { exportLeads } from './lead-export.ts';

const USER = '11111111-1111-4111-8111-111111111111';
type World = Awaited<ReturnType<typeof testWorld>>;

const draft = ({ db, clientId }: World, verb: BulkVerb, which: Meant) =>
  db.withClient(clientId, (tx) => draftBulk(tx, clientId, { verb, userId: USER, which }));

/** Begins a draft and works until nothing is left. */
async function carryOut({ db, clientId }: World, id: string | null, given: { tag?: string; ownerId?: string } = {}) {
  if (!id) throw new Error('nobody was meant');
  const runner = crypto.randomUUID();
  await db.withClient(clientId, (tx) => startBulk(tx, clientId, id, given));
  while ((await runBulkChunk(db, { clientId, id, runner })) === 'more');
  return db.withClient(clientId, async (tx) => {
    const job = await findBulk(tx, clientId, id);
    const left = await bulkSkipped(tx, clientId, id, null, 100);
    return { status: job?.status, done: job?.done, left: left.map(({ result }) => result) };
  });
}

describe('an action on many leads', () => {
  test('means those that its filter found when it was asked, and tags each once; the opposite takes back what it changed', async () => {
    await using world = await testWorld();
    const { db, clientId } = world;
    const had = await world.lead();
    await db.withClient(clientId, (tx) => tx.lead.update({ where: { clientId_id: { clientId, id: had } }, data: { tags: ['vip'] } }));
    const got = await world.lead();
    const id = await draft(world, 'tag', { filter: { statuses: ['queued'] }, address: 'status=queued' });
    const later = await world.lead();
    expect(await carryOut(world, id, { tag: 'vip' })).toEqual({ status: 'completed', done: 1, left: ['already'] });
    const tags = async () => {
      const rows = await db.withClient(clientId, (tx) => tx.lead.findMany({ select: { id: true, tags: true } }));
      return [had, got, later].map((lead) => rows.find((row) => row.id === lead)?.tags);
    };
    expect(await tags()).toEqual([['vip'], ['vip'], []]);
    const undone = await db.withClient(clientId, (tx) =>
      draftBulk(tx, clientId, { verb: 'untag', userId: USER, tag: 'vip', which: { changedBy: id ?? '' } }),
    );
    expect(await carryOut(world, undone)).toEqual({ status: 'completed', done: 1, left: [] });
    expect(await tags()).toEqual([['vip'], [], []]);
  });

  test('gives leads to one of the client’s people, or to nobody; to a stranger none', async () => {
    await using world = await testWorld();
    const { db, clientId } = world;
    const [one, two] = [await world.lead(), await world.lead()];
    await db.withClient(clientId, (tx) => putMember(tx, clientId, USER, 'member'));
    const owners = async () => {
      const rows = await db.withClient(clientId, (tx) => tx.lead.findMany({ select: { id: true, assignedToId: true } }));
      return [one, two].map((lead) => rows.find(({ id }) => id === lead)?.assignedToId);
    };
    const assign = async (ids: string[], ownerId?: string) =>
      carryOut(world, await draft(world, 'assign', { ids }), ownerId ? { ownerId } : {});

    expect(await assign([one], USER)).toEqual({ status: 'completed', done: 1, left: [] });
    expect(await assign([one, two], USER)).toEqual({ status: 'completed', done: 1, left: ['already'] });
    expect(await owners()).toEqual([USER, USER]);
    expect(await assign([one], crypto.randomUUID())).toEqual({ status: 'completed', done: 0, left: ['unknown_member'] });
    expect(await owners()).toEqual([USER, USER]);
    expect(await assign([two])).toEqual({ status: 'completed', done: 1, left: [] });
    expect(await owners()).toEqual([USER, null]);
  });

  test('bars numbers as the single deed does, and tells the workflow of each lead', async () => {
    await using world = await testWorld();
    const { db, clientId } = world;
    const ids = [await world.lead(), await world.lead()];
    expect(await carryOut(world, await draft(world, 'dnc', { ids }))).toEqual({ status: 'completed', done: 2, left: [] });
    const [leads, barred, facts] = await db.withClient(clientId, async (tx) => [
      await tx.lead.findMany({ select: { status: true, phase: true } }),
      await tx.dncEntry.count(),
      await tx.outboxEvent.findMany({ select: { type: true, publishedAt: true } }),
    ]);
    expect(leads).toEqual([
      { status: 'dnc', phase: 'end' },
      { status: 'dnc', phase: 'end' },
    ]);
    expect(barred).toBe(2);
    expect(facts).toEqual([
      { type: 'lead.barred', publishedAt: null },
      { type: 'lead.barred', publishedAt: null },
    ]);
  });

  test('deletes leads nobody was in touch with, and says why the others stay', async () => {
    await using world = await testWorld();
    const called = await world.lead();
    await world.callUnderWay(called);
    const untouched = await world.lead();
    expect(await carryOut(world, await draft(world, 'delete', { ids: [called, untouched] }))).toEqual({
      status: 'completed',
      done: 1,
      left: ['in_use'],
    });
  });

  test('puts those who wait to be called before everybody else, and nobody who is past it', async () => {
    await using world = await testWorld();
    const { db, clientId } = world;
    const waiting = await world.lead();
    const attending = await world.lead({ phase: 'attend' });
    const before = Date.now();
    expect(await carryOut(world, await draft(world, 'call', { ids: [waiting, attending] }))).toEqual({
      status: 'completed',
      done: 1,
      left: ['not_waiting'],
    });
    const lead = await db.withClient(clientId, (tx) => tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: waiting } } }));
    expect([lead.urgent, lead.nextReason, lead.seq]).toEqual([true, 'asked to be called next', 1]);
    expect(lead.dueAt?.getTime()).toBeGreaterThanOrEqual(before - 1_000);
    expect(lead.dueAt?.getTime()).toBeLessThanOrEqual(Date.now() + 1_000);
  });

  test('ends where it is stopped, and a second worker keeps away while the first is at it', async () => {
    await using world = await testWorld();
    const { db, clientId } = world;
    const ids: string[] = [];
    for (let n = 0; n < 30; n++) ids.push(await world.lead());
    const id = (await draft(world, 'call', { ids })) ?? '';
    await db.withClient(clientId, (tx) => startBulk(tx, clientId, id));
    const [mine, other] = [crypto.randomUUID(), crypto.randomUUID()];
    expect(await runBulkChunk(db, { clientId, id, runner: mine })).toBe('more');
    expect(await runBulkChunk(db, { clientId, id, runner: other })).toBe('rest');
    await db.withClient(clientId, (tx) => cancelBulk(tx, clientId, id));
    expect(await runBulkChunk(db, { clientId, id, runner: mine })).toBe('rest');
    const job = await db.withClient(clientId, (tx) => findBulk(tx, clientId, id));
    expect([job?.status, job?.done]).toEqual(['cancelled', 25]);
  });

  test('asks nothing where nobody is meant, nor for leads of another client', async () => {
    await using world = await testWorld();
    expect(await draft(world, 'dnc', { ids: ['0190f3e2-1111-4222-8333-444455556666'] })).toBeNull();
  });
});

describe('an export', () => {
  test('respects the filter, guards formulas and keeps every character', async () => {
    await using world = await testWorld();
    const { db, clientId } = world;
    const id = await world.lead({ phone: '+14155550177', email: 'zoe@example.com' });
    await world.lead({ phone: '+14155550178' });
    await db.withClient(clientId, (tx) =>
      tx.lead.update({
        where: { clientId_id: { clientId, id } },
        data: { firstName: 'Zoë', lastName: '=HYPERLINK("x")', tags: ['a', 'b'] },
      }),
    );
    let file = '';
    for await (const piece of exportLeads(db, clientId, { filter: { q: '415 555 0177' } })) file += piece;
    const [header, line, ...rest] = file.split('\r\n');
    expect(header?.startsWith('\uFEFF"id","first_name","last_name","phone","email"')).toBe(true);
    expect(line).toContain(`"${id}","Zoë","'=HYPERLINK(""x"")","'+14155550177","zoe@example.com"`);
    expect(line).toContain('"a;b"');
    expect(rest).toEqual(['']);
  });

  test('as JSON keeps values as they are, and is whole when nobody matches', async () => {
    await using world = await testWorld();
    const { db, clientId } = world;
    const id = await world.lead({ phone: '+14155550177' });
    const other = await world.lead({ phone: '+14155550178' });
    await db.withClient(clientId, (tx) =>
      tx.lead.update({
        where: { clientId_id: { clientId, id } },
        data: { firstName: '=Zoë', tags: ['a;b', 'c'], attempts: 2, customFields: { roof: 'flat "old"' } },
      }),
    );
    const leads = async (q?: string): Promise<Record<string, unknown>[]> => {
      let file = '';
      for await (const piece of exportLeads(db, clientId, { filter: q ? { q } : {} }, null, 'json')) file += piece;
      return JSON.parse(file);
    };
    const all = await leads();
    expect(all.map((lead) => lead.id).sort()).toEqual([id, other].sort());
    expect(all.find((lead) => lead.id === id)).toMatchObject({
      first_name: '=Zoë',
      phone: '+14155550177',
      tags: ['a;b', 'c'],
      attempts: 2,
      custom_fields: { roof: 'flat "old"' },
    });
    expect(all.find((lead) => lead.id === other)).toMatchObject({ tags: [], custom_fields: {}, company: null });
    expect(await leads('415 555 0199')).toEqual([]);
  });
});
