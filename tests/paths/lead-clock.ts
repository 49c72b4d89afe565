import { DateTime } from 'luxon';
import pg from 'pg';
import { openDb } from '#prisma/client.ts';
import { openTemporal } from '#temporal/connection.ts';
import { type FastForwarded, fastForward } from '#temporal/fast-forward.ts';
import { sandboxClock } from '#temporal/sandbox-clock.ts';
import type { App } from '#tests/support/app.ts';

/** The clocks of a running app's rehearsed leads, moved by the product's own driver. */
export type LeadClock = AsyncDisposable & {
  /** Goes to the next thing that happens to the lead. Rejects when the lead does not come to rest. */
  next: (leadId: string) => Promise<FastForwarded>;
  /** Goes on until nothing is ahead. */
  end: (leadId: string) => Promise<FastForwarded>;
  /** Puts all leads of a campaign that was not activated yet at that instant. */
  begin: (campaignId: string, at: Date) => Promise<void>;
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
export function openLeadClock({ environment, urls, database, temporal }: App, clientId: string): LeadClock {
  const db = openDb({ appUrl: database.urls.app, relayUrl: environment['DATABASE_RELAY_URL'] ?? database.urls.relay, connections: 10 });
  const client = openTemporal(temporal);
  const deps = { db, client, sandbox: sandboxClock(urls.sandbox), patienceMs: PATIENCE_MS };
  const go = async (leadId: string, to: 'next' | 'end') => {
    const answer = await fastForward(deps, { clientId, leadId, to });
    if (answer.kind !== 'moved' && answer.kind !== 'nothing-ahead')
      throw new Error(`The clock of ${leadId} stands: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    next: (leadId) => go(leadId, 'next'),
    end: (leadId) => go(leadId, 'end'),
    begin: async (campaignId, at) => {
      const superuser = new pg.Client({ connectionString: database.superuserUrl });
      await superuser.connect();
      await superuser.query('UPDATE lead SET clock_offset = $2 WHERE campaign_id = $1', [campaignId, at.getTime() - Date.now()]);
      await superuser.end();
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([db.close(), client.connection.close()]);
    },
  };
}
