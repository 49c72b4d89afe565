import { type LeadListColumn, readLeadColumns } from '#domain/lead-columns.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const CAMPAIGNS_AS = ['cards', 'list'] as const;
export type CampaignsAs = (typeof CAMPAIGNS_AS)[number];
/**
 * What this browser asked for: colours, whether single keys do something, the zone in which it wants to see times beside the lead's own,
 * campaigns as cards or as a list, whether the first steps were not put away, and the columns of its lists of leads.
 */
export type Preferences = {
  theme: Theme;
  hasKeys: boolean;
  zone: string | null;
  campaignsAs: CampaignsAs;
  hasSteps: boolean;
  leadColumns: LeadListColumn[] | null;
};

/** Reads the preference cookies; anything unknown falls back to the system's theme, keys that work, no zone, cards, first steps that show, and the standard columns. */
export function readPreferences(cookieHeader: string | null): Preferences {
  const cookies = new Map((cookieHeader ?? '').split(/;\s*/).map((pair) => splitPair(pair)));
  const theme = THEMES.find((t) => t === cookies.get('theme')) ?? 'system';
  const zone = cookies.get('zone') ?? '';
  const campaignsAs = CAMPAIGNS_AS.find((as) => as === cookies.get('campaigns')) ?? 'cards';
  return {
    theme,
    hasKeys: cookies.get('keys') !== 'off',
    zone: isZone(zone) ? zone : null,
    campaignsAs,
    hasSteps: cookies.get('steps') !== 'off',
    leadColumns: readLeadColumns(cookies.get('columns')),
  };
}

/** Whether `value` names a time zone this runtime knows. */
export function isZone(value: string): boolean {
  if (!/^[A-Za-z_+\-0-9]+(\/[A-Za-z_+\-0-9]+)*$/.test(value)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: value }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), safeDecode(pair.slice(at + 1))];
}

function safeDecode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}
