import { Context } from '@temporalio/activity';
import { DIAL_MINUTES_LEFT, nextOpen } from '#domain/calling-window.ts';
import { type Column, type ImportedLead, matchHeaders, readRow } from '#domain/import-row.ts';
import { toInstant } from '#domain/time.ts';
import { zonesOf } from '#domain/zones.ts';
import type { ChunkAnswer, CsvRecord, ImportChunk, ImportJob, ImportStore, ImportView, ImportWriter, NewLead } from '#stores/imports.ts';
import type { ImportActivities, ImportResult } from './contract.ts';

/** Rows of one transaction: what a killed import has to do again at most. */
const CHUNK_ROWS = 5000;
const PULSE_MS = 5_000;

/** The file or its campaign does not allow the import to go on. */
type Refusal = { code: string; message: string };

export const createImportActivities = ({ imports }: { imports: ImportStore }): ImportActivities => ({
  /**
   * Reads an uploaded file into its campaign, chunk by chunk; an attempt after a crash goes on behind the last committed one. A file that
   * cannot be read ends the job as failed; it never throws for that.
   */
  async runImport({ clientId, importJobId }): Promise<ImportResult> {
    const { heartbeat } = Context.current();
    const pulse = setInterval(() => heartbeat(), PULSE_MS); // a busy database may take longer over a chunk than Temporal waits for a sign of life
    try {
      return await runOnce(imports, clientId, importJobId);
    } catch (error) {
      if (isLastAttempt()) await imports.fail(clientId, importJobId, OUR_FAULT); // else the campaign would wait for it for ever
      throw error;
    } finally {
      clearInterval(pulse);
    }
  },
});

const OUR_FAULT: Refusal = {
  code: 'internal_error',
  message: 'The import could not go on, for a reason on our side; what it had imported stays',
};

function isLastAttempt(): boolean {
  const { attempt, retryPolicy } = Context.current().info;
  return retryPolicy?.maximumAttempts !== undefined && attempt >= retryPolicy.maximumAttempts;
}

async function runOnce(imports: ImportStore, clientId: string, importJobId: string): Promise<ImportResult> {
  const begun = await imports.begin(clientId, importJobId);
  if (begun.kind !== 'over') {
    const refused = begun.kind === 'closed' ? closedBecause(begun.status) : await importFile(imports, begun.job);
    if (refused) await imports.fail(clientId, importJobId, refused);
  }
  await imports.forget(importJobId);
  return resultOf(begun.kind === 'over' ? begun.view : await imports.find(clientId, importJobId));
}

const closedBecause = (status: string): Refusal => ({
  code: 'campaign_closed',
  message: `The campaign is ${status}: it takes no more leads`,
});

function resultOf(view: ImportView | null): ImportResult {
  const { total = 0, inserted = 0, duplicates = 0, invalid = 0, suppressed = 0 } = view ?? {};
  return { total, inserted, duplicates, invalid, suppressed };
}

/** Undefined when all went well. */
async function importFile(imports: ImportStore, job: ImportJob): Promise<Refusal | undefined> {
  try {
    // The whole file is read before the first lead is written: a broken one leaves nothing half done.
    const total = job.total || (await countRecords(imports.records(job.importId)));
    await imports.counted(job.clientId, job.importId, total);
    const writer = await imports.writer(job);
    try {
      return await writeAll(imports, job, total, writer);
    } finally {
      await writer.close();
    }
  } catch (error) {
    const refusal = imports.refusalOf(error);
    if (refusal) return refusal;
    throw error;
  }
}

async function countRecords(records: AsyncIterable<CsvRecord>): Promise<number> {
  let count = -1; // the header
  for await (const _record of records) {
    count += 1;
    if (count % CHUNK_ROWS === 0) stopIfAsked();
  }
  return count;
}

