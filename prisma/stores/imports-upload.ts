import { createWriteStream } from 'node:fs';
import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes a file may have. */
export const UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024;

/** Bytes of an upload that are taken in at all: somebody a little over the limit is told so instead of being cut off. */
const PATIENCE_BYTES = 4 * UPLOAD_LIMIT_BYTES;

export type Saved = { kind: 'saved'; bytes: number } | { kind: 'too_large' };

/** How long a checked file waits to be imported. */
export const CHECKED_FOR_MS = 60 * 60_000;
const CHECKED = '.checked.csv';

/** Uploaded files under our own names, in a folder that every process of the product reaches; they go when their import has ended. */
export const createUploads = (folder: string) => {
  const pathOf = (importId: string) => path.join(folder, `${importId}.csv`);
  const remove = (importId: string) => rm(pathOf(importId), { force: true });
  const checkedPathOf = (importId: string) => path.join(folder, `${importId}${CHECKED}`);

  /** Checked files nobody imported in time. */
  async function removeStale(): Promise<void> {
    for (const name of await readdir(folder)) {
      if (!name.endsWith(CHECKED)) continue;
      const file = path.join(folder, name);
      const { mtimeMs } = await stat(file).catch(unlessMissing({ mtimeMs: Date.now() }));
      if (mtimeMs < Date.now() - CHECKED_FOR_MS) await rm(file, { force: true });
    }
  }

  return {
    pathOf,
    remove,

    /** Keeps a file that is being checked for an hour, for the import that may follow. It goes by this process, or with a later upload. */
    async keepChecked(importId: string): Promise<void> {
      await link(pathOf(importId), checkedPathOf(importId));
      setTimeout(() => void rm(checkedPathOf(importId), { force: true }), CHECKED_FOR_MS).unref();
    },

    /** Makes a checked file the upload of an import; null when it is no longer there. */
    async takeChecked(checkId: string, importId: string): Promise<{ bytes: number } | null> {
      const taken = await rename(checkedPathOf(checkId), pathOf(importId)).then(() => true, unlessMissing(false));
      return taken ? { bytes: (await stat(pathOf(importId))).size } : null;
    },

    /** Writes the upload to disk as it comes in. A file over the limit and one whose stream breaks off leave nothing behind. */
    async save(importId: string, upload: Readable): Promise<Saved> {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeStale();
      let bytes = 0;
      const limited = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          if (bytes > PATIENCE_BYTES) done(new Error('the upload goes on and on'));
          else if (bytes > UPLOAD_LIMIT_BYTES) done();
          else done(null, chunk);
        },
      });
      let isKept = false;
      try {
        await pipeline(upload, limited, createWriteStream(pathOf(importId), { flags: 'wx', mode: 0o600 }));
        isKept = bytes <= UPLOAD_LIMIT_BYTES;
        return isKept ? { kind: 'saved', bytes } : { kind: 'too_large' };
      } catch (error) {
        if (bytes > PATIENCE_BYTES) return { kind: 'too_large' };
        throw error;
      } finally {
        if (!isKept) await remove(importId);
      }
    },
  };
};

/** The value for a file that is not there; any other error goes on. */
const unlessMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
