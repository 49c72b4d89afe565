import { pipeline, Readable } from 'node:stream';
import type { Response } from 'express';
import { z } from 'zod';

/** What a handler gives back; the route writes it out. */
export type Answer =
  | { kind: 'ok'; status: 200 | 201 | 202 | 204; body?: unknown; headers?: Record<string, string> }
  | { kind: 'file'; contentType: string; fileName: string; bytes: Uint8Array }
  | { kind: 'stream'; contentType: string; fileName: string; pieces: AsyncIterable<string> }
  | { kind: 'refused'; status: number; code: string; message: string; details?: unknown };

export const ok = (body: unknown, headers?: Record<string, string>): Answer => ({
  kind: 'ok',
  status: 200,
  body,
  ...(headers && { headers }),
});
export const created = (body: unknown): Answer => ({ kind: 'ok', status: 201, body });
export const accepted = (body: unknown): Answer => ({ kind: 'ok', status: 202, body });
export const nothing = (headers?: Record<string, string>): Answer => ({ kind: 'ok', status: 204, ...(headers && { headers }) });
export const refused = (status: number, code: string, message: string, details?: unknown): Answer => ({
  kind: 'refused',
  status,
  code,
  message,
  ...(details !== undefined && { details }),
});

/** A thing that is not there, not this client's, or not even an id: all one answer. */
export const notFound = (): Answer => refused(404, 'not_found', 'There is nothing of that id here.');
export const badInput = (error: z.ZodError): Answer =>
  refused(
    422,
    'validation_failed',
    'Some fields are not as they should be.',
    error.issues.slice(0, 50).map(({ path, code, message }) => ({ path: path.join('.'), code, message })),
  );

/** Writes an answer. Private data is never cached. */
export function send(res: Response, answer: Answer): void {
  if (res.headersSent) return;
  res.set('Cache-Control', 'no-store');
  if (answer.kind === 'file' || answer.kind === 'stream') {
    res.set('Content-Disposition', `attachment; filename="${answer.fileName.replace(/[^\w.-]+/g, '-')}"`);
    res.type(answer.contentType);
    if (answer.kind === 'file') res.send(Buffer.from(answer.bytes));
    else pipeline(Readable.from(answer.pieces), res, () => undefined); // a file that breaks off is cut, not ended: whoever reads it is told
  } else if (answer.kind === 'refused') {
    const { code, message, details } = answer;
    const requestId: unknown = res.locals['requestId'];
    res.status(answer.status).json({ error: { code, message, ...(details !== undefined && { details }), requestId } });
  } else {
    if (answer.headers) res.set(answer.headers);
    if (answer.status === 204) res.status(204).end();
    else res.status(answer.status).json(answer.body);
  }
}

const oneOrMore = (value: unknown) => (value === undefined || Array.isArray(value) ? value : [value]);
/** A query field that may be given several times; its values are alternatives. */
export const many = <T extends z.ZodType>(each: T) => z.preprocess(oneOrMore, z.array(each).max(50).optional());
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
export const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
/** A day or an instant; a day stands for its beginning in UTC. */
export const since = z.union([z.iso.date().transform((day) => new Date(`${day}T00:00:00.000Z`)), instant]);

/** The fields every list takes. */
export const paging = {
  page: z.coerce.number<string>().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number<string>().int().min(1).max(100).default(25),
  q: z.string().trim().max(200).optional(),
};

/** A page as the api answers it. */
export const pageOf = <T>(
  data: T[],
  { page, pageSize }: { page: number; pageSize: number },
  total: number,
  nextCursor: string | null = null,
) => ({
  data,
  page,
  pageSize,
  total,
  nextCursor,
});
