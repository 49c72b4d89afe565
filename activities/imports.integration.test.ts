import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { MockActivityEnvironment } from '@temporalio/testing';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { activateCampaign } from '#stores/campaign-verbs.ts';
import { createImportStore, type ImportStore } from '#stores/imports.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import type { ImportResult } from './contract.ts';
import { createImportActivities } from './imports.ts';

let database: TestDatabase;
let db: Db;
let imports: ImportStore;
let uploadsFolder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb({ appUrl: database.urls.app, connections: 4 });
  uploadsFolder = await mkdtemp(path.join(tmpdir(), 'callvia-imports-'));
  imports = createImportStore({ db, appUrl: database.urls.app, uploadsFolder });
});
afterAll(async () => {
  await db.close();
  await database.dispose();
  await rm(uploadsFolder, { recursive: true });
});

test('bad rows are named and never stop good ones', async () => {
  const campaign = await newCampaign();
  const result = await importText(campaign, [
    'First Name;Last Name;E-mail;Phone;Time zone;Plan',
    'Ada;Lovelace;ADA@Example.com;(415) 555-2671;America/Los_Angeles;gold',
    'Grace;Hopper;not an address;+1 212 555 0143;;',
    'Nobody;;;12345;;',
    ';;;;;',
    'Ada again;;;415-555-2671;;silver',
    '"Quoted; name";"two\nlines";;6465550177;;',
  ]);
  expect(result).toMatchObject({ total: 5, inserted: 3, duplicates: 1, invalid: 1, suppressed: 0 });
  expect(await leadsOf(campaign)).toMatchObject([
    { phone: '+12125550143', firstName: 'Grace', email: null, timezone: null },
    { phone: '+14155552671', firstName: 'Ada', email: 'ada@example.com', timezone: 'America/Los_Angeles', customFields: { Plan: 'gold' } },
    { phone: '+16465550177', firstName: 'Quoted; name' },
  ]);
  expect((await imports.issues(campaign.clientId, result.importId)).map(({ row, field, code }) => [row, field, code])).toEqual([
    [3, 'email', 'invalid_email'],
    [4, 'phone', 'invalid_phone'],
  ]);
});

test('Q4: a file imported twice is imported once, and the counters equal a recount', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(phone, { minLength: 1, maxLength: 40 }), async (phones) => {
      const campaign = await newCampaign();
      const lines = ['phone,notes', ...phones.map((number) => `${number},"a ""note"", with a comma"`)];
      const distinct = new Set(phones).size;
      expect(await importText(campaign, lines)).toMatchObject({
        total: phones.length,
        inserted: distinct,
        duplicates: phones.length - distinct,
      });
      expect(await importText(campaign, lines)).toMatchObject({ total: phones.length, inserted: 0, duplicates: phones.length });
      const leads = await leadsOf(campaign);
      expect(leads.map((lead) => lead.phone)).toEqual([...new Set(phones)].sort());
      expect(new Set(leads.map((lead) => lead.notes))).toEqual(new Set(['a "note", with a comma']));
      expect(await statsOf(campaign)).toEqual({ total: distinct });
    }),
    { numRuns: 15 },
  );
});

test('F18: the same file sent twice at once gives one lead a phone', async () => {
  const campaign = await newCampaign();
  const lines = ['phone', ...phonesFrom(0, 12_000)];
  const both = await Promise.all([importText(campaign, lines), importText(campaign, ['phone', ...phonesFrom(0, 12_000).reverse()])]);
  expect(both[0].inserted + both[1].inserted).toBe(12_000);
  expect(both[0].duplicates + both[1].duplicates).toBe(12_000);
  expect(await statsOf(campaign)).toEqual({ total: 12_000 });
});

test('two attempts of one import at once write each row once', async () => {
  const campaign = await newCampaign();
  const importId = await receive(campaign, ['phone', ...phonesFrom(0, 11_000), 'none']);
  const attempts = await Promise.allSettled([run(campaign, importId), run(campaign, importId)]);
  const refused = attempts.filter((attempt) => attempt.status === 'rejected');
  if (refused.length > 0) await run(campaign, importId).catch(() => undefined); // as Temporal would: the first may have ended it
  expect(await imports.find(campaign.clientId, importId)).toMatchObject({
    status: 'completed',
    total: 11_001,
    inserted: 11_000,
    duplicates: 0,
    invalid: 1,
  });
  expect(await imports.issues(campaign.clientId, importId)).toHaveLength(1);
});

