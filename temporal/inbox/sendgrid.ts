import { type Mode, modeOf } from '#domain/lead.ts';
import type { RelayTx, Tx } from '#prisma/client.ts';
import { stopDigests } from '#stores/digests.ts';
import type { InboxEvent, InboxResult } from '#stores/inbox.ts';
import { messageSent, reportDelivery } from '#stores/messages.ts';
import { stopEmail } from '#stores/opt-outs.ts';
import { type EmailEventKind, parseSendGridEvent } from '#vendors/sendgrid-events.ts';

const STATUS: Partial<Record<EmailEventKind, string>> = {
  delivered: 'delivered',
  open: 'opened',
  click: 'clicked',
  bounce: 'bounced',
  dropped: 'undelivered',
};
/** After these the address gets no more mail. */
const ENDING: readonly EmailEventKind[] = ['bounce', 'dropped', 'spamreport', 'unsubscribe', 'group_unsubscribe'];
/** By these a person says so; what came back is seen by the mail's status. */
const REFUSING: readonly EmailEventKind[] = ['spamreport', 'unsubscribe', 'group_unsubscribe'];

/** How a mail of ours fared. Any event with our key also proves that it was sent, which settles a send whose answer was lost. */
export async function takeEmailEvent(relay: RelayTx, event: InboxEvent): Promise<InboxResult> {
  const told = parseSendGridEvent(event.body);
  const sent = told.key ? await messageOfKey(relay.tx, modeOf(event.account), told.key) : null;
  if (!sent || !told.key) return { kind: 'ignored', why: 'no mail of ours' };
  await relay.actFor(sent.clientId);
  await messageSent(relay.tx, sent.clientId, sent.messageId, told.key, told.vendorId ?? sent.vendorId ?? told.eventId);
  const status = STATUS[told.kind];
  if (status && !(told.kind === 'open' && told.isMachine))
    await reportDelivery(relay.tx, sent.clientId, sent.messageId, status, told.reason ?? null);
  if (sent.leadId && ENDING.includes(told.kind)) await stopEmail(relay.tx, sent.clientId, sent.leadId);
  if (!sent.leadId && REFUSING.includes(told.kind)) await stopDigests(relay.tx, sent.clientId, sent.messageId);
  return { kind: 'processed', clientId: sent.clientId };
}

/** The message that a key of the ledger belongs to, read as the relay. */
export async function messageOfKey(tx: Tx, mode: Mode, key: string) {
  const [row] = await tx.$queryRaw<{ clientId: string; messageId: string; leadId: string | null; vendorId: string | null }[]>`
    SELECT client_id AS "clientId", request->>'messageId' AS "messageId", request->>'leadId' AS "leadId", vendor_id AS "vendorId"
    FROM vendor_effect WHERE mode = ${mode} AND key = ${key} AND request ? 'messageId'`;
  return row ?? null;
}
