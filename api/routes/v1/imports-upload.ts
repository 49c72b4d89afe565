import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Busboy from '@fastify/busboy';
import type { Request } from 'express';
import { z } from 'zod';
import type { ImportStore, Upload } from '#stores/imports.ts';

/** What a person wants done with the file. */
export type ImportOrder = { campaignId: string; dryRun: boolean; mapping: Record<string, string>; fileName: string };
/** A file that is on disk, and what is wanted of it. */
export type Delivery =
  | { kind: 'delivered'; upload: Upload; order: ImportOrder }
  | { kind: 'too_large'; message: string }
  | { kind: 'invalid'; problems: Problem[] };
export type Problem = { field: string; message: string };

const flag = z.union([z.boolean(), z.enum(['true', '1', 'on']).transform(() => true), z.enum(['false', '0', '']).transform(() => false)]);
const order = { campaignId: z.uuid(), dryRun: flag.default(false), mapping: z.record(z.string(), z.string().max(250)).default({}) };
const Fields = z.strictObject({ ...order, mapping: z.string().max(20_000).transform(fromJson).pipe(order.mapping).optional() });
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const LeadInput = z.record(z.string(), z.union([cell, z.array(z.string()), z.record(z.string(), cell)]));
const Body = z
  .strictObject({
    ...order,
    csv: z.string().optional(),
    leads: z.array(LeadInput).min(1).max(250_000).optional(),
    fileName: z.string().max(255).optional(),
  })
  .refine(({ csv, leads }) => (csv === undefined) !== (leads === undefined), { message: 'Send either csv or leads', path: ['csv'] });

function fromJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    context.addIssue({ code: 'custom', message: 'This is not JSON' });
    return z.NEVER;
  }
}

const problemsOf = (error: z.ZodError): Problem[] =>
  error.issues.map(({ path, message }) => ({ field: path.join('.') || 'body', message }));

/** A multipart form: the first file goes to disk while it arrives, the fields may stand before or behind it. */
export async function deliverForm(req: Request, imports: ImportStore): Promise<Delivery> {
  const form = new Busboy({
    headers: { ...req.headers, 'content-type': req.headers['content-type'] ?? '' },
    limits: { files: 1, fields: 10, fieldSize: 32_768, parts: 20 },
  });
  const fields: [string, string][] = [];
  let fileName = 'leads.csv';
  let saving: ReturnType<ImportStore['save']> | undefined;
  form.on('field', (name, value) => fields.push([name, value]));
  form.on('file', (_name, file, name) => {
    fileName = name || fileName;
    saving = imports.save(file);
    saving.catch((error: Error) => form.destroy(error)); // awaited below; this only ends the form
  });
  await pipeline(req, form);
  const saved = await saving;
  if (!saved) return { kind: 'invalid', problems: [{ field: 'file', message: 'Send the CSV as the file of the form' }] };
  if (saved.kind === 'too_large') return saved;
  const parsed = Fields.safeParse(Object.fromEntries(fields));
  if (parsed.success)
    return { kind: 'delivered', upload: saved.upload, order: { ...parsed.data, mapping: parsed.data.mapping ?? {}, fileName } };
  await imports.forget(saved.upload.importId);
  return { kind: 'invalid', problems: problemsOf(parsed.error) };
}

/** A JSON body, already read, with the CSV as one text, or with the leads one by one. */
export async function deliverJson(body: unknown, imports: ImportStore): Promise<Delivery> {
  const parsed = Body.safeParse(body);
  if (!parsed.success) return { kind: 'invalid', problems: problemsOf(parsed.error) };
  const { csv, leads = [], fileName = csv === undefined ? 'leads.json' : 'leads.csv', ...rest } = parsed.data;
  const saved = await imports.save(Readable.from(csv === undefined ? csvOf(leads) : [Buffer.from(csv)]));
  return saved.kind === 'saved' ? { kind: 'delivered', upload: saved.upload, order: { ...rest, fileName } } : saved;
}

type Lead = z.infer<typeof LeadInput>;
const isGroup = (value: Lead[string]): value is Record<string, z.infer<typeof cell>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The leads as the file they could have come in: a column a key, those of `customFields` among them. */
function* csvOf(leads: Lead[]): Generator<Buffer> {
  const flat = leads.map(
    (lead) => new Map(Object.entries(lead).flatMap(([key, value]) => (isGroup(value) ? Object.entries(value) : [[key, value] as const]))),
  );
  const headers = [...new Set(flat.flatMap((lead) => [...lead.keys()]))];
  yield line(headers);
  for (const lead of flat) yield line(headers.map((header) => textOf(lead.get(header))));
}

const textOf = (value: Lead[string] | undefined): string => (Array.isArray(value) ? value.join(';') : value == null ? '' : String(value));
const line = (cells: string[]) => Buffer.from(`${cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\n`);
