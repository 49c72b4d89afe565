import { type CallingHours, DIAL_MINUTES_LEFT, nextOpen } from '#domain/calling-window.ts';
import { toInstant } from '#domain/time.ts';
import { zonesOf } from '#domain/zones.ts';
import { Prisma, type Tx } from '../client.ts';

type Terms = { id: string; callingHours: CallingHours; enforceHours: boolean };
type Group = { timezone: string | null; areaCode: string };

/**
 * Gives every lead of a campaign that waits for its first call its time: now, moved into the lawful window where hours are enforced. One
 * statement for all: leads of one stated zone and area code share a window. Where no zone is known the gate has the last word, at once.
 * Returns how many leads were queued.
 */
export async function queueFirstCalls(tx: Tx, clientId: string, { id, callingHours, enforceHours }: Terms): Promise<number> {
  await tx.$executeRaw`SET LOCAL statement_timeout = '100s'`; // one statement over every lead of a large campaign
  const waiting = Prisma.sql`client_id = ${clientId}::uuid AND campaign_id = ${id}::uuid AND phase = 'reach' AND due_at IS NULL AND attempts = 0
    AND dials = 0 AND callback_at IS NULL AND calling_id IS NULL AND status IN ('new', 'queued')`;
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const at = toInstant((clock?.now ?? new Date()).getTime());
  const groups = enforceHours
    ? await tx.$queryRaw<Group[]>`SELECT DISTINCT timezone, substr(phone, 3, 3) AS "areaCode" FROM lead WHERE ${waiting}`
    : [];
  const opening = groups.map((group) => openingOf(group, callingHours, at));
  return tx.$executeRaw`
    UPDATE lead l SET due_at = first.at, next_call_at = first.at + l.clock_offset * interval '1 millisecond', status = 'queued',
      next_kind = 'dial', next_at = first.at + l.clock_offset * interval '1 millisecond', next_reason = first.reason, updated_at = now()
    FROM (
      SELECT w.id, coalesce(o.at, ${at}::timestamptz) AS at, coalesce(o.reason, ${FIRST_CALL}) AS reason
      FROM (SELECT id, timezone, substr(phone, 3, 3) AS area_code FROM lead WHERE ${waiting}) w
      LEFT JOIN unnest(${opening.map((o) => o.timezone ?? '')}::text[], ${opening.map((o) => o.areaCode)}::text[],
                       ${opening.map((o) => o.at)}::timestamptz[], ${opening.map((o) => o.reason)}::text[]) AS o (timezone, area_code, at, reason)
        ON o.timezone = coalesce(w.timezone, '') AND o.area_code = w.area_code
    ) first
    WHERE l.client_id = ${clientId}::uuid AND l.id = first.id`;
}

const FIRST_CALL = 'first call';

function openingOf({ timezone, areaCode }: Group, hours: CallingHours, at: string) {
  const zones = zonesOf({ statedZone: timezone, phone: `+1${areaCode}5550100` });
  const open = zones.kind === 'known' ? nextOpen({ zones: zones.zones, hours, at, minutesLeft: DIAL_MINUTES_LEFT }) : null;
  const reason = open === null || open === at ? FIRST_CALL : 'first call, when calling hours open';
  return { timezone, areaCode, at: open ?? at, reason };
}
