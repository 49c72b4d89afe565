import type { BulkResult } from '#domain/bulk.ts';
import { toInstant } from '#domain/time.ts';
import type { Tx } from '../client.ts';
import { lawfulDial } from './lead-plan.ts';
import { lockLead, saveLead } from './lead-row.ts';

/** Unlike `callNow`, which wants the gate to allow the call at this moment, this asks for a place in the queue: puts a lead that waits to be called before all others, as soon as calling hours allow; the gate decides at the dial as ever. */
export async function callNext(tx: Tx, clientId: string, leadId: string): Promise<BulkResult> {
  const life = await lockLead(tx, clientId, leadId);
  if (!life) return 'missing';
  if (life.phase !== 'reach' || life.status === 'invalid') return 'not_waiting';
  if (life.campaign.status !== 'active') return 'not_running';
  const [granted] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM call WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND permit = 'granted'`;
  if (granted || life.callingId || life.status === 'calling') return 'under_way';
  const at = lawfulDial(life, toInstant(life.now));
  if (life.urgent && life.nextCallAt && life.nextCallAt <= at) return 'already';
  const patch = {
    nextCallAt: at,
    urgent: true,
    nextReason: 'asked to be called next',
    ...(life.status === 'new' && { status: 'queued' as const }),
  };
  await saveLead(tx, life, patch, { type: 'lead.call_asked' });
  return 'done';
}