test('an import killed half-way goes on behind its last chunk', async () => {
  const campaign = await newCampaign();
  const importId = await receive(campaign, [
    'phone,name',
    ...phonesFrom(0, 40_000).map((number, at) => `${number},Lead ${at}`),
    'none,Nobody',
  ]);
  const worker = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'imports.kill-target.ts')], {
    env: { ...process.env, JOB: JSON.stringify({ clientId: campaign.clientId, importId, appUrl: database.urls.app, uploadsFolder }) },
    stdio: 'inherit',
  });
  await expect.poll(() => processedOf(campaign, importId), { interval: 5, timeout: 40_000 }).toBeGreaterThan(0);
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  const atDeath = await processedOf(campaign, importId);
  expect(atDeath).toBeLessThan(40_001);
  expect((await leadsOf(campaign)).length).toBe(atDeath);

  expect(await run(campaign, importId)).toEqual({ total: 40_001, inserted: 40_000, duplicates: 0, invalid: 1, suppressed: 0 });
  expect(await statsOf(campaign)).toEqual({ total: 40_000 });
});

test('a number on the do-not-contact list is kept as dnc and counted apart', async () => {
  const campaign = await newCampaign({ status: 'active' });
  await db.withClient(campaign.clientId, async (tx) => {
    await tx.dncEntry.create({ data: { clientId: campaign.clientId, mode: 'live', phone: '+14155552671', reason: 'sms_stop' } });
    await tx.dncEntry.create({ data: { clientId: campaign.clientId, mode: 'rehearsal', phone: '+12125550143', reason: 'sms_stop' } });
  });
  const lines = ['phone', '415 555 2671', '212 555 0143'];
  expect(await importText(campaign, lines, { dryRun: true })).toMatchObject({ total: 2, inserted: 1, suppressed: 1 });
  expect(await importText(campaign, lines)).toMatchObject({ total: 2, inserted: 1, duplicates: 0, suppressed: 1 });
  expect(await leadsOf(campaign)).toMatchObject([
    { phone: '+12125550143', status: 'queued', phase: 'reach', nextKind: 'dial' },
    { phone: '+14155552671', status: 'dnc', phase: 'end', dueAt: null, nextKind: null },
  ]);
});

test('leads of a running campaign are due inside the hours of their own place, and wake it once a chunk', async () => {
  const campaign = await newCampaign({ status: 'active' });
  await importText(campaign, ['phone,timezone', '212 555 0143,', '808 555 0143,', '415 555 2671,America/New_York']);
  for (const { dueAt, nextCallAt, phone } of await leadsOf(campaign)) {
    expect(nextCallAt).toEqual(dueAt);
    const zones = { '+12125550143': ['America/New_York'], '+18085550143': ['Pacific/Honolulu'] }[phone] ?? [
      'America/New_York',
      'America/Los_Angeles',
    ];
    for (const zone of zones) {
      const local = DateTime.fromJSDate(dueAt ?? new Date(0), { zone });
      expect(local.hour).toBeGreaterThanOrEqual(9);
      expect(local.hour).toBeLessThan(20);
      expect(local.weekday).not.toBe(7);
    }
  }
  expect(await outboxOf(campaign)).toEqual(['import.requested', 'campaign.woken', 'import.completed']);
});

test('an activation waits for the chunk that is being written, and misses no lead of it', async () => {
  const campaign = await newCampaign({ mode: 'rehearsal', enforceHours: false });
  const importId = await receive(campaign, ['phone', ...phonesFrom(0, 12_000)]);
  const importing = run(campaign, importId);
  await expect.poll(() => processedOf(campaign, importId), { interval: 2 }).toBeGreaterThan(0);
  const platform = { vendorsWithoutKeys: [], hasAgent: true, hasNumber: true, hasEventType: true };
  const activated = await db.withClient(campaign.clientId, (tx) => activateCampaign(tx, campaign.clientId, campaign.campaignId, platform));
  expect(activated.kind).toBe('ok');
  await importing;
  const waiting = await db.withClient(campaign.clientId, (tx) => tx.lead.count({ where: { dueAt: { not: null }, status: 'queued' } }));
  expect(waiting).toBe(12_000);
});

