import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { csvLine } from '#domain/csv-cells.ts';
import type { ImportGroup, ImportSums } from '#domain/import-groups.ts';
import { type HeaderMapping, matchHeaders } from '#domain/import-headers.ts';
import type { Db } from '../client.ts';
import { openImportWriter, type RowIssue } from './imports-copy.ts';
import { type CsvRecord, CsvRefused, dialectOf, readCsv } from './imports-csv.ts';
import {
  askForImport,
  type Barrier,
  type Begun,
  checkedOrder,
  failImport,
  findImport,
  type ImportJob,
  type ImportRequest,
  type ImportView,
  importBarrier,
  issuesAfter,
  latestImports,
  sumsOf,
  takeUp,
} from './imports-rows.ts';
import { type Undoing, type Undone, undoImport, undoingOf } from './imports-undo.ts';
import { createUploads, UPLOAD_LIMIT_BYTES } from './imports-upload.ts';

export type { ChunkAnswer, ImportChunk, ImportWriter, NewLead, RowIssue } from './imports-copy.ts';
export { type CsvRecord, CsvRefused } from './imports-csv.ts';
export type { ImportJob, ImportRequest, ImportView } from './imports-rows.ts';
export type { Undoing, Undone } from './imports-undo.ts';

/** Issues that a page or the API shows; the download has them all. */
export const SHOWN_ISSUES = 1000;

/** A file that was stored and that no import asks for yet. */
export type Upload = { importId: string; bytes: number };
type TooLarge = { kind: 'too_large'; message: string };
export type Received = Barrier | TooLarge | { kind: 'accepted'; importId: string } | { kind: 'refused'; code: string; message: string };

export type ImportStoreDependencies = {
  db: Db;
  /** DATABASE_APP_URL: COPY needs a connection of its own. */
  appUrl: string;
  /** Where uploads lie until their import has ended; every api, web and worker process must reach it. */
  uploadsFolder: string;
};

