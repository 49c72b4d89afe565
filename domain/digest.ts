import { DateTime } from 'luxon';
import type { Mode } from './lead.ts';
import { type Instant, toInstant, toMs } from './time.ts';
import { isZone } from './zones.ts';

/** From this hour of the client's clock on the day's digest goes out, at weekends too: a verdict waits two days, not until Monday. */
const DIGEST_HOUR = 8;
/** One digest lists this many; of the rest it says how many there are. */
export const DIGEST_SHOWS = 20;

/** A day's digest is about what had begun by then. */
export type DigestDay = { day: string; begunBy: Instant };

/**
 * The day whose digest is due on a client's clock; null before eight in the morning. What begins after eight is the next day's, so that a
 * digest that comes late says nothing else, and an empty morning stays empty. A rehearsal keeps no hours: its day's digest is due as soon as
 * something waits.
 */
export function digestDay({ now, zone, mode }: { now: Instant; zone: string; mode: Mode }): DigestDay | null {
  const local = DateTime.fromISO(now, { zone: isZone(zone) ? zone : 'UTC' });
  const day = local.toFormat('yyyy-MM-dd');
  if (mode === 'rehearsal') return { day, begunBy: now };
  const morning = local.startOf('day').set({ hour: DIGEST_HOUR });
  return local < morning ? null : { day, begunBy: toInstant(morning.toMillis()) };
}

type ShowTimes = { startAt: Instant; verifyAt: Instant; clockOffsetMs: number };

/**
 * Which of the appointments that wait for the client's word a digest lists, the next to be decided first. One whose verdict is due by now is
 * left out: its answer would come too late.
 */
export function digestShows<S extends ShowTimes>(
  waiting: readonly S[],
  { begunBy, now }: { begunBy: Instant; now: Instant },
): { listed: S[]; more: number } {
  const machine = (at: Instant, { clockOffsetMs }: ShowTimes) => toMs(at) - clockOffsetMs;
  const open = waiting
    .filter((show) => machine(show.startAt, show) <= toMs(begunBy) && machine(show.verifyAt, show) > toMs(now))
    .sort((a, b) => machine(a.verifyAt, a) - machine(b.verifyAt, b));
  return { listed: open.slice(0, DIGEST_SHOWS), more: Math.max(0, open.length - DIGEST_SHOWS) };
}
