import { modeOf } from '#domain/lead.ts';
import type { RelayTx } from '#prisma/client.ts';
import type { InboxEvent, InboxResult } from '#stores/inbox.ts';
import { messageSent, reportDelivery } from '#stores/messages.ts';
import { takeReply } from '#stores/replies.ts';
import { parseTwilioInbound, parseTwilioStatus } from '#vendors/twilio-events.ts';
import { clientOfNumber, leadOfPhone } from './resolve.ts';
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
  if (!to) return { kind: 'ignored', why: 'nobody has that number' };
  await relay.actFor(to);
  await takeReply(relay.tx, { clientId: to, mode, leadId: owner?.leadId ?? null, ...told });
  return { kind: 'processed', clientId: to };
}
