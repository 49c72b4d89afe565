import { mayContact } from '#domain/gate.ts';
import type { Moment } from '#domain/snapshot.ts';
import { leadClock } from '#stores/lead-row.ts';
import { messageBusy, messageTooLate, type SendRules, type StartedMessage, startMessage, waitingOf } from '#stores/messages.ts';
import { stopTexts } from '#stores/opt-outs.ts';
import { requireVendor } from '#vendors/account.ts';
import { VendorBusy } from '#vendors/errors.ts';
import { type Handed, handOnce } from './hand-once.ts';
import type { EffectParts } from './parts.ts';
import { htmlOf, writeMessage } from './texts.ts';

type Started = Extract<StartedMessage, { kind: 'send' }>;

/** Sends what a lead is due at one moment, each channel by itself. Throws `VendorBusy` when a vendor wants to be asked again later. */
export async function sendMoment(parts: EffectParts, clientId: string, leadId: string, moment: Moment): Promise<void> {
  const ids = await parts.db.withClient(clientId, (tx) => waitingOf(tx, clientId, leadId, moment));
  let busy: VendorBusy | undefined;
  for (const id of ids) {
    const outcome = await sendMessage(parts, clientId, id);
    if (outcome instanceof VendorBusy) busy = outcome;
  }
  if (busy) throw busy;
}

/** What the gate decides by, what a message is written with, and when an open one is looked up. */
export const sendRules = (parts: EffectParts): SendRules => ({
  decide: mayContact,
  write: (inside, life, message) => writeMessage(parts, inside, life, message),
  lookUpAfter: (channel, mode) => (channel === 'sms' ? parts.settle(mode).first : parts.settle(mode).mailAfter),
});

/** One message through gate and ledger to its vendor, once. Answers the vendor's wish to wait, which leaves the message waiting. */
export async function sendMessage(parts: EffectParts, clientId: string, messageId: string): Promise<VendorBusy | undefined> {
  const started = await parts.db.withClient(clientId, (tx) => startMessage(tx, clientId, messageId, sendRules(parts)));
  if (started.kind === 'nothing') return undefined;
  const { key, message, life } = started;
  if (message.usefulUntil && leadClock(life) >= message.usefulUntil.getTime()) {
    await parts.db.withClient(clientId, (tx) => messageTooLate(tx, clientId, messageId, key));
    return undefined;
  }
  const handed = await handOver(parts, started);
  if (!(handed instanceof VendorBusy)) return undefined;
  await parts.db.withClient(clientId, (tx) => messageBusy(tx, clientId, messageId, key));
  return handed;
}

/** Asks the vendor for what the ledger has begun, and writes down how it ended; a wish to wait is the caller's to write down. */
export function handOver(parts: EffectParts, started: Started): Promise<Handed> {
  const { key, message } = started;
  const begun = { clientId: message.clientId, messageId: message.id, key };
  return handOnce(
    parts,
    begun,
    () => hand(parts, started),
    async (tx, { code }) => {
      if (code === 'opted_out') await noteMissedOptOut(tx, started);
    },
  );
}

async function hand(parts: EffectParts, { key, message, written, life }: Started): Promise<string> {
  const vendors = parts.vendors(life.mode);
  const to = message.toAddress ?? '';
  if (message.channel === 'sms') {
    const statusCallbackUrl = `${parts.urls.api}/api/webhooks/twilio/status`;
    const sent = await requireVendor(vendors, 'sms').send({ key, to, from: written.from, body: written.body, statusCallbackUrl });
    return sent.vendorId;
  }
  const unsubscribeUrl = /https?:\/\/\S+\/unsubscribe\/[\w-]+/.exec(written.body)?.[0];
  const { vendorId } = await requireVendor(vendors, 'email').send({
    ...{ key, to, toName: [life.firstName, life.lastName].filter(Boolean).join(' ') || undefined },
    ...{
      fromEmail: written.from,
      fromName: life.campaign.name || 'Callvia',
      subject: written.subject ?? '',
      text: written.body,
      html: htmlOf(written.body),
    },
    ...{ categories: [message.kind], unsubscribeUrl },
  });
  return vendorId;
}

/** The carrier knows of an opt-out that we missed: it is recorded now, and the gate refuses from here on. */
const noteMissedOptOut = (tx: Parameters<typeof stopTexts>[0], { life }: Started): Promise<void> =>
  stopTexts(tx, { clientId: life.clientId, mode: life.mode, phone: life.phone, reason: 'sms_stop', leadId: life.id }, 'Replied STOP');
