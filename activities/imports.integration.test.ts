import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ImportBench, openImportBench, orderOf, phonesFrom, textStream } from './testing/import-bench.ts';

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.close());

test('bad rows are named and never stop good ones', async () => {
  const campaign = await bench.newCampaign();
  const result = await bench.importText(campaign, [
    'First Name;Last Name;E-mail;Phone;Time zone;Plan',
    'Ada;Lovelace;ADA@Example.com;(415) 555-2671;America/Los_Angeles;gold',
    'Grace;Hopper;not an address;+1 212 555 0143;;',
    'Nobody;;;12345;;',
    ';;;;;',
    'Ada again;;;415-555-2671;;silver',
    '"Quoted; name";"two\nlines";;6465550177;;',
  ]);
  expect(result).toMatchObject({ total: 5, inserted: 3, duplicates: 1, invalid: 1, suppressed: 0 });
  expect(await bench.leadsOf(campaign)).toMatchObject([
    { phone: '+12125550143', firstName: 'Grace', email: null, timezone: null },
    { phone: '+14155552671', firstName: 'Ada', email: 'ada@example.com', timezone: 'America/Los_Angeles', customFields: { Plan: 'gold' } },
    { phone: '+16465550177', firstName: 'Quoted; name' },
  ]);
  expect((await bench.imports.issues(campaign.clientId, result.importId)).map(({ row, field, code }) => [row, field, code])).toEqual([
    [3, 'email', 'invalid_email'],
    [4, 'phone', 'invalid_phone'],
    [6, 'phone', 'twice_in_file'],
  ]);
});

test('a number on the do-not-contact list is kept as dnc and counted apart', async () => {
  const campaign = await bench.newCampaign({ status: 'active' });
  await bench.db.withClient(campaign.clientId, async (tx) => {
    await tx.dncEntry.create({ data: { clientId: campaign.clientId, mode: 'live', phone: '+14155552671', reason: 'sms_stop' } });
    await tx.dncEntry.create({ data: { clientId: campaign.clientId, mode: 'rehearsal', phone: '+12125550143', reason: 'sms_stop' } });
  });
  const lines = ['phone', '415 555 2671', '212 555 0143'];
  expect(await bench.importText(campaign, lines, { dryRun: true })).toMatchObject({ total: 2, inserted: 1, suppressed: 1 });
  expect(await bench.importText(campaign, lines)).toMatchObject({ total: 2, inserted: 1, duplicates: 0, suppressed: 1 });
  expect(await bench.leadsOf(campaign)).toMatchObject([
    { phone: '+12125550143', status: 'queued', phase: 'reach', nextKind: 'dial' },
    { phone: '+14155552671', status: 'dnc', phase: 'end', dueAt: null, nextKind: null },
  ]);
});

