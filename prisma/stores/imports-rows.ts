import type { CallingHours } from '#domain/calling-window.ts';
import { codesOf, type ImportGroup, type ImportSums, importSums } from '#domain/import-groups.ts';
import type { HeaderMapping } from '#domain/import-headers.ts';
import type { CampaignStatus, Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import type { RowIssue } from './imports-copy.ts';

export type ImportRequest = {
  clientId: string;
  campaignId: string;
  fileName: string;
  createdById: string | null;
  /** Counts what would happen and writes no lead. */
  dryRun?: boolean;
  /** Of a dry run: the same file may be imported afterwards, without another upload. */
  mayFollow?: boolean;
  /** Header in the file → field of a lead, where the names do not say it. */
  mapping?: HeaderMapping;
};

/** An import as pages and the API show it. `total` counts rows with content. */
export type ImportView = {
  id: string;
  campaignId: string;
  fileName: string;
  status: 'pending' | 'running' | 'completed' | 'failed';
  dryRun: boolean;
  total: number;
  processed: number;
  /** 0 to 100. */
  progress: number;
  inserted: number;
  duplicates: number;
  invalid: number;
  suppressed: number;
  warnings: number;
  error: { code: string; message: string } | null;
  createdAt: string;
  finishedAt: string | null;
  /** Taken back: how many leads went with it. */
  undone: { at: string; removed: number } | null;
};

/** What an import needs to know of its job and campaign. */
export type ImportJob = {
  clientId: string;
  importId: string;
  campaignId: string;
  mode: Mode;
  dryRun: boolean;
  mapping: HeaderMapping;
  /** Records already behind a committed chunk. */
  processed: number;
  /** 0 until the file was counted. */
  total: number;
  defaultCountry: string;
  keepsHours: boolean;
  callingHours: CallingHours;
  /** The database's clock when it began, milliseconds. */
  now: number;
};

export type Begun = { kind: 'open'; job: ImportJob } | { kind: 'over'; view: ImportView } | { kind: 'closed'; status: CampaignStatus };
export type Barrier = { kind: 'missing'; what: 'campaign' } | { kind: 'closed'; status: CampaignStatus };

/** Why leads cannot be added to this campaign; undefined when they can. */
function barrierOf(campaign: { status: string } | undefined): Barrier | undefined {
  if (!campaign) return { kind: 'missing', what: 'campaign' };
  const status = campaign.status as CampaignStatus;
  return status === 'completed' || status === 'archived' ? { kind: 'closed', status } : undefined;
}

export async function importBarrier(tx: Tx, clientId: string, campaignId: string): Promise<Barrier | undefined> {
  const [campaign] = await tx.$queryRaw<{ status: string; mode: Mode }[]>`
    SELECT status FROM campaign WHERE client_id = ${clientId}::uuid AND id = ${campaignId}::uuid`;
  return barrierOf(campaign);
}

/** Writes the job and asks for its workflow; the campaign is held, so that it is not completed over a job it has not seen. */
export async function askForImport(
  tx: Tx,
  importId: string,
  request: ImportRequest,
  bytes: number,
): Promise<Barrier | { kind: 'accepted'; importId: string }> {
  const { clientId, campaignId, fileName, createdById, dryRun = false, mapping = {} } = request;
  const [campaign] = await tx.$queryRaw<{ status: string; mode: Mode }[]>`
    SELECT status, mode FROM campaign WHERE client_id = ${clientId}::uuid AND id = ${campaignId}::uuid FOR SHARE`;
  const barrier = barrierOf(campaign);
  if (barrier || !campaign) return barrier ?? { kind: 'missing', what: 'campaign' };
  const data = { clientId, id: importId, campaignId, fileName: fileName.slice(0, 255), dryRun, mapping, bytes, createdById };
  await tx.importJob.create({ data });
  await tellImport(tx, clientId, importId, { mode: campaign.mode, type: 'import.requested', payload: { campaignId } });
  return { kind: 'accepted', importId };
}

/** Marks a job as running and reads it. A dry run keeps nothing between attempts, so it begins anew. */
export async function takeUp(tx: Tx, clientId: string, importId: string): Promise<Begun> {
  await tx.$executeRaw`
    UPDATE import_job SET status = 'running' WHERE client_id = ${clientId}::uuid AND id = ${importId}::uuid AND status = 'pending'`;
  const reset = await tx.$executeRaw`
    UPDATE import_job SET processed_rows = 0, inserted = 0, duplicates = 0, invalid = 0, suppressed = 0, warnings = 0
    WHERE client_id = ${clientId}::uuid AND id = ${importId}::uuid AND status = 'running' AND dry_run`;
  if (reset > 0) await tx.importReject.deleteMany({ where: { clientId, importJobId: importId } });
  const row = await tx.importJob.findUnique({ where: { clientId_id: { clientId, id: importId } }, include: { campaign: true } });
  if (!row) throw new Error(`no import ${importId}`);
  if (row.status !== 'running') return { kind: 'over', view: viewOf(row) };
  const barrier = barrierOf(row.campaign);
  if (barrier?.kind === 'closed') return barrier;
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return {
    kind: 'open',
    job: {
      ...{ clientId, importId, campaignId: row.campaignId, dryRun: row.dryRun },
      mode: row.campaign.mode as Mode,
      mapping: row.mapping as HeaderMapping,
      processed: row.processedRows,
      total: row.totalRows,
      defaultCountry: row.campaign.defaultCountry,
      keepsHours: row.campaign.mode === 'live' || row.campaign.enforceHours,
      callingHours: row.campaign.callingHours as CallingHours,
      now: clock?.now.getTime() ?? Date.now(),
    },
  };
}

export async function findImport(tx: Tx, clientId: string, importId: string): Promise<ImportView | null> {
  const row = await tx.importJob.findUnique({ where: { clientId_id: { clientId, id: importId } } });
  return row && ((await viewsOf(tx, clientId, [row]))[0] ?? null);
}

/** What a finished check was asked to read, so that it can be imported as it was checked; null when there is no such check. */
export async function checkedOrder(
  tx: Tx,
  clientId: string,
  checkId: string,
): Promise<Pick<ImportRequest, 'campaignId' | 'fileName' | 'mapping'> | null> {
  const row = await tx.importJob.findFirst({
    where: { clientId, id: checkId, dryRun: true, status: 'completed' },
    select: { campaignId: true, fileName: true, mapping: true },
  });
  return row && { ...row, mapping: row.mapping as HeaderMapping };
}

export async function latestImports(tx: Tx, clientId: string, campaignId: string | undefined, limit: number): Promise<ImportView[]> {
  const where = { clientId, ...(campaignId ? { campaignId } : {}) };
  const rows = await tx.importJob.findMany({ where, orderBy: { createdAt: 'desc' }, take: limit });
  return viewsOf(tx, clientId, rows);
}

/** Imports as they are shown. What was taken back stands in the outbox, as facts do. */
async function viewsOf(tx: Tx, clientId: string, rows: Row[]): Promise<ImportView[]> {
  const ids = rows.map(({ id }) => id);
  const undone = await tx.$queryRaw<{ id: string; at: Date; removed: number }[]>`
    SELECT aggregate_id AS id, max(at) AS at, sum((payload->>'removed')::int)::int AS removed FROM outbox_event
    WHERE client_id = ${clientId}::uuid AND aggregate_id = ANY(${ids}::uuid[]) AND type = 'import.undone' GROUP BY aggregate_id`;
  const byId = new Map(undone.map(({ id, at, removed }) => [id, { at: at.toISOString(), removed }]));
  return rows.map((row) => ({ ...viewOf(row), undone: byId.get(row.id) ?? null }));
}

/** Ends a job that cannot go on; a job that has ended stays as it is. */
export async function failImport(tx: Tx, clientId: string, importId: string, { code, message }: { code: string; message: string }) {
  const [row] = await tx.$queryRaw<{ mode: Mode; campaignId: string }[]>`
    UPDATE import_job j SET status = 'failed', error = ${`${code}: ${message}`}, finished_at = clock_timestamp()
    FROM campaign c WHERE c.client_id = j.client_id AND c.id = j.campaign_id
      AND j.client_id = ${clientId}::uuid AND j.id = ${importId}::uuid AND j.status IN ('pending', 'running')
    RETURNING c.mode, c.id AS "campaignId"`;
  if (row)
    await tellImport(tx, clientId, importId, { mode: row.mode, type: 'import.failed', payload: { campaignId: row.campaignId, code } });
}

type News = { mode: Mode; type: `import.${string}`; payload: Prisma.InputJsonObject };

export async function tellImport(tx: Tx, clientId: string, importId: string, news: News): Promise<void> {
  await tx.outboxEvent.create({ data: { clientId, aggregateType: 'import', aggregateId: importId, ...news } });
}

/** Issues behind a place in the file, in its order: of one group, or all about rows that were refused and fields that were dropped. */
export async function issuesAfter(
  tx: Tx,
  clientId: string,
  importId: string,
  after: { row: number; field: string },
  { limit, group }: { limit: number; group?: ImportGroup | undefined },
): Promise<RowIssue[]> {
  return tx.$queryRaw<RowIssue[]>`
    SELECT row, field, code, message, value FROM import_reject
    WHERE client_id = ${clientId}::uuid AND import_job_id = ${importId}::uuid AND (row, field) > (${after.row}, ${after.field})
      AND ${group ? inGroup(group) : Prisma.sql`NOT (${inGroup('unconsented')})`}
    ORDER BY row, field LIMIT ${limit}`;
}

function inGroup(group: ImportGroup): Prisma.Sql {
  const codes = codesOf(group);
  return 'only' in codes ? Prisma.sql`code = ANY(${codes.only})` : Prisma.sql`code <> ALL(${codes.allBut})`;
}

/** How many rows of an import are what. */
export async function sumsOf(tx: Tx, clientId: string, job: ImportView): Promise<ImportSums> {
  const [found] = await tx.$queryRaw<{ zoneless: number; unconsented: number; remarks: number }[]>`
    SELECT count(DISTINCT row) FILTER (WHERE ${inGroup('zoneless')})::int AS zoneless,
           count(DISTINCT row) FILTER (WHERE ${inGroup('unconsented')})::int AS unconsented,
           count(DISTINCT row) FILTER (WHERE ${inGroup('remarks')})::int AS remarks
    FROM import_reject WHERE client_id = ${clientId}::uuid AND import_job_id = ${job.id}::uuid`;
  return importSums(job, found ?? { zoneless: 0, unconsented: 0, remarks: 0 });
}

type Row = NonNullable<Awaited<ReturnType<Tx['importJob']['findUnique']>>>;

function viewOf(row: Row): ImportView {
  const { id, campaignId, fileName, dryRun, inserted, duplicates, invalid, suppressed, warnings, createdAt, finishedAt } = row;
  const status = row.status as ImportView['status'];
  return {
    ...{ id, campaignId, fileName, status, dryRun, inserted, duplicates, invalid, suppressed, warnings },
    total: row.totalRows,
    processed: row.processedRows,
    progress: status === 'completed' ? 100 : row.totalRows > 0 ? Math.floor((row.processedRows * 100) / row.totalRows) : 0,
    error: errorOf(row.error),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    undone: null,
  };
}

/** Stored as `code: sentence`. */
function errorOf(text: string | null): ImportView['error'] {
  if (text === null) return null;
  const gap = text.indexOf(': ');
  return { code: text.slice(0, gap), message: text.slice(gap + 2) };
}
