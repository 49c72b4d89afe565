import type { Signs } from '#domain/standstill.ts';
import type { Tx } from '../client.ts';
import { ENGINE_AWAY } from './outbox.ts';

/** What waits for the worker and for the engine, of one client. Reads little: rows that wait, and the due leads of active campaigns. */
export async function standstillSigns(tx: Tx, clientId: string): Promise<Signs> {
  const [row] = await tx.$queryRaw<Signs[]>`
    WITH waiting AS (
      SELECT next_try_at, at, attempts, error FROM outbox_event WHERE client_id = ${clientId}::uuid AND published_at IS NULL ORDER BY next_try_at LIMIT 200),
    due AS (
      SELECT min(l.due_at) AS since FROM campaign c
      CROSS JOIN LATERAL (SELECT due_at FROM lead WHERE client_id = c.client_id AND campaign_id = c.id AND due_at <= now() AND phase = 'reach'
                            AND calling_id IS NULL ORDER BY due_at LIMIT 1) l
      WHERE c.client_id = ${clientId}::uuid AND c.status = 'active'),
    busy AS (
      SELECT EXISTS (SELECT 1 FROM call_slot WHERE client_id = ${clientId}::uuid AND lease_until > now())
          OR EXISTS (SELECT 1 FROM call WHERE client_id = ${clientId}::uuid AND permit IS NOT NULL
            AND created_at > now() - interval '90 seconds') AS yes)
    SELECT coalesce((SELECT extract(epoch FROM clock_timestamp() - min(next_try_at)) FROM waiting WHERE next_try_at <= now()), 0)::float8 AS "unclaimedSeconds",
      coalesce((SELECT extract(epoch FROM clock_timestamp() - min(at)) FROM waiting WHERE attempts > 1 AND error LIKE ${`${ENGINE_AWAY}%`}), 0)::float8
        AS "unreachableSeconds",
      CASE WHEN (SELECT yes FROM busy) THEN 0 ELSE coalesce((SELECT extract(epoch FROM clock_timestamp() - since) FROM due), 0) END::float8
        AS "overdueDialSeconds"`;
  return row ?? { unclaimedSeconds: 0, unreachableSeconds: 0, overdueDialSeconds: 0 };
}
