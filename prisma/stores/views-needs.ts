import type { Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { appointmentCounts, countVerifySoon } from './views-appointments.ts';

export type Needs = {
  verify: number;
  /** Of those to verify: the rules decide within twelve hours. */
  verifySoon: number;
  unmatched: number;
  replies: number;
  unpaid: number;
  failedImports: number;
  stuckLeads: number;
  /** Changes that the worker has not taken over minutes after they were due. */
  untold: number;
  unclear: number;
  refused: number;
};

/** What we took back ourselves because its moment had passed was refused by nobody. */
export const BY_VENDOR = Prisma.sql`error_code IS DISTINCT FROM 'too_late'`;
/** Asked of a vendor, and after ten minutes still not known whether it was done. */
const UNCLEAR = Prisma.sql`(status = 'unknown' AND created_at > now() - interval '7 days' OR status = 'started' AND started_at < now() - interval '10 minutes')`;
/** Refused by a vendor within a day. */
const REFUSED = Prisma.sql`status = 'failed' AND ${BY_VENDOR} AND settled_at > now() - interval '1 day'`;
/** A lead `l` whose next step should have happened a quarter of an hour ago. */
export const LATE = Prisma.sql`l.phase IN ('invite', 'attend', 'rebook') AND l.next_at < now() - interval '15 minutes' AND l.clock_offset = 0`;
/** What a lead `l` wrote in `m` and nobody has handled, until something overtakes it: a new appointment, or the end of what is done for the lead. One who asked for the end is still read. */
export const REPLY = Prisma.sql`m.direction = 'inbound' AND m.handled_at IS NULL
  AND NOT (l.phase IN ('attend', 'end') AND l.status <> 'dnc' AND coalesce(l.phase_since > coalesce(m.sent_at, m.created_at), false))`;
/** A change `o` that the worker has not taken over minutes after it was due. */
export const UNTOLD = Prisma.sql`o.published_at IS NULL AND o.next_try_at < now() - interval '2 minutes'`;
/** An import `j` that stopped within a week. */
export const STOPPED = Prisma.sql`j.status = 'failed' AND j.created_at > now() - interval '7 days'`;

/** What waits for a person in one mode; each counted up to 1,000. */
export async function needsPerson(tx: Tx, clientId: string, mode: Mode): Promise<Needs> {
  const { verify, unmatched } = await appointmentCounts(tx, clientId, { mode });
  const [row] = await tx.$queryRaw<Omit<Needs, 'verify' | 'unmatched'>[]>`
    SELECT ${countVerifySoon(clientId, mode)} AS "verifySoon",
           (SELECT count(*)::int FROM (SELECT 1 FROM message m JOIN lead l ON l.client_id = m.client_id AND l.id = m.lead_id
             WHERE m.client_id = ${clientId}::uuid AND m.mode = ${mode} AND ${REPLY} LIMIT 1000) r) AS replies,
           (SELECT count(*)::int FROM invoice WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND status = 'open' AND last_payment_error IS NOT NULL) AS unpaid,
           (SELECT count(*)::int FROM import_job j JOIN campaign c ON c.client_id = j.client_id AND c.id = j.campaign_id
             WHERE j.client_id = ${clientId}::uuid AND c.mode = ${mode} AND ${STOPPED}) AS "failedImports",
           (SELECT count(*)::int FROM (SELECT 1 FROM lead l WHERE l.client_id = ${clientId}::uuid AND l.mode = ${mode} AND ${LATE} LIMIT 1000) s) AS "stuckLeads",
           (SELECT count(*)::int FROM (SELECT 1 FROM outbox_event o WHERE o.client_id = ${clientId}::uuid AND o.mode = ${mode} AND ${UNTOLD} LIMIT 1000) w) AS untold,
           (SELECT count(*)::int FROM (SELECT 1 FROM vendor_effect WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND ${UNCLEAR} LIMIT 1000) u) AS unclear,
           (SELECT count(*)::int FROM (SELECT 1 FROM vendor_effect WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND ${REFUSED} LIMIT 1000) f) AS refused`;
  if (!row) throw new Error('what waits for a person could not be read');
  return { ...row, verify, unmatched };
}

export type Deed = {
  id: string;
  vendor: string;
  kind: string;
  status: string;
  mode: Mode;
  errorCode: string | null;
  lookups: number;
  at: string;
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string;
};

/** Deeds toward the world of which it is unclear whether they were done, or that a vendor refused within a day; newest first, as many as are counted; of both modes unless one is given. */
export async function troubledDeeds(tx: Tx, clientId: string, which: 'unclear' | 'refused', mode?: Mode): Promise<Deed[]> {
  const rows = await tx.$queryRaw<(Omit<Deed, 'at'> & { at: Date })[]>`
    SELECT e.id, e.vendor, e.kind, e.status, e.mode, e.error_code AS "errorCode", e.lookups, coalesce(e.started_at, e.created_at) AS at,
      l.id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName", coalesce(l.phone, '') AS phone
    FROM (SELECT * FROM vendor_effect WHERE client_id = ${clientId}::uuid AND ${mode ? Prisma.sql`mode = ${mode}` : Prisma.sql`true`} AND ${which === 'unclear' ? UNCLEAR : REFUSED} ORDER BY created_at DESC LIMIT 1000) e
    LEFT JOIN gate_decision g ON g.client_id = e.client_id AND g.id = e.gate_decision_id
    LEFT JOIN lead l ON l.client_id = e.client_id AND l.id = g.lead_id ORDER BY e.created_at DESC`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
