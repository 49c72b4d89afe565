import type { Phase } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';

/** A rehearsal lead as the one who moves its clock must see it; instants in milliseconds on the lead's own clock. */
export type ClockedLead = {
  phone: string;
  email: string | null;
  mode: string;
  phase: Phase;
  now: number;
  nextCallAt: number | null;
  nextAt: number | null;
  clockOffsetMs: number;
  /** What is under way for this lead, by name; empty: nothing. */
  busy: string[];
};

/** Null when this client has no such lead. */
export async function clockedLead(tx: Tx, clientId: string, leadId: string): Promise<ClockedLead | null> {
  const [row] = await tx.$queryRaw<ClockedLead[]>`
    SELECT l.phone, l.email, l.mode, l.phase, l.clock_offset::float8 AS "clockOffsetMs",
      floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 + l.clock_offset AS now,
      (extract(epoch FROM l.next_call_at) * 1000)::float8 AS "nextCallAt", (extract(epoch FROM l.next_at) * 1000)::float8 AS "nextAt",
      array_remove(ARRAY[
        CASE WHEN l.calling_id IS NOT NULL OR EXISTS (SELECT 1 FROM call c WHERE c.client_id = l.client_id AND c.lead_id = l.id AND c.permit = 'granted')
          OR EXISTS (SELECT 1 FROM call_slot s WHERE s.client_id = l.client_id AND s.lead_id = l.id) THEN 'a call' END,
        CASE WHEN l.due_at <= clock_timestamp() AND p.status = 'active' THEN 'a dial that is due' END,
        CASE WHEN l.told_seq < l.seq OR EXISTS (SELECT 1 FROM outbox_event o WHERE o.client_id = l.client_id AND o.aggregate_id = l.id AND o.published_at IS NULL)
          THEN 'a change to be told' END,
        CASE WHEN EXISTS (SELECT 1 FROM vendor_effect e WHERE e.client_id = l.client_id AND e.status = 'started'
          AND (e.id IN (SELECT effect_id FROM call WHERE client_id = l.client_id AND lead_id = l.id)
            OR e.id IN (SELECT effect_id FROM message WHERE client_id = l.client_id AND lead_id = l.id))) THEN 'an open effect' END], NULL) AS busy
    FROM lead l LEFT JOIN campaign p ON p.client_id = l.client_id AND p.id = l.campaign_id
    WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid`;
  return row ?? null;
}

/** Puts the clock of a rehearsal lead at `at`, makes it due accordingly and wakes its campaign; a clock never goes back. */
export async function moveClock(tx: Tx, clientId: string, leadId: string, at: number): Promise<void> {
  await tx.$executeRaw`
    WITH moved AS (
      SELECT id, greatest(clock_offset, ceil(${at}::float8 - extract(epoch FROM clock_timestamp()) * 1000)::bigint) AS ahead
      FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid AND mode = 'rehearsal' FOR UPDATE),
    due AS (
      UPDATE lead l SET clock_offset = ahead, updated_at = now(),
        due_at = CASE WHEN l.due_at IS NOT NULL THEN l.next_call_at - ahead * interval '1 millisecond' END
      FROM moved m WHERE l.client_id = ${clientId}::uuid AND l.id = m.id RETURNING l.campaign_id, l.due_at)
    INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, payload)
    SELECT ${clientId}::uuid, 'rehearsal', 'campaign', campaign_id, 'campaign.woken', '{"reason": "clock_moved"}'
    FROM due WHERE due_at IS NOT NULL AND campaign_id IS NOT NULL`;
}

/**
 * Whether events of the sandbox account that speak of the lead wait to be taken in: by its number however written, its address, or its id in
 * what we sent along. Bodies are searched as bytes, so that this asks nothing of their format. Read as the relay.
 */
export async function hasUntakenEvents(tx: Tx, leadId: string, { phone, email }: Pick<ClockedLead, 'phone' | 'email'>): Promise<boolean> {
  const names = [leadId, phone.replace(/\D/g, ''), ...(email ? [email] : [])].map((name) => Buffer.from(name));
  const speaksOfIt = Prisma.join(
    names.map((name) => Prisma.sql`position(${name} IN body) > 0`),
    ' OR ',
  );
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM webhook_event WHERE status = 'received' AND account = 'sandbox' AND attempts = 0 AND next_try_at <= now() AND (${speaksOfIt}) LIMIT 1`;
  return rows.length > 0;
}
