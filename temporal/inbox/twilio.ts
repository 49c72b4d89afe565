import { type Mode, modeOf } from '#domain/lead.ts';
import { readReply } from '#domain/replies.ts';
import type { RelayTx } from '#prisma/client.ts';
import type { InboxEvent, InboxResult } from '#stores/inbox.ts';
import { messageSent, reportDelivery } from '#stores/messages.ts';
import { stopTexts } from '#stores/opt-outs.ts';
import { takeReply } from '#stores/replies.ts';
import { type InboundSms, parseTwilioInbound, parseTwilioStatus } from '#vendors/twilio-events.ts';
import { clientOfNumber, leadOfPhone, leadsOfPhone } from './resolve.ts';
import { messageOfKey } from './sendgrid.ts';

/** A text from a lead, or how a text of ours fared. */
export const takeTextEvent = (relay: RelayTx, event: InboxEvent): Promise<InboxResult> =>
  event.type === 'inbound' ? takeInbound(relay, event) : takeStatus(relay, event);

const CARRIED = new Set(['sent', 'delivered', 'undelivered', 'failed']);

async function takeStatus(relay: RelayTx, event: InboxEvent): Promise<InboxResult> {
  const told = parseTwilioStatus(event.body);
  const key = typeof event.meta['k'] === 'string' ? event.meta['k'] : null;
  const sent = key ? await messageOfKey(relay.tx, modeOf(event.account), key) : null;
  if (!sent || !key) return { kind: 'ignored', why: 'no text of ours' };
  await relay.actFor(sent.clientId);
  if (!sent.vendorId) await messageSent(relay.tx, sent.clientId, sent.messageId, key, told.vendorId);
  if (CARRIED.has(told.status))
    await reportDelivery(relay.tx, sent.clientId, sent.messageId, told.status, told.errorCode ? String(told.errorCode) : null);
  return { kind: 'processed', clientId: sent.clientId };
}

async function takeInbound(relay: RelayTx, event: InboxEvent): Promise<InboxResult> {
  const told = parseTwilioInbound(event.body);
  const mode = modeOf(event.account);
  const clientId = await clientOfNumber(relay.tx, mode, told.to);
  const owner = await leadOfPhone(relay.tx, mode, told.from, clientId);
  const to = clientId ?? owner?.clientId;
  if (!to) return stopForAll(relay, mode, told);
  await relay.actFor(to);
  await takeReply(relay.tx, { clientId: to, mode, leadId: owner?.leadId ?? null, ...told });
  return { kind: 'processed', clientId: to };
}

/** A text of which nobody knows the client it is meant for. One that wants no contact is taken to be meant for each that knows the number. */
async function stopForAll(relay: RelayTx, mode: Mode, { from, keyword, body }: InboundSms): Promise<InboxResult> {
  const meaning = keyword ?? readReply(body);
  const leads = meaning === 'stop' || meaning === 'refusal' ? await leadsOfPhone(relay.tx, mode, from) : [];
  const [first] = leads;
  if (!first) return { kind: 'ignored', why: 'nobody has that number' };
  const reason = meaning === 'stop' ? 'sms_stop' : 'call_stop';
  for (const { clientId, leadId } of leads) {
    await relay.actFor(clientId);
    await stopTexts(relay.tx, { clientId, mode, phone: from, reason, leadId }, 'Wrote that it wants no contact');
  }
  return { kind: 'processed', clientId: first.clientId };
}
