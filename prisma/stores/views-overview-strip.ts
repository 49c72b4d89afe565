import type { Mode } from '#domain/lead.ts';
import { SUCCESSFUL_OUTCOMES } from '#domain/metrics.ts';
import { Prisma, type Tx } from '../client.ts';

/** From an instant to another, or on and on. */
export type During = { fromAt: string; toAt: string | null };

/** Numbers and agents the client has now, and what its calls of a period came to, in both directions. */
export type Strip = {
  numbers: number;
  agents: number;
  calls: number;
  answered: number;
  answeredSeconds: number;
  successful: number;
  orders: number;
  costCents: number;
};

/** Sums for the rates of `domain/metrics.ts`; a call counts once it was placed or came in. `placed`: those by us. */
export async function overviewStrip(tx: Tx, clientId: string, mode: Mode, during: During): Promise<Strip & { placed: number }> {
  const [row] = await tx.$queryRaw<(Strip & { placed: number })[]>`
    SELECT (SELECT count(*)::int FROM phone_number WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND status = 'active') AS numbers,
      (SELECT count(*)::int FROM agent WHERE client_id = ${clientId}::uuid AND active) AS agents, count(*)::int AS calls, count(dialled_at)::int AS placed,
      count(*) FILTER (WHERE answered)::int AS answered, coalesce(sum(duration_seconds) FILTER (WHERE answered), 0)::int AS "answeredSeconds",
      count(*) FILTER (WHERE answered AND outcome = ANY(${[...SUCCESSFUL_OUTCOMES]}))::int AS successful, count(*) FILTER (WHERE outcome = 'order_captured')::int AS orders,
      coalesce(sum(cost_cents), 0)::int AS "costCents"
    FROM call WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND ${within('created_at', during)} AND (dialled_at IS NOT NULL OR direction <> 'outbound')`;
  if (!row) throw new Error('the calls of the period could not be read');
  return row;
}

/** How far the leads of a period came; each step counts every lead that ever reached it. */
export type FunnelSteps = { leads: number; dialled: number; connected: number; booked: number; showed: number; billed: number };

/** Leads by the day they were added. A show is billed once a milestone that it counts toward is reached. */
export async function leadFunnel(tx: Tx, clientId: string, mode: Mode, during: During): Promise<FunnelSteps> {
  const [row] = await tx.$queryRaw<FunnelSteps[]>`
    WITH billed AS (SELECT max(reached_at) AS until FROM milestone WHERE client_id = ${clientId}::uuid AND mode = ${mode}),
    came AS (
      SELECT count(DISTINCT a.lead_id)::int AS showed, count(DISTINCT a.lead_id) FILTER (WHERE a.counted_at <= billed.until)::int AS billed
      FROM appointment a CROSS JOIN billed JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
      WHERE a.client_id = ${clientId}::uuid AND a.mode = ${mode} AND a.status = 'shown' AND ${within('l.created_at', during)})
    SELECT count(*)::int AS leads, count(*) FILTER (WHERE dials > 0)::int AS dialled, count(*) FILTER (WHERE last_contacted_at IS NOT NULL)::int AS connected,
      count(*) FILTER (WHERE booked_at IS NOT NULL)::int AS booked, (SELECT showed FROM came) AS showed, (SELECT billed FROM came) AS billed
    FROM lead WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND ${within('created_at', during)}`;
  if (!row) throw new Error('the leads of the period could not be read');
  return row;
}

/** That a moment lies in a period. */
export function within(column: string, { fromAt, toAt }: During): Prisma.Sql {
  const moment = Prisma.raw(column);
  const begun = Prisma.sql`${moment} >= ${new Date(fromAt)}`;
  return toAt ? Prisma.sql`${begun} AND ${moment} < ${new Date(toAt)}` : begun;
}