test('leads of a draft wait for its activation', async () => {
  const campaign = await newCampaign({ status: 'draft' });
  await importText(campaign, ['phone', '212 555 0143']);
  expect(await leadsOf(campaign)).toMatchObject([{ status: 'new', dueAt: null, nextCallAt: null }]);
  expect(await outboxOf(campaign)).toEqual(['import.requested', 'import.completed']);
});

test('a rehearsal keeps no hours and reaches nobody, so its leads are due at once and miss no consent', async () => {
  const campaign = await newCampaign({ status: 'active', mode: 'rehearsal', enforceHours: false });
  await importText(campaign, ['phone', '212 555 0143']);
  const [lead] = await leadsOf(campaign);
  expect(lead).toMatchObject({ mode: 'rehearsal', consentSource: 'rehearsal' });
  expect(Math.abs((lead?.dueAt?.getTime() ?? 0) - Date.now())).toBeLessThan(10_000);
});

test('a dry run counts as the import would and writes no lead', async () => {
  const campaign = await newCampaign();
  await importText(campaign, ['phone', '212 555 0143']);
  const result = await importText(campaign, ['phone,email', '2125550143,', '4155552671,x@', '(415) 555-2671,', '911,'], { dryRun: true });
  expect(result).toMatchObject({ total: 4, inserted: 1, duplicates: 2, invalid: 1 });
  expect(await leadsOf(campaign)).toHaveLength(1);
  expect(await imports.issues(campaign.clientId, result.importId)).toHaveLength(2);
});

test('a table that breaks further down is refused whole', async () => {
  const campaign = await newCampaign();
  const result = await importText(campaign, ['phone,notes', ...phonesFrom(0, 6000), '2125550143,"never closed', '4155552671,']);
  expect(result).toMatchObject({ total: 0, inserted: 0 });
  expect(await imports.find(campaign.clientId, result.importId)).toMatchObject({
    status: 'failed',
    error: { code: 'unclosed_quote', message: 'A quotation mark opened in row 6002 is never closed' },
  });
  expect(await leadsOf(campaign)).toHaveLength(0);
});

test('a campaign that was completed meanwhile takes no more leads', async () => {
  const campaign = await newCampaign({ status: 'active' });
  const importId = await receive(campaign, ['phone', '212 555 0143']);
  await db.withClient(campaign.clientId, (tx) => tx.campaign.updateMany({ data: { status: 'completed' } }));
  expect(await run(campaign, importId)).toMatchObject({ inserted: 0 });
  expect(await imports.find(campaign.clientId, importId)).toMatchObject({ status: 'failed', error: { code: 'campaign_closed' } });
  expect(await imports.receive(textStream(['phone', '1']), orderOf(campaign))).toEqual({ kind: 'closed', status: 'completed' });
});

test('no upload outlives its import', async () => {
  expect(await readdir(uploadsFolder)).toEqual([]);
});

test.each([
  ['nothing at all', [''], 'empty_file'],
  ['blank lines', ['', '  ', ''], 'empty_file'],
  ['a header alone', ['phone,name', ''], 'empty_file'],
  ['no phone column', ['name,email', 'Ada,a@b.co'], 'missing_column'],
  ['a header twice', ['phone,Phone', '1,2'], 'duplicate_header'],
  ['a zip', ['PK\u0003\u0004garbage'], 'not_csv'],
  ['a web page', ['<!DOCTYPE html>', '<p>'], 'not_csv'],
  ['a header without end', [Array.from({ length: 20_000 }, (_, at) => `c${at}`).join(',')], 'record_too_large'],
])('%s is refused at once, and leaves no job', async (_case, lines, code) => {
  const campaign = await newCampaign();
  expect(await imports.receive(textStream(lines), orderOf(campaign))).toMatchObject({ kind: 'refused', code });
  expect(await imports.latest(campaign.clientId)).toEqual([]);
});

