import { IANAZone } from 'luxon';
import { AREA_CODES } from './area-codes.ts';
import { areaCodeOf } from './phone.ts';

export type ZonesAnswer = { kind: 'known'; zones: string[]; states: string[] } | { kind: 'unknown'; reason: ZoneUnknown };
export type ZoneUnknown = 'area_code_unknown' | 'stated_zone_invalid';

/**
 * Every zone the lead may be in: what was stated and all zones of the area code, because a number tells its region and no more. A zone the
 * lead confirmed to us stands alone; the states of the area code count all the same. Unknown when either part cannot be read.
 */
export function zonesOf(lead: { statedZone?: string | null; confirmedZone?: string | null; phone: string }): ZonesAnswer {
  const region = AREA_CODES.get(areaCodeOf(lead.phone) ?? '');
  if (!region) return { kind: 'unknown', reason: 'area_code_unknown' };
  const said = lead.confirmedZone || lead.statedZone;
  if (said && !isZone(said)) return { kind: 'unknown', reason: 'stated_zone_invalid' };
  const zones = lead.confirmedZone ? [lead.confirmedZone] : [...new Set(said ? [said, ...region.zones] : region.zones)];
  return { kind: 'known', zones, states: [...region.states] };
}

/** The zone most people with this area code keep, null when the code is unknown: a hint to show, never a permission to call. */
export const guessZone = (phone: string): string | null => AREA_CODES.get(areaCodeOf(phone) ?? '')?.zones[0] ?? null;

/** Whether this names a zone by place; a bare offset does not, as it has no summer time. */
export function isZone(zone: string): boolean {
  const known = checked.get(zone);
  if (known !== undefined) return known;
  const answer = /^[A-Za-z]/.test(zone) && zone.length <= 64 && IANAZone.isValidZone(zone);
  if (checked.size < MAX_CHECKED) checked.set(zone, answer);
  return answer;
}

// Asking costs a fifth of a millisecond, and an import asks for every row. Zones are few; what hostile files invent is not kept beyond a limit.
const checked = new Map<string, boolean>();
const MAX_CHECKED = 2_000;

// What people in the United States write; plain "EST" is a zone without summer time to a computer, but not to whoever typed it.
const SPOKEN = new Map(
  Object.entries({
    'America/New_York': 'et est edt eastern',
    'America/Chicago': 'ct cst cdt central',
    'America/Denver': 'mt mst mdt mountain',
    'America/Phoenix': 'arizona',
    'America/Los_Angeles': 'pt pst pdt pacific',
    'America/Anchorage': 'akt akst akdt alaska',
    'Pacific/Honolulu': 'ht hst hawaii',
  }).flatMap(([zone, words]) => words.split(' ').map((word): [string, string] => [word, zone])),
);

/** Reads a zone as people write it, by its IANA name in any case or as "Eastern Time", "PST"; null when it is neither. */
export function readZone(raw: string): string | null {
  const text = raw.trim().replaceAll(' ', '_');
  const spoken = SPOKEN.get(
    text
      .toLowerCase()
      .replace(/^us\//, '')
      .replace(/_(standard_|daylight_)?time$/, ''),
  );
  if (spoken) return spoken;
  if (!isZone(text)) return null;
  return text.includes('/') ? text.split('/').map(properCase).join('/') : text.toUpperCase();
}

/** `new_york` → `New_York`, `dumontdurville` stays close enough for every zone of the Americas; a name already mixed in case is kept. */
const properCase = (part: string) =>
  /[a-z]/.test(part) && /[A-Z]/.test(part)
    ? part
    : part.toLowerCase().replace(/(^|[_-])([a-z])/g, (_, gap: string, letter: string) => gap + letter.toUpperCase());
