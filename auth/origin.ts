import type { NextFunction, Request, Response } from 'express';

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export type OriginAnswer = 'ok' | 'missing' | 'foreign';

/**
 * Whether a request that changes something comes from a page of ours: `Origin` must be one of those configured, and `Sec-Fetch-Site`, if
 * the browser sends it, must not say that another site asked. Reading requests always pass.
 */
export function checkOrigin(
  request: { method: string; header: (name: string) => string | undefined },
  trusted: readonly string[],
): OriginAnswer {
  if (!UNSAFE.has(request.method.toUpperCase())) return 'ok';
  const origin = request.header('origin');
  if (!origin) return 'missing';
  if (!trusted.includes(origin)) return 'foreign';
  const site = request.header('sec-fetch-site');
  return site === undefined || site === 'same-origin' || site === 'same-site' ? 'ok' : 'foreign';
}

/** Express middleware before pages that act by cookie: refuses with 403 what `checkOrigin` does not let through. */
export const originGuard = (trusted: readonly string[]) => (req: Request, res: Response, next: NextFunction) => {
  const answer = checkOrigin({ method: req.method, header: (name) => req.get(name) }, trusted);
  if (answer === 'ok') return next();
  res.status(403).type('text/plain').send('This request did not come from a page of this app.');
};