test('a file over 50 MB is refused, however it is cut into pieces', async () => {
  const campaign = await newCampaign();
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  const answer = await imports.receive(Readable.from(Array.from({ length: 60 }, () => megabyte)), orderOf(campaign));
  expect(answer).toEqual({ kind: 'too_large', message: 'The file is larger than 50 MB: split it into several' });
});

test('another client neither finds an import nor imports into a campaign that is not its own', async () => {
  const campaign = await newCampaign();
  const stranger = await newCampaign();
  const { importId } = await importText(campaign, ['phone', '1']);
  expect(await imports.find(stranger.clientId, importId)).toBeNull();
  expect(await imports.issues(stranger.clientId, importId)).toEqual([]);
  const answer = await imports.receive(textStream(['phone', '1']), { ...orderOf(campaign), clientId: stranger.clientId });
  expect(answer).toEqual({ kind: 'missing', what: 'campaign' });
});

test('S22: errors.csv starts no formula', async () => {
  const campaign = await newCampaign();
  const { importId } = await importText(campaign, ['phone', '"=HYPERLINK(""http://x"")"', '+1555']);
  let text = '';
  for await (const piece of imports.rejectsCsv(campaign.clientId, importId)) text += piece;
  expect(text.split('\r\n').map((line) => line.split('","').slice(0, 3).join('|'))).toEqual([
    '"row|field|value',
    `"2|phone|'=HYPERLINK(""http://x"")`,
    `"3|phone|'+1555`,
    '',
  ]);
});

const phone = fc.constantFrom(...phonesFrom(0, 30));

/** Distinct numbers as the import stores them. */
function phonesFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `+1212${2_000_000 + first + at}`);
}

type Campaign = { clientId: string; campaignId: string };

async function newCampaign({ status = 'draft', mode = 'live', enforceHours = true } = {}): Promise<Campaign> {
  const [clientId, campaignId] = [randomUUID(), randomUUID()];
  await db.withClient(clientId, async (tx) => {
    await tx.client.create({ data: { id: clientId, name: 'Client', slug: clientId } });
    const data = {
      id: campaignId,
      clientId,
      name: 'Campaign',
      status,
      mode,
      enforceHours,
      cadence: TRUE_CADENCE,
      timezone: 'America/New_York',
    };
    await tx.campaign.create({ data: { ...data, callingHours: DEFAULT_HOURS } });
  });
  return { clientId, campaignId };
}

const leadsOf = ({ clientId, campaignId }: Campaign) =>
  db.withClient(clientId, (tx) => tx.lead.findMany({ where: { clientId, campaignId }, orderBy: { phone: 'asc' } }));

const orderOf = (campaign: Campaign) => ({ ...campaign, fileName: 'leads.csv', createdById: null });
const textStream = (lines: string[]) => Readable.from([Buffer.from(lines.join('\n'))]);

async function receive(campaign: Campaign, lines: string[], dryRun = false): Promise<string> {
  const received = await imports.receive(textStream(lines), { ...orderOf(campaign), dryRun });
  if (received.kind !== 'accepted') throw new Error(JSON.stringify(received));
  return received.importId;
}

async function importText(campaign: Campaign, lines: string[], { dryRun = false } = {}) {
  const importId = await receive(campaign, lines, dryRun);
  return { importId, ...(await run(campaign, importId)) };
}

async function run({ clientId }: Campaign, importJobId: string): Promise<ImportResult> {
  const { runImport } = createImportActivities({ imports });
  return (await new MockActivityEnvironment().run(runImport, { clientId, importJobId })) as ImportResult;
}

const processedOf = async ({ clientId }: Campaign, importId: string) => (await imports.find(clientId, importId))?.processed ?? 0;

/** What the counters say, after a comparison with a recount. */
async function statsOf({ clientId, campaignId }: Campaign): Promise<{ total: number }> {
  const [stats] = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<{ total: number; recount: number; buckets: number }[]>`
      SELECT total_leads AS total, (SELECT count(*)::int FROM lead WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid) AS recount
      FROM campaign_stats WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid`,
  );
  expect(stats?.recount).toBe(stats?.total);
  return { total: stats?.total ?? 0 };
}

const outboxOf = async ({ clientId }: Campaign) =>
  (await db.withClient(clientId, (tx) => tx.outboxEvent.findMany({ where: { clientId }, orderBy: { id: 'asc' } }))).map(({ type }) => type);
