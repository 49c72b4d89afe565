import type { Tx } from '../client.ts';
import { tellPagesOfAppointment } from './tell-pages.ts';

/** Keeps what a calendar reports beside the rules: no-show marks, the end of a meeting, a late cancel. It shows on the page and decides nothing. */
export async function noteEvidence(tx: Tx, clientId: string, appointmentId: string, evidence: Record<string, unknown>): Promise<void> {
  await tx.$executeRaw`
    UPDATE appointment SET evidence = evidence || ${evidence}::jsonb, updated_at = now() WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
  await tellPagesOfAppointment(tx, clientId, appointmentId);
}
