import { Prisma, type Tx } from '../client.ts';

/** Has open pages read a lead afresh: a reply, a message by hand or a comment. Nothing about the lead itself has changed by that, so nobody else is told. */
export async function tellPages(tx: Tx, clientId: string, leadId: string): Promise<void> {
  await tx.$executeRaw(tellingPages(Prisma.sql`l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid`));
}

/** The same for every lead `l` of a condition, as a statement. */
export const tellingPages = (which: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, at, published_at)
  SELECT l.client_id, l.mode, 'lead', l.id, 'lead.reply_shown', clock_timestamp() + l.clock_offset * interval '1 millisecond', now() FROM lead l WHERE ${which}`;