test('leads of a running campaign are due inside the hours of their own place, and wake it once a chunk', async () => {
  const campaign = await bench.newCampaign({ status: 'active' });
  await bench.importText(campaign, ['phone,timezone', '212 555 0143,', '808 555 0143,', '415 555 2671,America/New_York']);
  for (const { dueAt, nextCallAt, phone } of await bench.leadsOf(campaign)) {
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
  expect(await bench.outboxOf(campaign)).toEqual(['import.requested', 'campaign.woken', 'import.completed']);
});

test('leads of a draft wait for its activation', async () => {
  const campaign = await bench.newCampaign({ status: 'draft' });
  await bench.importText(campaign, ['phone', '212 555 0143']);
  expect(await bench.leadsOf(campaign)).toMatchObject([{ status: 'new', dueAt: null, nextCallAt: null }]);
  expect(await bench.outboxOf(campaign)).toEqual(['import.requested', 'import.completed']);
});

test('a rehearsal keeps no hours and reaches nobody, so its leads are due at once and miss no consent', async () => {
  const campaign = await bench.newCampaign({ status: 'active', mode: 'rehearsal', enforceHours: false });
  await bench.importText(campaign, ['phone', '212 555 0143']);
  const [lead] = await bench.leadsOf(campaign);
  expect(lead).toMatchObject({ mode: 'rehearsal', consentSource: 'rehearsal' });
  expect(Math.abs((lead?.dueAt?.getTime() ?? 0) - Date.now())).toBeLessThan(10_000);
});

test('a dry run counts as the import would and writes no lead', async () => {
  const campaign = await bench.newCampaign();
  await bench.importText(campaign, ['phone', '212 555 0143']);
  const result = await bench.importText(campaign, ['phone,email', '2125550143,', '4155552671,x@', '(415) 555-2671,', '911,'], {
    dryRun: true,
  });
  expect(result).toMatchObject({ total: 4, inserted: 1, duplicates: 2, invalid: 1 });
  expect(await bench.leadsOf(campaign)).toHaveLength(1);
  const issues = await bench.imports.issues(campaign.clientId, result.importId);
  expect(issues.map(({ row, code }) => [row, code])).toEqual([
    [2, 'already_there'],
    [3, 'invalid_email'],
    [4, 'twice_in_file'],
    [5, 'invalid_phone'],
  ]);
});

test('a table that breaks further down is refused whole', async () => {
  const campaign = await bench.newCampaign();
  const result = await bench.importText(campaign, ['phone,notes', ...phonesFrom(0, 6000), '2125550143,"never closed', '4155552671,']);
  expect(result).toMatchObject({ total: 0, inserted: 0 });
  expect(await bench.imports.find(campaign.clientId, result.importId)).toMatchObject({
    status: 'failed',
    error: { code: 'unclosed_quote', message: 'A quotation mark opened in row 6002 is never closed' },
  });
  expect(await bench.leadsOf(campaign)).toHaveLength(0);
});

test('a campaign that was completed meanwhile takes no more leads', async () => {
  const campaign = await bench.newCampaign({ status: 'active' });
  const importId = await bench.receive(campaign, ['phone', '212 555 0143']);
  await bench.db.withClient(campaign.clientId, (tx) => tx.campaign.updateMany({ data: { status: 'completed' } }));
  expect(await bench.run(campaign, importId)).toMatchObject({ inserted: 0 });
  expect(await bench.imports.find(campaign.clientId, importId)).toMatchObject({ status: 'failed', error: { code: 'campaign_closed' } });
  expect(await bench.imports.receive(textStream(['phone', '1']), orderOf(campaign))).toEqual({ kind: 'closed', status: 'completed' });
});

test('no upload outlives its import', async () => {
  expect(await readdir(bench.uploadsFolder)).toEqual([]);
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
  const campaign = await bench.newCampaign();
  expect(await bench.imports.receive(textStream(lines), orderOf(campaign))).toMatchObject({ kind: 'refused', code });
  expect(await bench.imports.latest(campaign.clientId)).toEqual([]);
});

test('a file over 50 MB is refused, however it is cut into pieces', async () => {
  const campaign = await bench.newCampaign();
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  const answer = await bench.imports.receive(Readable.from(Array.from({ length: 60 }, () => megabyte)), orderOf(campaign));
  expect(answer).toEqual({ kind: 'too_large', message: 'The file is larger than 50 MB: split it into several' });
});

test('another client neither finds an import nor imports into a campaign that is not its own', async () => {
  const campaign = await bench.newCampaign();
  const stranger = await bench.newCampaign();
  const { importId } = await bench.importText(campaign, ['phone', '1']);
  expect(await bench.imports.find(stranger.clientId, importId)).toBeNull();
  expect(await bench.imports.issues(stranger.clientId, importId)).toEqual([]);
  const answer = await bench.imports.receive(textStream(['phone', '1']), { ...orderOf(campaign), clientId: stranger.clientId });
  expect(answer).toEqual({ kind: 'missing', what: 'campaign' });
});

test('S22: errors.csv starts no formula', async () => {
  const campaign = await bench.newCampaign();
  const { importId } = await bench.importText(campaign, ['phone', '"=HYPERLINK(""http://x"")"', '+1555']);
  let text = '';
  for await (const piece of bench.imports.rejectsCsv(campaign.clientId, importId)) text += piece;
  expect(text.split('\r\n').map((line) => line.split('","').slice(0, 3).join('|'))).toEqual([
    '"row|field|value',
    `"2|phone|'=HYPERLINK(""http://x"")`,
    `"3|phone|'+1555`,
    '',
  ]);
});
