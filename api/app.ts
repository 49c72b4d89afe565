import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response, Router } from 'express';
import type { Auth } from '#auth/auth.ts';
import type { CalendarHooks } from '#auth/calendar-hooks.ts';
import type { Arranged, BookedByHand } from '#effects/lead-appointments.ts';
import type { PayingNow } from '#effects/payment-method.ts';
import type { Db } from '#prisma/client.ts';
import type { BulkRunner } from '#stores/bulk-runner.ts';
import type { Platform } from '#stores/campaign-verbs.ts';
import type { HandAnswer, HandAsk } from '#stores/messages-by-hand.ts';
import type { Verify } from '#vendors/account.ts';
import { notFound, refused, send } from './answers.ts';
import { type Health, healthRoutes } from './health.ts';
import type { Inbox } from './inbox.ts';
import type { Logger } from './log.ts';
import { handlerOf, type Route } from './route.ts';
import { type AgentTools, agentTools } from './routes/agent-tools.ts';
import { v1Routes } from './routes/v1/table.ts';
import { webhooks } from './routes/webhooks/webhooks.ts';

export type ApiDeps = {
  db: Db;
  auth: Auth;
  inbox: Inbox;
  /** Signature checks of the accounts, in the order they are tried. */
  verify: readonly { account: 'live' | 'sandbox'; verify: Verify }[];
  /** Addresses and secrets of the calendars that clients connect themselves. */
  calendarHooks: CalendarHooks;
  /** Booking while a lead is on the line. */
  tools: AgentTools;
  platform: Platform;
  /** Carries out bulk actions behind the answers. */
  bulk: BulkRunner;
  rehearsals: Rehearsals;
  payments: InvoiceFiles;
  /** How a client pays at this moment. */
  payingNow: (ask: { clientId: string; mode: 'live' | 'rehearsal' }) => Promise<PayingNow>;
  cancelBooking: (ask: {
    clientId: string;
    appointmentId: string;
    reason: string;
  }) => Promise<{ kind: 'ok' } | { kind: 'not_open' } | { kind: 'refused' }>;
  /** Sends what somebody wrote to a lead, by the road of every message. */
  sendByHand: (ask: HandAsk) => Promise<HandAnswer>;
  /** Booking for a lead, and moving what is booked, at the calendar and with us. */
  calendar: {
    book: (ask: { clientId: string; leadId: string; startAt: string }) => Promise<BookedByHand>;
    move: (ask: { clientId: string; appointmentId: string; startAt: string }) => Promise<Arranged>;
  };
  health: Health;
  /** The public address vendors were given: Twilio signs it. */
  apiUrl: string;
  /** Whose `X-Forwarded-For` counts; otherwise loopback's alone. */
  trustProxy?: string;
  /** Pages that may call the api from a browser. */
  trustedOrigins: readonly string[];
  log: Logger;
  /** Routers that read their own bodies (imports), mounted below `/api/v1` before the JSON reader. */
  streams?: readonly Router[];
};

/** Moving a rehearsal's clock, and closing a month by hand. */
export type Rehearsals = {
  fastForward: (ask: { clientId: string; leadId: string; to: 'next' | 'end' }) => Promise<FastForwarded>;
  closeMonth: (ask: { clientId: string; asOf: string }) => Promise<{ invoices: number }>;
};
export type FastForwarded =
  | { kind: 'moved'; steps: number; leadNow: string; phase: string }
  | { kind: 'nothing-ahead'; leadNow: string; phase: string }
  | { kind: 'busy'; with: string[] }
  | { kind: 'not-a-rehearsal' }
  | { kind: 'missing' };
/** A finalised invoice as PDF, null when the payments vendor has none. */
export type InvoiceFiles = { pdf: (ask: { mode: 'live' | 'rehearsal'; url: string }) => Promise<Uint8Array | null> };

/** The api: webhooks, agent tools, REST below `/api/v1`, health. Listens to nothing by itself. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.trustProxy ?? 'loopback');
  app.use(identify(deps.log));
  app.use(healthRoutes(deps.health));
  app.use(webhooks(deps));
  app.use('/api/webhooks/retell/tools', agentTools(deps));
  app.use(cors(deps.trustedOrigins));
  for (const stream of deps.streams ?? []) app.use(['/api/v1', '/api'], stream);
  app.use(express.json({ limit: '1mb', strict: true, type: ['application/json'] }));
  app.use(shallowJson);
  const routes = v1Routes(deps);
  app.use('/api/v1', routerOf(deps, routes));
  app.use('/api', aliases(deps, routes));
  app.use((_req, res) => send(res, notFound()));
  app.use(failed(deps.log));
  return app;
}

function routerOf(deps: ApiDeps, routes: readonly Route[]): Router {
  const router = Router();
  for (const route of routes) router[route.method](route.path, handlerOf(deps, route));
  return router;
}

/** Paths of older documents that stay served: the same handlers below another name. */
const ALIASES: [from: `${string} /${string}`, to: `/${string}`][] = [
  ['post /appointments/verify', '/appointments/verify'],
  ['post /messages/send', '/messages/send'],
  ['get /calls', '/call-logs'],
  ['get /calls/:id', '/call-logs/:id'],
  ['get /calls/:id/transcript', '/call-logs/:id/transcript'],
  ['get /users/me', '/auth/me'],
];

