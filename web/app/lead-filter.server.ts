import type { Permission } from '#auth/permissions.ts';
import { type LeadListColumn, readLeadColumns, STANDARD_LEAD_COLUMNS } from '#domain/lead-columns.ts';
import { filterAddress } from '#domain/lead-list.ts';
import type { Tx } from '#prisma/client.ts';
import { countLeads, isLeadStatus, type LeadFilter } from '#stores/lead-filter.ts';
import { LEAD_SORTS, leadPage } from '#stores/views-leads.ts';
import { commonFilter, given, listAsk } from './list.server.ts';
import { readPreferences } from './preferences.ts';

const DAYS = /^(1|7|30|90)$/;
const DAY = 86_400_000;

/** The leads an address names, its days read in `zone`: the same words for the list, an export and a bulk action. */
export function leadFilterOf(params: URLSearchParams, zone: string): LeadFilter {
  const { from, to, ...common } = commonFilter(params, zone);
  const since = (name: string) => {
    const days = DAYS.exec(params.get(name) ?? '')?.[0];
    return days ? new Date(Date.now() - Number(days) * DAY) : undefined;
  };
  const statuses = params.getAll('status').filter(isLeadStatus);
  const tags = params.getAll('tag').filter(Boolean).slice(0, 10);
  return given<LeadFilter>({
    ...common,
    statuses: statuses.length > 0 ? statuses : undefined,
    assignedTo: /^[0-9a-f-]{36}$/.exec(params.get('owner') ?? '')?.[0],
    tags: tags.length > 0 ? tags.map((tag) => tag.slice(0, 50)) : undefined,
    reached: params.get('reached') === 'yes' ? true : undefined,
    booked: params.get('booked') === 'yes' ? true : undefined,
    createdFrom: from ?? since('added'),
    createdTo: to,
    contactedFrom: since('contacted'),
  });
}

/** For a list that found nobody: how many leads each part of its filter keeps away by itself. Parts that bring nobody back are left out. */
export async function leadsWithout(
  tx: Tx,
  { clientId, client: { timezone } }: Pick<Reader, 'clientId' | 'client'>,
  params: URLSearchParams,
  kept: readonly string[] = [],
): Promise<{ name: string; leads: number }[]> {
  const found: { name: string; leads: number }[] = [];
  const names = new Set([...new URLSearchParams(filterAddress(params)).keys()].filter((name) => !kept.includes(name)));
  for (const name of names) {
    const rest = new URLSearchParams(params);
    rest.delete(name);
    const leads = await countLeads(tx, clientId, leadFilterOf(rest, timezone));
    if (leads > 0) found.push({ name, leads });
  }
  return found;
}

type Reader = { clientId: string; client: { timezone: string }; may: (permission: Permission) => boolean };

/** What a page that lists leads shows; `kept` are parts of the filter that belong to the page and cannot be dropped. */
export async function leadsListOf(tx: Tx, reader: Reader, params: URLSearchParams, kept: readonly string[] = []) {
  const { clientId, client, may } = reader;
  const ask = listAsk(params, LEAD_SORTS, { column: 'created', direction: 'desc' });
  const page = await leadPage(tx, clientId, { filter: leadFilterOf(params, client.timezone), ...ask });
  return {
    page,
    filter: filterAddress(params),
    without: page.rows.length === 0 ? await leadsWithout(tx, reader, params, kept) : [],
    may: { write: may('leads.write'), bar: may('dnc.add'), delete: may('leads.delete') },
  };
}

/** The columns a list shows: those in its address, else those this browser chose last. */
export const columnsOf = (request: Request, params: URLSearchParams): readonly LeadListColumn[] =>
  readLeadColumns(params.get('columns')) ?? readPreferences(request.headers.get('cookie')).leadColumns ?? STANDARD_LEAD_COLUMNS;
