import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Campaign, type ImportBench, openImportBench, orderOf, phonesFrom, textStream } from './testing/import-bench.ts';

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.close());

const phones = phonesFrom(0, 6);
const NOTHING_LEFT = { called: 0, booked: 0, written: 0, changed: 0 };

test.each([[true], [false]])('every row has one fate, and the parts add up (dry run: %s)', async (dryRun) => {
  const campaign = await bench.newCampaign({ mode: 'live' });
  await bench.importText(campaign, ['phone', phones[0] ?? '']);
  await bench.db.withClient(campaign.clientId, (tx) =>
    tx.dncEntry.create({ data: { clientId: campaign.clientId, mode: 'live', phone: phones[1] ?? '', reason: 'manual' } }),
  );
  const lines = [
    'phone,consent_at,email',
    ...[phones[0], phones[1], phones[2], phones[2], phones[3], '12'].map((phone, at) => `${phone},${at === 4 ? '' : '2026-01-02'},a@b`),
  ];
  const { importId } = await bench.importText(campaign, lines, { dryRun });
  const job = await bench.imports.find(campaign.clientId, importId);
  if (!job) throw new Error('no such import');
  expect(await bench.imports.sums(campaign.clientId, job)).toEqual({
    ...{ dialled: 1, duplicates: 2, suppressed: 1, zoneless: 0, unconsented: 1, invalid: 1, remarks: 5 },
  });
  const rows = async (group: 'duplicates' | 'suppressed' | 'unconsented' | 'invalid') =>
    (await bench.imports.issues(campaign.clientId, importId, 10, group)).map(({ row, code }) => [row, code]);
  expect(await rows('duplicates')).toEqual([
    [2, 'already_there'],
    [5, 'twice_in_file'],
  ]);
  expect(await rows('suppressed')).toEqual([[3, 'do_not_call']]);
  expect(await rows('unconsented')).toEqual([[6, 'no_consent']]);
  expect(await rows('invalid')).toEqual([[7, 'invalid_phone']]);
});

test('a number that stands far below in the same file is a duplicate of the file, not of the campaign', async () => {
  const campaign = await bench.newCampaign();
  const many = phonesFrom(100, 5_200);
  const lines = ['phone', ...many, many[0] ?? ''];
  for (const dryRun of [true, false]) {
    const { importId } = await bench.importText(campaign, lines, { dryRun });
    const found = await bench.imports.issues(campaign.clientId, importId, 10, 'duplicates');
    expect(found.map(({ row, code }) => [row, code])).toEqual([[5_202, 'twice_in_file']]);
  }
});

test('a checked file is imported as it was checked, once, and is gone then', async () => {
  const campaign = await bench.newCampaign();
  const mapping = { Handy: 'phone' };
  const request = { ...orderOf(campaign), mapping, dryRun: true, mayFollow: true };
  const checked = await bench.imports.receive(textStream(['Handy', ...phones]), request);
  if (checked.kind !== 'accepted') throw new Error(JSON.stringify(checked));
  await bench.run(campaign, checked.importId);
  const follow = () =>
    bench.imports.importChecked({ clientId: campaign.clientId, checkId: checked.importId, createdById: crypto.randomUUID() });
  const answer = await follow();
  if (answer.kind !== 'accepted') throw new Error(JSON.stringify(answer));
  expect(await bench.run(campaign, answer.importId)).toMatchObject({ total: 6, inserted: 6 });
  expect(await follow()).toMatchObject({ kind: 'refused', code: 'upload_missing' });
  expect(
    await bench.imports.importChecked({ clientId: campaign.clientId, checkId: answer.importId, createdById: crypto.randomUUID() }),
  ).toEqual({
    kind: 'missing',
    what: 'campaign',
  });
});

