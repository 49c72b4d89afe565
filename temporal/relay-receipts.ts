import { modeOf } from '#domain/lead.ts';
import type { Db } from '#prisma/client.ts';
import { markEventFailed } from '#stores/inbox.ts';
import { claimReceipts, markReceipts, ownersOf, type Receipt, type ReceiptEvent, writeReceipts } from '#stores/receipts.ts';
import { UnreadableEvent } from '#vendors/errors.ts';
import { type EmailEventKind, parseSendGridEvent } from '#vendors/sendgrid-events.ts';
import { parseTwilioStatus } from '#vendors/twilio-events.ts';
import type { Log } from './pump.ts';

const PAGE = 200;
const EMAIL: Partial<Record<EmailEventKind, string>> = { processed: 'sent', delivered: 'delivered', open: 'opened', click: 'clicked' };
const TEXT = new Set(['sent', 'delivered', 'undelivered', 'failed']);

/**
 * Takes in delivery reports page by page. They outnumber every other event and decide nothing, so they wait behind the rest and cost one
 * transaction a page. One that cannot be read is set aside alone. True while a full page was there.
 */
export const createReceiptStep =
  ({ db, log }: { db: Db; log: Log }) =>
  async (): Promise<boolean> => {
    const unreadable: { event: ReceiptEvent; error: UnreadableEvent }[] = [];
    const taken = await db.asRelay(async (relay) => {
      const events = await claimReceipts(relay.tx, PAGE);
      const receipts: Receipt[] = [];
      for (const event of events) {
        try {
          const receipt = readReceipt(event);
          if (receipt) receipts.push(receipt);
        } catch (error) {
          if (!(error instanceof UnreadableEvent)) throw error;
          unreadable.push({ event, error });
        }
      }
      await writeReceipts(relay, await ownersOf(relay.tx, receipts));
      const bad = new Set(unreadable.map(({ event }) => event.id));
      const ids = events.map(({ id }) => id).filter((id) => !bad.has(id));
      if (ids.length > 0) await markReceipts(relay.tx, ids);
      return events.length;
    });
    for (const { event, error } of unreadable) {
      log.warn({ event: event.id, vendor: event.vendor, type: event.type, error: error.message }, 'a report could not be read');
      await db.asRelay(({ tx }) => markEventFailed(tx, event, error.message));
    }
    return taken === PAGE;
  };

/** What a report says; null for one that is about no message of ours. */
function readReceipt(event: ReceiptEvent): Receipt | null {
  const mode = modeOf(event.account);
  if (event.vendor === 'twilio') {
    const told = parseTwilioStatus(event.body);
    const key = event.meta['k'];
    if (typeof key !== 'string') return null;
    return {
      key,
      mode,
      vendorId: told.vendorId,
      status: TEXT.has(told.status) ? told.status : null,
      error: told.errorCode ? String(told.errorCode) : null,
    };
  }
  const told = parseSendGridEvent(event.body);
  if (!told.key) return null;
  const isRead = told.kind !== 'open' || !told.isMachine;
  return { key: told.key, mode, vendorId: told.vendorId ?? null, status: isRead ? (EMAIL[told.kind] ?? null) : null, error: null };
}
