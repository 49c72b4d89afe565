import { type CallingHours, DIAL_MINUTES_LEFT, nextOpen } from '#domain/calling-window.ts';
import { toInstant } from '#domain/time.ts';
import { zonesOf } from '#domain/zones.ts';
import { Prisma, type Tx } from '../client.ts';
import { RULESET } from './lead-row.ts';

type Terms = { id: string; callingHours: CallingHours; enforceHours: boolean };
type Group = { key: string; timezone: string | null; areaCode: string };

/**
 * Gives every lead of a campaign that waits for its first call its time: now, moved into the lawful window where hours are enforced. One
 * statement for all: leads of one stated zone and area code share a window, looked up in an object so that the statement is one pass over
 * the leads however little the planner knows of a campaign that was just imported. Where no zone is known the gate has the last word, at
 * once. That a lead was not called now is kept. Returns how many leads were queued.
 */
export async function queueFirstCalls(tx: Tx, clientId: string, { id, callingHours, enforceHours }: Terms): Promise<number> {
  await tx.$executeRaw`SET LOCAL statement_timeout = '100s'`; // one statement over every lead of a large campaign
  const waiting = Prisma.sql`client_id = ${clientId}::uuid AND campaign_id = ${id}::uuid AND phase = 'reach' AND due_at IS NULL AND attempts = 0
    AND dials = 0 AND callback_at IS NULL AND calling_id IS NULL AND status IN ('new', 'queued')`;
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const at = toInstant((clock?.now ?? new Date()).getTime());
  const groups = enforceHours
    ? await tx.$queryRaw<
        Group[]
      >`SELECT DISTINCT coalesce(timezone, '') || ' ' || substr(phone, 3, 3) AS key, timezone, substr(phone, 3, 3) AS "areaCode" FROM lead WHERE ${waiting}`
    : [];
  const later = Object.fromEntries(
    groups.map((group) => [group.key, openingOf(group, callingHours, at)]).filter(([, opening]) => opening !== at),
  );
  const opening = Prisma.sql`${JSON.stringify(later)}::jsonb ->> (coalesce(timezone, '') || ' ' || substr(phone, 3, 3))`;
  const first = Prisma.sql`coalesce((${opening})::timestamptz, ${at}::timestamptz)`;
  const [row] = await tx.$queryRaw<{ queued: number }[]>`
    WITH queued AS (
    UPDATE lead SET due_at = ${first}, next_call_at = ${first} + clock_offset * interval '1 millisecond', status = 'queued',
      next_kind = 'dial', next_at = ${first} + clock_offset * interval '1 millisecond',
      next_reason = CASE WHEN (${opening}) IS NULL THEN ${FIRST_CALL} ELSE ${FIRST_CALL_LATER} END, updated_at = now()
    WHERE ${waiting} RETURNING id, clock_offset, due_at, next_call_at),
    not_called AS (
      INSERT INTO gate_decision (client_id, lead_id, channel, purpose, answer, codes, ruleset, next_at, decided_at)
      SELECT ${clientId}::uuid, id, 'call', 'dial', 'later', '{outside_hours}', ${RULESET}, next_call_at, ${at}::timestamptz + clock_offset * interval '1 millisecond'
      FROM queued WHERE due_at > ${at}::timestamptz)
    SELECT count(*)::int AS queued FROM queued`;
  return row?.queued ?? 0;
}

/** Keeps, when a paused campaign goes on, which leads were due meanwhile and were not called: once a lead and pause. */
export async function keepPausedCalls(tx: Tx, clientId: string, campaignId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO gate_decision (client_id, lead_id, channel, purpose, answer, codes, ruleset, next_at, decided_at)
    SELECT l.client_id, l.id, 'call', 'dial', 'later', '{campaign_paused}', ${RULESET}, clock_timestamp() + l.clock_offset * interval '1 millisecond',
      greatest(l.due_at, p.at) + l.clock_offset * interval '1 millisecond'
    FROM lead l, (SELECT max(at) AS at FROM outbox_event WHERE client_id = ${clientId}::uuid AND aggregate_id = ${campaignId}::uuid AND type = 'campaign.paused') p
    WHERE l.client_id = ${clientId}::uuid AND l.campaign_id = ${campaignId}::uuid AND l.phase = 'reach' AND l.due_at <= clock_timestamp() AND p.at IS NOT NULL`;
}

export const FIRST_CALL = 'first call';
export const FIRST_CALL_LATER = 'first call, when calling hours open';

/** When the leads of this zone and area code may be called first: `at` itself, or later. */
function openingOf({ timezone, areaCode }: Group, hours: CallingHours, at: string): string {
  const zones = zonesOf({ statedZone: timezone, phone: `+1${areaCode}5550100` });
  const open = zones.kind === 'known' ? nextOpen({ zones: zones.zones, hours, at, minutesLeft: DIAL_MINUTES_LEFT }) : null;
  return open ?? at;
}
