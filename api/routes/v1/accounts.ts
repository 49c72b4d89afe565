import { z } from 'zod';
import { nothing, ok, pageOf, refused } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import type { User } from '#auth/auth.ts';
import { checkOrigin } from '#auth/origin.ts';
import { may, PERMISSIONS, type Permission, type Role } from '#auth/permissions.ts';
import { chooseMembership, organisationsOf } from '#stores/accounts.ts';

const Login = z.strictObject({ email: z.string().max(320), password: z.string().max(1_000), remember: z.boolean().default(true) });

/** Signing in and out, the person, and the clients they belong to. */
export const accountRoutes = ({ auth, db, trustedOrigins }: ApiDeps): Route[] => {
  /** A person, their organisations, the active one, and what they may do there. */
  const personOf = async (user: User, asked?: string) => {
    const organisations = await organisationsOf(db, user.id);
    const memberships = organisations.map(({ id, role }) => ({ clientId: id, role, since: new Date(0) }));
    const active = chooseMembership(memberships, { asked, preferred: user.defaultClientId });
    const role: Role | null = active && (user.isStaff ? 'staff' : active.role);
    return {
      user,
      client: organisations.find(({ id }) => id === active?.clientId) ?? null,
      role,
      permissions: role ? (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => may(role, permission)) : [],
      memberships: organisations.map(({ id, name, role: own }) => ({ clientId: id, name, role: own })),
    };
  };

  return [
    route('POST /auth/login', {
      access: 'public',
      body: Login,
      handle: async ({ body, req }) => {
        const meta = { ip: req.ip ?? '', userAgent: req.get('user-agent'), remember: body.remember };
        const answer = await auth.signIn(body.email, body.password, meta);
        if (answer.kind === 'locked') return refused(423, 'locked', 'Too many failed attempts. Try again in 15 minutes.');
        if (answer.kind === 'invalid') return refused(401, 'invalid_credentials', 'E-mail address or password is wrong.');
        // A browser gets its cookie only on a page of ours; a program gets the token alone.
        const isPage = checkOrigin({ method: req.method, header: (name) => req.get(name) }, trustedOrigins) === 'ok';
        const expiresIn = Math.floor((Date.parse(answer.expiresAt) - Date.now()) / 1000);
        const session = { ...(await personOf(answer.user)), accessToken: answer.token, tokenType: 'Bearer', expiresIn };
        return ok(session, isPage ? { 'Set-Cookie': answer.setCookie } : undefined);
      },
    }),

    route('POST /auth/logout', {
      access: 'session',
      query: z.strictObject({ all: z.enum(['true', 'false']).default('false') }),
      handle: async ({ req, query }) => nothing({ 'Set-Cookie': await auth.signOut(req, { everywhere: query.all === 'true' }) }),
    }),

    route('GET /users/me', {
      access: 'session',
      handle: async ({ caller, req }) => ok(await personOf(caller.user, req.get('x-org-id'))),
    }),

    route('GET /orgs', {
      access: 'session',
      handle: async ({ caller }) => {
        const organisations = await organisationsOf(db, caller.user.id);
        return ok(pageOf(organisations, { page: 1, pageSize: Math.max(organisations.length, 1) }, organisations.length));
      },
    }),
  ];
};
