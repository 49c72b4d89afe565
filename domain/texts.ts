import { DateTime } from 'luxon';
import { type Instant, toMs } from './time.ts';

export * from './default-texts.ts';
export * from './render-text.ts';

/** Local date, time and distance of an appointment in words, for the zone given; UTC, and named so, when the zone is unknown. */
export function appointmentVariables({ startAt, zone, now }: { startAt: Instant; zone: string | null; now: Instant }) {
  const inZone = (instant: Instant) => {
    const local = DateTime.fromISO(instant, { zone: zone ?? 'utc', locale: 'en-US' });
    return local.isValid ? local : DateTime.fromISO(instant, { zone: 'utc', locale: 'en-US' });
  };
  const start = inZone(startAt);
  const days = Math.round(start.startOf('day').diff(inZone(now).startOf('day'), 'days').days);
  return {
    appointment_date: start.toFormat('cccc, LLLL d'),
    appointment_time: start.toFormat('h:mm a'),
    timezone: start.offsetNameShort ?? start.zoneName ?? 'UTC',
    day_word: days === 0 ? 'today' : days === 1 ? 'tomorrow' : `on ${start.toFormat('cccc')}`,
    starts_in: distance(toMs(startAt) - toMs(now)),
  };
}

/** `15 minutes`, `2 hours`, `3 days`; under a minute is `a moment`. */
function distance(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const say = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`;
  if (minutes < 1) return 'a moment';
  if (minutes < 90) return say(minutes, 'minute');
  if (minutes < 48 * 60) return say(Math.round(minutes / 60), 'hour');
  return say(Math.round(minutes / 1440), 'day');
}
