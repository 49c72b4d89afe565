import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { APIError, type BetterAuthOptions, betterAuth } from 'better-auth';
import { getAdapter } from 'better-auth/db/adapter';
import pg from 'pg';
import { hashPassword, PASSWORD_LENGTH, passwordMatches } from './passwords.ts';
import { withHashedSessionTokens } from './session-tokens.ts';
import { createThrottle } from './throttle.ts';

export type AuthOptions = {
  /** Address of the database for the login `callvia_auth`. */
  authUrl: string;
  /** At least 32 characters; signs the session cookie. */
  secret: string;
  /** Where people reach the app; https makes the cookie `__Host-` and Secure. */
  baseUrl: string;
  trustedOrigins: readonly string[];
  connections?: number;
};

export type User = { id: string; email: string; name: string; isStaff: boolean; defaultClientId: string | null };
export type Session = { user: User; token: string; expiresAt: string };
/** Who asks, as far as the request tells. */
export type RequestMeta = { ip: string; userAgent?: string | undefined; remember?: boolean };
export type SignIn =
  | { kind: 'ok'; token: string; user: User; setCookie: string; expiresAt: string }
  | { kind: 'invalid' }
  | { kind: 'locked' };
export type CreateUser = { kind: 'ok'; user: User } | { kind: 'email_taken' } | { kind: 'weak_password' };
/** A bare token, or a request (of Express or of the Fetch API) that carries one as Bearer or as cookie. */
export type TokenSource = string | { headers: Headers | IncomingHttpHeaders };
/** A session token and the way it came: what came by cookie needs a check of its origin. */
export type Credential = { token: string; by: 'bearer' | 'cookie' | 'hand' };

const DAY_S = 86_400;
const IDLE_MS = 12 * 3_600_000;
/** A session's last use is written at most this often. */
const TOUCH_MS = 5 * 60_000;

