import { Prisma, type Tx } from '../client.ts';

/** Has open pages read a lead afresh: a reply, a message by hand, a comment or what people keep about it. Nothing of its life has changed by that, so nobody else is told. */
export async function tellPages(tx: Tx, clientId: string, leadId: string): Promise<void> {
  await tx.$executeRaw(tellingPages(Prisma.sql`l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid`));
}

/** The same for every lead `l` of a condition, as a statement. */
export const tellingPages = (which: Prisma.Sql): Prisma.Sql => Prisma.sql`
  INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, at, published_at)
  SELECT l.client_id, l.mode, 'lead', l.id, 'lead.reply_shown', clock_timestamp() + l.clock_offset * interval '1 millisecond', now() FROM lead l WHERE ${which}`;

/** Has open pages read an appointment afresh of which its lead, if it has one, learns nothing. */
export async function tellPagesOfAppointment(tx: Tx, clientId: string, appointmentId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, published_at)
    SELECT client_id, mode, 'appointment', id, 'appointment.shown', now() FROM appointment WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
}
