import { type CallingHours, DIAL_MINUTES_LEFT, openSpans } from '#domain/calling-window.ts';
import { toInstant } from '#domain/time.ts';
import { zonesOf } from '#domain/zones.ts';
import { Prisma, type Tx } from '../client.ts';
import { FIRST_CALL, FIRST_CALL_LATER } from './campaign-queue.ts';

/** When leads of a campaign may be dialled. */
export type DialTerms = { callingHours: CallingHours; enforceHours: boolean };
/** Leads that wait to be dialled and would move, by the wall clock where they live; null is "now". Latest-going groups stand first. */
export type Moves = { leads: number; groups: { leads: number; from: string | null; to: string | null }[] };

const SHOWN_GROUPS = 4;
const MOVED = 'moved into the new calling hours';

/**
 * Leads that wait for a dial whose moment differs under other terms: first calls are due from now on, any later one not before its own time,
 * both moved into the hours of every zone the lead may be in. What the lead asked to have at once stays.
 */
async function planMoves(tx: Tx, clientId: string, campaignId: string, terms: DialTerms): Promise<Prisma.Sql> {
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const at = toInstant((clock?.now ?? new Date()).getTime());
  const waiting = Prisma.sql`l.client_id = ${clientId}::uuid AND l.campaign_id = ${campaignId}::uuid AND l.phase = 'reach' AND l.due_at IS NOT NULL
    AND l.calling_id IS NULL AND NOT l.urgent`;
  const groups = await tx.$queryRaw<{ key: string; timezone: string | null; areaCode: string }[]>`
    SELECT DISTINCT coalesce(timezone, '') || ' ' || substr(phone, 3, 3) AS key, timezone, substr(phone, 3, 3) AS "areaCode" FROM lead l WHERE ${waiting}`;
  const spans = new Map<string, { opens: string; closes: string }[]>();
  const places = groups.map(({ key, timezone, areaCode }) => {
    const answer = zonesOf({ statedZone: timezone, phone: `+1${areaCode}5550100` });
    const zones = answer.kind === 'known' ? [...answer.zones].sort() : [];
    const zone = zones.join();
    if (!spans.has(zone)) {
      const open = terms.enforceHours ? openSpans({ zones, hours: terms.callingHours, at, minutesLeft: DIAL_MINUTES_LEFT }) : [];
      spans.set(
        zone,
        open.map(({ from, until }) => ({ opens: from, closes: until })),
      );
    }
    return { key, zone, local: answer.kind === 'known' ? (answer.zones[0] ?? 'UTC') : 'UTC' };
  });
  const openings = [...spans].flatMap(([zone, open]) => open.map((span) => ({ zone, ...span })));
  return Prisma.sql`
    place AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(places)}::jsonb) AS p (key text, zone text, local text)),
    span AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(openings)}::jsonb) AS s (zone text, opens timestamptz, closes timestamptz)),
    waiting AS (
      SELECT l.id, l.due_at, greatest(l.due_at, ${at}::timestamptz) AS was, p.zone, p.local, first.is_first,
             CASE WHEN first.is_first THEN ${at}::timestamptz ELSE greatest(l.due_at, ${at}::timestamptz) END AS wish
      FROM lead l JOIN place p ON p.key = coalesce(l.timezone, '') || ' ' || substr(l.phone, 3, 3),
        LATERAL (SELECT l.attempts = 0 AND l.dials = 0 AND l.callback_at IS NULL AND l.status IN ('new', 'queued') AS is_first) first
      WHERE ${waiting}),
    moment AS MATERIALIZED (
      SELECT w.zone, w.wish, coalesce((SELECT greatest(w.wish, min(s.opens)) FROM span s WHERE s.zone = w.zone AND s.closes >= w.wish), w.wish) AS becomes
      FROM (SELECT DISTINCT zone, wish FROM waiting) w),
    moved AS (
      SELECT w.*, m.becomes, m.becomes <= ${at}::timestamptz AS is_now FROM waiting w JOIN moment m ON m.zone = w.zone AND m.wish = w.wish
      WHERE m.becomes <> w.was)`;
}

/** What these terms would move, counted and not done. */
export async function countMoves(tx: Tx, clientId: string, campaignId: string, terms: DialTerms): Promise<Moves> {
  const plan = await planMoves(tx, clientId, campaignId, terms);
  const local = (column: string) => Prisma.raw(`to_char(${column} AT TIME ZONE local, 'YYYY-MM-DD HH24:MI')`);
  const rows = await tx.$queryRaw<{ leads: number; from: string | null; to: string | null; total: number }[]>`
    WITH ${plan}, grouped AS (
      SELECT CASE WHEN due_at > clock_timestamp() THEN ${local('was')} END AS "from", CASE WHEN NOT is_now THEN ${local('becomes')} END AS "to", count(*)::int AS leads
      FROM moved GROUP BY 1, 2)
    SELECT *, (sum(leads) OVER ())::int AS total FROM grouped ORDER BY leads DESC, "from" NULLS FIRST LIMIT ${SHOWN_GROUPS}`;
  return { leads: rows[0]?.total ?? 0, groups: rows.map(({ total: _, ...group }) => group) };
}

/** Moves them. A lead that the dispatcher took meanwhile is left to the gate, which keeps the new hours as well. */
export async function applyMoves(tx: Tx, clientId: string, campaignId: string, terms: DialTerms): Promise<number> {
  await tx.$executeRaw`SET LOCAL statement_timeout = '100s'`; // one statement over every waiting lead of a large campaign
  const plan = await planMoves(tx, clientId, campaignId, terms);
  return tx.$executeRaw`
    WITH ${plan}
    UPDATE lead l SET due_at = m.becomes, next_call_at = m.becomes + l.clock_offset * interval '1 millisecond',
      next_at = m.becomes + l.clock_offset * interval '1 millisecond', updated_at = now(),
      next_reason = CASE WHEN NOT m.is_first THEN ${MOVED} WHEN m.is_now THEN ${FIRST_CALL} ELSE ${FIRST_CALL_LATER} END
    FROM moved m WHERE l.client_id = ${clientId}::uuid AND l.id = m.id AND l.due_at = m.due_at AND l.phase = 'reach' AND l.calling_id IS NULL`;
}
