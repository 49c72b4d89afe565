import type { Account } from '#domain/lead.ts';
import type { Tx } from '../client.ts';
import { IS_DUE } from './due.ts';
import type { QueueLag } from './outbox.ts';

export type InboxVendor = 'retell' | 'calcom' | 'stripe' | 'twilio' | 'sendgrid' | 'telephony';

/** What a vendor sent, verified, before anything is done about it. `body` is the request's raw bytes. */
export type InboxEvent = {
  id: string;
  vendor: InboxVendor;
  /** Whose secret verified it: live or sandbox. */
  account: Account;
  vendorEventId: string;
  type: string;
  body: Uint8Array;
  /** Parts of the request outside the body that matter. */
  meta: Record<string, unknown>;
  attempts: number;
  receivedAt: string;
};

/** What came of an event. `later`: something it needs is not there yet; it is looked at again and does not count as a failure. */
export type InboxResult =
  | { kind: 'processed'; clientId: string }
  | { kind: 'ignored'; why: string }
  | { kind: 'later'; seconds: number; why: string };

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Seconds until the next try after each failure; after the last one a person must look. */
const RETRY_SECONDS = [5, 15, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 12 * HOUR];
const LATEST = '3 days';

/** Claims the next waiting event until the relay's transaction ends, reports on deliveries left out (`receipts.ts`); null when none waits that no other relay holds. */
export async function claimEvent(tx: Tx): Promise<InboxEvent | null> {
  const [row] = await tx.$queryRaw<(Omit<InboxEvent, 'receivedAt'> & { receivedAt: Date })[]>`
    SELECT id::text, vendor, account, vendor_event_id AS "vendorEventId", type, body, meta, attempts, received_at AS "receivedAt"
    FROM webhook_event WHERE status = 'received' AND NOT is_receipt(vendor, type) AND ${IS_DUE}
    ORDER BY next_try_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return row ? { ...row, receivedAt: row.receivedAt.toISOString() } : null;
}

/** The first event of a calendar whose key begins with one of these, whatever came of it. */
export async function firstCalendarEvent(
  tx: Tx,
  account: Account,
  beginnings: string[],
): Promise<{ body: Uint8Array; receivedAt: Date } | null> {
  const [row] = await tx.$queryRaw<{ body: Uint8Array; receivedAt: Date }[]>`
    SELECT e.body, e.received_at AS "receivedAt" FROM unnest(${beginnings}::text[]) b
    JOIN webhook_event e ON e.vendor = 'calcom' AND e.account = ${account} AND e.vendor_event_id COLLATE "C" >= b AND e.vendor_event_id COLLATE "C" < b || '~'
    ORDER BY e.id LIMIT 1`;
  return row ?? null;
}

/** Records what came of an event, in the transaction that acted on it. */
export async function markEvent(tx: Tx, id: string, result: InboxResult): Promise<void> {
  if (result.kind === 'later') {
    await tx.$executeRaw`
      UPDATE webhook_event SET error = ${result.why.slice(0, 500)}, next_try_at = clock_timestamp() + make_interval(secs => ${result.seconds}::float8),
        status = CASE WHEN received_at < clock_timestamp() - ${LATEST}::interval THEN 'failed' ELSE status END
      WHERE id = ${BigInt(id)}`;
    return;
  }
  const [clientId, why] = result.kind === 'processed' ? [result.clientId, null] : [null, result.why.slice(0, 500)];
  await tx.$executeRaw`
    UPDATE webhook_event SET status = ${result.kind}, client_id = coalesce(${clientId}::uuid, client_id), error = ${why}, processed_at = clock_timestamp()
    WHERE id = ${BigInt(id)}`;
}

/** Records a failed try: again after 5 s, 15 s, 1 min … 12 h (each ±10 %), then `failed` until a person replays it. */
export async function markEventFailed(
  tx: Tx,
  event: Pick<InboxEvent, 'id' | 'attempts'>,
  error: string,
  chance = Math.random(),
): Promise<void> {
  const wait = RETRY_SECONDS[event.attempts] ?? 0;
  const isLast = event.attempts >= RETRY_SECONDS.length;
  await tx.$executeRaw`
    UPDATE webhook_event SET attempts = attempts + 1, error = ${error.slice(0, 500)}, status = CASE WHEN ${isLast} THEN 'failed' ELSE status END,
      next_try_at = clock_timestamp() + make_interval(secs => ${wait * (0.9 + 0.2 * chance)}::float8)
    WHERE id = ${BigInt(event.id)} AND attempts = ${event.attempts} AND status = 'received'`;
}

/** How many events wait, and for how long the oldest of them. */
export async function inboxLag(tx: Tx): Promise<QueueLag> {
  const [lag] = await tx.$queryRaw<QueueLag[]>`
    SELECT count(*)::int AS waiting, coalesce(extract(epoch FROM clock_timestamp() - min(next_try_at)), 0)::float8 AS "oldestSeconds"
    FROM webhook_event WHERE status = 'received' AND next_try_at <= now()`;
  return lag ?? { waiting: 0, oldestSeconds: 0 };
}
