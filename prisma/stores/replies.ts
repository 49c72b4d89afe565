import type { Mode } from '#domain/lead.ts';
import { readReply } from '#domain/replies.ts';
import { addSeconds, toInstant } from '#domain/time.ts';
import type { Tx } from '../client.ts';
import { planWinBack } from './lead-plan.ts';
import { type LeadLife, lockAddress, lockLead, saveLead } from './lead-row.ts';
import { barNumber, endBarred } from './opt-outs.ts';
import { confirmIn } from './shows.ts';

type Reply = {
  clientId: string;
  mode: Mode;
  leadId: string | null;
  vendorId: string;
  from: string;
  to: string;
  body: string;
  keyword?: 'stop' | 'start' | 'help';
};

/** Keeps a lead's text and does what it says: stop and refusal bar the number at once, yes and no answer an open question, anything else waits for a person. */
export async function takeReply(tx: Tx, reply: Reply): Promise<void> {
  const { clientId, mode, leadId, from } = reply;
  await lockAddress(tx, clientId, mode, from);
  const life = leadId ? await lockLead(tx, clientId, leadId) : null;
  const isNew = await tx.$executeRaw`
    INSERT INTO message (client_id, mode, lead_id, campaign_id, direction, channel, kind, status, dedupe_key, from_address, to_address, body, provider_message_id, sent_at)
    VALUES (${clientId}::uuid, ${mode}, ${life?.id ?? null}::uuid, ${life?.campaign.id ?? null}::uuid, 'inbound', 'sms', 'reply', 'received', ${`inbound:${reply.vendorId}`},
      ${from}, ${reply.to}, ${reply.body}, ${reply.vendorId}, to_timestamp(${(life?.now ?? Date.now()) / 1000}::float8))
    ON CONFLICT DO NOTHING`;
  if (isNew === 0) return;
  if (life) await showReply(tx, life);
  const meaning = reply.keyword ?? readReply(reply.body);
  if (meaning === 'stop' || meaning === 'refusal') return stop(tx, reply, meaning);
  if (meaning === 'start') return start(tx, reply);
  if (!life) return;
  if (meaning === 'yes' || meaning === 'no') {
    const asked = await openQuestion(tx, clientId, life.id);
    if (asked) {
      await confirmIn(tx, { clientId, appointmentId: asked, by: 'lead', attended: meaning === 'yes' });
      return;
    }
  }
  if (life.phase === 'rebook' && life.appointmentId && life.phaseSince) {
    const pausedUntil = addSeconds(toInstant(life.now), life.campaign.cadence.replyPause);
    const phaseUntil = await planWinBack(tx, life, {
      appointmentId: life.appointmentId,
      decidedAt: life.phaseSince,
      round: life.rebookRounds,
      pausedUntil,
    });
    await saveLead(tx, life, { phaseUntil }, { type: 'lead.replied', payload: { pausedUntil } });
  }
}

/** Tells open pages that a reply has come. Nothing about the lead has changed by that alone, so nobody else is told. */
async function showReply(tx: Tx, { clientId, id, now }: LeadLife): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, at, published_at)
    SELECT client_id, mode, 'lead', id, 'lead.reply_shown', to_timestamp(${now / 1000}::float8), now() FROM lead WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid`;
}

async function stop(tx: Tx, { clientId, mode, leadId, from }: Reply, meaning: 'stop' | 'refusal'): Promise<void> {
  const reason = meaning === 'stop' ? 'sms_stop' : 'call_stop';
  await barNumber(tx, { clientId, mode, phone: from, reason, leadId: leadId ?? undefined });
  await tx.$executeRaw`
    UPDATE lead SET sms_opt_out_at = coalesce(sms_opt_out_at, now()) WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND phone = ${from} AND id = ${leadId}::uuid`;
  if (leadId) await endBarred(tx, clientId, leadId, meaning === 'stop' ? 'Replied STOP' : 'Replied that it wants no contact');
}

/** START brings texts back, nothing else: a number that was barred by word of mouth stays barred. */
async function start(tx: Tx, { clientId, mode, from }: Reply): Promise<void> {
  await tx.$executeRaw`DELETE FROM dnc_entry WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND phone = ${from} AND reason = 'sms_stop'`;
  await tx.$executeRaw`UPDATE lead SET sms_opt_out_at = NULL WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND phone = ${from}`;
}

/** The appointment that has begun and waits for its verdict, the newest first. */
async function openQuestion(tx: Tx, clientId: string, leadId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM appointment a JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
    WHERE a.client_id = ${clientId}::uuid AND a.lead_id = ${leadId}::uuid AND a.status IN ('scheduled', 'awaiting')
      AND a.start_at <= clock_timestamp() + l.clock_offset * interval '1 millisecond'
    ORDER BY a.start_at DESC LIMIT 1`;
  return row?.id ?? null;
}
