import type { Tx } from '../client.ts';

/** Workflows are told of an end no faster than this a second. */
const TOLD_PER_SECOND = 50;
/** Leads ended by one statement, which the database ends itself when it takes too long. */
const BATCH = 1_000;

export type EndReason = 'campaign_completed' | 'campaign_archived';
const WORDS: Record<EndReason, string> = {
  campaign_completed: 'the campaign was completed',
  campaign_archived: 'the campaign was archived',
};

/**
 * Gives every unfinished lead of a campaign its final status, batch by batch: what was not reached is unresponsive. Leads with an appointment
 * ahead stay, as a paid show is never lost. Leads that have a workflow are told one by one; the others have nobody to tell. Returns how many
 * leads were ended.
 */
export async function finishLeads(tx: Tx, clientId: string, campaignId: string, reason: EndReason, batch = BATCH): Promise<number> {
  let [leads, toTell] = [0, 0];
  for (;;) {
    const ended = await finishBatch(tx, { clientId, campaignId, reason, batch, toldBefore: toTell });
    leads += ended.leads;
    toTell += ended.toTell;
    if (ended.leads < batch) return leads;
  }
}

type Batch = { clientId: string; campaignId: string; reason: EndReason; batch: number; toldBefore: number };

/** Ends the next leads with all that hangs on them. Their rows are locked before those of their calls and messages, as everywhere. */
async function finishBatch(tx: Tx, { clientId, campaignId, reason, batch, toldBefore }: Batch): Promise<{ leads: number; toTell: number }> {
  const [ended] = await tx.$queryRaw<{ leads: number; toTell: number }[]>`
    WITH unfinished AS MATERIALIZED (
      SELECT id FROM lead WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid AND phase IN ('reach', 'invite', 'rebook')
      ORDER BY id LIMIT ${batch} FOR UPDATE),
    ended AS (
      UPDATE lead l SET phase = 'end', status = CASE WHEN status IN ('dnc', 'invalid', 'shown', 'no_show') THEN status ELSE 'unresponsive' END,
        seq = seq + 1, told_seq = CASE WHEN dials > 0 OR calling_id IS NOT NULL OR told_seq > 0 THEN told_seq ELSE seq + 1 END,
        due_at = NULL, next_call_at = NULL, next_kind = NULL, next_at = NULL, next_reason = ${WORDS[reason]}, urgent = false,
        phase_since = clock_timestamp() + clock_offset * interval '1 millisecond', phase_until = NULL, updated_at = now()
      FROM unfinished u WHERE l.client_id = ${clientId}::uuid AND l.id = u.id
      RETURNING l.id, l.mode, l.seq, l.told_seq, l.status),
    voided AS (
      UPDATE call c SET permit = 'void', status = 'cancelled' FROM ended e
      WHERE c.client_id = ${clientId}::uuid AND c.lead_id = e.id AND c.permit = 'granted' RETURNING c.id),
    freed AS (
      DELETE FROM call_slot s USING voided v WHERE s.client_id = ${clientId}::uuid AND s.call_id = v.id RETURNING s.call_id),
    skipped AS (
      UPDATE message m SET status = 'skipped', skip_reason = ${reason} FROM ended e
      WHERE m.client_id = ${clientId}::uuid AND m.lead_id = e.id AND m.status = 'scheduled' RETURNING m.id),
    told AS (
      INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, seq, type, payload, next_try_at, published_at)
      SELECT ${clientId}::uuid, mode, 'lead', id, seq, 'lead.ended', jsonb_build_object('status', status, 'reason', ${reason}::text, 'campaignId', ${campaignId}::text),
             now() + ((${toldBefore}::int + row_number() OVER (PARTITION BY told_seq < seq)) / ${TOLD_PER_SECOND}::int) * interval '1 second',
             CASE WHEN told_seq = seq THEN now() END
      FROM ended RETURNING id)
    SELECT (SELECT count(*)::int FROM ended) AS leads, (SELECT count(*)::int FROM ended WHERE told_seq < seq) AS "toTell",
      (SELECT count(*) FROM freed) AS slots, (SELECT count(*) FROM skipped) AS messages, (SELECT count(*) FROM told) AS rows`;
  return ended ?? { leads: 0, toTell: 0 };
}
