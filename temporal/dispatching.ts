import type { Client } from '@temporalio/client';
import type { AccountCaps, DispatchDeps } from '#activities/dispatch.ts';
import type { Mode } from '#domain/lead.ts';
import type { Db } from '#prisma/client.ts';
import { completeIfDone } from '#stores/campaign-verbs.ts';
import { expiredGrants, expireGrant, type Grant, grantPage, grantsToRepeat, outlookOf, takeLease } from '#stores/dispatch.ts';
import { releaseLead } from './handles/lead.ts';

/** Calls at once over all clients of an account: what the vendor allows us. */
export const ACCOUNT_CAPS: AccountCaps = { live: 20, rehearsal: 500 };

/** What dispatching needs, over this process's database and Temporal client. */
export function dispatchDeps({
  db,
  client,
  stopping,
  caps = ACCOUNT_CAPS,
}: {
  db: Db;
  client: Client;
  stopping: AbortSignal;
  caps?: AccountCaps;
}): DispatchDeps {
  const inTurn = turns();
  return {
    stopping,
    store: {
      take: (clientId, campaignId) => db.withClient(clientId, (tx) => takeLease(tx, clientId, campaignId)),
      tidy: (clientId, campaignId) => tidy(db, clientId, campaignId),
      // One at a time a process: the database lets one dispatcher of an account count at once, and waiters would hold connections.
      grant: (lease, limit) =>
        inTurn(lease.mode, () => db.asRelay((relay) => grantPage(relay, lease, { accountCap: caps[lease.mode], limit }))),
      outlook: (clientId, campaignId) => db.withClient(clientId, (tx) => outlookOf(tx, clientId, campaignId)),
      complete: (clientId, campaignId) => db.withClient(clientId, (tx) => completeIfDone(tx, clientId, campaignId)),
    },
    release: ({ clientId, campaignId }, { leadId, callId, skewMs }) =>
      releaseLead(client, { clientId, leadId, campaignId, skewMs }, { callId, clientId, leadId }),
  };
}

async function tidy(db: Db, clientId: string, campaignId: string): Promise<Grant[]> {
  const expired = await db.withClient(clientId, (tx) => expiredGrants(tx, clientId, campaignId));
  for (const grant of expired) await db.withClient(clientId, (tx) => expireGrant(tx, clientId, grant));
  return db.withClient(clientId, (tx) => grantsToRepeat(tx, clientId, campaignId));
}

/** Runs what is asked for under one name one after another. */
function turns() {
  const last = new Map<Mode, Promise<unknown>>();
  return <T>(name: Mode, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, turn);
    return turn;
  };
}
