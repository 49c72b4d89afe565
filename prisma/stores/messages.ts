import type { ContactFacts, GateAnswer, Purpose } from '#domain/gate.ts';
import { DAILY_CAP } from '#domain/gate.ts';
import type { Mode } from '#domain/lead.ts';
import type { Channel, SendKind } from '#domain/snapshot.ts';
import type { Tx } from '../client.ts';
import { leadFacts, type RecentContacts, recentContacts, writeDecision } from './dialling.ts';
import { beginEffect, settleEffect } from './effects.ts';
import { refreshNext } from './lead-moments.ts';
import { type LeadLife, lockAddress, lockLead, saveLead } from './lead-row.ts';
import { tellPages } from './tell-pages.ts';

export type MessageRow = {
  id: string;
  clientId: string;
  mode: Mode;
  leadId: string | null;
  appointmentId: string | null;
  channel: Channel;
  kind: string;
  status: string;
  dedupeKey: string;
  toAddress: string | null;
  fromAddress: string | null;
  subject: string | null;
  body: string | null;
  scheduledFor: Date | null;
  usefulUntil: Date | null;
};

/** What a message's row is read by. */
export const messageColumns = `id, client_id AS "clientId", mode, lead_id AS "leadId", appointment_id AS "appointmentId", channel, kind, status, dedupe_key AS "dedupeKey",
  to_address AS "toAddress", from_address AS "fromAddress", subject, body, scheduled_for AS "scheduledFor", useful_until AS "usefulUntil"`;

