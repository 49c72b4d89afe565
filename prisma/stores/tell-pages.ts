import type { Tx } from '../client.ts';

/** Has open pages read a lead afresh: a reply, a message by hand or a comment. Nothing about the lead itself has changed by that, so nobody else is told. */
export async function tellPages(tx: Tx, clientId: string, leadId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, at, published_at)
    SELECT client_id, mode, 'lead', id, 'lead.reply_shown', clock_timestamp() + clock_offset * interval '1 millisecond', now()
    FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`;
}
