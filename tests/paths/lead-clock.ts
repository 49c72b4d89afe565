import { DateTime } from 'luxon';
import { openDb } from '#prisma/client.ts';
import { openTemporal } from '#temporal/connection.ts';
import { type FastForwarded, fastForward } from '#temporal/fast-forward.ts';
import { sandboxClock } from '#temporal/sandbox-clock.ts';
import type { App } from '#tests/support/app.ts';
import { asSuperuser } from './superuser.ts';

/** The clocks of the leads of one rehearsal, moved by the product's own driver. */
export type LeadClock = AsyncDisposable & {
  /** Puts all leads at that instant; before the campaign is activated. */
  begin: (at: Date) => Promise<void>;
  /** Makes all first calls due; after the activation, which keeps the hours of the machine's own day. */
  call: () => Promise<void>;
  /** Goes to the next thing that happens to the lead. Rejects when the lead does not come to rest. */
  next: (leadId: string) => Promise<FastForwarded>;
  /** Goes on until nothing is ahead. */
  end: (leadId: string) => Promise<FastForwarded>;
};

/** How long a lead may take to come to rest; only a very busy machine needs more than a second. */
const PATIENCE_MS = 120_000;

/**
 * Friday of next week at 17:05 in New York: calls are still allowed all over the country, and as the sandbox's next slots are on Monday from nine
 * on, every reminder lies ahead, whatever day it really is.
 */
export const FRIDAY = DateTime.now()
  .setZone('America/New_York')
  .plus({ weeks: 1 })
  .set({ weekday: 5, hour: 17, minute: 5, second: 0, millisecond: 0 })
  .toJSDate();

/** Opens the driver beside the app's own processes. */
export async function openLeadClock({ urls, database, temporal }: App, campaignId: string): Promise<LeadClock> {
  const [campaign] = await asSuperuser<{ clientId: string }>(database, 'SELECT client_id AS "clientId" FROM campaign WHERE id = $1', [
    campaignId,
  ]);
  if (!campaign) throw new Error(`There is no campaign ${campaignId}.`);
  const db = openDb({ appUrl: database.urls.app, relayUrl: database.urls.relay, connections: 10 });
  const client = openTemporal(temporal);
  const deps = { db, client, sandbox: sandboxClock(urls.sandbox), patienceMs: PATIENCE_MS };
  const go = async (leadId: string, to: 'next' | 'end') => {
    const answer = await fastForward(deps, { clientId: campaign.clientId, leadId, to });
    if (answer.kind !== 'moved' && answer.kind !== 'nothing-ahead')
      throw new Error(`The clock of ${leadId} stands: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    begin: async (at) => {
      await asSuperuser(database, 'UPDATE lead SET clock_offset = $2 WHERE campaign_id = $1', [campaignId, at.getTime() - Date.now()]);
    },
    call: async () => {
      await asSuperuser(
        database,
        `WITH due AS (
           UPDATE lead SET due_at = now(), next_call_at = now() + clock_offset * interval '1 millisecond' WHERE campaign_id = $1 AND due_at > now() RETURNING id)
         INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, payload)
         SELECT client_id, mode, 'campaign', id, 'campaign.woken', '{}' FROM campaign WHERE id = $1`,
        [campaignId],
      );
    },
    next: (leadId) => go(leadId, 'next'),
    end: (leadId) => go(leadId, 'end'),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([db.close(), client.connection.close()]);
    },
  };
}
