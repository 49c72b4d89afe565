import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import { type Answer, refused, send } from '#api/answers.ts';
import { type Arrival, type Inbox, InboxAway } from '#api/inbox.ts';
import type { Logger } from '#api/log.ts';
import type { Verify } from '#vendors/account.ts';
import { UnreadableEvent } from '#vendors/errors.ts';

export type Account = 'live' | 'sandbox';
export type IntakeDeps = {
  inbox: Inbox;
  verify: readonly { account: Account; verify: Verify }[];
  apiUrl: string;
  log: Logger;
};
/** A request as it came: its bytes, and what else was signed. `url` is the public one. */
export type Delivery = {
  rawBody: Buffer;
  url: string;
  header: (name: string) => string | undefined;
  query: Record<string, string>;
  params: Record<string, string>;
};

export type Hook = {
  limit: string;
  /** Whether one account's secret made this signature. */
  isSigned: (verify: Verify, delivery: Delivery, account: Account) => boolean | Promise<boolean>;
  /** The events in a verified body. Throws `UnreadableEvent` when it is none. */
  read: (delivery: Delivery) => Omit<Arrival, 'account'>[];
  /** Instead of the JSON that says `received` or `duplicate`. */
  answer?: (res: Response) => void;
};

/** The body as bytes, whatever its content type says. */
export const rawBody = (limit: string): RequestHandler => express.raw({ type: () => true, limit, inflate: false });

export function deliveryOf(req: Request, apiUrl: string): Delivery {
  const rawBody = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
  const query = Object.fromEntries(Object.entries(req.query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  return { rawBody, url: `${apiUrl}${req.originalUrl}`, header: (name) => req.get(name), query, params: req.params };
}

/** The account whose secret verifies the delivery, null when none does. */
export async function accountOf(
  { verify }: Pick<IntakeDeps, 'verify'>,
  isSigned: Hook['isSigned'],
  delivery: Delivery,
): Promise<Account | null> {
  for (const each of verify) if (await isSigned(each.verify, delivery, each.account)) return each.account;
  return null;
}

/**
 * The one road in: the raw bytes are verified, kept in one statement, and answered after its commit. Nothing else happens here; the relay does
 * the work. A wrong or missing signature is 401, an unreadable body 400, a database that is away 503 at once, so that the vendor sends again.
 */
export const intake = (deps: IntakeDeps, hook: Hook): RequestHandler[] => [
  rawBody(hook.limit),
  (req, res, next) => {
    const run = async () => {
      const delivery = deliveryOf(req, deps.apiUrl);
      const account = await accountOf(deps, hook.isSigned, delivery);
      if (!account) return send(res, WRONG_SIGNATURE);
      res.locals['account'] = account;
      const kept = await deps.inbox.put(hook.read(delivery).map((arrival) => ({ ...arrival, account })));
      if (hook.answer) hook.answer(res);
      else res.json(kept === 'new' ? { received: true } : { duplicate: true });
    };
    run().catch(next);
  },
];

export const WRONG_SIGNATURE: Answer = refused(401, 'wrong_signature', 'The signature is missing or wrong.');

/** What went wrong on a webhook, in the words vendors act on. */
export const hookFailed =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, req, res, next) => {
    if (error instanceof UnreadableEvent) {
      log.warn({ why: error.message, path: req.path, requestId: res.locals['requestId'] }, 'unreadable webhook');
      return send(res, refused(400, 'malformed_body', 'The body is not an event.'));
    }
    if (error instanceof InboxAway) {
      log.error({ error, requestId: res.locals['requestId'] }, 'inbox away');
      return send(res, refused(503, 'unavailable', 'Not stored; send it again.'));
    }
    next(error);
  };
