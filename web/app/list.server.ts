import { type Order, readCursor, readOrder, type SortColumn } from '#stores/views-paging.ts';

/** Rows a list shows at once. */
export const PAGE_SIZE = 50;

/** Order and place of a list, as its address says. */
export function listAsk<C extends string>(params: URLSearchParams, columns: Record<C, SortColumn>, fallback: Order<C>) {
  return { order: readOrder(params.get('sort'), columns, fallback), cursor: readCursor(params), size: PAGE_SIZE };
}

/** Optional properties without those that are not set, as the stores' filters take them. */
export function given<T extends object>(filter: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')) as T;
}
