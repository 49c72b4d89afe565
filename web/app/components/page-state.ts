import { useRouteLoaderData } from '@remix-run/react';
import type { loader as rootLoader } from '../root.tsx';

const EPOCH = '1970-01-01T00:00:00.000Z';

/** The server's time when this page was made, for texts that are relative to it. */
export const usePageNow = (): string => useRouteLoaderData<typeof rootLoader>('root')?.now ?? EPOCH;
/** The zone the viewer's browser reported on an earlier visit. */
export const useViewerZone = (): string | null => useRouteLoaderData<typeof rootLoader>('root')?.zone ?? null;
