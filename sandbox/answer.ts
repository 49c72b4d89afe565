import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Fault, Faults, Vendor } from './faults.ts';

/** What a twin answers, before any fault touches it. */
export type Answer = { status: number; body?: unknown; html?: string; headers?: Record<string, string> };

/** A vendor's way to say no, thrown from anywhere below a route. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`refused with ${answer.status}`);
  }
}

/** How a vendor words a failure that is none of the request's making. */
export type FailureShape = (status: 404 | 429 | 500, what: string) => Answer;

/** A route of a twin: reads the request, acts, answers. It sees a fault only where the desk leaves that kind to it. */
export type Deed = (req: Request, fault: Fault | null) => Promise<Answer>;

/** Switches per vendor: at most so many requests a second; absent means no limit. */
export type Limits = Partial<Record<Vendor, number>>;

/** Writes an answer out. */
export function write(res: Response, { status, body, html, headers }: Answer): void {
  res.status(status).set(headers ?? {});
  if (html !== undefined) res.type('html').send(html);
  else if (body === undefined) res.end();
  else res.json(body);
}

/**
 * Makes routes of deeds for one vendor: rate limit, faults before and after acting, refusals and mishaps in the vendor's own words.
 */
export function createDesk(
  vendor: Vendor,
  shape: FailureShape,
  { faults, limits, leaves = () => false }: { faults: Faults; limits: () => Limits; leaves?: (fault: Fault) => boolean },
) {
  let second = 0;
  let used = 0;
  function isOverLimit(): boolean {
    const limit = limits()[vendor];
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) [second, used] = [now, 0];
    return limit !== undefined && ++used > limit;
  }

  async function act(deed: Deed, req: Request, fault: Fault | null): Promise<Answer> {
    try {
      return await deed(req, fault);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      return shape(500, error instanceof Error ? error.message : 'unknown');
    }
  }

  return (operation: string, deed: Deed): RequestHandler =>
    async (req, res) => {
      if (isOverLimit()) return write(res, shape(429, 'too many requests'));
      const fault = faults.ofRequest(vendor, operation);
      if (fault && leaves(fault)) return write(res, await act(deed, req, fault));
      if (fault?.when === 'before') return spoil(res, fault, shape, { status: 200, body: { status: 'ok' } });
      const answer = await act(deed, req, null);
      if (fault) return spoil(res, fault, shape, answer);
      write(res, answer);
    };
}

function spoil(res: Response, fault: Fault, shape: FailureShape, answer: Answer): void {
  switch (fault.kind) {
    case '429':
      write(res, shape(429, 'too many requests'));
      break;
    case '500':
      write(res, shape(500, 'the twin was told to fail'));
      break;
    case 'hang':
      setTimeout(() => res.socket?.destroy(), fault.ms ?? 90_000).unref();
      break;
    case 'reset':
      res.socket?.resetAndDestroy();
      break;
    case 'cut-body': {
      const text = answer.html ?? JSON.stringify(answer.body ?? {});
      res.status(answer.status).set({ ...answer.headers, 'content-type': 'application/json', 'content-length': String(text.length + 20) });
      res.write(text.slice(0, text.length / 2), () => res.socket?.destroy());
      break;
    }
    case 'wrong-json':
      write(res, { ...answer, status: 200, body: fault.hits % 2 ? { unexpected: true } : {} });
      break;
    default:
      write(res, answer); // a webhook fault says nothing about requests
  }
}

/** A JSON body as an object, or null where the bytes are none. `express.raw` has read it. */
export function jsonBody(req: Request): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(req.body) ? req.body.toString('utf8') : '');
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A form body as text. */
export const formText = (req: Request): string => (Buffer.isBuffer(req.body) ? req.body.toString('utf8') : '');

/** Whether two secrets are the same, without telling by the time it takes. */
export function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A handler whose rejection becomes an ordinary error, which Express 4 does not do by itself. */
export const safely =
  (handler: (req: Request, res: Response) => Promise<unknown>): RequestHandler =>
  (req, res, next) => {
    handler(req, res).catch(next);
  };
