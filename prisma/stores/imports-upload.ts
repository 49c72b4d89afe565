import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes a file may have. */
export const UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024;

/** Bytes of an upload that are taken in at all: somebody a little over the limit is told so instead of being cut off. */
const PATIENCE_BYTES = 4 * UPLOAD_LIMIT_BYTES;

export type Saved = { kind: 'saved'; bytes: number } | { kind: 'too_large' };

/** Uploaded files under our own names, in a folder that every process of the product reaches; they go when their import has ended. */
export const createUploads = (folder: string) => {
  const pathOf = (importId: string) => path.join(folder, `${importId}.csv`);
  const remove = (importId: string) => rm(pathOf(importId), { force: true });
  return {
    pathOf,
    remove,

    /** Writes the upload to disk as it comes in. A file over the limit and one whose stream breaks off leave nothing behind. */
    async save(importId: string, upload: Readable): Promise<Saved> {
      await mkdir(folder, { recursive: true, mode: 0o700 });
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