/** Ids of the lead's waiting messages of one moment. */
export async function waitingOf(
  tx: Tx,
  clientId: string,
  leadId: string,
  moment: { kind: string; at: number; appointmentId?: string },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM message WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND status = 'scheduled' AND kind = ${moment.kind}
      AND scheduled_for <= to_timestamp(${(moment.at + 1) / 1000}::float8)
      AND appointment_id IS NOT DISTINCT FROM ${moment.appointmentId ?? null}::uuid ORDER BY channel DESC`;
  return rows.map(({ id }) => id);
}

const PURPOSES: Record<SendKind, Purpose> = {
  booking_link: 'booking_link',
  booking_link_again: 'booking_link',
  booking_confirmation: 'confirmation',
  reminder_24h: 'reminder',
  reminder_2h: 'reminder',
  reminder_15m: 'reminder',
  attendance_check: 'attendance',
  rebook_day0: 'rebook',
  rebook_day2: 'rebook',
  rebook_day4: 'rebook',
};

/** What is sent, in full, written down before the vendor is asked. */
export type Written = { subject: string | null; body: string; from: string };
export type StartedMessage = { kind: 'send'; message: MessageRow; life: LeadLife; written: Written; key: string } | { kind: 'nothing' };

/** How it is decided, written and looked up: handed in by `effects/`. */
export type SendRules = {
  decide: (facts: ContactFacts) => GateAnswer;
  write: (tx: Tx, life: LeadLife, message: MessageRow) => Promise<Written>;
  /** Seconds until an open send is looked up. */
  lookUpAfter: (channel: Channel, mode: Mode) => number;
};

/** A message's key in the ledger. */
export const sendKey = (message: { dedupeKey: string }) => message.dedupeKey;

/**
 * Takes one waiting message to the point where the vendor may be asked once: under the locks of address and lead the gate decides, the text is
 * written, and the ledger says `started`. What may not go is skipped with the reason, what may go later is moved and the workflow is told.
 */
export async function startMessage(tx: Tx, clientId: string, messageId: string, rules: SendRules): Promise<StartedMessage> {
  const [row] = await tx.$queryRaw<{ leadId: string; channel: Channel; mode: Mode; phone: string; email: string | null }[]>`
    SELECT m.lead_id AS "leadId", m.channel, m.mode, l.phone, l.email FROM message m JOIN lead l ON l.client_id = m.client_id AND l.id = m.lead_id
    WHERE m.client_id = ${clientId}::uuid AND m.id = ${messageId}::uuid`;
  if (!row) return { kind: 'nothing' };
  const address = row.channel === 'sms' ? row.phone : row.email;
  if (address) await lockAddress(tx, clientId, row.mode, address);
  const life = await lockLead(tx, clientId, row.leadId);
  const [message] = await tx.$queryRawUnsafe<MessageRow[]>(
    `SELECT ${messageColumns} FROM message WHERE client_id = $1::uuid AND id = $2::uuid AND status = 'scheduled' FOR UPDATE`,
    clientId,
    messageId,
  );
  if (!life || !message) return { kind: 'nothing' };
  const purpose = PURPOSES[message.kind as SendKind] ?? 'manual';
  const answer = rules.decide(await messageFacts(tx, life, message, purpose));
  if (answer.kind !== 'allow') {
    await writeDecision(tx, life, message.channel, purpose, answer);
    await holdBack(tx, life, message, answer);
    return { kind: 'nothing' };
  }
  return beginSend(tx, life, { message, purpose, address, answer }, rules);
}

type Allowed = { message: MessageRow; purpose: Purpose; address: string | null; answer: GateAnswer };

/** Writes an allowed message down as it will be read and begins it in the ledger; nothing where it was begun before. */
export async function beginSend(
  tx: Tx,
  life: LeadLife,
  { message, purpose, address, answer }: Allowed,
  rules: SendRules,
): Promise<StartedMessage> {
  const { clientId, id: messageId } = message;
  const written = await rules.write(tx, life, message);
  const gateDecisionId = await writeDecision(tx, life, message.channel, purpose, answer);
  const key = sendKey(message);
  const vendor = message.channel === 'sms' ? ('twilio' as const) : ('sendgrid' as const);
  const { begun, effect } = await beginEffect(tx, {
    ...{
      clientId,
      mode: life.mode,
      key,
      vendor,
      kind: message.channel,
      gateDecisionId,
      lookUpAfter: rules.lookUpAfter(message.channel, life.mode),
    },
    request: { messageId, leadId: life.id },
  });
  if (!begun) return { kind: 'nothing' };
  await tx.$executeRaw`
    UPDATE message SET status = 'queued', to_address = ${address}, from_address = ${written.from}, subject = ${written.subject}, body = ${written.body}, effect_id = ${effect.id}::uuid
    WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid`;
  await refreshNext(tx, clientId, life.id);
  return { kind: 'send', message: { ...message, toAddress: address }, life, written, key };
}

/** What the gate must know of a message to a lead. */
export async function messageFacts(
  tx: Tx,
  life: LeadLife,
  message: Pick<MessageRow, 'channel' | 'appointmentId' | 'dedupeKey' | 'usefulUntil'>,
  purpose: Purpose,
): Promise<ContactFacts> {
  const [row] = await tx.$queryRaw<
    ({
      barredAt: Date | null;
      status: string | null;
      startAt: Date | null;
      createdAt: Date | null;
      bookedBy: string | null;
    } & RecentContacts)[]
  >`
    SELECT (SELECT created_at FROM dnc_entry WHERE client_id = ${life.clientId}::uuid AND mode = ${life.mode} AND phone = ${life.phone}) AS "barredAt",
      recent.*, a.status, a.start_at AS "startAt", a.created_at AS "createdAt", a.booked_by AS "bookedBy"
    FROM (${recentContacts(life)}) recent
    LEFT JOIN appointment a ON a.client_id = ${life.clientId}::uuid AND a.id = ${message.appointmentId ?? life.appointmentId}::uuid`;
  const appointment =
    row?.status && row.startAt
      ? { status: row.status as 'scheduled', startAt: row.startAt.toISOString(), seqMatches: isForStart(message, row.startAt) }
      : null;
  return {
    ...{ channel: message.channel, purpose, ...leadFacts(life) },
    dnc: row ? row.barredAt !== null : true,
    // an appointment that our client's people made is no word of the lead's own
    bookedAfterDnc: Boolean(row?.barredAt && row.createdAt && row.createdAt > row.barredAt && row.bookedBy !== 'staff'),
    hasAddress: message.channel === 'sms' ? life.phone !== '' : life.email !== null,
    attemptsLast24h: row?.contacts ?? DAILY_CAP,
    capFreeAt: row?.capFreeAt?.toISOString() ?? null,
    openCallOnPhone: false,
    appointment: purpose === 'rebook' || purpose === 'booking_link' ? null : appointment,
    until: message.usefulUntil?.toISOString() ?? null,
  };
}

/** A message of an appointment carries the start it was planned for in its key. */
const isForStart = (message: Pick<MessageRow, 'dedupeKey'>, startAt: Date) => message.dedupeKey.includes(`:${startAt.toISOString()}:`);

async function holdBack(tx: Tx, life: LeadLife, message: MessageRow, answer: Exclude<GateAnswer, { kind: 'allow' }>): Promise<void> {
  if (answer.kind === 'never') {
    await tx.$executeRaw`
      UPDATE message SET status = 'skipped', skip_reason = ${answer.codes[0] ?? 'refused'} WHERE client_id = ${life.clientId}::uuid AND id = ${message.id}::uuid`;
    return refreshNext(tx, life.clientId, life.id);
  }
  await tx.$executeRaw`UPDATE message SET scheduled_for = ${new Date(answer.at)} WHERE client_id = ${life.clientId}::uuid AND id = ${message.id}::uuid`;
  await saveLead(tx, life, {}, { type: 'lead.message_put_off', payload: { kind: message.kind, codes: answer.codes, at: answer.at } });
}

/** The vendor took it. */
export async function messageSent(tx: Tx, clientId: string, messageId: string, key: string, vendorId: string): Promise<void> {
  await settleEffect(tx, clientId, key, { status: 'done', vendorId });
  await tx.$executeRaw`
    UPDATE message SET status = CASE WHEN status IN ('queued', 'scheduled', 'unknown') THEN 'sent' ELSE status END, provider_message_id = coalesce(provider_message_id, ${vendorId}),
      sent_at = coalesce(sent_at, clock_timestamp() + coalesce((SELECT l.clock_offset FROM lead l WHERE l.client_id = message.client_id AND l.id = message.lead_id), 0) * interval '1 millisecond')
    WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid`;
}

/** The vendor refused it, or nobody will ever know: `failed` or `unknown`. */
export async function messageNotSent(
  tx: Tx,
  clientId: string,
  messageId: string,
  key: string,
  end: { status: 'failed' | 'unknown'; code: string },
): Promise<void> {
  await settleEffect(tx, clientId, key, { status: end.status, errorCode: end.code });
  await tx.$executeRaw`
    UPDATE message SET status = ${end.status}, error_code = ${end.code} WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid AND status = 'queued'`;
}

/** It took too long to get this far: what was begun is taken back before the vendor is asked, as the text would come after its moment. */
export async function messageTooLate(tx: Tx, clientId: string, messageId: string, key: string): Promise<void> {
  await settleEffect(tx, clientId, key, { status: 'failed', errorCode: 'too_late' });
  await tx.$executeRaw`
    UPDATE message SET status = 'skipped', skip_reason = 'too_late' WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid AND status = 'queued'`;
}

/** The vendor is surely not doing it now: the message waits again and the ledger row may begin once more. */
export async function messageBusy(tx: Tx, clientId: string, messageId: string, key: string): Promise<void> {
  const open = await settleEffect(tx, clientId, key, { status: 'planned' });
  if (open)
    await tx.$executeRaw`UPDATE message SET status = 'scheduled' WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid AND status = 'queued'`;
}

/** Reads a message by id. */
export async function findMessage(tx: Tx, clientId: string, messageId: string): Promise<MessageRow | null> {
  const [row] = await tx.$queryRawUnsafe<MessageRow[]>(
    `SELECT ${messageColumns} FROM message WHERE client_id = $1::uuid AND id = $2::uuid`,
    clientId,
    messageId,
  );
  return row ?? null;
}

const RANKS = ['scheduled', 'queued', 'unknown', 'sent', 'delivered', 'opened', 'clicked', 'undelivered', 'bounced', 'failed'];

/** A delivery report; states only go up, whatever order they come in. */
export async function reportDelivery(tx: Tx, clientId: string, messageId: string, status: string, errorCode: string | null): Promise<void> {
  const above = RANKS.slice(0, RANKS.indexOf(status));
  const [told] = await tx.$queryRaw<{ leadId: string | null; kind: string }[]>`
    UPDATE message SET status = ${status}, error_code = coalesce(${errorCode}, error_code),
      delivered_at = CASE WHEN ${status} = 'delivered' THEN coalesce(delivered_at, now() + coalesce((SELECT l.clock_offset FROM lead l WHERE l.client_id = message.client_id AND l.id = message.lead_id), 0) * interval '1 millisecond') ELSE delivered_at END
    WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid AND status = ANY(${above}::text[])
    RETURNING lead_id AS "leadId", kind`;
  if (told?.kind === 'manual' && told.leadId) await tellPages(tx, clientId, told.leadId); // whoever wrote it may be waiting to see it arrive
}
