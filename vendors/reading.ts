import { z } from 'zod';
import { UnreadableEvent, type VendorName, VendorUnclear } from './errors.ts';

/** The whole of a 2xx answer, or `VendorUnclear`: a body that does not fit says nothing about the deed. */
export function readAnswer<T extends z.ZodType>(vendor: VendorName, schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new VendorUnclear({ vendor, code: 'unreadable', message: whereItFails(parsed.error) });
}

/** The parsed event of a webhook body, or `UnreadableEvent`. */
export function readEvent<T extends z.ZodType>(vendor: VendorName, schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new UnreadableEvent(vendor, whereItFails(parsed.error));
}

/** JSON of a webhook's raw bytes, or `UnreadableEvent`. */
export function parseJson(vendor: VendorName, raw: Uint8Array | string): unknown {
  const text = typeof raw === 'string' ? raw : Buffer.from(raw).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new UnreadableEvent(vendor, 'the body is not JSON');
    throw error;
  }
}

/** Paths only: the values are the vendor's, and may be a lead's. */
const whereItFails = (error: z.ZodError) =>
  `the body does not fit at ${error.issues
    .slice(0, 3)
    .map((issue) => issue.path.join('.') || 'the top')
    .join(', ')}`;

/** What was said or typed by a lead is hostile: no control characters (line breaks stay), and cut at `limit` characters. */
export const said = (limit: number) => z.string().transform((text) => plainText(text).slice(0, limit));

/** Text without control characters; tabs and line breaks stay. */
export const plainText = (text: string) => text.replace(/[^\P{Cc}\n\t]+/gu, '');

/** Text for one header or one name: every control character, line breaks too, becomes a space. */
export const oneLine = (text: string) => text.replace(/\p{Cc}+/gu, ' ').trim();

/** Any instant a vendor writes, as a UTC ISO string. */
export const instant = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (Number.isFinite(at)) return new Date(at).toISOString();
  context.addIssue({ code: 'custom', message: 'not an instant' });
  return z.NEVER;
});

/** Epoch milliseconds as a UTC ISO string. */
export const instantOfMs = z
  .number()
  .min(0)
  .max(8.64e15)
  .transform((ms) => new Date(ms).toISOString());

/** Epoch seconds as a UTC ISO string. */
export const instantOfSeconds = z
  .number()
  .min(0)
  .max(8.64e12)
  .transform((seconds) => new Date(seconds * 1000).toISOString());

/** Metadata as we write it: text by text. What others put in beside it (numbers, nested values) is left out. */
export const metadata = z
  .unknown()
  .optional()
  .transform((value): Record<string, string> => {
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  });

/** A field that may be missing, null or of the wrong kind: then it is simply absent. */
export const lenient = <T extends z.ZodType>(schema: T) =>
  z
    .unknown()
    .optional() // zod 4.6 refuses a missing key under a bare `unknown`
    .transform((value): z.output<T> | undefined => {
      const parsed = schema.safeParse(value);
      return parsed.success ? parsed.data : undefined;
    });
