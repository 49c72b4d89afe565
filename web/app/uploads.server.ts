import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import Busboy from '@fastify/busboy';
import type { ImportStore, Received, Upload } from '#stores/imports.ts';

export type UploadForm = { kind: 'ok'; upload: Upload; fileName: string; fields: Map<string, string> } | { kind: 'refused'; text: string };

/** Reads a form with one file; the file goes to disk while it arrives and is never held in memory. */
export async function readUpload(request: Request, imports: ImportStore): Promise<UploadForm> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!contentType.startsWith('multipart/form-data') || !request.body) return { kind: 'refused', text: 'Choose a file first.' };
  const form = new Busboy({ headers: { 'content-type': contentType }, limits: { files: 1, fields: 20, fieldSize: 32_768, parts: 25 } });
  const fields = new Map<string, string>();
  let fileName = '';
  let saving: ReturnType<ImportStore['save']> | undefined;
  form.on('field', (name, value) => fields.set(name, value));
  form.on('file', (_name, file, name) => {
    fileName = name;
    if (!name) return file.resume(); // a form sent without a file still has an empty part
    saving = imports.save(file);
    saving.catch((error: Error) => form.destroy(error)); // awaited below; this only ends the form
  });
  await pipeline(Readable.fromWeb(request.body as WebStream), form);
  const saved = await saving;
  if (!saved) return { kind: 'refused', text: 'Choose a file first.' };
  if (saved.kind === 'too_large') return { kind: 'refused', text: saved.message };
  return { kind: 'ok', upload: saved.upload, fileName, fields };
}

/** What the mapping's field holds: header in the file → field of a lead. Anything else counts as no mapping. */
export function readMapping(text: string | undefined): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text || '{}');
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** Why a file was not taken in. */
export function refusalWords(answer: Exclude<Received, { kind: 'accepted' }>): string {
  switch (answer.kind) {
    case 'refused':
    case 'too_large':
      return answer.message;
    case 'closed':
      return `The campaign is ${answer.status}: it takes no more leads.`;
    case 'missing':
      return 'This campaign is no longer there.';
    default:
      return answer satisfies never;
  }
}