/** Imports of leads: the upload, the job that reads it, its progress and what it refused. */
export function createImportStore({ db, appUrl, uploadsFolder }: ImportStoreDependencies) {
  const uploads = createUploads(uploadsFolder);

  /** The upload's records, header first. Throws CsvRefused where the file is broken, and when it is gone. */
  async function* records(importId: string): AsyncGenerator<CsvRecord> {
    const file = uploads.pathOf(importId);
    try {
      yield* readCsv(file, await dialectOf(file));
    } catch (error) {
      throw isMissing(error) ? new CsvRefused('upload_missing', 'The uploaded file is no longer on this server: upload it again') : error;
    }
  }

  const find = (clientId: string, importId: string): Promise<ImportView | null> =>
    db.withClient(clientId, (tx) => findImport(tx, clientId, importId));

  type Which = { limit: number; group?: ImportGroup | undefined };
  const issuesBehind = (clientId: string, importId: string, after: { row: number; field: string }, which: Which) =>
    db.withClient(clientId, (tx) => issuesAfter(tx, clientId, importId, after, which));

  async function save(upload: Readable): Promise<{ kind: 'saved'; upload: Upload } | TooLarge> {
    const importId = randomUUID();
    const saved = await uploads.save(importId, upload);
    return saved.kind === 'saved' ? { kind: 'saved', upload: { importId, bytes: saved.bytes } } : { kind: 'too_large', message: TOO_LARGE };
  }

  /** Whatever can be said about the file at once is said at once, and leaves nothing behind; else job and outbox row are written. */
  async function ask({ importId, bytes }: Upload, request: ImportRequest): Promise<Received> {
    let isKept = false;
    try {
      await glance(records(importId), request.mapping ?? {});
      if (request.mayFollow) await uploads.keepChecked(importId);
      const answer = await db.withClient(request.clientId, (tx) => askForImport(tx, importId, request, bytes));
      isKept = answer.kind === 'accepted';
      return answer;
    } catch (error) {
      if (error instanceof CsvRefused) return { kind: 'refused', code: error.code, message: error.message };
      throw error;
    } finally {
      if (!isKept) await uploads.remove(importId);
    }
  }

  return {
    /** `save` and `request` in one, where all is known before the upload begins. */
    async receive(upload: Readable, request: ImportRequest): Promise<Received> {
      const barrier = await db.withClient(request.clientId, (tx) => importBarrier(tx, request.clientId, request.campaignId));
      if (barrier) {
        upload.resume(); // a stream nobody reads would stall the request
        return barrier;
      }
      const saved = await save(upload);
      return saved.kind === 'saved' ? ask(saved.upload, request) : saved;
    },

    save,
    request: ask,

    find,

    /** The newest imports, of one campaign when it is given. */
    latest: (clientId: string, { campaignId, limit = 10 }: { campaignId?: string; limit?: number } = {}): Promise<ImportView[]> =>
      db.withClient(clientId, (tx) => latestImports(tx, clientId, campaignId, limit)),

    /** Refused rows and dropped fields in the order of the file. */
    issues: (clientId: string, importId: string, limit = SHOWN_ISSUES, group?: ImportGroup): Promise<RowIssue[]> =>
      issuesBehind(clientId, importId, { row: 0, field: '' }, { limit, group }),

    /** How many rows are what; the parts add up to the file. */
    sums: (clientId: string, job: ImportView): Promise<ImportSums> => db.withClient(clientId, (tx) => sumsOf(tx, clientId, job)),

    /** What taking an import back would remove and what it would leave, and why. */
    undoable: (clientId: string, importId: string): Promise<Undoing | null> =>
      db.withClient(clientId, (tx) => undoingOf(tx, clientId, importId)),

    /** Removes the leads an import made that nothing has happened to yet. Repeating it removes nothing more. */
    undo: (clientId: string, importId: string): Promise<Undone> => db.withClient(clientId, (tx) => undoImport(tx, clientId, importId)),

    /** Imports a file that was checked, without another upload. */
    async importChecked({ clientId, checkId, createdById }: { clientId: string; checkId: string; createdById: string }): Promise<Received> {
      const order = await db.withClient(clientId, (tx) => checkedOrder(tx, clientId, checkId));
      if (!order) return { kind: 'missing', what: 'campaign' };
      const importId = randomUUID();
      const file = await uploads.takeChecked(checkId, importId);
      if (!file)
        return { kind: 'refused', code: 'upload_missing', message: 'The checked file is no longer on this server: choose it again' };
      return ask({ importId, bytes: file.bytes }, { ...order, clientId, createdById });
    },

    /** Waits until the import has ended or the time is up, and gives what is known then. */
    async settled(clientId: string, importId: string, patienceMs: number): Promise<ImportView | null> {
      const deadline = Date.now() + patienceMs;
      for (let pause = 50; ; pause = Math.min(pause * 1.5, 500)) {
        const view = await find(clientId, importId);
        if (!view || view.status === 'completed' || view.status === 'failed' || Date.now() + pause > deadline) return view;
        await sleep(pause);
      }
    },

    /** `errors.csv` piece by piece: every refused row and dropped field with its reason. No cell starts a formula. */
    async *rejectsCsv(clientId: string, importId: string, group?: ImportGroup): AsyncGenerator<string> {
      yield csvLine(['row', 'field', 'value', 'code', 'reason']);
      for (let after = { row: 0, field: '' }; ; ) {
        const issues = await issuesBehind(clientId, importId, after, { limit: 5000, group });
        const last = issues.at(-1);
        if (!last) return;
        yield issues.map(({ row, field, value, code, message }) => csvLine([String(row), field, value, code, message])).join('');
        after = last;
      }
    },

    /** Takes up a job, from the start or from its last committed chunk. Throws when there is none. */
    begin: (clientId: string, importId: string): Promise<Begun> => db.withClient(clientId, (tx) => takeUp(tx, clientId, importId)),

    /** The file was read through once and can be imported. */
    counted: (clientId: string, importId: string, total: number): Promise<void> =>
      db.withClient(clientId, async (tx) => {
        await tx.importJob.updateMany({ where: { clientId, id: importId, status: 'running' }, data: { totalRows: total } });
      }),

    /** Ends a job that cannot go on; what was committed before stays. */
    fail: (clientId: string, importId: string, reason: { code: string; message: string }): Promise<void> =>
      db.withClient(clientId, (tx) => failImport(tx, clientId, importId, reason)),

    records,
    /** Tells a file that cannot be imported from an error that is worth a retry. */
    refusalOf: (error: unknown) => (error instanceof CsvRefused ? { code: error.code, message: error.message } : null),
    writer: (job: ImportJob) => openImportWriter(appUrl, job),
    /** Removes the upload: it is worth nothing once its import has ended, and it holds people's data. */
    forget: (importId: string) => uploads.remove(importId),
  };
}

export type ImportStore = ReturnType<typeof createImportStore>;

const TOO_LARGE = `The file is larger than ${UPLOAD_LIMIT_BYTES / 1024 / 1024} MB: split it into several`;

/** Whether the file can be an import at all, from its first two records. */
async function glance(records: AsyncGenerator<CsvRecord>, mapping: HeaderMapping): Promise<void> {
  try {
    const header = await records.next();
    if (header.done) throw new CsvRefused('empty_file', 'The file is empty');
    const matched = matchHeaders(header.value.cells, mapping);
    if (matched.kind === 'reject') throw new CsvRefused(matched.code, matched.message);
    if ((await records.next()).done) throw new CsvRefused('empty_file', 'The file has a header row but no leads below it');
  } finally {
    await records.return(undefined);
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
