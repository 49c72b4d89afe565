import { useRouteLoaderData } from '@remix-run/react';
import { createContext, useContext } from 'react';
import type { loader as rootLoader } from '../root.tsx';
import type { loader as frameLoader } from '../routes/_app.tsx';

const EPOCH = '1970-01-01T00:00:00.000Z';

/** Another clock than the machine's, for what is about one lead: a rehearsal may be days ahead. */
export const PageNow = createContext<string | null>(null);

/** The time to which this page's texts are relative: the server's when it was made, unless a part of it lives by another clock. */
export function usePageNow(): string {
  const machine = useRouteLoaderData<typeof rootLoader>('root')?.now ?? EPOCH;
  return useContext(PageNow) ?? machine;
}

/** The zone the viewer's browser reported on an earlier visit. */
export const useViewerZone = (): string | null => useRouteLoaderData<typeof rootLoader>('root')?.zone ?? null;

/** Whether this person may see the books: who may not gets no link that leads to a refusal. */
export const useMayBill = (): boolean => useRouteLoaderData<typeof frameLoader>('routes/_app')?.mayBill ?? false;
