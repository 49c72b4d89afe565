import type { Mode } from '#domain/lead.ts';
import { isDealtWith, meaningOf } from '#domain/replies.ts';
import { addSeconds, toInstant } from '#domain/time.ts';
import { Prisma, type Tx } from '../client.ts';
import { planWinBack } from './lead-plan.ts';
import { type Fact, type LeadLife, lockAddress, lockLead, saveLead } from './lead-row.ts';
import { stopTexts } from './opt-outs.ts';
import { confirmIn } from './shows.ts';
import { tellPages } from './tell-pages.ts';

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
  const meaning = meaningOf(reply.body, reply.keyword);
  const isNew = await tx.$executeRaw`
    INSERT INTO message (client_id, mode, lead_id, campaign_id, direction, channel, kind, status, dedupe_key, from_address, to_address, body, provider_message_id, sent_at, handled_at)
    VALUES (${clientId}::uuid, ${mode}, ${life?.id ?? null}::uuid, ${life?.campaign.id ?? null}::uuid, 'inbound', 'sms', 'reply', 'received', ${`inbound:${reply.vendorId}`},
      ${from}, ${reply.to}, ${reply.body}, ${reply.vendorId}, to_timestamp(${(life?.now ?? Date.now()) / 1000}::float8),
      CASE WHEN ${isDealtWith(meaning, false)} THEN clock_timestamp() END)
    ON CONFLICT DO NOTHING`;
  if (isNew === 0) return;
  if (life) await tellPages(tx, clientId, life.id);
  if (meaning === 'stop' || meaning === 'refusal') return stop(tx, reply, meaning);
  const isBack = (meaning === 'start' || reply.keyword === 'start') && (await start(tx, reply));
  if (meaning === 'start') return;
  if (isBack) await dealtWith(tx, reply);
  if (!life) return;
  if (meaning === 'yes' || meaning === 'no') {
    const asked = await openQuestion(tx, clientId, life.id);
    if (asked) {
      await confirmIn(tx, { clientId, appointmentId: asked, by: 'lead', attended: meaning === 'yes' });
      if (isDealtWith(meaning, true)) await dealtWith(tx, reply);
      return;
    }
  }
  if (isBack) return;
  await pauseWinBack(tx, life, addSeconds(toInstant(life.now), life.campaign.cadence.replyPause), 'lead.replied');
}

/** Holds back until then what is still to come of winning a lead back; does nothing where it is not being won back. */
async function pauseWinBack(tx: Tx, life: LeadLife, pausedUntil: string, type: Fact['type']): Promise<void> {
  const { phase, appointmentId, phaseSince, rebookRounds } = life;
  if (phase !== 'rebook' || !appointmentId || !phaseSince) return;
  const phaseUntil = await planWinBack(tx, life, { appointmentId, decidedAt: phaseSince, round: rebookRounds, pausedUntil });
  await saveLead(tx, life, { phaseUntil }, { type, payload: { pausedUntil } });
}

/** After a person marked a reply: the pause lasts as long as one of this round still waits and is young enough, else it ends now. */
async function pauseForWaiting(tx: Tx, life: LeadLife): Promise<void> {
  const [newest] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT max(sent_at) AS at FROM message WHERE client_id = ${life.clientId}::uuid AND lead_id = ${life.id}::uuid AND direction = 'inbound'
      AND handled_at IS NULL AND sent_at >= ${life.phaseSince}`;
  const held = newest?.at ? newest.at.getTime() + life.campaign.cadence.replyPause * 1000 : 0;
  await pauseWinBack(tx, life, toInstant(Math.max(held, life.now)), 'lead.pause_changed');
}

/** The rules did all that a reply asks for. */
async function dealtWith(tx: Tx, { clientId, mode, vendorId }: Reply): Promise<void> {
  await tx.$executeRaw`
    UPDATE message SET handled_at = clock_timestamp() WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND dedupe_key = ${`inbound:${vendorId}`}`;
}

/** A reply that a person marks. */
type Marked = { clientId: string; leadId: string; messageId: string };
export type Handled = { id: string; handledAt: Date | null; handledById: string | null };

/** Takes a reply off the list of what waits for a person, at the lead's own time; one that is off already stays as it is. Ends the pause it made. Null when this lead has no such reply. */
export async function markHandled(tx: Tx, { userId, ...reply }: Marked & { userId: string }): Promise<Handled | null> {
  const life = await lockLead(tx, reply.clientId, reply.leadId);
  const changed = await tx.$executeRaw`
    UPDATE message SET handled_by_id = ${userId}::uuid, handled_at = clock_timestamp() + interval '1 millisecond' *
      (SELECT l.clock_offset FROM lead l WHERE l.client_id = message.client_id AND l.id = message.lead_id)
    WHERE ${replyIs(reply)} AND handled_at IS NULL`;
  if (changed > 0) await afterMark(tx, reply, life);
  return handledOf(tx, reply);
}

/** Puts a reply that a person took off the list back on it, and its pause with it. Null when this lead has no such reply. */
export async function markUnhandled(tx: Tx, reply: Marked): Promise<Handled | null> {
  const life = await lockLead(tx, reply.clientId, reply.leadId);
  const changed = await tx.$executeRaw`
    UPDATE message SET handled_at = NULL, handled_by_id = NULL WHERE ${replyIs(reply)} AND handled_by_id IS NOT NULL`;
  if (changed > 0) await afterMark(tx, reply, life);
  return handledOf(tx, reply);
}

async function afterMark(tx: Tx, { clientId, leadId }: Marked, life: LeadLife | null): Promise<void> {
  await tellPages(tx, clientId, leadId);
  if (life) await pauseForWaiting(tx, life);
}

const replyIs = ({ clientId, leadId, messageId }: Marked) =>
  Prisma.sql`client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND id = ${messageId}::uuid AND direction = 'inbound'`;

async function handledOf(tx: Tx, reply: Marked): Promise<Handled | null> {
  const [row] = await tx.$queryRaw<Handled[]>`
    SELECT id, handled_at AS "handledAt", handled_by_id AS "handledById" FROM message WHERE ${replyIs(reply)}`;
  return row ?? null;
}

function stop(tx: Tx, { clientId, mode, leadId, from: phone }: Reply, meaning: 'stop' | 'refusal'): Promise<void> {
  const [reason, why] =
    meaning === 'stop' ? (['sms_stop', 'Replied STOP'] as const) : (['call_stop', 'Replied that it wants no contact'] as const);
  return stopTexts(tx, { clientId, mode, phone, reason, leadId: leadId ?? undefined }, why);
}

/** START brings texts back, nothing else: a number that was barred by word of mouth stays barred. Answers whether texts had been stopped. */
async function start(tx: Tx, { clientId, mode, from }: Reply): Promise<boolean> {
  const lifted =
    await tx.$executeRaw`DELETE FROM dnc_entry WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND phone = ${from} AND reason = 'sms_stop'`;
  await tx.$executeRaw`UPDATE lead SET sms_opt_out_at = NULL WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND phone = ${from}`;
  return lifted > 0;
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
