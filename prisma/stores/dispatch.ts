import type { Mode } from '#domain/lead.ts';
import { toInstant } from '#domain/time.ts';
import type { RelayTx, Tx } from '../client.ts';
import { nextDial } from './lead-plan.ts';
import { lockLead, saveLead } from './lead-row.ts';
import { pollSeconds } from './outbox.ts';

/** The right to dispatch a campaign; a newer epoch silences an older slice. */
export type DispatchLease = { clientId: string; campaignId: string; mode: Mode; epoch: string };

/** A dial that was permitted. `skewMs`: how far a rehearsal lead is ahead of the machine's clock. */
export type Grant = { callId: string; leadId: string; skewMs: number };

const RESERVED_FOR = '2 minutes';
const UNUSED_PERMIT_POLL_SECONDS = 6;
const RELEASE_AGAIN_AFTER = '5 seconds';

/** Takes over the dispatching of a campaign; null when there is no such campaign. */
export async function takeLease(tx: Tx, clientId: string, campaignId: string): Promise<DispatchLease | null> {
  const [row] = await tx.$queryRaw<{ mode: Mode; epoch: string }[]>`
    WITH campaign AS (SELECT client_id, id, mode FROM campaign WHERE client_id = ${clientId}::uuid AND id = ${campaignId}::uuid),
    taken AS (
      INSERT INTO dispatch_lease AS held (client_id, campaign_id, epoch) SELECT client_id, id, 1 FROM campaign
      ON CONFLICT (client_id, campaign_id) DO UPDATE SET epoch = held.epoch + 1 RETURNING epoch)
    SELECT mode, epoch::text FROM campaign, taken`;
  return row ? { clientId, campaignId, ...row } : null;
}

export type Page =
  /** `isCapped`: more may be due than there is room for. */
  | { kind: 'granted'; grants: Grant[]; isCapped: boolean }
  /** The campaign or the client is not active, or another slice took over. */
  | { kind: 'stopped'; why: 'not-active' | 'superseded' };

/**
 * Grants up to `limit` dials to leads that are due, as far as campaign, client and account have room. One transaction: the Call row with its
 * permit, a reserved slot, and the lead taken off the list of those that wait.
 */
