import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { MockActivityEnvironment } from '@temporalio/testing';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { openDb } from '#prisma/client.ts';
import { createImportStore } from '#stores/imports.ts';
import { createTestDatabase } from '#tests/support/database.ts';
import type { ImportResult } from '../contract.ts';
import { createImportActivities } from '../imports.ts';

export type Campaign = { clientId: string; campaignId: string };

export const orderOf = (campaign: Campaign) => ({ ...campaign, fileName: 'leads.csv', createdById: null });
export const textStream = (lines: string[]) => Readable.from([Buffer.from(lines.join('\n'))]);
/** Distinct numbers as the import stores them. */
export const phonesFrom = (first: number, count: number) => Array.from({ length: count }, (_, at) => `+1212${2_000_000 + first + at}`);

/** Imports into a database and a folder of their own; what relay and worker would do is one call. */
export async function openImportBench() {
  const database = await createTestDatabase();
  const db = openDb({ appUrl: database.urls.app, connections: 4 });
  const uploadsFolder = await mkdtemp(path.join(tmpdir(), 'callvia-imports-'));
  const imports = createImportStore({ db, appUrl: database.urls.app, uploadsFolder });

  async function newCampaign({ status = 'draft', mode = 'live', enforceHours = true } = {}): Promise<Campaign> {
    const clientId = randomUUID();
    return db.withClient(clientId, async (tx) => {
      await tx.client.create({ data: { id: clientId, name: 'Client', slug: clientId } });
      const data = {
        clientId,
        name: 'Campaign',
        status,
        mode,
        enforceHours,
        cadence: TRUE_CADENCE,
        timezone: 'America/New_York',
        callingHours: DEFAULT_HOURS,
      };
      return { clientId, campaignId: (await tx.campaign.create({ data })).id };
    });
  }

  async function receive(campaign: Campaign, lines: string[], dryRun = false): Promise<string> {
    const received = await imports.receive(textStream(lines), { ...orderOf(campaign), dryRun });
    if (received.kind !== 'accepted') throw new Error(JSON.stringify(received));
    return received.importId;
  }

  async function run({ clientId }: Campaign, importJobId: string): Promise<ImportResult> {
    const { runImport } = createImportActivities({ imports });
    return (await new MockActivityEnvironment().run(runImport, { clientId, importJobId })) as ImportResult;
  }

  return {
    ...{ db, imports, uploadsFolder, appUrl: database.urls.app, newCampaign, receive, run },
    async importText(campaign: Campaign, lines: string[], { dryRun = false } = {}) {
      const importId = await receive(campaign, lines, dryRun);
      return { importId, ...(await run(campaign, importId)) };
    },
    leadsOf: ({ clientId, campaignId }: Campaign) =>
      db.withClient(clientId, (tx) => tx.lead.findMany({ where: { clientId, campaignId }, orderBy: { phone: 'asc' } })),
    processedOf: async ({ clientId }: Campaign, importId: string) => (await imports.find(clientId, importId))?.processed ?? 0,
    /** What the counters say, beside a recount. */
    async statsOf({ clientId, campaignId }: Campaign): Promise<{ total: number; recount: number }> {
      const [stats] = await db.withClient(
        clientId,
        (tx) => tx.$queryRaw<{ total: number; recount: number }[]>`
          SELECT total_leads AS total, (SELECT count(*)::int FROM lead WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid) AS recount
          FROM campaign_stats WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid`,
      );
      return stats ?? { total: 0, recount: 0 };
    },
    outboxOf: async ({ clientId }: Campaign) =>
      (await db.withClient(clientId, (tx) => tx.outboxEvent.findMany({ where: { clientId }, orderBy: { id: 'asc' } }))).map(
        ({ type }) => type,
      ),
    async close() {
      await db.close();
      await database.dispose();
      await rm(uploadsFolder, { recursive: true });
    },
  };
}

export type ImportBench = Awaited<ReturnType<typeof openImportBench>>;
