import type { Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { LATE, REPLY, STOPPED, UNTOLD } from './views-needs.ts';

/** `late`: leads whose next step is overdue. `replies`: texts nobody handled. `imports`: stopped ones. `untold`: changes that wait for the worker. */
export type WaitingKind = 'late' | 'replies' | 'imports' | 'untold';
export type WaitingRow = {
  id: string;
  /** Since when it waits. */
  at: string;
  mode: Mode;
  /** The step, the text, the file or the change it is about. */
  what: string;
  /** Why, as far as it was written down. */
  why: string | null;
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string;
  campaignId: string | null;
  campaignName: string | null;
};

const LEAD = Prisma.sql`l.id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName", coalesce(l.phone, '') AS phone, c.id AS "campaignId", c.name AS "campaignName"`;
const CAMPAIGN = Prisma.sql`LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id`;
const LISTS: Record<WaitingKind, (clientId: string) => Prisma.Sql> = {
  late: (clientId) => Prisma.sql`
    SELECT l.id::text AS id, l.next_at AS at, l.mode, coalesce(l.next_kind, '') AS what, l.next_reason AS why, ${LEAD}
    FROM lead l ${CAMPAIGN} WHERE l.client_id = ${clientId}::uuid AND ${LATE}`,
  replies: (clientId) => Prisma.sql`
    SELECT m.id::text AS id, coalesce(m.sent_at, m.created_at) AS at, m.mode, coalesce(m.body, '') AS what, NULL AS why, ${LEAD}
    FROM message m JOIN lead l ON l.client_id = m.client_id AND l.id = m.lead_id ${CAMPAIGN} WHERE m.client_id = ${clientId}::uuid AND ${REPLY}`,
  imports: (clientId) => Prisma.sql`
    SELECT j.id::text AS id, j.created_at AS at, c.mode, j.file_name AS what, j.error AS why, NULL::uuid AS "leadId", NULL AS "firstName", NULL AS "lastName",
      '' AS phone, c.id AS "campaignId", c.name AS "campaignName"
    FROM import_job j JOIN campaign c ON c.client_id = j.client_id AND c.id = j.campaign_id WHERE j.client_id = ${clientId}::uuid AND ${STOPPED}`,
  untold: (clientId) => Prisma.sql`
    SELECT o.id::text AS id, o.next_try_at AS at, o.mode, o.type AS what, o.error AS why, ${LEAD}
    FROM outbox_event o LEFT JOIN lead l ON o.aggregate_type = 'lead' AND l.client_id = o.client_id AND l.id = o.aggregate_id ${CAMPAIGN}
    WHERE o.client_id = ${clientId}::uuid AND ${UNTOLD}`,
};

/** What waits for a person, longest first: exactly the rows that `needsPerson` counts, up to the 1,000 it counts to; of both modes unless one is given. */
export async function waitingRows(tx: Tx, clientId: string, kind: WaitingKind, mode?: Mode): Promise<WaitingRow[]> {
  const rows = await tx.$queryRaw<(Omit<WaitingRow, 'at'> & { at: Date })[]>`
    SELECT * FROM (${LISTS[kind](clientId)}) waiting WHERE ${mode ? Prisma.sql`mode = ${mode}` : Prisma.sql`true`} ORDER BY at, id LIMIT 1000`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
