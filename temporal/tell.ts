import type { Client } from '@temporalio/client';
import type { Db } from '#prisma/client.ts';
import { markTold, type Telling, tellingOf } from '#stores/lead-row.ts';
import { completeCall, tellIfRunning, tellOrStart } from './handles/lead.ts';

/** How a lead's workflow learned its newest facts, or why it need not. */
export type Told = 'known' | 'completed' | 'signalled' | 'not-running' | 'with-the-call';

export type TellOptions = {
  /** Dials whose permit was taken back; one that is pending is given the facts as they stand. */
  expiredCallIds?: readonly string[];
  /** Tells also what was told before, to a workflow that has lost it. */
  again?: boolean;
};
export type LeadToTell = { clientId: string; leadId: string };
export type TellLead = (lead: LeadToTell, options?: TellOptions) => Promise<Told>;

/**
 * Tells a lead's workflow the newest facts, read at this moment. Safe to repeat; facts that were told already are not told again. Throws when
 * Postgres or Temporal cannot be reached.
 */
export const createTellLead =
  ({ db, client }: { db: Db; client: Client }): TellLead =>
  async (lead, options) => {
    const { clientId, leadId } = lead;
    const telling = await db.withClient(clientId, (tx) => tellingOf(tx, clientId, leadId));
    if (!telling) return 'known';
    const told = await tell(client, lead, telling, options);
    if (told !== 'known') await db.withClient(clientId, (tx) => markTold(tx, clientId, leadId, telling.seq, settledCall(telling)));
    return told;
  };

/** The pending dial that these facts settle: once they are told it is pending no more. */
export const settledCall = ({ calling }: Telling): string | undefined => (calling?.settled ? calling.callId : undefined);

/** Tells facts that were read: as the result of the pending dial if they settle that call, else as a signal. */
export async function tell(
  client: Client,
  { clientId, leadId }: LeadToTell,
  telling: Telling,
  { expiredCallIds = [], again = false }: TellOptions = {},
): Promise<Told> {
  const { seq, toldSeq, calling, snapshot, campaignId, clockOffsetMs: skewMs } = telling;
  if (seq <= toldSeq && !calling?.settled && !again) return 'known';
  for (const callId of expiredCallIds) await completeCall(client, leadId, callId, snapshot);
  if (calling?.settled && (await completeCall(client, leadId, calling.callId, snapshot))) return 'completed';
  if (snapshot.phase === 'reach' && calling && !calling.settled) return 'with-the-call'; // the end of the call will tell it
  if (snapshot.phase === 'reach' || snapshot.phase === 'end')
    return (await tellIfRunning(client, leadId, snapshot)) ? 'signalled' : 'not-running';
  await tellOrStart(client, { clientId, leadId, campaignId, skewMs }, snapshot);
  return 'signalled';
}
