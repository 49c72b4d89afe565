import { type CallingHours, DEFAULT_HOURS, DIAL_MINUTES_LEFT, isOpen, LAW_HOURS, windowsOn } from '#domain/calling-window.ts';
import { zonesOf } from '#domain/zones.ts';
import type { Tx } from '../client.ts';
import { type Ask, LIMIT } from './views-lead-ask.ts';

/** Something that was due and was not done. `at`: when it would have been; `nextAt`: when it is tried again. */
export type DecisionEntry = {
  kind: 'decision';
  id: string;
  at: string;
  channel: string;
  purpose: string;
  answer: string;
  codes: string[];
  nextAt: string | null;
  /** The dial it would have been, counted from 1; null for messages. */
  attempt: number | null;
  /** The hours that were closed then, and where; null when hours were not the reason, or have been changed since. */
  hours: { zone: string; windows: string[] } | null;
  /** How often in a row the same was decided for the same reason, and when first. */
  times: number;
  firstAt: string;
};

type Row = Omit<DecisionEntry, 'kind' | 'at' | 'nextAt' | 'hours' | 'times' | 'firstAt'> & { at: Date; nextAt: Date | null };

/** What was not done up to now, each with its rule; the same for the same reason in a row stands once. */
export async function decisions({ tx, until, own, now }: Ask, clientId: string, leadId: string): Promise<DecisionEntry[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, decided_at AS at, channel, purpose, answer, codes, next_at AS "nextAt",
      CASE WHEN channel = 'call' THEN (SELECT count(*)::int + 1 FROM call k WHERE k.client_id = g.client_id AND k.lead_id = g.lead_id AND k.permit = 'consumed'
        AND coalesce(k.dialled_at, k.created_at) < g.decided_at) END AS attempt
    FROM gate_decision g WHERE ${own} AND answer <> 'allow' AND decided_at < ${until} AND decided_at <= ${now} ORDER BY at DESC LIMIT ${LIMIT}`;
  const hoursAt = rows.some(({ codes }) => codes.includes('outside_hours')) ? await closedHours(tx, clientId, leadId) : null;
  const entries: DecisionEntry[] = [];
  for (const row of rows) {
    const at = row.at.toISOString();
    const newer = entries.at(-1);
    if (newer && row.answer === 'later' && isSame(newer, row)) {
      newer.times += 1;
      newer.firstAt = at;
      continue;
    }
    const hours = row.codes.includes('outside_hours') ? (hoursAt?.(row.channel, at) ?? null) : null;
    entries.push({ ...row, kind: 'decision', at, nextAt: row.nextAt?.toISOString() ?? null, hours, times: 1, firstAt: at });
  }
  return entries;
}

const isSame = (a: DecisionEntry, b: Row) =>
  a.channel === b.channel &&
  a.purpose === b.purpose &&
  a.answer === b.answer &&
  a.codes.join() === b.codes.join() &&
  a.attempt === b.attempt;

/** A dial that will not happen at its first wish because the hours moved it; null when the next one was not moved. */
export async function movedDial(
  tx: Tx,
  clientId: string,
  leadId: string,
  nextAt: string,
): Promise<{ at: string; hours: DecisionEntry['hours'] } | null> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`
    SELECT decided_at AS at FROM gate_decision WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND channel = 'call'
      AND answer = 'later' AND codes = '{outside_hours}' AND next_at = ${new Date(nextAt)} ORDER BY decided_at DESC LIMIT 1`;
  if (!row) return null;
  const at = row.at.toISOString();
  return { at, hours: (await closedHours(tx, clientId, leadId))('call', at) };
}

/** Tells which windows of which zone were closed at a moment, by the hours that the campaign has now. */
async function closedHours(tx: Tx, clientId: string, leadId: string): Promise<(channel: string, at: string) => DecisionEntry['hours']> {
  const [lead] = await tx.$queryRaw<{ timezone: string | null; phone: string; hours: CallingHours | null }[]>`
    SELECT l.timezone, l.phone, c.calling_hours AS hours FROM lead l LEFT JOIN campaign c ON c.client_id = l.client_id AND c.id = l.campaign_id
    WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid`;
  const zones = lead ? zonesOf({ statedZone: lead.timezone, phone: lead.phone }) : null;
  return (channel, at) => {
    if (zones?.kind !== 'known') return null;
    const hours = channel === 'call' ? (lead?.hours ?? DEFAULT_HOURS) : LAW_HOURS;
    const zone = zones.zones.find((one) => !isOpen({ zones: [one], hours, at, minutesLeft: channel === 'call' ? DIAL_MINUTES_LEFT : 0 }));
    return zone ? { zone, windows: windowsOn({ hours, zone, at }) } : null;
  };
}
