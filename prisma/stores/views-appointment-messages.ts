import type { Tx } from '../client.ts';

export type AppointmentMessage = {
  id: string;
  kind: string;
  channel: string;
  status: string;
  skipReason: string | null;
  at: string | null;
};

/** Messages to a lead about one appointment, sent and planned, in the order of their times. */
export async function appointmentMessages(tx: Tx, clientId: string, appointmentId: string): Promise<AppointmentMessage[]> {
  const rows = await tx.message.findMany({
    where: { clientId, appointmentId, direction: 'outbound' },
    select: { id: true, kind: true, channel: true, status: true, skipReason: true, scheduledFor: true, sentAt: true },
    orderBy: [{ scheduledFor: 'asc' }, { id: 'asc' }],
    take: 100,
  });
  return rows.map(({ scheduledFor, sentAt, ...row }) => ({ ...row, at: (sentAt ?? scheduledFor)?.toISOString() ?? null }));
}
