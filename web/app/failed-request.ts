type Timed = PerformanceResourceTiming & { responseStatus?: number };

let last: string | null = null;

/** The id of the request of ours that failed last while this page was open, as the server gave it; null when none did or the browser hides it. */
export const lastFailedRequest = (): string | null => last;

/** Keeps watching for requests that fail. Call once, when the page comes to life. */
export function watchRequests(): void {
  if (!('PerformanceObserver' in globalThis)) return;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Timed[]) {
      const id = (entry.responseStatus ?? 0) >= 500 ? entry.serverTiming.find(({ name }) => name === 'request')?.description : undefined;
      if (id) last = id;
    }
  }).observe({ type: 'resource' });
}
