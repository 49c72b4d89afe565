import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { Auth, User } from '#auth/auth.ts';
import { checkOrigin } from '#auth/origin.ts';
import { may, type Permission, type Role } from '#auth/permissions.ts';
import type { Db } from '#prisma/client.ts';
import { chooseMembership, membershipsOf } from '#stores/accounts.ts';
import { type Answer, badInput, notFound, refused, send } from './answers.ts';
import type { Logger } from './log.ts';

/** Who asks, in which client, as what. */
export type Caller = { user: User; clientId: string; role: Role };
export type Ask<C, Q, B> = { caller: C; id: string; params: Record<string, string>; query: Q; body: B; req: Request; log: Logger };
type CallerOf<A> = A extends 'public' ? null : A extends 'session' ? { user: User } : Caller;

/** `public` and `session` name routes outside any client; a permission names the lowest role that may. */
export type Access = 'public' | 'session' | Permission;
export type Method = 'get' | 'post' | 'put' | 'delete';

/** One route of the api: what it needs and what it does. The table of them is what the tests walk. */
export type Route = {
  method: Method;
  /** Below `/api/v1`. Path parameters that end in `id` are UUIDs. */
  path: string;
  access: Access;
  query: z.ZodType;
  body: z.ZodType | null;
  handle: (ask: Ask<never, never, never>) => Promise<Answer>;
};

const NO_QUERY = z.strictObject({});

type Definition<A extends Access, Q extends z.ZodType, B extends z.ZodType> = {
  access: A;
  query?: Q;
  body?: B;
  handle: (ask: Ask<CallerOf<A>, z.output<Q>, z.output<B>>) => Promise<Answer>;
};

/** Defines one route; the types of `query`, `body` and the caller follow from what it declares. */
export function route<A extends Access, Q extends z.ZodType = typeof NO_QUERY, B extends z.ZodType = z.ZodUndefined>(
  at: `${Uppercase<Method>} /${string}`,
  { access, query, body, handle }: Definition<A, Q, B>,
): Route {
  const [method = '', path = ''] = at.split(' ');
  return {
    method: method.toLowerCase() as Method,
    path,
    access,
    query: query ?? NO_QUERY,
    body: body ?? null,
    handle: handle as unknown as Route['handle'], // erased here, checked above
  };
}

export type GateDeps = { db: Db; auth: Auth; trustedOrigins: readonly string[]; log: Logger };

type Known = { kind: 'known'; user: User } | { kind: 'refused'; answer: Answer };

/** Whose session it is. A session that came by cookie may change something only from a page of ours. */
export async function authenticate({ auth, trustedOrigins }: Pick<GateDeps, 'auth' | 'trustedOrigins'>, req: Request): Promise<Known> {
  const credential = auth.credentialOf(req);
  const session = credential && (await auth.sessionOf(credential.token));
  if (!session) return { kind: 'refused', answer: refused(401, 'unauthenticated', 'Log in first.') };
  const origin = credential.by === 'cookie' ? checkOrigin({ method: req.method, header: (name) => req.get(name) }, trustedOrigins) : 'ok';
  if (origin !== 'ok')
    return { kind: 'refused', answer: refused(403, 'foreign_origin', 'This request did not come from a page of this app.') };
  return { kind: 'known', user: session.user };
}

/** The caller of a route inside a client, or why not. A client the person does not belong to is one that is not there. */
export async function callerFor(
  deps: GateDeps,
  req: Request,
  permission: Permission,
): Promise<{ kind: 'caller'; caller: Caller } | { kind: 'refused'; answer: Answer }> {
  const known = await authenticate(deps, req);
  if (known.kind === 'refused') return known;
  const { user } = known;
  const asked = req.get('x-org-id');
  const membership = chooseMembership(await membershipsOf(deps.db, user.id), { asked, preferred: user.defaultClientId });
  if (!membership)
    return {
      kind: 'refused',
      answer: asked === undefined ? refused(403, 'no_organisation', 'You belong to no organisation yet.') : notFound(),
    };
  const role: Role = user.isStaff ? 'staff' : membership.role;
  if (!may(role, permission))
    return { kind: 'refused', answer: refused(403, 'insufficient_role', `This needs another role than ${role}.`, { permission }) };
  return { kind: 'caller', caller: { user, clientId: membership.clientId, role } };
}

/** Middleware form of the gate for routes that read their own body: leaves the caller in `res.locals.caller`, or answers. */
export const requires =
  (deps: GateDeps, permission: Permission): RequestHandler =>
  (req, res, next) => {
    callerFor(deps, req, permission).then((found) => {
      if (found.kind === 'refused') return send(res, found.answer);
      res.locals['caller'] = found.caller;
      next();
    }, next);
  };

const uuid = z.uuid();

/** A route as Express wants it, in the order of the gate: authenticate, role, validate, handle. */
export const handlerOf =
  (deps: GateDeps, { access, query, body, handle }: Route): RequestHandler =>
  (req, res, next) => {
    const run = async (): Promise<Answer> => {
      const gate = await pass(deps, access, req);
      if (gate.kind === 'refused') return gate.answer;
      Object.assign(res.locals, logged(gate.caller));
      const params = req.params as Record<string, string>;
      if (Object.entries(params).some(([name, value]) => /id$/i.test(name) && !uuid.safeParse(value).success)) return notFound();
      const read = readInput({ query, body }, req);
      if (read.kind === 'refused') return read.answer;
      const log = deps.log.child({ requestId: res.locals['requestId'], ...logged(gate.caller) });
      const ask = { caller: gate.caller, id: params['id']?.toLowerCase() ?? '', params, query: read.query, body: read.body, req, log };
      return handle(ask as unknown as Ask<never, never, never>);
    };
    run().then((answer) => send(res, answer), next);
  };

const logged = (caller: { user: User; clientId?: string } | null) =>
  caller ? { userId: caller.user.id, ...(caller.clientId && { clientId: caller.clientId }) } : {};

async function pass(
  deps: GateDeps,
  access: Access,
  req: Request,
): Promise<{ kind: 'in'; caller: Caller | { user: User } | null } | { kind: 'refused'; answer: Answer }> {
  if (access === 'public') return { kind: 'in', caller: null };
  if (access === 'session') {
    const known = await authenticate(deps, req);
    return known.kind === 'known' ? { kind: 'in', caller: { user: known.user } } : known;
  }
  const found = await callerFor(deps, req, access);
  return found.kind === 'caller' ? { kind: 'in', caller: found.caller } : found;
}

function readInput(
  { query, body }: Pick<Route, 'query' | 'body'>,
  req: Request,
): { kind: 'read'; query: unknown; body: unknown } | { kind: 'refused'; answer: Answer } {
  const asked = query.safeParse({ ...req.query });
  if (!asked.success) return { kind: 'refused', answer: badInput(asked.error) };
  if (!body) return { kind: 'read', query: asked.data, body: undefined };
  const given = body.safeParse(req.body ?? {});
  return given.success ? { kind: 'read', query: asked.data, body: given.data } : { kind: 'refused', answer: badInput(given.error) };
}
