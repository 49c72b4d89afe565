import type { Db, RelayTx } from '#prisma/client.ts';
import { claimEvent, type InboxEvent, type InboxResult, type InboxVendor, markEvent, markEventFailed } from '#stores/inbox.ts';
import type { Log } from './pump.ts';

/**
 * Turns one event into facts. Finds the client from our own records as the relay, calls `actFor` before it writes, and leaves marking to the
 * caller. Runs in the transaction that holds the event: it throws, and nothing happened.
 */
export type InboxHandler = (relay: RelayTx, event: InboxEvent) => Promise<InboxResult>;
export type InboxHandlers = { readonly [vendor in InboxVendor]?: InboxHandler };

/** Takes in one waiting event, if there is one: claim, facts and mark are one transaction. False when none waits. */
export const createInboxStep =
  ({ db, handlers, log }: { db: Db; handlers: InboxHandlers; log: Log }) =>
  async (): Promise<boolean> => {
    let claimed: InboxEvent | null = null;
    try {
      return await db.asRelay(async (relay) => {
        claimed = await claimEvent(relay.tx);
        if (!claimed) return false;
        const handler = handlers[claimed.vendor];
        const result: InboxResult = handler ? await handler(relay, claimed) : { kind: 'ignored', why: `nothing handles ${claimed.vendor}` };
        await relay.rest();
        await markEvent(relay.tx, claimed.id, result);
        return true;
      });
    } catch (error) {
      if (!claimed) throw error; // the database, not the event
      await setAside(db, log, claimed, error);
      return true;
    }
  };

async function setAside(db: Db, log: Log, event: InboxEvent, error: unknown): Promise<void> {
  const { id, vendor, type, attempts } = event;
  log.warn({ event: id, vendor, type, attempts: attempts + 1, error: String(error) }, 'an event could not be taken in');
  await db.asRelay(({ tx }) => markEventFailed(tx, event, String(error)));
}
