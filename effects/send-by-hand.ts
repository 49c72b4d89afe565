import type { Mode } from '#domain/lead.ts';
import type { Channel } from '#domain/snapshot.ts';
import { messageNotSent } from '#stores/messages.ts';
import { type HandAnswer, type HandAsk, startByHand } from '#stores/messages-by-hand.ts';
import { tellPages } from '#stores/tell-pages.ts';
import { VendorBusy, VendorRefused } from '#vendors/errors.ts';
import type { EffectParts } from './parts.ts';
import { handOver, sendRules } from './send.ts';

/**
 * Sends what somebody wrote to a lead, by the road of every message: gate and ledger, the vendor once, then the result. Nobody plans it again, so a
 * vendor that wants to be asked later ends it; whoever wrote it is told and may send it anew.
 */
export async function sendByHand(parts: EffectParts, ask: HandAsk): Promise<HandAnswer> {
  const { clientId, leadId } = ask;
  const hasProvider = (channel: Channel, mode: Mode) => parts.vendors(mode)[channel] !== undefined;
  const started = await parts.db.withClient(clientId, (tx) => startByHand(tx, ask, { ...sendRules(parts), hasProvider }));
  if (started.kind !== 'send') return started;
  const { key, message } = started;
  const handed = await handOver(parts, started);
  await parts.db.withClient(clientId, async (tx) => {
    if (handed instanceof VendorBusy) await messageNotSent(tx, clientId, message.id, key, { status: 'failed', code: handed.code });
    await tellPages(tx, clientId, leadId);
  });
  if (handed === 'sent') return { kind: 'sent', messageId: message.id, status: 'sent' };
  return handed instanceof VendorRefused || handed instanceof VendorBusy
    ? { kind: 'failed', messageId: message.id, code: handed.code }
    : { kind: 'unclear', messageId: message.id, status: 'queued' };
}
