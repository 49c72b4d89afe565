import { randomUUID } from 'node:crypto';
import type { Db, Tx } from '../client.ts';

export type MemberRole = 'owner' | 'admin' | 'member' | 'viewer';
export type Membership = { clientId: string; role: MemberRole; since: Date };
/** A client as its members may see it. */
export type ClientProfile = {
  id: string;
  name: string;
  slug: string;
  timezone: string;
  status: 'active' | 'suspended' | 'deleted';
  subscriptionPlan: string;
  usageBilling: string;
  milestoneEnabled: boolean;
  maxConcurrentCalls: number;
};
export type Organisation = ClientProfile & { role: MemberRole };

/** The clients a person belongs to, oldest membership first. */
export const membershipsOf = (db: Db, userId: string): Promise<Membership[]> =>
  db.withUser(
    userId,
    (tx) => tx.$queryRaw<Membership[]>`
      SELECT client_id AS "clientId", role, created_at AS since FROM membership WHERE user_id = ${userId}::uuid ORDER BY created_at, client_id`,
  );

/**
 * The client a request runs in: the one asked for, if the person belongs to it, else the preferred one, else the oldest. Null when the
 * person has none or asked for another's.
 */
export function chooseMembership(
  memberships: Membership[],
  { asked, preferred }: { asked?: string | undefined; preferred?: string | null },
): Membership | null {
  if (asked !== undefined) return memberships.find(({ clientId }) => clientId === asked.toLowerCase()) ?? null;
  return memberships.find(({ clientId }) => clientId === preferred) ?? memberships[0] ?? null;
}

/** The bound client. Throws when there is no such row, which means that the transaction is bound to nobody. */
export const clientProfile = (tx: Tx, clientId: string): Promise<ClientProfile> =>
  tx.client.findUniqueOrThrow({
    where: { id: clientId },
    select: {
      id: true,
      name: true,
      slug: true,
      timezone: true,
      status: true,
      subscriptionPlan: true,
      usageBilling: true,
      milestoneEnabled: true,
      maxConcurrentCalls: true,
    },
  }) as Promise<ClientProfile>; // a check constraint holds the statuses

/** Every client of a person with its name and the person's role there. */
export async function organisationsOf(db: Db, userId: string): Promise<Organisation[]> {
  const memberships = await membershipsOf(db, userId);
  return Promise.all(
    memberships.map(async ({ clientId, role }) => ({ ...(await db.withClient(clientId, (tx) => clientProfile(tx, clientId))), role })),
  );
}

/** Makes a client with the standard terms and returns its id; null when another one's name reads the same. */
export async function createClient(db: Db, name: string): Promise<string | null> {
  const id = randomUUID();
  const slug = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
  const made = await db.withClient(id, (tx) => tx.client.createMany({ data: [{ id, name, slug }], skipDuplicates: true }));
  return made.count > 0 ? id : null;
}

/** Whether there is such a client. */
export const clientExists = (db: Db, clientId: string): Promise<boolean> =>
  db.withClient(clientId, async (tx) => (await tx.client.count({ where: { id: clientId } })) > 0);

/** Makes a person a member, or gives a member another role. */
export async function putMember(tx: Tx, clientId: string, userId: string, role: MemberRole): Promise<void> {
  await tx.membership.upsert({ where: { clientId_userId: { clientId, userId } }, create: { clientId, userId, role }, update: { role } });
}

/** Who may give others a role in the bound client: owners first, then admins, at most five. */
export const grantersOf = (tx: Tx, clientId: string): Promise<{ userId: string; role: 'owner' | 'admin' }[]> =>
  tx.$queryRaw`
    SELECT user_id AS "userId", role FROM membership WHERE client_id = ${clientId}::uuid AND role IN ('owner', 'admin')
    ORDER BY role = 'owner' DESC, created_at LIMIT 5`;

/** Whether a person belongs to a client. */
export const isMember = async (tx: Tx, clientId: string, userId: string): Promise<boolean> =>
  (await tx.membership.count({ where: { clientId, userId } })) > 0;

/** Everybody who belongs to the bound client with their role, whoever came first in front; at most 200. */
export const rolesOf = (tx: Tx, clientId: string): Promise<{ userId: string; role: MemberRole }[]> =>
  tx.membership.findMany({
    where: { clientId },
    orderBy: { createdAt: 'asc' },
    select: { userId: true, role: true },
    take: 200,
  }) as Promise<{ userId: string; role: MemberRole }[]>; // a check constraint holds the roles

/** Everybody who belongs to the bound client, whoever came first in front. */
export const memberIds = async (tx: Tx, clientId: string): Promise<string[]> => (await rolesOf(tx, clientId)).map(({ userId }) => userId);