const touch = async ({ clientId, campaignId }: Campaign) => {
  const [called, written, changed] = await bench.leadsOf({ clientId, campaignId });
  await bench.db.withClient(clientId, async (tx) => {
    const own = { clientId, mode: 'live', campaignId };
    await tx.call.create({ data: { ...own, leadId: called?.id ?? null, permit: 'granted', toNumber: called?.phone ?? '' } });
    await tx.message.create({
      data: { ...own, leadId: written?.id ?? null, channel: 'sms', kind: 'manual', dedupeKey: `m-${campaignId}` },
    });
    await tx.lead.update({ where: { clientId_id: { clientId, id: changed?.id ?? '' } }, data: { seq: 1, toldSeq: 1 } });
  });
};

test('taking an import back removes the untouched leads alone, says what it leaves, and repeats to no effect', async () => {
  const campaign = await bench.newCampaign({ status: 'active', mode: 'live' });
  const { clientId } = campaign;
  await bench.importText(campaign, ['phone', ...phonesFrom(50, 2)]);
  const { importId } = await bench.importText(campaign, ['phone', ...phones]);
  await touch(campaign);
  const leaves = { called: 1, booked: 0, written: 1, changed: 1 };
  expect(await bench.imports.undoable(clientId, importId)).toEqual({ removes: 3, leaves, isRunning: false });
  expect(await bench.imports.undo(clientId, importId)).toEqual({ kind: 'ok', removes: 3, leaves });
  expect((await bench.leadsOf(campaign)).map(({ phone }) => phone)).toEqual([...phones.slice(0, 3), ...phonesFrom(50, 2)]);
  expect(await bench.statsOf(campaign)).toEqual({ total: 5, recount: 5 });
  expect(await bench.imports.undo(clientId, importId)).toEqual({ kind: 'ok', removes: 0, leaves });
  expect((await bench.imports.find(clientId, importId))?.undone).toEqual({ at: expect.any(String), removed: 3 });
  expect((await bench.outboxOf(campaign)).filter((type) => type === 'import.undone')).toHaveLength(1);
  expect(await bench.importText(campaign, ['phone', ...phones])).toMatchObject({ inserted: 3, duplicates: 3 });
});

test('a dial permitted while an import is taken back keeps its lead', async () => {
  const campaign = await bench.newCampaign({ status: 'active' });
  const { clientId, campaignId } = campaign;
  const { importId } = await bench.importText(campaign, ['phone', ...phones.slice(0, 2)]);
  const [lead] = await bench.leadsOf(campaign);
  let undoing: Promise<unknown> | undefined;
  await bench.db.withClient(clientId, async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM lead WHERE id = ${lead?.id}::uuid FOR UPDATE`;
    undoing = bench.imports.undo(clientId, importId);
    await expect
      .poll(() => tx.$queryRaw<unknown[]>`SELECT 1 FROM pg_locks WHERE NOT granted`, { interval: 20, timeout: 10_000 })
      .not.toHaveLength(0);
    await tx.call.create({
      data: { clientId, mode: 'live', campaignId, leadId: lead?.id ?? null, permit: 'granted', toNumber: lead?.phone ?? '' },
    });
  });
  expect(await undoing).toEqual({ kind: 'ok', removes: 1, leaves: { ...NOTHING_LEFT, called: 1 } });
});

test('an import of another client, a check and a running import are not taken back', async () => {
  const [campaign, stranger] = [await bench.newCampaign(), await bench.newCampaign()];
  const { importId } = await bench.importText(campaign, ['phone', ...phones]);
  expect(await bench.imports.undo(stranger.clientId, importId)).toEqual({ kind: 'missing' });
  const check = await bench.importText(campaign, ['phone', ...phones], { dryRun: true });
  expect(await bench.imports.undo(campaign.clientId, check.importId)).toEqual({ kind: 'missing' });
  const waiting = await bench.receive(campaign, ['phone', ...phones]);
  expect(await bench.imports.undo(campaign.clientId, waiting)).toEqual({ kind: 'running' });
  expect(await bench.leadsOf(campaign)).toHaveLength(6);
});