export async function grantPage(
  { tx, actFor }: RelayTx,
  lease: DispatchLease,
  { accountCap, limit }: { accountCap: number; limit: number },
): Promise<Page> {
  const { clientId, campaignId, mode, epoch } = lease;
  // Counting and reserving must not overlap with another dispatcher's, of any client on this account.
  await tx.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`call slots ${mode}`}, 3))) held`;
  const [room] = await tx.$queryRaw<{ isActive: boolean; free: number }[]>`
    SELECT c.status = 'active' AND k.status = 'active' AS "isActive",
           least(c.max_concurrent_calls - s.campaign, k.max_concurrent_calls - s.client, ${accountCap}::int - s.account)::int AS free
    FROM campaign c JOIN client k ON k.id = c.client_id,
      LATERAL (SELECT count(*) FILTER (WHERE client_id = c.client_id AND campaign_id = c.id) AS campaign,
                      count(*) FILTER (WHERE client_id = c.client_id) AS client, count(*) AS account
               FROM call_slot WHERE mode = c.mode AND lease_until > now()) s
    WHERE c.client_id = ${clientId}::uuid AND c.id = ${campaignId}::uuid`;
  if (!room?.isActive) return { kind: 'stopped', why: 'not-active' };
  const count = Math.min(limit, room.free);
  if (count <= 0) return { kind: 'granted', grants: [], isCapped: true };
  await actFor(clientId);
  const rows = await tx.$queryRaw<{ isHeld: boolean; grants: Grant[] | null }[]>`
    WITH held AS (SELECT 1 FROM dispatch_lease WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid AND epoch = ${epoch}::bigint),
    due AS (
      SELECT id, client_id, campaign_id, mode, phone, status, attempts, dials, clock_offset FROM lead
      WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid AND due_at <= now() AND phase = 'reach' AND calling_id IS NULL
        AND EXISTS (SELECT 1 FROM held)
      ORDER BY urgent DESC, due_at LIMIT ${count} FOR UPDATE SKIP LOCKED),
    granted AS (
      INSERT INTO call (client_id, mode, lead_id, campaign_id, permit, granted_at, dial_no, attempt, is_callback, to_number)
      SELECT client_id, mode, id, campaign_id, 'granted', clock_timestamp(), dials + 1, attempts + 1, status = 'callback', phone FROM due
      ON CONFLICT DO NOTHING RETURNING id, lead_id),
    reserved AS (
      INSERT INTO call_slot (call_id, client_id, mode, campaign_id, lead_id, phone, state, lease_until)
      SELECT g.id, d.client_id, d.mode, d.campaign_id, d.id, d.phone, 'reserved', clock_timestamp() + ${RESERVED_FOR}::interval
      FROM granted g JOIN due d ON d.id = g.lead_id),
    queued AS (
      UPDATE lead l SET status = 'queued', due_at = NULL, next_call_at = NULL, next_kind = 'dial', next_at = NULL, next_reason = 'released to be dialled',
        updated_at = now()
      FROM granted g WHERE l.client_id = ${clientId}::uuid AND l.id = g.lead_id)
    SELECT EXISTS (SELECT 1 FROM held) AS "isHeld",
      (SELECT jsonb_agg(jsonb_build_object('callId', g.id, 'leadId', g.lead_id, 'skewMs', d.clock_offset)) FROM granted g JOIN due d ON d.id = g.lead_id) AS grants`;
  if (!rows[0]?.isHeld) return { kind: 'stopped', why: 'superseded' };
  const grants = rows[0].grants ?? [];
  return { kind: 'granted', grants, isCapped: count < limit && grants.length === count };
}

/** Grants whose release may have been lost with the process that gave them. */
export const grantsToRepeat = (tx: Tx, clientId: string, campaignId: string): Promise<Grant[]> =>
  tx.$queryRaw<Grant[]>`
    SELECT c.id AS "callId", l.id AS "leadId", l.clock_offset::float8 AS "skewMs"
    FROM call c JOIN lead l ON l.client_id = c.client_id AND l.id = c.lead_id
    JOIN call_slot s ON s.call_id = c.id AND s.lease_until > now()
    WHERE c.client_id = ${clientId}::uuid AND c.campaign_id = ${campaignId}::uuid AND c.permit = 'granted'
      AND c.granted_at < now() - ${RELEASE_AGAIN_AFTER}::interval`;

/** Grants that nobody used in time. */
export const expiredGrants = (tx: Tx, clientId: string, campaignId: string): Promise<{ callId: string; leadId: string }[]> =>
  tx.$queryRaw<{ callId: string; leadId: string }[]>`
    SELECT c.id AS "callId", c.lead_id AS "leadId" FROM call c LEFT JOIN call_slot s ON s.call_id = c.id
    WHERE c.client_id = ${clientId}::uuid AND c.campaign_id = ${campaignId}::uuid AND c.permit = 'granted'
      AND c.granted_at < now() - ${RELEASE_AGAIN_AFTER}::interval AND (s.call_id IS NULL OR s.lease_until <= now())`;

/** Frees permit and slot of a grant that expired and makes its lead due again. False when it was used at the last moment. */
export async function expireGrant(tx: Tx, clientId: string, { callId, leadId }: { callId: string; leadId: string }): Promise<boolean> {
  const life = await lockLead(tx, clientId, leadId);
  const expired = await tx.$executeRaw`
    UPDATE call SET permit = 'expired', status = 'cancelled', settled_at = clock_timestamp()
    WHERE client_id = ${clientId}::uuid AND id = ${callId}::uuid AND permit = 'granted'`;
  if (expired === 0) return false;
  await tx.$executeRaw`DELETE FROM call_slot WHERE call_id = ${callId}::uuid AND state = 'reserved'`;
  if (!life) return true;
  const again =
    life.phase === 'reach' ? { ...nextDial(life, toInstant(life.now)), nextReason: 'a permit to dial was not used in time' } : {};
  await saveLead(tx, life, again, { type: 'lead.permit_expired', payload: { callId } });
  return true;
}

export type Outlook = {
  /** When the next lead is due, on the machine's clock; null: none waits. */
  dueInMs: number | null;
  /** After this long an active campaign looks again in any case; sooner while a permit is unused, as the gate may put that dial off. */
  pollMs: number;
  /** Leads whose life in this campaign is not over. Statistics: a hint, never the test. */
  unfinished: number;
};

/** What a campaign has ahead of it. */
export async function outlookOf(tx: Tx, clientId: string, campaignId: string): Promise<Outlook> {
  const [row] = await tx.$queryRawUnsafe<Outlook[]>(
    `SELECT (extract(epoch FROM least(
        (SELECT min(due_at) FROM lead WHERE client_id = c.client_id AND campaign_id = c.id AND urgent AND due_at IS NOT NULL),
        (SELECT min(due_at) FROM lead WHERE client_id = c.client_id AND campaign_id = c.id AND NOT urgent AND due_at IS NOT NULL)
      ) - clock_timestamp()) * 1000)::float8 AS "dueInMs",
      least(${pollSeconds('c.cadence')}, CASE WHEN EXISTS (SELECT 1 FROM call WHERE client_id = c.client_id AND campaign_id = c.id AND permit = 'granted')
        THEN ${UNUSED_PERMIT_POLL_SECONDS} END) * 1000::float8 AS "pollMs",
      coalesce((SELECT total_leads - finished FROM campaign_stats s WHERE s.client_id = c.client_id AND s.campaign_id = c.id), 0) AS unfinished
     FROM campaign c WHERE c.client_id = $1::uuid AND c.id = $2::uuid`,
    clientId,
    campaignId,
  );
  return row ?? { dueInMs: null, pollMs: 3_600_000, unfinished: 0 };
}

/** The active campaign of a lead that is due before the campaign looks by itself; null when there is no need to wake one. */
export async function campaignToWake(tx: Tx, clientId: string, leadId: string): Promise<string | null> {
  const [row] = await tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT c.id FROM lead l JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id AND c.status = 'active'
     WHERE l.client_id = $1::uuid AND l.id = $2::uuid AND l.phase = 'reach'
       AND l.due_at < clock_timestamp() + make_interval(secs => ${pollSeconds('c.cadence')})`,
    clientId,
    leadId,
  );
  return row?.id ?? null;
}
