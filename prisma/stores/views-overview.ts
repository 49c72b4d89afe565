import type { Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';
import { appointmentCounts } from './views-appointments.ts';

export type Headline = { leads: number; calls: number; booked: number; shown: number; noShow: number; costCents: number };
export type Headlines = { now: Headline; before: Headline };

/** What happened in the last `days` days, and in as many days before them. */
export async function headlines(tx: Tx, clientId: string, mode: Mode, days: number): Promise<Headlines> {
  type Row = { [K in keyof Headline as `${K}Now` | `${K}Before`]: number };
  const [row] = await tx.$queryRaw<Row[]>`
    WITH p AS (SELECT now() - make_interval(days => ${days}::int) AS mid, now() - make_interval(days => ${2 * days}::int) AS start),
    l AS (SELECT count(*) FILTER (WHERE created_at >= mid)::int AS a, count(*) FILTER (WHERE created_at < mid)::int AS b
      FROM lead, p WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND created_at >= start),
    k AS (SELECT count(*) FILTER (WHERE created_at >= mid)::int AS a, count(*) FILTER (WHERE created_at < mid)::int AS b
      FROM call, p WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND created_at >= start AND dialled_at IS NOT NULL),
    t AS (SELECT count(*) FILTER (WHERE booked_at >= mid)::int AS a, count(*) FILTER (WHERE booked_at < mid AND booked_at >= start)::int AS b,
        count(*) FILTER (WHERE status = 'shown' AND verified_at >= mid)::int AS sa, count(*) FILTER (WHERE status = 'shown' AND verified_at < mid AND verified_at >= start)::int AS sb,
        count(*) FILTER (WHERE status = 'no_show' AND verified_at >= mid)::int AS na, count(*) FILTER (WHERE status = 'no_show' AND verified_at < mid AND verified_at >= start)::int AS nb
      FROM appointment, p WHERE client_id = ${clientId}::uuid AND mode = ${mode}),
    u AS (SELECT coalesce(sum(cost_cents) FILTER (WHERE created_at >= mid), 0)::int AS a, coalesce(sum(cost_cents) FILTER (WHERE created_at < mid), 0)::int AS b
      FROM usage_record, p WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND created_at >= start),
    m AS (SELECT coalesce(sum(amount_cents) FILTER (WHERE reached_at >= mid), 0)::int AS a, coalesce(sum(amount_cents) FILTER (WHERE reached_at < mid), 0)::int AS b
      FROM milestone, p WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND reached_at >= start)
    SELECT l.a AS "leadsNow", l.b AS "leadsBefore", k.a AS "callsNow", k.b AS "callsBefore", t.a AS "bookedNow", t.b AS "bookedBefore",
      t.sa AS "shownNow", t.sb AS "shownBefore", t.na AS "noShowNow", t.nb AS "noShowBefore", u.a + m.a AS "costCentsNow", u.b + m.b AS "costCentsBefore"
    FROM l, k, t, u, m`;
  const part = (when: 'Now' | 'Before'): Headline => ({
    leads: row?.[`leads${when}`] ?? 0,
    calls: row?.[`calls${when}`] ?? 0,
    booked: row?.[`booked${when}`] ?? 0,
    shown: row?.[`shown${when}`] ?? 0,
    noShow: row?.[`noShow${when}`] ?? 0,
    costCents: row?.[`costCents${when}`] ?? 0,
  });
  return { now: part('Now'), before: part('Before') };
}

/** Calls of each day, placed and answered, in the client's zone, oldest first. */
export async function callsByDay(
  tx: Tx,
  clientId: string,
  mode: Mode,
  { zone, days }: { zone: string; days: number },
): Promise<{ day: string; placed: number; answered: number }[]> {
  return tx.$queryRaw`
    SELECT to_char(d.day, 'YYYY-MM-DD') AS day, coalesce(k.placed, 0)::int AS placed, coalesce(k.answered, 0)::int AS answered
    FROM generate_series(date_trunc('day', now() AT TIME ZONE ${zone}) - make_interval(days => ${days - 1}::int), date_trunc('day', now() AT TIME ZONE ${zone}), interval '1 day') AS d(day)
    LEFT JOIN (SELECT date_trunc('day', created_at AT TIME ZONE ${zone}) AS day, count(*) AS placed, count(*) FILTER (WHERE answered) AS answered
      FROM call WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND dialled_at IS NOT NULL AND created_at >= now() - make_interval(days => ${days + 1}::int)
      GROUP BY 1) k ON k.day = d.day
    ORDER BY d.day`;
}

/** Booked and shown by the week of the appointment's start, Monday first, oldest first. */
export async function showsByWeek(
  tx: Tx,
  clientId: string,
  mode: Mode,
  { zone, weeks }: { zone: string; weeks: number },
): Promise<{ week: string; booked: number; shown: number }[]> {
  return tx.$queryRaw`
    SELECT to_char(w.week, 'YYYY-MM-DD') AS week, coalesce(a.booked, 0)::int AS booked, coalesce(a.shown, 0)::int AS shown
    FROM generate_series(date_trunc('week', now() AT TIME ZONE ${zone}) - make_interval(weeks => ${weeks - 1}::int), date_trunc('week', now() AT TIME ZONE ${zone}), interval '1 week') AS w(week)
    LEFT JOIN (SELECT date_trunc('week', start_at AT TIME ZONE ${zone}) AS week, count(*) FILTER (WHERE status <> 'cancelled') AS booked, count(*) FILTER (WHERE status = 'shown') AS shown
      FROM appointment WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND start_at >= now() - make_interval(weeks => ${weeks + 1}::int)
      GROUP BY 1) a ON a.week = w.week
    ORDER BY w.week`;
}

export type Needs = { verify: number; unmatched: number; replies: number; unpaid: number; failedImports: number; stuckLeads: number };

/** What waits for a person; each counted up to 1,000. */
export async function needsPerson(tx: Tx, clientId: string): Promise<Needs> {
  const counts = await appointmentCounts(tx, clientId);
  const [row] = await tx.$queryRaw<Omit<Needs, 'verify' | 'unmatched'>[]>`
    SELECT (SELECT count(*)::int FROM (SELECT 1 FROM message m JOIN lead l ON l.client_id = m.client_id AND l.id = m.lead_id
             WHERE m.client_id = ${clientId}::uuid AND m.direction = 'inbound' AND m.handled_at IS NULL AND l.phase = 'rebook' LIMIT 1000) r) AS replies,
           (SELECT count(*)::int FROM invoice WHERE client_id = ${clientId}::uuid AND status = 'open' AND last_payment_error IS NOT NULL) AS unpaid,
           (SELECT count(*)::int FROM import_job WHERE client_id = ${clientId}::uuid AND status = 'failed' AND created_at > now() - interval '7 days') AS "failedImports",
           (SELECT count(*)::int FROM (SELECT 1 FROM lead WHERE client_id = ${clientId}::uuid AND phase IN ('invite', 'attend', 'rebook') AND next_at < now() - interval '15 minutes' AND clock_offset = 0 LIMIT 1000) s) AS "stuckLeads"`;
  return { ...counts, ...(row ?? { replies: 0, unpaid: 0, failedImports: 0, stuckLeads: 0 }) };
}
