import { DateTime, IANAZone } from 'luxon';
import type { Pace, Person } from './people.ts';

const travelMs = 2_000; // a lead who was not forwarded sends the wall clock, a little old; forwarding only ever moves ahead

/** The lead's own time in ms: the wall clock plus how far they were fast-forwarded. */
export const leadNow = (person: Person): number => Date.now() + person.offsetMs;

/** Sets a person's clock by the `lead_now` that came with a request; the time a request takes is not taken for a fast-forward. */
export function setClock(person: Person, leadNowAt: string | undefined): void {
  const offset = Date.parse(leadNowAt ?? '') - Date.now();
  if (!Number.isNaN(offset)) person.offsetMs = offset > travelMs ? offset : 0;
}

/** The pace a call or an answer takes: a fast-forwarded lead does everything at once. */
export const paceOf = (person: Person): Pace => (person.offsetMs === 0 ? person.pace : 'instant');

/** The pace by its name; anything unknown is `seconds`. */
export const toPace = (name: unknown): Pace => (name === 'true' || name === 'instant' ? name : 'seconds');

const zones = new Map<string, boolean>(); // asking the machine is slow, and the same few zones come again and again

/** A zone the machine knows, else New York's. */
export function toZone(name: unknown): string {
  if (typeof name !== 'string') return 'America/New_York';
  const isKnown = zones.get(name) ?? IANAZone.isValidZone(name);
  if (zones.size < 1000) zones.set(name, isKnown);
  return isKnown ? name : 'America/New_York';
}

/** When a lead wants to be called back: Tuesday at 10:00 where they live, or in 10 s where days are seconds. */
export function callbackAt(person: Person): string {
  const now = leadNow(person);
  if (paceOf(person) === 'seconds') return new Date(now + 10_000).toISOString();
  const local = DateTime.fromMillis(now, { zone: person.zone });
  const daysAhead = (2 - local.weekday + 7) % 7;
  const tuesday = local.plus({ days: daysAhead }).set({ hour: 10, minute: 0, second: 0, millisecond: 0 });
  const at = tuesday > local ? tuesday : tuesday.plus({ days: 7 }).set({ hour: 10 });
  return at.toUTC().toISO() ?? new Date(now).toISOString();
}
