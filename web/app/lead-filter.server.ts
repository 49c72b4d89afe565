import type { Permission } from '#auth/permissions.ts';
import type { Tx } from '#prisma/client.ts';
import { countLeads, isLeadStatus, type LeadFilter } from '#stores/lead-filter.ts';
import { LEAD_SORTS, leadPage } from '#stores/views-leads.ts';
import { given, listAsk } from './list.server.ts';

const DAYS = /^(1|7|30|90)$/;
const DAY = 86_400_000;

/** The leads an address names: the same words for the list, an export and a bulk action. */
export function leadFilterOf(params: URLSearchParams): LeadFilter {
  const mode = params.get('mode');
  const since = (name: string) => {
    const days = DAYS.exec(params.get(name) ?? '')?.[0];
    return days ? new Date(Date.now() - Number(days) * DAY) : undefined;
  };
  const statuses = params.getAll('status').filter(isLeadStatus);
  const tags = params.getAll('tag').filter(Boolean).slice(0, 10);
  return given<LeadFilter>({
    q: params.get('q')?.trim().slice(0, 100),
    statuses: statuses.length > 0 ? statuses : undefined,
    campaignId: /^[0-9a-f-]{36}$/.exec(params.get('campaign') ?? '')?.[0],
    mode: mode === 'live' || mode === 'rehearsal' ? mode : undefined,
    tags: tags.length > 0 ? tags.map((tag) => tag.slice(0, 50)) : undefined,
    booked: params.get('booked') === 'yes' ? true : undefined,
    createdFrom: since('added'),
    contactedFrom: since('contacted'),
  });
}

/** The parts of an address that narrow a list of leads. */
export const LEAD_FILTER_NAMES = ['q', 'status', 'campaign', 'mode', 'tag', 'booked', 'added', 'contacted'] as const;

/** The filter in an address and nothing else of it: order and place are the list's own. */
export function filterAddress(params: URLSearchParams): string {
  const kept = [...params].filter(([name, value]) => value !== '' && LEAD_FILTER_NAMES.some((each) => each === name));
  return new URLSearchParams(kept).toString();
}

/** For a list that found nobody: how many leads each part of its filter keeps away by itself. Parts that bring nobody back are left out. */
export async function leadsWithout(
  tx: Tx,
  clientId: string,
  params: URLSearchParams,
  kept: readonly string[] = [],
): Promise<{ name: string; leads: number }[]> {
  const found: { name: string; leads: number }[] = [];
  const names = new Set([...new URLSearchParams(filterAddress(params)).keys()].filter((name) => !kept.includes(name)));
  for (const name of names) {
    const rest = new URLSearchParams(params);
    rest.delete(name);
    const leads = await countLeads(tx, clientId, leadFilterOf(rest));
    if (leads > 0) found.push({ name, leads });
  }
  return found;
}

type Reader = { clientId: string; may: (permission: Permission) => boolean };

/** What a page that lists leads shows; `kept` are parts of the filter that belong to the page and cannot be dropped. */
export async function leadsListOf(tx: Tx, { clientId, may }: Reader, params: URLSearchParams, kept: readonly string[] = []) {
  const ask = listAsk(params, LEAD_SORTS, { column: 'created', direction: 'desc' });
  const page = await leadPage(tx, clientId, { filter: leadFilterOf(params), ...ask });
  return {
    page,
    filter: filterAddress(params),
    without: page.rows.length === 0 ? await leadsWithout(tx, clientId, params, kept) : [],
    may: { write: may('leads.write'), bar: may('dnc.add'), delete: may('leads.delete') },
  };
}
