import type { Mode, VerificationMethod } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';

export type ChargeDay = { day: string; calls: number; seconds: number; usageCents: number; milestoneCents: number };

/** What each day from `first` to `last` cost in the client's zone, oldest first: calls and milestones. Days without either are there with zeros. */
export async function chargesByDay(
  tx: Tx,
  clientId: string,
  { mode, zone, first, last }: { mode: Mode; zone: string; first: string; last: string },
): Promise<ChargeDay[]> {
  const within = (column: string) => {
    const moment = Prisma.raw(column);
    return Prisma.sql`client_id = ${clientId}::uuid AND mode = ${mode} AND ${moment} >= ${first}::timestamp AT TIME ZONE ${zone}
      AND ${moment} < (${last}::timestamp + interval '1 day') AT TIME ZONE ${zone}`;
  };
  return tx.$queryRaw<ChargeDay[]>`
    SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(u.calls, 0)::int AS calls, coalesce(u.seconds, 0)::int AS seconds, coalesce(u.cents, 0)::int AS "usageCents",
      coalesce(m.cents, 0)::int AS "milestoneCents"
    FROM generate_series(${first}::timestamp, ${last}::timestamp, interval '1 day') AS d(day)
    LEFT JOIN (SELECT date_trunc('day', created_at AT TIME ZONE ${zone}) AS day, count(*) AS calls, sum(seconds) AS seconds, sum(cost_cents) AS cents
      FROM usage_record WHERE ${within('created_at')} GROUP BY 1) u ON u.day = d.day
    LEFT JOIN (SELECT date_trunc('day', reached_at AT TIME ZONE ${zone}) AS day, sum(amount_cents) AS cents
      FROM milestone WHERE ${within('reached_at')} GROUP BY 1) m ON m.day = d.day
    ORDER BY d.day`;
}

export type ProvingShow = {
  id: string;
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string;
  attendeeName: string;
  campaignName: string | null;
  startAt: string;
  zone: string;
  method: VerificationMethod | null;
  disputed: boolean;
  countedAt: string;
  clientConfirmed: boolean | null;
  leadConfirmed: boolean | null;
  proofSeconds: number | null;
  proofCallId: string | null;
};

/** The shown appointments that stand behind a milestone, or so far behind the next, in the order they were counted. */
export async function showsOfMilestone(
  tx: Tx,
  clientId: string,
  mode: Mode,
  { number, size }: { number: number; size: number },
): Promise<ProvingShow[]> {
  const rows = await tx.$queryRaw<(Omit<ProvingShow, 'startAt' | 'countedAt'> & { startAt: Date; countedAt: Date })[]>`
    SELECT a.id, a.lead_id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName", coalesce(l.phone, a.attendee_phone, '') AS phone,
      a.attendee_name AS "attendeeName", c.name AS "campaignName", a.start_at AS "startAt", a.timezone AS zone, a.verification_method AS method,
      a.disputed, a.counted_at AS "countedAt", a.client_confirmed AS "clientConfirmed", a.lead_confirmed AS "leadConfirmed", k.id AS "proofCallId", k.duration_seconds AS "proofSeconds"
    FROM appointment a LEFT JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
    LEFT JOIN campaign c ON c.client_id = a.client_id AND c.id = a.campaign_id
    LEFT JOIN call k ON k.client_id = a.client_id AND k.id = a.proof_call_id
    WHERE a.client_id = ${clientId}::uuid AND a.mode = ${mode} AND a.counted_at IS NOT NULL
    ORDER BY a.counted_at, a.id LIMIT ${size} OFFSET ${(number - 1) * size}`;
  return rows.map((row) => ({ ...row, startAt: row.startAt.toISOString(), countedAt: row.countedAt.toISOString() }));
}

/** Why invoices are not paid or not yet issued, as the payments vendor said it, by their ids; those of which it said nothing are left out. */
export async function invoiceTroubles(tx: Tx, clientId: string, ids: string[]): Promise<Record<string, string>> {
  const rows = await tx.invoice.findMany({
    where: { clientId, id: { in: ids }, lastPaymentError: { not: null }, status: { not: 'paid' } },
    select: { id: true, lastPaymentError: true },
  });
  return Object.fromEntries(rows.map(({ id, lastPaymentError }) => [id, lastPaymentError ?? '']));
}