function aliases(deps: ApiDeps, routes: readonly Route[]): Router {
  const router = Router();
  for (const [from, to] of ALIASES) {
    const route = routes.find(({ method, path }) => `${method} ${path}` === from);
    if (!route) throw new Error(`an alias names no route: ${from}`);
    router[route.method]([to, `/v1${to}`], handlerOf(deps, route));
  }
  return router;
}

/** A request id on every answer, one log line for every request: the path without its query, and ids. */
const identify =
  (log: Logger): RequestHandler =>
  (req, res, next) => {
    const given = req.get('x-request-id');
    const requestId = given && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    res.locals['requestId'] = requestId;
    res.set({ 'X-Request-Id': requestId, 'X-Content-Type-Options': 'nosniff' });
    const started = performance.now();
    const { method, path } = req;
    res.on('finish', () => {
      const { userId, clientId, leadId, callId, account, outcome } = res.locals;
      const line = {
        requestId,
        method,
        path,
        status: res.statusCode,
        ms: Math.round(performance.now() - started),
        userId,
        clientId,
        leadId,
        callId,
        account,
        outcome,
      };
      const level =
        res.statusCode >= 500
          ? 'error'
          : path.startsWith('/health') || (path.includes('/webhooks/') && res.statusCode < 400)
            ? 'debug'
            : 'info';
      log[level](line, 'request');
    });
    next();
  };

/** Pages of ours may read answers; nobody else's may. */
const cors =
  (origins: readonly string[]): RequestHandler =>
  (req, res, next) => {
    const origin = req.get('origin');
    res.vary('Origin');
    if (origin && origins.includes(origin)) {
      res.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': 'X-Request-Id',
      });
      if (req.method === 'OPTIONS') {
        res.set({
          'Access-Control-Allow-Methods': 'GET,POST,PUT,DELETE',
          'Access-Control-Allow-Headers': 'Authorization,Content-Type,X-Org-Id,X-Request-Id,Idempotency-Key',
          'Access-Control-Max-Age': '600',
        });
      }
    }
    if (req.method === 'OPTIONS') return void res.status(204).end();
    next();
  };

const MAX_DEPTH = 32;
const depthOf = (value: unknown, limit: number): number => {
  if (typeof value !== 'object' || value === null || limit === 0) return 0;
  let deepest = 0;
  for (const each of Object.values(value)) deepest = Math.max(deepest, depthOf(each, limit - 1));
  return deepest + 1;
};
const shallowJson: RequestHandler = (req, res, next) => {
  if (depthOf(req.body, MAX_DEPTH + 1) > MAX_DEPTH)
    return send(res, refused(400, 'malformed_body', `JSON may be nested ${MAX_DEPTH} levels deep.`));
  const length = Number(req.get('content-length') ?? 0);
  const isChange = req.method === 'POST' || req.method === 'PUT';
  if (isChange && length > 0 && !req.is('application/json'))
    return send(res, refused(415, 'unsupported_media_type', 'Send application/json.'));
  next();
};

type HttpError = { status?: number; type?: string; code?: string };

/** Faults become the api's error shape, without their words: those go to the log. */
const failed =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, req, res, _next) => {
    const { status, type, code } = (typeof error === 'object' && error !== null ? error : {}) as HttpError;
    if (type === 'entity.too.large') return send(res, refused(413, 'payload_too_large', 'The body is too large.'));
    if (type === 'request.aborted') return abandon(res);
    if (
      type?.startsWith('entity.') ||
      type === 'encoding.unsupported' ||
      type === 'charset.unsupported' ||
      error instanceof URIError ||
      status === 400
    )
      return send(res, refused(400, 'malformed_body', 'The request cannot be read.'));
    if (status === 415) return send(res, refused(415, 'unsupported_media_type', 'Send application/json.'));
    log.error({ error, code, requestId: res.locals['requestId'], path: req.path }, 'request failed');
    if (isAway(error)) return send(res, refused(503, 'unavailable', 'The database cannot be reached right now; try again.'));
    send(res, refused(500, 'internal_error', 'Something went wrong on our side.'));
  };

const abandon = (res: Response) => void res.destroy();

/** Connection refused, lost or timed out, or the server shutting down. */
export function isAway(error: unknown): boolean {
  for (let each: unknown = error; each instanceof Error; each = each.cause) {
    const code = 'code' in each ? String(each.code) : '';
    if (/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|08|57P|53|P1001|P1002|P1008|P1017|P2024|P2028)/.test(code)) return true;
    if (/timeout exceeded when trying to connect|Connection terminated|Query read timeout|Can't reach database/i.test(each.message))
      return true;
  }
  return false;
}
