import pg from 'pg';

export type InboxVendor = 'retell' | 'calcom' | 'stripe' | 'twilio' | 'sendgrid';
/** One verified event. `ignored`: kept for the record, handled by nobody. */
export type Arrival = {
  vendor: InboxVendor;
  account: 'live' | 'sandbox';
  vendorEventId: string;
  type: string;
  body: Uint8Array;
  meta?: Record<string, string>;
  ignored?: boolean;
};

/** The database did not take the events: the vendor must send them again. */
export class InboxAway extends Error {
  override readonly name = 'InboxAway';
}

export type Inbox = {
  /** Keeps events in one statement, committed when this returns. `duplicate` when every one of them was there. Throws `InboxAway`. */
  put: (arrivals: readonly Arrival[]) => Promise<'new' | 'duplicate'>;
  close: () => Promise<void>;
};

const DEADLINE_MS = 4_500;
const buffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The way in for webhooks: a pool of its own as `callvia_ingest`, which can insert here and do nothing else. */
export function openInbox({ ingestUrl, connections = 16 }: { ingestUrl: string; connections?: number }): Inbox {
  const pool = new pg.Pool({
    connectionString: ingestUrl,
    max: connections,
    application_name: 'callvia-ingest',
    connectionTimeoutMillis: 2_000,
    statement_timeout: DEADLINE_MS,
    query_timeout: DEADLINE_MS,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
  });
  pool.on('error', () => undefined); // an idle connection was lost; the next event opens another or fails by itself
  return {
    put: async (arrivals) => {
      if (arrivals.length === 0) return 'new';
      const statement = arrivals.length === 1 && arrivals[0] ? one(arrivals[0]) : several(arrivals);
      const { rowCount } = await pool.query<Record<string, never>>(statement).catch((error: unknown) => {
        throw new InboxAway('the inbox did not take the event', { cause: error });
      });
      return rowCount === 0 ? 'duplicate' : 'new';
    },
    close: () => pool.end(),
  };
}

const COLUMNS = '(vendor, account, vendor_event_id, type, body, meta, status, processed_at)';
const END = "CASE WHEN s = 'ignored' THEN now() END";

const one = ({ vendor, account, vendorEventId, type, body, meta = {}, ignored = false }: Arrival): pg.QueryConfig => ({
  name: 'put-event',
  text: `INSERT INTO webhook_event ${COLUMNS} SELECT $1, $2, $3, $4, $5::bytea, $6::jsonb, s, ${END} FROM (SELECT $7::text AS s) state ON CONFLICT DO NOTHING`,
  values: [vendor, account, vendorEventId, type, buffer(body), JSON.stringify(meta), ignored ? 'ignored' : 'received'],
});

const several = (arrivals: readonly Arrival[]): pg.QueryConfig => ({
  name: 'put-events',
  text: `INSERT INTO webhook_event ${COLUMNS} SELECT v, a, e, t, b, m, s, ${END}
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[], $6::jsonb[], $7::text[]) AS row (v, a, e, t, b, m, s) ON CONFLICT DO NOTHING`,
  values: [
    arrivals.map(({ vendor }) => vendor),
    arrivals.map(({ account }) => account),
    arrivals.map(({ vendorEventId }) => vendorEventId),
    arrivals.map(({ type }) => type),
    arrivals.map(({ body }) => buffer(body)),
    arrivals.map(({ meta = {} }) => JSON.stringify(meta)),
    arrivals.map(({ ignored }) => (ignored ? 'ignored' : 'received')),
  ],
});
