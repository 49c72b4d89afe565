import { Prisma, type Tx } from '../client.ts';
import type { InboxVendor } from './inbox.ts';

/** An event that could not be taken in, without its body: that may hold what a lead said. */
export type FailedEvent = {
  id: string;
  vendor: InboxVendor;
  account: string;
  vendorEventId: string;
  type: string;
  attempts: number;
  error: string | null;
  receivedAt: Date;
};

/** Events of all clients that ten tries did not bring in, newest first. Read as the relay. */
export async function failedEvents(
  tx: Tx,
  { vendor, page, pageSize }: { vendor?: InboxVendor | undefined; page: number; pageSize: number },
): Promise<{ data: FailedEvent[]; total: number }> {
  const where = { status: 'failed', ...(vendor && { vendor }) };
  const [rows, total] = [
    await tx.webhookEvent.findMany({
      where,
      orderBy: { id: 'desc' },
      take: pageSize,
      skip: (page - 1) * pageSize,
      omit: { body: true, meta: true },
    }),
    await tx.webhookEvent.count({ where }),
  ];
  const data = rows.map(({ id, vendor, account, vendorEventId, type, attempts, error, receivedAt }) => ({
    id: String(id),
    vendor: vendor as InboxVendor,
    account,
    vendorEventId,
    type,
    attempts,
    error,
    receivedAt,
  }));
  return { data, total };
}

/** Has failed events tried again from the start: those named, else all of a vendor, else all. Harmless to repeat. Returns how many. */
export async function replayEvents(
  tx: Tx,
  { ids, vendor }: { ids?: readonly string[] | undefined; vendor?: InboxVendor | undefined },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE webhook_event SET status = 'received', attempts = 0, next_try_at = clock_timestamp()
    WHERE status = 'failed' AND ${ids ? Prisma.sql`id = ANY(${ids.map(BigInt)}::bigint[])` : Prisma.sql`true`}
      AND ${vendor ? Prisma.sql`vendor = ${vendor}` : Prisma.sql`true`}`;
}
