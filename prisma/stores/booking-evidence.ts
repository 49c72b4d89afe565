import { z } from 'zod';
import type { Tx } from '../client.ts';
import { tellPagesOfAppointment } from './tell-pages.ts';

/** What was noted of an appointment beside the words and calls that decide: by the calendar, and the reason for which a verdict was turned. */
const Notes = z.object({
  meetingEndedAt: z.string().optional(),
  noShowMarked: z.boolean().optional(),
  cancelledAfterStart: z.string().optional(),
  movedAfterStart: z.object({ at: z.string(), to: z.string() }).optional(),
  overturned: z.string().optional(),
});
export type EvidenceNotes = z.output<typeof Notes>;

/** All that is noted of one appointment; what nothing was said of is missing. */
export async function evidenceNotes(tx: Tx, clientId: string, appointmentId: string): Promise<EvidenceNotes> {
  const where = { clientId_id: { clientId, id: appointmentId } };
  const { evidence } = await tx.appointment.findUniqueOrThrow({ where, select: { evidence: true } });
  return Notes.parse(evidence ?? {});
}

/** Keeps what a calendar reports beside the rules: no-show marks, the end of a meeting, a late cancel. It shows on the page and decides nothing. */
export async function noteEvidence(tx: Tx, clientId: string, appointmentId: string, evidence: Record<string, unknown>): Promise<void> {
  await tx.$executeRaw`
    UPDATE appointment SET evidence = evidence || ${evidence}::jsonb, updated_at = now() WHERE client_id = ${clientId}::uuid AND id = ${appointmentId}::uuid`;
  await tellPagesOfAppointment(tx, clientId, appointmentId);
}
