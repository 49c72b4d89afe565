import { type ContactFacts, type GateAnswer, type GateCode, mayContact } from '#domain/gate.ts';
import { type HandWritten, isSame } from '#domain/hand-written.ts';
import type { Mode, Phase } from '#domain/lead.ts';
import { CHANNELS, type Channel } from '#domain/snapshot.ts';
import type { Tx } from '../client.ts';
import { writeDecision } from './dialling.ts';
import { type LeadLife, lockAddress, lockLead, readLead } from './lead-row.ts';
import { beginSend, type MessageRow, messageColumns, messageFacts, type SendRules, type StartedMessage } from './messages.ts';
import { tellPages } from './tell-pages.ts';

/** A tidied message by hand. `key` is the form's own: sent again with it, nothing is sent again. */
export type HandAsk = HandWritten & { clientId: string; leadId: string; userId: string; key: string };

/** What came of it. `at`: from when on it would be possible, on the lead's clock. */
export type HandAnswer =
  | { kind: 'unknown' }
  /** The account has no credentials for this channel. */
  | { kind: 'no-provider' }
  | { kind: 'refused'; codes: GateCode[]; at: string | null; phase: Phase }
  /** The key was used for another message. */
  | { kind: 'other' }
  | { kind: 'known'; messageId: string; status: string }
  | { kind: 'sent' | 'unclear'; messageId: string; status: string }
  /** The provider did not take it. */
  | { kind: 'failed'; messageId: string; code: string };

export type HandStarted =
  | Extract<HandAnswer, { kind: 'unknown' } | { kind: 'no-provider' } | { kind: 'refused' } | { kind: 'other' } | { kind: 'known' }>
  | Extract<StartedMessage, { kind: 'send' }>;

const keyOf = ({ leadId, key }: Pick<HandAsk, 'leadId' | 'key'>) => `${leadId}:hand:${key}`;
/** Nobody planned it: it belongs to no appointment and is due when it is written. */
const factsOf = (tx: Tx, life: LeadLife, channel: Channel): Promise<ContactFacts> =>
  messageFacts(tx, life, { channel, appointmentId: null, dedupeKey: '', usefulUntil: null }, 'manual');

const refusal = (life: LeadLife, answer: Exclude<GateAnswer, { kind: 'allow' }>) => ({
  kind: 'refused' as const,
  codes: answer.codes,
  at: answer.kind === 'later' ? answer.at : null,
  phase: life.phase,
});

/** By which channels somebody may write to a lead at this moment, as the gate would say; null without such a lead. */
export async function mayWrite(
  tx: Tx,
  clientId: string,
  leadId: string,
): Promise<Record<Channel, Extract<HandAnswer, { kind: 'refused' }> | null> | null> {
  const life = await readLead(tx, clientId, leadId);
  if (!life) return null;
  const said: Partial<Record<Channel, Extract<HandAnswer, { kind: 'refused' }> | null>> = {};
  for (const channel of CHANNELS) {
    const answer = mayContact(await factsOf(tx, life, channel));
    said[channel] = answer.kind === 'allow' ? null : refusal(life, answer);
  }
  return { sms: said.sms ?? null, email: said.email ?? null };
}

/**
 * Takes a message by hand to the point where the vendor may be asked once: the locks, the gate, the text and the ledger are those of every message.
 * What may not go now is not kept for later; only the decision is.
 */
export async function startByHand(
  tx: Tx,
  ask: HandAsk,
  { hasProvider, ...rules }: SendRules & { hasProvider: (channel: Channel, mode: Mode) => boolean },
): Promise<HandStarted> {
  const { clientId, leadId, channel } = ask;
  const lead = await tx.lead.findUnique({
    where: { clientId_id: { clientId, id: leadId } },
    select: { phone: true, email: true, mode: true },
  });
  if (!lead) return { kind: 'unknown' };
  const address = channel === 'sms' ? lead.phone : lead.email;
  if (address) await lockAddress(tx, clientId, lead.mode === 'live' ? 'live' : 'rehearsal', address);
  const life = await lockLead(tx, clientId, leadId);
  if (!life) return { kind: 'unknown' };
  const [known] = await tx.$queryRawUnsafe<MessageRow[]>(
    `SELECT ${messageColumns} FROM message WHERE client_id = $1::uuid AND mode = $2 AND dedupe_key = $3`,
    clientId,
    life.mode,
    keyOf(ask),
  );
  if (known) return isSame(ask, known) ? { kind: 'known', messageId: known.id, status: known.status } : { kind: 'other' };
  if (!hasProvider(channel, life.mode)) return { kind: 'no-provider' };
  const answer = rules.decide(await factsOf(tx, life, channel));
  if (answer.kind !== 'allow') {
    await writeDecision(tx, life, channel, 'manual', answer);
    return refusal(life, answer);
  }
  const [message] = await tx.$queryRawUnsafe<MessageRow[]>(
    `INSERT INTO message (client_id, mode, lead_id, campaign_id, channel, kind, dedupe_key, subject, body, scheduled_for, written_by_id)
     VALUES ($1::uuid, $2, $3::uuid, $4::uuid, $5, 'manual', $6, $7, $8, to_timestamp($9::float8), $10::uuid) RETURNING ${messageColumns}`,
    ...[clientId, life.mode, leadId, life.campaign.id, channel, keyOf(ask), ask.subject || null, ask.body, life.now / 1000, ask.userId],
  );
  if (!message) throw new Error('The message was not stored.');
  const started = await beginSend(tx, life, { message, purpose: 'manual', address, answer }, rules);
  if (started.kind === 'nothing') throw new Error(`The ledger knows ${keyOf(ask)}, and no message does.`);
  await tellPages(tx, clientId, leadId);
  return started;
}

/** The only lead with this number or e-mail address; null when there is none, or more than one. */
export async function leadWithAddress(tx: Tx, clientId: string, channel: Channel, address: string): Promise<string | null> {
  const where = channel === 'sms' ? { phone: address } : { email: { equals: address, mode: 'insensitive' as const } };
  const leads = await tx.lead.findMany({ where: { clientId, ...where }, select: { id: true }, take: 2 });
  return leads.length === 1 ? (leads[0]?.id ?? null) : null;
}
