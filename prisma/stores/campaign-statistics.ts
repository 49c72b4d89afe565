import type { Tx } from '../client.ts';
import { type CampaignStats, findCampaign } from './campaigns.ts';

export type Day = { day: string; calls: number; answered: number; booked: number; shown: number; noShow: number };
export type CampaignStatistics = CampaignStats & {
  /** Answered of placed calls, booked of contacted leads, shown of decided appointments; null where there is nothing to divide by. */
  answerRate: number | null;
  bookingRate: number | null;
  showRate: number | null;
  /** In the campaign's zone, oldest first, at most the last 90 that had anything. */
  byDay: Day[];
};

const rate = (part: number, whole: number) => (whole > 0 ? Math.round((part / whole) * 10_000) / 10_000 : null);

/** Counters, rates and days of one campaign; null when this client has none of that id. */
export async function campaignStatistics(tx: Tx, clientId: string, id: string): Promise<CampaignStatistics | null> {
  const campaign = await findCampaign(tx, clientId, id);
  if (!campaign) return null;
  const { stats, timezone } = campaign;
  const byDay = await tx.$queryRaw<Day[]>`
    SELECT day::text, sum(calls)::int AS calls, sum(answered)::int AS answered, sum(booked)::int AS booked, sum(shown)::int AS shown, sum(no_show)::int AS "noShow"
    FROM (
      SELECT (dialled_at AT TIME ZONE ${timezone})::date AS day, 1 AS calls, coalesce(answered, false)::int AS answered, 0 AS booked, 0 AS shown, 0 AS no_show
      FROM call WHERE client_id = ${clientId}::uuid AND campaign_id = ${id}::uuid AND dialled_at IS NOT NULL
      UNION ALL
      SELECT (booked_at AT TIME ZONE ${timezone})::date, 0, 0, 1, 0, 0 FROM appointment
      WHERE client_id = ${clientId}::uuid AND campaign_id = ${id}::uuid AND previous_appointment_id IS NULL
      UNION ALL
      SELECT (verified_at AT TIME ZONE ${timezone})::date, 0, 0, 0, (status = 'shown')::int, (status = 'no_show')::int FROM appointment
      WHERE client_id = ${clientId}::uuid AND campaign_id = ${id}::uuid AND verified_at IS NOT NULL) d
    GROUP BY day ORDER BY day DESC LIMIT 90`;
  return {
    ...stats,
    answerRate: rate(stats.callsAnswered, stats.callsPlaced),
    bookingRate: rate(stats.booked, stats.contacted),
    showRate: rate(stats.shown, stats.shown + stats.noShow),
    byDay: byDay.reverse(),
  };
}
