import type { Mode } from '#domain/lead.ts';
import type { Db, Tx } from '../client.ts';

export type MemberClient = { id: string; name: string; timezone: string; status: string; role: string };

/** The clients a person belongs to, by name. Each is read through its own door: nobody sees two clients at once. */
export async function memberClients(db: Db, userId: string): Promise<MemberClient[]> {
  const memberships = await db.withUser(userId, (tx) =>
    tx.membership.findMany({ where: { userId }, select: { clientId: true, role: true }, take: 50 }),
  );
  const clients = await Promise.all(
    memberships.map(({ clientId, role }) =>
      db.withClient(clientId, async (tx) => {
        const client = await tx.client.findUnique({
          where: { id: clientId },
          select: { id: true, name: true, timezone: true, status: true },
        });
        return client ? { ...client, role } : null;
      }),
    ),
  );
  return clients.filter((client) => client !== null).sort((a, b) => a.name.localeCompare(b.name));
}

export type LiveEvent = { id: string; aggregateType: string; aggregateId: string; type: string; mode: Mode };

/** Facts of one client after `afterId`, oldest first, at most 500. */
export async function factsAfter(db: Db, clientId: string, afterId: string): Promise<LiveEvent[]> {
  return db.withClient(
    clientId,
    (tx) => tx.$queryRaw<LiveEvent[]>`
      SELECT id::text, aggregate_type AS "aggregateType", aggregate_id AS "aggregateId", type, mode
      FROM outbox_event WHERE id > ${BigInt(afterId)} AND client_id = ${clientId}::uuid ORDER BY outbox_event.id LIMIT 500`,
  );
}

/** The newest fact's id of one client, `0` when there is none: where a page that was just made begins to listen. */
export async function newestFact(db: Db, clientId: string): Promise<string> {
  const [row] = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<{ id: string | null }[]>`SELECT max(id)::text AS id FROM outbox_event WHERE client_id = ${clientId}::uuid`,
  );
  return row?.id ?? '0';
}

/** The newest fact that a page read at this moment surely shows: facts of the last two seconds may still have been on their way. */
export async function settledFact(tx: Tx, clientId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string | null }[]>`
    SELECT max(id)::text AS id FROM outbox_event WHERE client_id = ${clientId}::uuid AND at < clock_timestamp() - interval '2 seconds'`;
  return row?.id ?? '0';
}
