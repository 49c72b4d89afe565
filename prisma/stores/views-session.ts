import type { Mode } from '#domain/lead.ts';
import type { Db, Tx } from '../client.ts';
import { countUpTo1000 } from './views-appointments.ts';

export type MemberClient = { id: string; name: string; timezone: string; status: string; role: string };

/** The clients a person belongs to, by name; of a client that is not theirs nothing shows. */
export async function memberClients(db: Db, userId: string): Promise<MemberClient[]> {
  const clients = await db.withUser(
    userId,
    (tx) => tx.$queryRaw<MemberClient[]>`
      SELECT c.id, c.name, c.timezone, c.status, m.role FROM membership m JOIN client c ON c.id = m.client_id WHERE m.user_id = ${userId}::uuid LIMIT 50`,
  );
  return clients.sort((a, b) => a.name.localeCompare(b.name));
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

/** What every page of a client shows: how many shows to verify, and the newest fact that a page read at this moment surely knows. */
export type FrameFacts = { waiting: number; known: string };

/** Facts of the last two seconds may still be on their way, so the newest that is surely known is older. */
export async function frameFacts(tx: Tx, clientId: string): Promise<FrameFacts> {
  const [row] = await tx.$queryRaw<FrameFacts[]>`
    SELECT ${countUpTo1000('verify', clientId)} AS waiting, coalesce((SELECT max(id) FROM outbox_event
      WHERE client_id = ${clientId}::uuid AND at < clock_timestamp() - interval '2 seconds'), 0)::text AS known`;
  return row ?? { waiting: 0, known: '0' };
}
