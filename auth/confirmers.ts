import type { Db } from '#prisma/client.ts';
import { rolesOf } from '#stores/accounts.ts';
import type { Auth } from './auth.ts';
import { may } from './permissions.ts';

/** One of a client's people, as far as a mail needs to know. */
export type Confirmer = { userId: string; email: string; name: string };
export type ConfirmersOf = (clientId: string) => Promise<Confirmer[]>;

/** Who of a client may say whether somebody showed, at this moment; nobody whose account is disabled. */
export const createConfirmers =
  ({ db, auth }: { db: Db; auth: Pick<Auth, 'activeUsers'> }): ConfirmersOf =>
  async (clientId) => {
    const members = await db.withClient(clientId, (tx) => rolesOf(tx, clientId));
    const allowed = members.filter(({ role }) => may(role, 'shows.confirm')).map(({ userId }) => userId);
    return (await auth.activeUsers(allowed)).map(({ id, email, name }) => ({ userId: id, email, name }));
  };
