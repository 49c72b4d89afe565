import type { Mode } from '#domain/lead.ts';
import type { VoiceCall } from '#vendors/retell-call.ts';
import type { Tx } from '../client.ts';

/** The row of a call that a lead made to us, by the vendor's id; made the first time anything is heard of it. */
export async function inboundCall(tx: Tx, clientId: string, mode: Mode, leadId: string | null, call: VoiceCall): Promise<string> {
  await tx.$executeRaw`
    INSERT INTO call (client_id, mode, lead_id, campaign_id, direction, status, retell_call_id, from_number, to_number)
    SELECT ${clientId}::uuid, ${mode}, l.id, l.campaign_id, 'inbound', 'ringing', ${call.vendorId}, ${call.fromNumber}, ${call.toNumber}
    FROM (SELECT 1) one LEFT JOIN lead l ON l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid
    ON CONFLICT (retell_call_id) DO NOTHING`;
  const [row] = await tx.$queryRaw<
    { id: string }[]
  >`SELECT id FROM call WHERE client_id = ${clientId}::uuid AND retell_call_id = ${call.vendorId}`;
  if (!row) throw new Error(`The inbound call ${call.vendorId} belongs to another client.`);
  return row.id;
}
