import type { Tx } from '#prisma/client.ts';
import type { LeadFilter } from '#stores/lead-filter.ts';
import { LEAD_SORTS, type LeadSort, leadPage } from '#stores/views-leads.ts';
import { readCursor, readOrder } from '#stores/views-paging.ts';
import type { Loaded } from './lists-data.ts';

/** One page that is measured: its address, and the leads it asks for so that the plans can be shown; null for the overview. */
export type Ask = { name: string; path: string; filter: LeadFilter | null; sort?: `${LeadSort}.${'asc' | 'desc'}` };
export type Places = { id: string; phone: string; after: Record<string, string> };

const address = (parts: Record<string, string>) => `/leads?${new URLSearchParams(parts)}`;

/** Every way a list of leads is looked at: plain, deep, filtered, searched, sorted, and all of it together. */
export function asksFor({ campaignId }: Loaded, { id, phone, after }: Places): Ask[] {
  const search = (name: string, q: string): Ask => ({ name: `search-${name}`, path: address({ q }), filter: { q } });
  const sort = (column: LeadSort, direction: 'asc' | 'desc'): Ask => ({
    name: `sort-${column}`,
    path: address({ sort: `${column}.${direction}` }),
    filter: {},
    sort: `${column}.${direction}`,
  });
  const deep = (column: string): Ask => ({
    name: `deep-${column}`,
    path: address({ sort: `${column}.asc`, after: after[column] ?? '' }),
    filter: {},
    sort: `${column as LeadSort}.asc`,
  });
  const digits = phone.slice(2);
  return [
    { name: 'list', path: '/leads', filter: {} },
    { name: 'list-campaign', path: `/campaigns/${campaignId}/leads`, filter: { campaignId } },
    ...Object.keys(after).map(deep),
    { name: 'filter-status', path: address({ status: 'no_show' }), filter: { statuses: ['no_show'] } },
    { name: 'filter-status-large', path: address({ status: 'queued' }), filter: { statuses: ['queued'] } },
    { name: 'filter-tag', path: address({ tag: 'spring' }), filter: { tags: ['spring'] } },
    { name: 'filter-tag-none', path: address({ tag: 'nobody-has-it' }), filter: { tags: ['nobody-has-it'] } },
    { name: 'filter-booked', path: address({ booked: 'yes' }), filter: { booked: true } },
    { name: 'filter-contacted', path: address({ contacted: '7' }), filter: { contactedFrom: new Date(Date.now() - 7 * 86_400_000) } },
    search('name', 'zimmer'),
    search('first-and-last', 'zoe garcia'),
    search('common', 'mar'),
    search('short', 'al'),
    search('phone', `(${digits.slice(0, 3)}) ${digits.slice(3, 6)}-${digits.slice(6)}`),
    search('last-digits', digits.slice(-4)),
    search('e-mail', 'ada.bennett'),
    search('company', 'harbor clinic'),
    search('everybody', 'example.com'),
    search('nobody', 'xylophone'),
    search('id', id),
    sort('name', 'asc'),
    sort('status', 'asc'),
    sort('attempts', 'desc'),
    sort('contacted', 'desc'),
    sort('next', 'asc'),
    {
      name: 'all-together',
      path: address({ q: 'lee', status: 'queued', campaign: campaignId, sort: 'name.asc' }),
      filter: { q: 'lee', statuses: ['queued'], campaignId },
      sort: 'name.asc',
    },
    { name: 'overview', path: '/?of=rehearsal', filter: null },
  ];
}

/** The statements behind a page of the list, run on this transaction. */
export function runAsk(tx: Tx, clientId: string, { filter, sort, path }: Ask) {
  const params = new URL(path, 'http://here.invalid').searchParams;
  const order = readOrder(sort ?? null, LEAD_SORTS, { column: 'created', direction: 'desc' });
  return filter ? leadPage(tx, clientId, { filter, order, cursor: readCursor(params), size: 50 }) : null;
}
