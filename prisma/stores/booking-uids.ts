import type { Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';

/** The appointment that a uid belongs, or once belonged, to. */
export async function appointmentOf(
  tx: Tx,
  mode: Mode,
  uid: string,
): Promise<{ appointmentId: string; clientId: string; state: string } | null> {
  const [row] = await tx.$queryRaw<{ appointmentId: string; clientId: string; state: string }[]>`
    SELECT appointment_id AS "appointmentId", client_id AS "clientId", state FROM booking_uid WHERE mode = ${mode} AND uid = ${uid}`;
  return row ?? null;
}

/** The lead whose appointment it is; null for one of nobody. */
export async function leadOf(tx: Tx, clientId: string, appointmentId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ leadId: string | null }[]>`
    SELECT lead_id AS "leadId" FROM appointment WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
  return row?.leadId ?? null;
}

/** Writes down to which appointment a uid belongs, and how that stands. */
export async function keepUid(
  tx: Tx,
  row: { mode: Mode; uid: string; clientId: string; appointmentId: string; state: string },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO booking_uid (mode, uid, client_id, appointment_id, state)
    VALUES (${row.mode}, ${row.uid}, ${row.clientId}::uuid, ${row.appointmentId}::uuid, ${row.state})`;
}
