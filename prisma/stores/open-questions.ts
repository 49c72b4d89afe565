import type { Mode } from '#domain/lead.ts';
import type { VoiceCall } from '#vendors/retell-call.ts';
import { Prisma, type Tx } from '../client.ts';
import type { Effect } from './effects.ts';

/** Effects of any client whose answer was lost and whose next look-up is due, oldest first. For the relay. */
export function openEffects(tx: Tx, limit: number): Promise<(Effect & { ageSeconds: number })[]> {
  return tx.$queryRaw`
    SELECT id, client_id AS "clientId", mode, key, vendor, kind, status, vendor_id AS "vendorId", error_code AS "errorCode", lookups, started_at AS "startedAt",
      request, extract(epoch FROM clock_timestamp() - started_at)::float8 AS "ageSeconds"
    FROM vendor_effect WHERE status = 'started' AND next_lookup_at <= clock_timestamp() ORDER BY next_lookup_at LIMIT ${limit}`;
}

export type SilentCall = {
  id: string;
  clientId: string;
  mode: Mode;
  retellCallId: string;
  lookups: number;
  direction: 'inbound' | 'outbound';
  fromNumber: string | null;
  toNumber: string;
  disconnectReason: string | null;
  durationSeconds: number | null;
  endedAt: Date | null;
};

/**
 * Dialled calls of any client without an end long after the longest call is over, or without an analysis after the end; and calls of leads to
 * us without an end. Times are the machine's: a fast-forwarded lead's are moved back by its offset. For the relay.
 */
export function silentCalls(tx: Tx, limit: number): Promise<SilentCall[]> {
  return tx.$queryRaw`
    SELECT id, client_id AS "clientId", mode, retell_call_id AS "retellCallId", lookups, direction, from_number AS "fromNumber", to_number AS "toNumber",
      disconnect_reason AS "disconnectReason", duration_seconds AS "durationSeconds", ended_at AS "endedAt" FROM (
      SELECT c.*, c.dialled_at AS since
      FROM call c JOIN lead l ON l.client_id = c.client_id AND l.id = c.lead_id LEFT JOIN campaign p ON p.client_id = c.client_id AND p.id = c.campaign_id
      CROSS JOIN LATERAL (SELECT l.clock_offset * interval '1 millisecond' AS ahead, ${longestCall} AS longest,
        make_interval(secs => coalesce((p.cadence->>'analysisGrace')::float8, 120)) AS grace) t
      WHERE c.settled_at IS NULL AND c.permit = 'consumed' AND c.retell_call_id IS NOT NULL
        AND (c.dialled_at - t.ahead + t.longest < clock_timestamp() OR c.ended_at - t.ahead + t.grace < clock_timestamp())
      UNION ALL
      SELECT c.*, c.created_at
      FROM call c LEFT JOIN campaign p ON p.client_id = c.client_id AND p.id = c.campaign_id
      WHERE c.direction = 'inbound' AND c.ended_at IS NULL AND c.retell_call_id IS NOT NULL AND c.created_at + ${longestCall} < clock_timestamp()) silent
    WHERE next_lookup_at IS NULL OR next_lookup_at <= clock_timestamp() ORDER BY since LIMIT ${limit}`;
}

const longestCall = Prisma.sql`make_interval(secs => coalesce((p.cadence->>'callLimit')::float8 + (p.cadence->>'endGrace')::float8, 1800))`;

/** Notes that the vendor was asked about a call and when it is asked again, if the call is open by then. */
export async function noteCallLookup(tx: Tx, clientId: string, callId: string, again: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE call SET lookups = lookups + 1, next_lookup_at = clock_timestamp() + make_interval(secs => ${again}::float8)
    WHERE client_id = ${clientId}::uuid AND id = ${callId}::uuid`;
}

/** What we have of a call that the vendor does not know any more: one that was heard to end ended so, any other did not go through. */
export const lastReport = (call: SilentCall): VoiceCall => ({
  ...{ vendorId: call.retellCallId, direction: call.direction, fromNumber: call.fromNumber ?? '', toNumber: call.toNumber, metadata: {} },
  status: call.endedAt ? 'ended' : 'error',
  ...(call.disconnectReason && { disconnectionReason: call.disconnectReason }),
  ...(call.durationSeconds !== null && { durationMs: call.durationSeconds * 1000 }),
});
