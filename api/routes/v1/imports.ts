import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type ErrorRequestHandler, json, type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Permission } from '#auth/permissions.ts';
import { type ImportStore, type ImportView, type Received, SHOWN_ISSUES } from '#stores/imports.ts';
import { type Answer, accepted, notFound, ok, refused, send } from '../../answers.ts';
import type { Caller } from '../../route.ts';
import { deliverForm, deliverJson } from './imports-upload.ts';

/** How long a caller waits for the result before it is told where to look for it. */
const PATIENCE_MS = 10_000;

export type ImportRouteDependencies = {
  imports: ImportStore;
  /** The gate of routes that read their own bodies: leaves the caller in `res.locals.caller`, or answers. */
  requires: (permission: Permission) => RequestHandler;
};

/** `POST /leads/import`, `GET /leads/imports/:id`, `GET /leads/imports/:id/errors.csv`, `POST /leads/imports/:id/undo`. Mount it before any parser with a smaller limit. */
export function importRoutes({ imports, requires }: ImportRouteDependencies): Router {
  const router = Router();
  router.post('/leads/import', requires('imports.write'), json({ limit: '50mb' }), tooLarge, answering(importLeads));
  router.get('/leads/imports/:id', requires('imports.read'), answering(showImport));
  router.post('/leads/imports/:id/undo', requires('imports.write'), answering(undoImport));
  router.get('/leads/imports/:id/errors.csv', requires('imports.read'), (req, res, next) => {
    sendRejects(req, res).catch(next);
  });

  async function importLeads(req: Request, res: Response): Promise<Answer> {
    const isForm = Boolean(req.is('multipart/form-data'));
    if (!isForm && !req.is('application/json'))
      return refused(415, 'unsupported_media_type', 'Send multipart/form-data with a file, or JSON.');
    const delivery = await (isForm ? deliverForm(req, imports) : deliverJson(req.body, imports));
    if (delivery.kind === 'too_large') return refused(413, 'file_too_large', delivery.message);
    if (delivery.kind === 'invalid') return refused(422, 'validation_failed', 'Some fields are not as they should be.', delivery.problems);
    const { clientId, user } = callerOf(res);
    const received = await imports.request(delivery.upload, { ...delivery.order, clientId, createdById: user.id });
    if (received.kind !== 'accepted') return refusalOf(received);
    const view = await imports.settled(clientId, received.importId, PATIENCE_MS);
    if (view?.status === 'failed') return failureOf(view);
    if (view?.status === 'completed') return ok(await withErrors(clientId, view));
    res.location(`${req.baseUrl}/leads/imports/${received.importId}`);
    return accepted({ importId: received.importId, status: view?.status, progress: view?.progress });
  }

  async function showImport(req: Request, res: Response): Promise<Answer> {
    const { clientId } = callerOf(res);
    const view = await find(clientId, req.params.id);
    return view ? ok(await withErrors(clientId, view)) : notFound();
  }

  async function undoImport(req: Request, res: Response): Promise<Answer> {
    const id = req.params.id ?? '';
    const answer = await imports.undo(callerOf(res).clientId, UUID.test(id) ? id : NOBODY);
    if (answer.kind === 'missing') return notFound();
    if (answer.kind === 'running') return refused(409, 'import_running', 'The import is still running.');
    return ok({ removed: answer.removes, kept: answer.leaves });
  }

  async function sendRejects(req: Request, res: Response): Promise<void> {
    const { clientId } = callerOf(res);
    const view = await find(clientId, req.params.id);
    if (!view) return send(res, notFound());
    res.attachment(`import-${view.id}-errors.csv`).type('text/csv; charset=utf-8').set('Cache-Control', 'no-store');
    await pipeline(Readable.from(imports.rejectsCsv(clientId, view.id)), res);
  }

  const find = async (clientId: string, id = ''): Promise<ImportView | null> => (UUID.test(id) ? imports.find(clientId, id) : null);

  /** The import with its first errors. Those about a field other than `phone` may have dropped the field only. */
  async function withErrors(clientId: string, view: ImportView) {
    const errors = await imports.issues(clientId, view.id, SHOWN_ISSUES);
    return { importId: view.id, ...view, errors: errors.map(({ row, field, code, message }) => ({ row, field, code, message })) };
  }
  return router;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const callerOf = (res: Response) => res.locals.caller as Caller;

function refusalOf(received: Exclude<Received, { kind: 'accepted' }>): Answer {
  switch (received.kind) {
    case 'missing':
      return notFound();
    case 'closed':
      return refused(409, 'campaign_closed', `The campaign is ${received.status}: it takes no more leads.`);
    case 'too_large':
      return refused(413, 'file_too_large', received.message);
    case 'refused':
      return refused(422, received.code, received.message);
    default:
      return received satisfies never;
  }
}

function failureOf({ id, error, total, inserted, duplicates, invalid, suppressed }: ImportView): Answer {
  const { code, message } = error ?? { code: 'import_failed', message: 'The import failed.' };
  return refused(422, code, message, { importId: id, total, inserted, duplicates, invalid, suppressed });
}

const tooLarge: ErrorRequestHandler = (error: { type?: string }, _req, res, next) =>
  error.type === 'entity.too.large'
    ? send(res, refused(413, 'file_too_large', 'The request is larger than 50 MB: split the file into several.'))
    : next(error);

/** Express 4 does not catch a rejected handler. */
const answering =
  (handle: (req: Request, res: Response) => Promise<Answer>): RequestHandler =>
  (req: Request, res: Response, next: NextFunction) => {
    handle(req, res).then((answer) => send(res, answer), next);
  };
