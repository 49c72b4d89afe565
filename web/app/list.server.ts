import { MODES, type Mode } from '#domain/lead.ts';
import { spanOf } from '#domain/period.ts';
import { type Order, readCursor, readOrder, type SortColumn } from '#stores/views-paging.ts';
import { PAGE_SIZE, PAGE_SIZES } from './components/ui/table.tsx';

/** Order, place and length of a page of a list, as its address says. */
export function listAsk<C extends string>(params: URLSearchParams, columns: Record<C, SortColumn>, fallback: Order<C>) {
  const size = PAGE_SIZES.find((each) => String(each) === params.get('size')) ?? PAGE_SIZE;
  return { order: readOrder(params.get('sort'), columns, fallback), cursor: readCursor(params), size };
}

/** Optional properties without those that are not set, as the stores' filters take them. */
export function given<T extends object>(filter: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')) as T;
}

/** The parts of an address that several lists read alike: text, campaign, mode, and days `from` to `to` of a zone. */
export function commonFilter(params: URLSearchParams, zone: string) {
  const mode: Mode | undefined = MODES.find((m) => m === params.get('mode'));
  const { fromAt, toAt } = spanOf({ from: params.get('from'), to: params.get('to') }, zone);
  return {
    q: params.get('q')?.trim().slice(0, 100),
    campaignId: /^[0-9a-f-]{36}$/.exec(params.get('campaign') ?? '')?.[0],
    mode,
    from: fromAt ? new Date(fromAt) : undefined,
    to: toAt ? new Date(toAt) : undefined,
  };
}
