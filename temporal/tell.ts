import type { Client } from '@temporalio/client';
import type { Db } from '#prisma/client.ts';
import { markTold, type Telling, tellingOf } from '#stores/lead-row.ts';
import { completeCall, type LeadRun, tellIfRunning, tellOrStart } from './handles/lead.ts';

/** How a lead's workflow learned its newest facts, or why it need not. */
export type Told = 'known' | 'completed' | 'signalled' | 'not-running' | 'with-the-call';

export type TellOptions = {
  /** Dials whose permit was taken back; one that is pending is given the facts as they stand. */
  expiredCallIds?: readonly string[];
  /** Tells also what was told before, to a workflow that has lost it. */
  again?: boolean;
};
export type TellLead = (clientId: string, leadId: string, options?: TellOptions) => Promise<Told>;

/**
 * Tells a lead's workflow the newest facts, read at this moment: as the result of its pending dial if they settle that call, else as a signal.
 * Safe to repeat; facts that were told already are not told again. Throws when Postgres or Temporal cannot be reached.
 */
export const createTellLead =
  ({ db, client }: { db: Db; client: Client }): TellLead =>
  async (clientId, leadId, { expiredCallIds = [], again = false } = {}) => {
    const telling = await db.withClient(clientId, (tx) => tellingOf(tx, clientId, leadId));
    if (!telling || (telling.seq <= telling.toldSeq && !telling.calling?.settled && !again)) return 'known';
    for (const callId of expiredCallIds) await completeCall(client, leadId, callId, telling.snapshot);
    const { campaignId, clockOffsetMs: skewMs } = telling;
    const told = await tell(client, { clientId, leadId, campaignId, skewMs }, telling);
    const settledId = telling.calling?.settled ? telling.calling.callId : undefined;
    await db.withClient(clientId, (tx) => markTold(tx, clientId, leadId, telling.seq, settledId));
    return told;
  };

async function tell(client: Client, run: LeadRun, { calling, snapshot }: Telling): Promise<Told> {
  if (calling?.settled && (await completeCall(client, run.leadId, calling.callId, snapshot))) return 'completed';
  if (snapshot.phase === 'reach' && calling && !calling.settled) return 'with-the-call'; // the end of the call will tell it
  if (snapshot.phase === 'reach' || snapshot.phase === 'end')
    return (await tellIfRunning(client, run.leadId, snapshot)) ? 'signalled' : 'not-running';
  await tellOrStart(client, run, snapshot);
  return 'signalled';
}