/** People and their sessions. Nothing here knows clients or roles; see `prisma/stores/accounts.ts` for those. */
export function createAuth({ authUrl, secret, baseUrl, trustedOrigins, connections = 5 }: AuthOptions) {
  const isSecure = baseUrl.startsWith('https://');
  const cookieName = isSecure ? '__Host-callvia.session' : 'callvia.session';
  const pool = new pg.Pool({
    connectionString: authUrl,
    max: connections,
    options: '-c search_path=auth',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 5_000,
  });
  pool.on('error', () => undefined); // an idle connection was lost; the next query opens another or fails by itself
  const throttle = createThrottle(pool);
  const options = {
    appName: 'Callvia',
    baseURL: baseUrl,
    secret,
    trustedOrigins: [...trustedOrigins],
    telemetry: { enabled: false },
    logger: { disabled: true }, // its lines name addresses; what matters is logged by the callers
    advanced: {
      database: { generateId: 'uuid' },
      useSecureCookies: false, // the prefix is ours
      cookies: { session_token: { name: cookieName, attributes: { secure: isSecure, httpOnly: true, sameSite: 'lax', path: '/' } } },
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LENGTH.min,
      maxPasswordLength: PASSWORD_LENGTH.max,
      password: { hash: hashPassword, verify: ({ hash, password }) => passwordMatches(hash, password) },
    },
    session: {
      expiresIn: 7 * DAY_S, // whatever happens; the idle limit is kept by `sessionOf`
      disableSessionRefresh: true,
      fields: timestamps({ userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' }),
    },
    user: {
      fields: timestamps({ emailVerified: 'email_verified' }),
      additionalFields: {
        isStaff: { type: 'boolean', required: false, defaultValue: false, input: false, fieldName: 'is_staff' },
        defaultClientId: { type: 'string', required: false, input: false, fieldName: 'default_client_id' },
        disabledAt: { type: 'date', required: false, input: false, fieldName: 'disabled_at' },
      },
    },
    account: {
      fields: timestamps({
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      }),
    },
    verification: { fields: timestamps({ expiresAt: 'expires_at' }) },
    databaseHooks: {
      session: { create: { before: async (session) => ({ data: { ...session, token: randomBytes(32).toString('base64url') } }) } },
    },
  } satisfies BetterAuthOptions;

  const open = async () => {
    const adapter = withHashedSessionTokens(await getAdapter({ ...options, database: pool }));
    const auth = betterAuth({ ...options, database: () => adapter });
    return { api: auth.api, ...(await auth.$context) };
  };
  let opening: ReturnType<typeof open> | undefined;
  const ready = () => {
    opening ??= open();
    return opening;
  };

  const touch = async (token: string) => {
    const { internalAdapter } = await ready();
    await internalAdapter.updateSession(token, { updatedAt: new Date() });
  };

  return {
    cookieName,

    /** Checks address and password and opens a session. An unknown address, a wrong password and a disabled user are one answer. */
    async signIn(email: string, password: string, meta: RequestMeta): Promise<SignIn> {
      if (await throttle.isLocked(email, meta.ip)) return { kind: 'locked' };
      const { api } = await ready();
      const headers = new Headers({ 'user-agent': meta.userAgent ?? '', 'x-forwarded-for': meta.ip });
      const body = { email: email.trim().toLowerCase(), password, rememberMe: meta.remember ?? true };
      const answer = await api.signInEmail({ body, headers, returnHeaders: true }).catch(refused);
      const session = answer && (await this.sessionOf(answer.response.token));
      if (!answer || !session) {
        await throttle.failed(email, meta.ip);
        return { kind: 'invalid' };
      }
      await throttle.succeeded(email);
      const setCookie = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${cookieName}=`)) ?? '';
      return { kind: 'ok', token: session.token, user: session.user, setCookie, expiresAt: session.expiresAt };
    },

    /** Ends one session, or with `everywhere` all of its user. Returns the cookie that clears the browser's. */
    async signOut(source: TokenSource, { everywhere = false } = {}): Promise<string> {
      const { internalAdapter } = await ready();
      const token = this.credentialOf(source)?.token;
      const found = token ? await internalAdapter.findSession(token) : null;
      if (found && everywhere) await internalAdapter.deleteUserSessions(found.user.id);
      else if (token) await internalAdapter.deleteSession(token);
      return `${cookieName}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0${isSecure ? '; Secure' : ''}`;
    },

    /** The session behind a token, null when there is none, it is over, idle for 12 hours, or its user disabled. */
    async sessionOf(source: TokenSource): Promise<Session | null> {
      const token = this.credentialOf(source)?.token;
      if (!token) return null;
      const { internalAdapter } = await ready();
      const found = await internalAdapter.findSession(token);
      if (!found) return null;
      const { session, user } = found;
      const idleMs = Date.now() - session.updatedAt.getTime();
      if (session.expiresAt.getTime() <= Date.now() || idleMs >= IDLE_MS || user['disabledAt']) return null;
      if (idleMs > TOUCH_MS) await touch(token);
      return { user: userOf(user), token, expiresAt: session.expiresAt.toISOString() };
    },

    /** The token a request carries and how; a Bearer token goes before the cookie. */
    credentialOf(source: TokenSource): Credential | null {
      if (typeof source === 'string') return source ? { token: source, by: 'hand' } : null;
      const header = (name: string) => (source.headers instanceof Headers ? source.headers.get(name) : source.headers[name]) ?? '';
      const bearer = /^Bearer ([\w-]{20,100})$/i.exec(String(header('authorization')))?.[1];
      if (bearer) return { token: bearer, by: 'bearer' };
      const cookie = String(header('cookie'))
        .split(/;\s*/)
        .find((pair) => pair.startsWith(`${cookieName}=`));
      const token = /^[\w-]{20,100}/.exec(cookie?.slice(cookieName.length + 1) ?? '')?.[0]; // better-auth adds `.signature`; the token is random enough
      return token ? { token, by: 'cookie' } : null;
    },

    /** Makes a user who signs in by password: 12 to 128 characters. Calls nobody and mails nothing. */
    async createUser(wanted: {
      email: string;
      password: string;
      name: string;
      isStaff?: boolean;
      defaultClientId?: string;
    }): Promise<CreateUser> {
      if (wanted.password.length < PASSWORD_LENGTH.min || wanted.password.length > PASSWORD_LENGTH.max) return { kind: 'weak_password' };
      const { internalAdapter } = await ready();
      const email = wanted.email.trim().toLowerCase();
      if (await internalAdapter.findUserByEmail(email)) return { kind: 'email_taken' };
      const { name, isStaff = false, defaultClientId } = wanted;
      const user = await internalAdapter.createUser(
        { email, name, emailVerified: true, isStaff, defaultClientId: defaultClientId ?? null },
        { method: 'admin' },
      );
      await internalAdapter.linkAccount({
        userId: user.id,
        accountId: user.id,
        providerId: 'credential',
        password: await hashPassword(wanted.password),
      });
      return { kind: 'ok', user: userOf(user) };
    },

    /** Null when nobody has the address. */
    async findUser(email: string): Promise<User | null> {
      const { internalAdapter } = await ready();
      const found = await internalAdapter.findUserByEmail(email.trim().toLowerCase());
      return found ? userOf(found.user) : null;
    },

    /** Names of users by id; one that is gone is left out. */
    async namesOf(ids: readonly string[]): Promise<Map<string, string>> {
      const { internalAdapter } = await ready();
      const users = await Promise.all(ids.map((id) => internalAdapter.findUserById(id)));
      return new Map(users.flatMap((user) => (user ? [[user.id, user.name] as const] : [])));
    },

    /** Users by id, in the order asked; one that is gone or disabled is left out. */
    async activeUsers(ids: readonly string[]): Promise<User[]> {
      const { internalAdapter } = await ready();
      const users = await Promise.all(ids.map((id) => internalAdapter.findUserById(id) as Promise<Record<string, unknown> | null>));
      return users.flatMap((user) => (user && !user['disabledAt'] ? [userOf(user as Parameters<typeof userOf>[0])] : []));
    },

    close: () => pool.end(),
  };
}
export type Auth = ReturnType<typeof createAuth>;

const timestamps = <F extends Record<string, string>>(fields: F) => ({ ...fields, createdAt: 'created_at', updatedAt: 'updated_at' });

const userOf = (row: Record<string, unknown> & { id: string; email: string; name: string }): User => ({
  id: row.id,
  email: row.email,
  name: row.name,
  isStaff: row['isStaff'] === true,
  defaultClientId: typeof row['defaultClientId'] === 'string' ? row['defaultClientId'] : null,
});

/** better-auth refuses with 400 or 401; anything else is a fault and goes on. */
function refused(error: unknown): null {
  if (error instanceof APIError && error.statusCode < 500) return null;
  throw error;
}
