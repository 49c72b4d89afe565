import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activateCampaign } from '#stores/campaign-verbs.ts';
import { createImportActivities } from './imports.ts';
import { type ImportBench, openImportBench, phonesFrom } from './testing/import-bench.ts';

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.close());

const phone = fc.constantFrom(...phonesFrom(0, 30));

test('Q4: a file imported twice is imported once, and the counters equal a recount', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(phone, { minLength: 1, maxLength: 40 }), async (phones) => {
      const campaign = await bench.newCampaign();
      const lines = ['phone,notes', ...phones.map((number) => `${number},"a ""note"", with a comma"`)];
      const distinct = new Set(phones).size;
      expect(await bench.importText(campaign, lines)).toMatchObject({
        total: phones.length,
        inserted: distinct,
        duplicates: phones.length - distinct,
      });
      expect(await bench.importText(campaign, lines)).toMatchObject({ total: phones.length, inserted: 0, duplicates: phones.length });
      const leads = await bench.leadsOf(campaign);
      expect(leads.map((lead) => lead.phone)).toEqual([...new Set(phones)].sort());
      expect(new Set(leads.map((lead) => lead.notes))).toEqual(new Set(['a "note", with a comma']));
      expect(await bench.statsOf(campaign)).toEqual({ total: distinct, recount: distinct });
    }),
    { numRuns: 15 },
  );
});

test('F18: the same file sent twice at once gives one lead a phone', async () => {
  const campaign = await bench.newCampaign();
  const lines = ['phone', ...phonesFrom(0, 12_000)];
  const both = await Promise.all([
    bench.importText(campaign, lines),
    bench.importText(campaign, ['phone', ...phonesFrom(0, 12_000).reverse()]),
  ]);
  expect(both[0].inserted + both[1].inserted).toBe(12_000);
  expect(both[0].duplicates + both[1].duplicates).toBe(12_000);
  expect(await bench.statsOf(campaign)).toEqual({ total: 12_000, recount: 12_000 });
});

test('two attempts of one import at once write each row once', async () => {
  const campaign = await bench.newCampaign();
  const importId = await bench.receive(campaign, ['phone', ...phonesFrom(0, 11_000), 'none']);
  const attempts = await Promise.allSettled([bench.run(campaign, importId), bench.run(campaign, importId)]);
  const refused = attempts.filter((attempt) => attempt.status === 'rejected');
  if (refused.length > 0) await bench.run(campaign, importId).catch(() => undefined); // as Temporal would: the first may have ended it
  expect(await bench.imports.find(campaign.clientId, importId)).toMatchObject({
    status: 'completed',
    total: 11_001,
    inserted: 11_000,
    duplicates: 0,
    invalid: 1,
  });
  expect(await bench.imports.issues(campaign.clientId, importId)).toHaveLength(1);
});

test('an import killed half-way goes on behind its last chunk', async () => {
  const campaign = await bench.newCampaign();
  const importId = await bench.receive(campaign, [
    'phone,name',
    ...phonesFrom(0, 40_000).map((number, at) => `${number},Lead ${at}`),
    'none,Nobody',
  ]);
  const worker = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'imports.kill-target.ts')], {
    env: {
      ...process.env,
      JOB: JSON.stringify({ clientId: campaign.clientId, importId, appUrl: bench.appUrl, uploadsFolder: bench.uploadsFolder }),
    },
    stdio: 'inherit',
  });
  await expect.poll(() => bench.processedOf(campaign, importId), { interval: 5, timeout: 50_000 }).toBeGreaterThan(0);
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  const atDeath = await bench.processedOf(campaign, importId);
  expect(atDeath).toBeLessThan(40_001);
  expect((await bench.leadsOf(campaign)).length).toBe(atDeath);

  expect(await bench.run(campaign, importId)).toEqual({ total: 40_001, inserted: 40_000, duplicates: 0, invalid: 1, suppressed: 0 });
  expect(await bench.statsOf(campaign)).toEqual({ total: 40_000, recount: 40_000 });
});

test('an activation waits for the chunk that is being written, and misses no lead of it', async () => {
  const campaign = await bench.newCampaign({ mode: 'rehearsal', enforceHours: false });
  const importId = await bench.receive(campaign, ['phone', ...phonesFrom(0, 12_000)]);
  const importing = bench.run(campaign, importId);
  await expect.poll(() => bench.processedOf(campaign, importId), { interval: 2, timeout: 30_000 }).toBeGreaterThan(0);
  const platform = { vendorsWithoutKeys: [], hasAgent: true, hasNumber: true, eventTypeId: 123 };
  const activated = await bench.db.withClient(campaign.clientId, (tx) =>
    activateCampaign(tx, campaign.clientId, campaign.campaignId, platform),
  );
  expect(activated.kind).toBe('ok');
  await importing;
  const waiting = await bench.db.withClient(campaign.clientId, (tx) =>
    tx.lead.count({ where: { dueAt: { not: null }, status: 'queued' } }),
  );
  expect(waiting).toBe(12_000);
});

test('an import that cannot go on ends as failed with its last attempt, and not before', async () => {
  const campaign = await bench.newCampaign();
  const importId = await bench.receive(campaign, ['phone', ...phonesFrom(0, 3)]);
  const imports = { ...bench.imports, writer: () => Promise.reject(new Error('no connection')) };
  const attempt = (number: number) =>
    new MockActivityEnvironment({ attempt: number, retryPolicy: { maximumAttempts: 2 } }).run(
      createImportActivities({ imports }).runImport,
      {
        clientId: campaign.clientId,
        importJobId: importId,
      },
    );
  await expect(attempt(1)).rejects.toThrow('no connection');
  expect(await bench.imports.find(campaign.clientId, importId)).toMatchObject({ status: 'running', error: null });
  await expect(attempt(2)).rejects.toThrow('no connection');
  expect(await bench.imports.find(campaign.clientId, importId)).toMatchObject({ status: 'failed', error: { code: 'internal_error' } });
});
