import type { Mode, VerificationMethod } from '#domain/lead.ts';
import type { Tx } from '../client.ts';

export type UsageDay = { day: string; calls: number; seconds: number; costCents: number };

/** Usage of each of the last `days` days in the client's zone, oldest first; days without calls are there with zeros. */
export async function usageByDay(
  tx: Tx,
  clientId: string,
  { mode, zone, days }: { mode: Mode; zone: string; days: number },
): Promise<UsageDay[]> {
  return tx.$queryRaw<UsageDay[]>`
    SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(u.calls, 0)::int AS calls, coalesce(u.seconds, 0)::int AS seconds, coalesce(u.cost, 0)::int AS "costCents"
    FROM generate_series(date_trunc('day', now() AT TIME ZONE ${zone}) - make_interval(days => ${days - 1}::int), date_trunc('day', now() AT TIME ZONE ${zone}), interval '1 day') AS d(day)
    LEFT JOIN (
      SELECT date_trunc('day', u.created_at AT TIME ZONE ${zone}) AS day, count(*) AS calls, sum(u.seconds) AS seconds, sum(u.cost_cents) AS cost
      FROM usage_record u WHERE u.client_id = ${clientId}::uuid AND u.mode = ${mode} AND u.created_at >= now() - make_interval(days => ${days + 1}::int)
      GROUP BY 1) u ON u.day = d.day
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
};

/** The shown appointments that stand behind a milestone, in the order they were counted. */
export async function showsOfMilestone(
  tx: Tx,
  clientId: string,
  mode: Mode,
  { number, size }: { number: number; size: number },
): Promise<ProvingShow[]> {
  const rows = await tx.$queryRaw<(Omit<ProvingShow, 'startAt'> & { startAt: Date })[]>`
    SELECT a.id, a.lead_id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName", coalesce(l.phone, a.attendee_phone, '') AS phone,
      a.attendee_name AS "attendeeName", c.name AS "campaignName", a.start_at AS "startAt", a.timezone AS zone, a.verification_method AS method
    FROM appointment a LEFT JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
    LEFT JOIN campaign c ON c.client_id = a.client_id AND c.id = a.campaign_id
    WHERE a.client_id = ${clientId}::uuid AND a.mode = ${mode} AND a.counted_at IS NOT NULL
    ORDER BY a.counted_at, a.id LIMIT ${size} OFFSET ${(number - 1) * size}`;
  return rows.map((row) => ({ ...row, startAt: row.startAt.toISOString() }));
}

/** Why an invoice is not paid or not yet issued, as the payments vendor said it; null when it said nothing. */
export async function invoiceTrouble(tx: Tx, clientId: string, invoiceId: string): Promise<string | null> {
  const row = await tx.invoice.findUnique({ where: { clientId_id: { clientId, id: invoiceId } }, select: { lastPaymentError: true } });
  return row?.lastPaymentError ?? null;
}
