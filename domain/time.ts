/** A moment as an ISO-8601 string in UTC with milliseconds: `2026-03-10T15:00:00.000Z`. */
export type Instant = string;

/** Milliseconds since the epoch as an instant. */
export const toInstant = (ms: number): Instant => new Date(ms).toISOString();

/** An instant as milliseconds since the epoch; throws a RangeError on anything that is no date, so that no comparison is made with NaN. */
export function toMs(instant: Instant): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant.slice(0, 40)}`);
  return ms;
}

/** The instant that many seconds later; earlier when negative. */
export const addSeconds = (instant: Instant, seconds: number): Instant => toInstant(toMs(instant) + seconds * 1000);

/** The first of those given, null when none is. */
export function earliest(...instants: (Instant | null | undefined)[]): Instant | null {
  const given = instants.filter((x) => x != null).map(toMs);
  return given.length === 0 ? null : toInstant(Math.min(...given));
}

/** The last of those given, null when none is. */
export function latest(...instants: (Instant | null | undefined)[]): Instant | null {
  const given = instants.filter((x) => x != null).map(toMs);
  return given.length === 0 ? null : toInstant(Math.max(...given));
}