async function writeAll(imports: ImportStore, job: ImportJob, total: number, writer: ImportWriter): Promise<Refusal | undefined> {
  const records = imports.records(job.importId);
  const header = await records.next();
  const matched = matchHeaders(header.done ? [] : header.value.cells, job.mapping);
  if (matched.kind === 'reject') return matched;
  let writing: Promise<ChunkAnswer> | undefined;
  // A chunk is written while the next one is read.
  for await (const chunk of chunksOf(records, job, total, matched.columns)) {
    const before = await writing;
    if (before?.kind === 'closed') return closedBecause(before.status);
    stopIfAsked();
    writing = writer.write(chunk);
    writing.catch(() => undefined); // awaited in the next round; until then a failure is nobody's
  }
  const last = await writing;
  return last?.kind === 'closed' ? closedBecause(last.status) : undefined;
}

/** What is left of the file in stretches of `CHUNK_ROWS`, read and judged; the last one says so, and may be empty. */
async function* chunksOf(records: AsyncIterable<CsvRecord>, job: ImportJob, total: number, columns: Column[]): AsyncGenerator<ImportChunk> {
  const read = rowReader(job, columns);
  let chunk = emptyChunk(job.processed);
  let at = 0;
  for await (const record of records) {
    at += 1;
    if (at <= job.processed) continue;
    read(record, chunk);
    chunk.to = at;
    if (at === total || at - chunk.from < CHUNK_ROWS) continue;
    yield chunk;
    chunk = emptyChunk(at);
  }
  yield { ...chunk, isLast: true };
}

const emptyChunk = (from: number): ImportChunk => ({ from, to: from, isLast: false, leads: [], invalid: 0, warnings: 0, issues: [] });

function rowReader(job: ImportJob, columns: Column[]) {
  const now = toInstant(job.now);
  const dueAt = dueReader(job, now);
  return ({ row, cells }: CsvRecord, chunk: ImportChunk): void => {
    const answer = readRow(cells, columns, { defaultCountry: job.defaultCountry, now });
    if (answer.kind === 'reject') {
      chunk.invalid += 1;
      chunk.issues.push(...answer.errors.map((issue) => ({ row, ...issue })));
      return;
    }
    chunk.warnings += answer.warnings.length;
    chunk.issues.push(...answer.warnings.map((issue) => ({ row, ...issue })));
    chunk.leads.push({ row, ...toNewLead(answer.lead, job, now), dueAt: dueAt(answer.lead) });
  };
}

function toNewLead(
  { areaCode: _region, guessedTimezone: _hint, ...lead }: ImportedLead,
  { mode }: ImportJob,
  now: string,
): Omit<NewLead, 'row' | 'dueAt'> {
  // A rehearsal reaches nobody, so there is nobody whose consent could be missing.
  if (mode === 'rehearsal' && !lead.consentAt) return { ...lead, consentAt: now, consentSource: 'rehearsal' };
  return lead;
}

/** When each lead may first be dialled. A file has few zones and area codes, so each is worked out once. A lead whose zone nobody knows is due at once: the gate says why not. */
function dueReader({ keepsHours, callingHours }: ImportJob, now: string): (lead: ImportedLead) => string {
  if (!keepsHours) return () => now;
  const byPlace = new Map<string, string>();
  return ({ areaCode, timezone, phone }) => {
    const place = `${areaCode} ${timezone ?? ''}`;
    const known = byPlace.get(place);
    if (known !== undefined) return known;
    const answer = zonesOf({ statedZone: timezone, phone });
    const zones = answer.kind === 'known' ? answer.zones : [];
    const due = nextOpen({ zones, hours: callingHours, at: now, minutesLeft: DIAL_MINUTES_LEFT }) ?? now;
    byPlace.set(place, due);
    return due;
  };
}

/** Between chunks a worker that shuts down lets go: the next attempt goes on behind the last one. */
function stopIfAsked(): void {
  if (Context.current().cancellationSignal.aborted) throw new Error('This worker shuts down: the import goes on in another one.');
}
