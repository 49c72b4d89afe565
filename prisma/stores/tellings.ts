import type { Mode, Phase } from '#domain/lead.ts';
import type { RelayTx, Tx } from '../client.ts';
import { momentsOf } from './lead-moments.ts';
import type { Telling } from './lead-row.ts';

type Row = {
  leadId: string;
  clientId: string;
  seq: number;
  toldSeq: number;
  mode: Mode;
  campaignId: string | null;
  clockOffsetMs: number;
  phase: Phase;
  phaseUntil: Date | null;
  appointmentId: string | null;
  callingId: string | null;
  settled: boolean;
};

/** What is to be told of many leads at this moment, by lead; read as the relay. A lead that is gone is left out. */
export async function tellingsOf(tx: Tx, leadIds: readonly string[]): Promise<Map<string, Telling>> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT l.id AS "leadId", l.client_id AS "clientId", l.seq, l.told_seq AS "toldSeq", l.mode, l.campaign_id AS "campaignId",
           l.clock_offset::float8 AS "clockOffsetMs", l.phase, l.phase_until AS "phaseUntil", l.appointment_id AS "appointmentId",
           l.calling_id AS "callingId", c.settled_at IS NOT NULL AS settled
    FROM lead l LEFT JOIN call c ON c.client_id = l.client_id AND c.id = l.calling_id
    WHERE l.id = ANY(${leadIds}::uuid[])`;
  const tellings = new Map<string, Telling>();
  for (const row of rows) {
    const { leadId, clientId, seq, toldSeq, mode, campaignId, clockOffsetMs, phase, callingId, settled } = row;
    const moments = await momentsOf(tx, clientId, leadId, row); // asks nothing for a lead that is being reached or is over
    const calling = callingId ? { callId: callingId, settled } : null;
    tellings.set(leadId, { seq, toldSeq, mode, campaignId, clockOffsetMs, calling, snapshot: { seq, phase, moments } });
  }
  return tellings;
}

/** Facts up to `seq` were told; `callId`: a call that is no longer pending. */
export type ToldMark = { clientId: string; leadId: string; seq: number; callId: string | null };

/** Marks many leads as told, each client's in one statement. */
export async function markAllTold({ tx, actFor, rest }: RelayTx, marks: readonly ToldMark[]): Promise<void> {
  for (const clientId of new Set(marks.map((mark) => mark.clientId))) {
    const own = marks.filter((mark) => mark.clientId === clientId).toSorted((a, b) => (a.leadId < b.leadId ? -1 : 1));
    await actFor(clientId);
    // Locked in the order of their ids, so that two relays with pages that overlap wait for each other in turn.
    await tx.$executeRaw`
      WITH told AS (
        SELECT l.id, m.seq, m.call_id
        FROM unnest(${own.map(({ leadId }) => leadId)}::uuid[], ${own.map(({ seq }) => seq)}::int[], ${own.map(({ callId }) => callId)}::uuid[]) AS m (id, seq, call_id)
        JOIN lead l ON l.client_id = ${clientId}::uuid AND l.id = m.id ORDER BY l.id FOR UPDATE OF l)
      UPDATE lead l SET told_seq = greatest(l.told_seq, told.seq), calling_id = CASE WHEN l.calling_id = told.call_id THEN NULL ELSE l.calling_id END
      FROM told WHERE l.client_id = ${clientId}::uuid AND l.id = told.id`;
    await rest();
  }
}
