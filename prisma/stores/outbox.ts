import type { Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';
import { IS_DUE } from './due.ts';

/** Something that changed and that somebody outside the database is still to be told. */
export type OutboxEvent = {
  id: string;
  clientId: string;
  mode: Mode;
  aggregateType: 'lead' | 'campaign' | 'billing' | 'import';
  aggregateId: string;
  type: string;
  payload: Record<string, unknown>;
  attempts: number;
  /** Campaign to wake because this fact made one of its leads due sooner than it would look by itself. */
  wakesCampaignId: string | null;
};

const LONGEST_RETRY_SECONDS = 15;
/** How the reason begins when it is not the change but the engine that cannot be told anything. */
export const ENGINE_AWAY = 'The engine does not answer';

/** Seconds after which an active campaign looks again although nothing it knows of is due: half of the shortest retry, at most an hour. */
export const pollSeconds = (cadence: string) =>
  `least(3600, greatest(1, (SELECT min(wait::float8) / 2 FROM jsonb_array_elements_text(${cadence} -> 'retry') wait)))`;

/** Claims what waits, oldest first, until the relay's transaction ends. Rows another relay holds, and the aggregates named, are passed over. */
export const claimOutbox = (tx: Tx, limit: number, except: readonly string[] = []): Promise<OutboxEvent[]> =>
  tx.$queryRawUnsafe<OutboxEvent[]>(
    `WITH claimed AS MATERIALIZED (
       SELECT * FROM outbox_event WHERE published_at IS NULL AND ${IS_DUE.sql} AND NOT (aggregate_id = ANY($2::uuid[]))
       ORDER BY next_try_at, id LIMIT $1 FOR UPDATE SKIP LOCKED)
     SELECT o.id::text, o.client_id AS "clientId", o.mode, o.aggregate_type AS "aggregateType", o.aggregate_id AS "aggregateId", o.type, o.payload,
            o.attempts, c.id AS "wakesCampaignId"
     FROM claimed o
     LEFT JOIN lead l ON o.aggregate_type = 'lead' AND l.client_id = o.client_id AND l.id = o.aggregate_id AND l.phase = 'reach' AND l.due_at IS NOT NULL
     LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id AND c.status = 'active'
       AND l.due_at < clock_timestamp() + make_interval(secs => ${pollSeconds('c.cadence')})
     ORDER BY o.id`,
    limit,
    except,
  );

/** Told: nobody needs to look at these again. */
export async function markPublished(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`UPDATE outbox_event SET published_at = clock_timestamp(), error = NULL WHERE id = ANY(${ids}::bigint[])`;
}

/** Could not be told: tried again after 1, 2, 4 … 15 seconds, without end. */
export async function markUndelivered(tx: Tx, ids: readonly string[], error: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE outbox_event SET attempts = attempts + 1, error = ${error.slice(0, 500)},
      next_try_at = clock_timestamp() + make_interval(secs => least(${LONGEST_RETRY_SECONDS}, power(2, least(attempts, 10))))
    WHERE id = ANY(${ids}::bigint[])`;
}

export type QueueLag = { waiting: number; oldestSeconds: number };

/** How much is due to be told, and for how long the oldest of it has been. */
export async function outboxLag(tx: Tx): Promise<QueueLag> {
  const [lag] = await tx.$queryRaw<QueueLag[]>`
    SELECT count(*)::int AS waiting, coalesce(extract(epoch FROM clock_timestamp() - min(next_try_at)), 0)::float8 AS "oldestSeconds"
    FROM outbox_event WHERE published_at IS NULL AND next_try_at <= now()`;
  return lag ?? { waiting: 0, oldestSeconds: 0 };
}
