import type { Mode } from '#domain/lead.ts';
import type { Period } from '#domain/period.ts';
import { Prisma, type Tx } from '../client.ts';
import { type During, overviewStrip, type Strip, within } from './views-overview-strip.ts';

/** `counted`: shows that count toward a milestone; a show turned away later no longer does. */
export type Headline = { leads: number; calls: number; booked: number; shown: number; noShow: number; counted: number; costCents: number };
export type Headlines = { now: Headline; before: Headline; strip: Strip };

/** What happened in a period, and in the equal one before it; its calls are gone through once, for the headline and the strip. */
export async function headlines(tx: Tx, clientId: string, mode: Mode, period: Period): Promise<Headlines> {
  const { placed, ...strip } = await overviewStrip(tx, clientId, mode, period);
  return {
    strip,
    now: { ...(await headline(tx, clientId, mode, period)), calls: placed },
    before: { ...(await headline(tx, clientId, mode, period.before)), calls: await callsPlaced(tx, clientId, mode, period.before) },
  };
}

async function headline(tx: Tx, clientId: string, mode: Mode, during: During): Promise<Omit<Headline, 'calls'>> {
  const own = Prisma.sql`client_id = ${clientId}::uuid AND mode = ${mode}`;
  const [row] = await tx.$queryRaw<Omit<Headline, 'calls'>[]>`
    SELECT (SELECT count(*)::int FROM lead WHERE ${own} AND ${within('created_at', during)}) AS leads,
      (SELECT count(*)::int FROM appointment WHERE ${own} AND ${within('booked_at', during)}) AS booked, verified.shown, verified."noShow",
      (SELECT count(*)::int FROM appointment WHERE ${own} AND ${within('counted_at', during)}) AS counted,
      (SELECT coalesce(sum(cost_cents), 0)::int FROM usage_record WHERE ${own} AND ${within('created_at', during)})
        + (SELECT coalesce(sum(amount_cents), 0)::int FROM milestone WHERE ${own} AND ${within('reached_at', during)}) AS "costCents"
    FROM (SELECT count(*) FILTER (WHERE status = 'shown')::int AS shown, count(*) FILTER (WHERE status = 'no_show')::int AS "noShow"
      FROM appointment WHERE ${own} AND ${within('verified_at', during)} AND status IN ('shown', 'no_show')) verified`;
  return row ?? { leads: 0, booked: 0, shown: 0, noShow: 0, counted: 0, costCents: 0 };
}

async function callsPlaced(tx: Tx, clientId: string, mode: Mode, during: During): Promise<number> {
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM call WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND ${within('created_at', during)} AND dialled_at IS NOT NULL`;
  return row?.n ?? 0;
}

/** Whose calls and appointments a chart counts: those of all campaigns of a mode, or of one campaign. */
export type Charted = { mode: Mode } | { campaignId: string };

/** One campaign has one mode, so its own index is asked. */
const charted = (clientId: string, of: Charted) =>
  'campaignId' in of
    ? Prisma.sql`client_id = ${clientId}::uuid AND campaign_id = ${of.campaignId}::uuid`
    : Prisma.sql`client_id = ${clientId}::uuid AND mode = ${of.mode}`;

/**
 * Calls we placed on each day up to the period's last, and how many were answered, in the client's zone; oldest first.
 * Each day is counted between its own bounds: asking every call for its day costs four times as much.
 */
export async function callsByDay(
  tx: Tx,
  clientId: string,
  of: Charted,
  { zone, days, last }: { zone: string; days: number; last: string },
): Promise<{ day: string; placed: number; answered: number }[]> {
  return tx.$queryRaw`
    SELECT to_char(d.day, 'YYYY-MM-DD') AS day, k.placed, k.answered
    FROM generate_series(${last}::timestamp - make_interval(days => ${days - 1}::int), ${last}::timestamp, interval '1 day') AS d(day)
    CROSS JOIN LATERAL (SELECT count(*)::int AS placed, count(*) FILTER (WHERE answered)::int AS answered
      FROM call WHERE ${charted(clientId, of)} AND dialled_at IS NOT NULL
        AND created_at >= d.day AT TIME ZONE ${zone} AND created_at < (d.day + interval '1 day') AT TIME ZONE ${zone}) k
    ORDER BY d.day`;
}

/** Booked and shown by the week of the appointment's start, Monday first, oldest first, up to the week of the period's last day. */
export async function showsByWeek(
  tx: Tx,
  clientId: string,
  of: Charted,
  { zone, weeks, last }: { zone: string; weeks: number; last: string },
): Promise<{ week: string; booked: number; shown: number }[]> {
  return tx.$queryRaw`
    SELECT to_char(w.week, 'YYYY-MM-DD') AS week, a.booked, a.shown
    FROM generate_series(date_trunc('week', ${last}::timestamp) - make_interval(weeks => ${weeks - 1}::int), date_trunc('week', ${last}::timestamp), interval '1 week') AS w(week)
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE status <> 'cancelled')::int AS booked, count(*) FILTER (WHERE status = 'shown')::int AS shown
      FROM appointment WHERE ${charted(clientId, of)}
        AND start_at >= w.week AT TIME ZONE ${zone} AND start_at < (w.week + interval '1 week') AT TIME ZONE ${zone}) a
    ORDER BY w.week`;
}
