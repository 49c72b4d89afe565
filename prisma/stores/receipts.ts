import type { Account, Mode } from '#domain/lead.ts';
import { Prisma, type RelayTx, type Tx } from '../client.ts';
import { IS_DUE } from './due.ts';
import { tellingPages } from './tell-pages.ts';

/** One report on how a message of ours fared; it proves that the message was sent. */
export type Receipt = { key: string; mode: Mode; vendorId: string | null; status: string | null; error: string | null };
export type ReceiptEvent = {
  id: string;
  vendor: 'twilio' | 'sendgrid';
  account: Account;
  type: string;
  body: Uint8Array;
  meta: Record<string, unknown>;
  attempts: number;
};

/** Claims a page of waiting delivery reports until the relay's transaction ends. */
export const claimReceipts = (tx: Tx, limit: number): Promise<ReceiptEvent[]> =>
  tx.$queryRaw<ReceiptEvent[]>`
    SELECT id::text, vendor, account, type, body, meta, attempts FROM webhook_event
    WHERE status = 'received' AND is_receipt(vendor, type) AND ${IS_DUE}
    ORDER BY next_try_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED`;

type Owned = Receipt & { clientId: string; messageId: string };

/** Looks up whose messages these are, as the relay; reports on messages that are not ours are left out. */
export async function ownersOf(tx: Tx, receipts: readonly Receipt[]): Promise<Owned[]> {
  if (receipts.length === 0) return [];
  const keys = [...new Set(receipts.map(({ key }) => key))];
  const rows = await tx.$queryRaw<{ clientId: string; mode: Mode; key: string; messageId: string }[]>`
    SELECT client_id AS "clientId", mode, key, request->>'messageId' AS "messageId" FROM vendor_effect WHERE key = ANY(${keys}::text[]) AND request ? 'messageId'`;
  const owners = new Map(rows.map((row) => [`${row.mode} ${row.key}`, row]));
  return receipts.flatMap((receipt) => {
    const owner = owners.get(`${receipt.mode} ${receipt.key}`);
    return owner ? [{ ...receipt, clientId: owner.clientId, messageId: owner.messageId }] : [];
  });
}

/** How far a message has come; a report may only move it up, whatever order they come in. */
const RANKS = ['scheduled', 'queued', 'unknown', 'sent', 'delivered', 'opened', 'clicked', 'undelivered', 'bounced', 'failed'];

/** Writes what a page of reports says, one statement a client for the ledger and one for the messages. */
export async function writeReceipts({ tx, actFor, rest }: RelayTx, owned: readonly Owned[]): Promise<void> {
  for (const clientId of new Set(owned.map((receipt) => receipt.clientId))) {
    await actFor(clientId);
    const told = Prisma.sql`
      SELECT DISTINCT ON (key) key, message_id::uuid AS message_id, vendor_id, status, error
      FROM jsonb_to_recordset(${JSON.stringify(owned.filter((receipt) => receipt.clientId === clientId).map(rowOf))}::jsonb)
        AS r(key text, message_id text, vendor_id text, status text, error text)
      ORDER BY key, array_position(${RANKS}::text[], coalesce(status, 'sent')) DESC`;
    await tx.$executeRaw`
      UPDATE vendor_effect e SET status = 'done', vendor_id = coalesce(e.vendor_id, t.vendor_id), next_lookup_at = NULL, settled_at = clock_timestamp()
      FROM (${told}) t WHERE e.client_id = ${clientId}::uuid AND e.key = t.key AND e.status IN ('started', 'unknown')`;
    // Whoever wrote a message by hand may be waiting to see it arrive: open pages are told.
    await tx.$executeRaw`
      WITH moved AS (UPDATE message m SET status = CASE WHEN array_position(${RANKS}::text[], coalesce(t.status, 'sent')) > array_position(${RANKS}::text[], m.status) THEN coalesce(t.status, 'sent') ELSE m.status END,
        provider_message_id = coalesce(m.provider_message_id, t.vendor_id), error_code = coalesce(t.error, m.error_code),
        sent_at = coalesce(m.sent_at, clock_timestamp() + coalesce((SELECT l.clock_offset FROM lead l WHERE l.client_id = m.client_id AND l.id = m.lead_id), 0) * interval '1 millisecond'),
        delivered_at = CASE WHEN t.status IN ('delivered', 'opened', 'clicked') THEN coalesce(m.delivered_at, now() + coalesce((SELECT l.clock_offset FROM lead l WHERE l.client_id = m.client_id AND l.id = m.lead_id), 0) * interval '1 millisecond') ELSE m.delivered_at END
      FROM (${told}) t WHERE m.client_id = ${clientId}::uuid AND m.id = t.message_id AND m.status = ANY(${RANKS}::text[])
      RETURNING m.client_id, m.lead_id, m.kind)
      ${tellingPages(Prisma.sql`(l.client_id, l.id) IN (SELECT client_id, lead_id FROM moved WHERE kind = 'manual')`)}`;
    await rest();
  }
}

const rowOf = ({ key, messageId, vendorId, status, error }: Owned) => ({ key, message_id: messageId, vendor_id: vendorId, status, error });

/** Marks a page of reports, in the transaction that wrote them. */
export async function markReceipts(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`UPDATE webhook_event SET status = 'processed', processed_at = clock_timestamp() WHERE id = ANY(${ids}::bigint[])`;
}
