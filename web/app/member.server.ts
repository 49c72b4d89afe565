import { type AppLoadContext, redirect } from '@remix-run/node';
import { may, type Permission, ROLES } from '#auth/permissions.ts';
import type { Tx } from '#prisma/client.ts';
import { grantersOf } from '#stores/accounts.ts';
import { memberClients } from '#stores/views-session.ts';
import type { Member } from './context.ts';

const CLIENT_COOKIE = /(?:^|;\s*)client=([0-9a-f-]{36})/;

/** One answer a request: the loaders of a page run side by side and all ask. */
const answers = new WeakMap<AppLoadContext, Promise<Member>>();

/** Who asks and for which client, or a redirect to the log-in page that leads back here. */
export function memberOf(args: { request: Request; context: AppLoadContext }): Promise<Member> {
  const answer = answers.get(args.context) ?? findMember(args);
  answers.set(args.context, answer);
  return answer;
}

async function findMember({ request, context }: { request: Request; context: AppLoadContext }): Promise<Member> {
  const { user, db } = context;
  if (!user) throw redirect(`/login?next=${encodeURIComponent(hereOf(request))}`);
  const clients = await memberClients(db, user.id);
  const chosen = CLIENT_COOKIE.exec(request.headers.get('cookie') ?? '')?.[1] ?? user.defaultClientId;
  const client = clients.find(({ id }) => id === chosen) ?? clients[0];
  if (!client) throw new Response('You belong to no client yet. Ask whoever invited you.', { status: 403 });
  const role = user.isStaff ? 'staff' : (ROLES.find((r) => r === client.role) ?? 'viewer');
  return { user, client, role, clients };
}

/** The member, and a door to the client's rows; 403 without the permission. */
export async function enter(args: { request: Request; context: AppLoadContext }, permission: Permission) {
  const member = await memberOf(args);
  if (!may(member.role, permission)) throw new Response(await refusal(args.context, member), { status: 403 });
  const read = <T>(work: (tx: Tx) => Promise<T>) => args.context.db.withClient(member.client.id, work);
  return { ...member, clientId: member.client.id, read, may: (p: Permission) => may(member.role, p) };
}

/** Why somebody may not, and who can change that. */
async function refusal({ db, auth }: AppLoadContext, { client, role }: Member): Promise<string> {
  const granters = await db.withClient(client.id, (tx) => grantersOf(tx, client.id));
  const names = await auth.namesOf(granters.map(({ userId }) => userId));
  const known = granters.flatMap(({ userId, role: theirs }) => (names.has(userId) ? [`${names.get(userId)} (${theirs})`] : []));
  const who = known.length > 0 ? new Intl.ListFormat('en', { type: 'disjunction' }).format(known) : 'An owner or admin';
  return `Your role at ${client.name} is ${role}, which does not include this. ${who} can grant it.`;
}

/** The address to come back to after the log-in: this one, without Remix's own parts. */
function hereOf(request: Request): string {
  const url = new URL(request.url);
  url.searchParams.delete('_routes');
  url.searchParams.delete('index');
  return `${url.pathname.replace(/\.data$/, '').replace(/^\/_root$/, '/')}${url.search}`;
}

/** A path of this app to return to; anything that could lead elsewhere becomes `/`. */
export function safeNext(next: FormDataEntryValue | string | null): string {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next) || /[\\\p{Cc}]/u.test(next)) return '/';
  const url = new URL(next, 'http://here.invalid');
  return url.host === 'here.invalid' ? `${url.pathname}${url.search}` : '/';
}

/** The id in an address, or 404: a malformed one names nothing. */
export function idOf(value: string | undefined): string {
  if (value && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) return value.toLowerCase();
  throw new Response('', { status: 404 });
}

/** Nothing of this client is at this address. */
export const notFound = () => new Response('', { status: 404 });
