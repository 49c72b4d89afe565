import { useEffect, useState } from 'react';
import { formatCountdown, formatDueIn, formatFull, formatMoment, formatRelative } from '../words/time.ts';
import { usePageNow, useViewerZone } from './page-state.ts';

/** The moment in the zone of the person it is about, with the zone's name; whole, and in the viewer's own zone, on hover. */
export function Moment({ at, zone, seconds }: { at: string; zone: string; seconds?: boolean }) {
  const now = usePageNow();
  const viewer = useViewerZone();
  const title = viewer && viewer !== zone ? `${formatFull(at, zone)} · for you ${formatFull(at, viewer)}` : formatFull(at, zone);
  return (
    <time dateTime={at} title={title} className="whitespace-nowrap">
      {formatMoment(at, zone, now, seconds)}
    </time>
  );
}

/** How long ago, or in how long, with the exact time on hover. It moves on by itself. */
export function Relative({ at, zone }: { at: string; zone: string }) {
  const now = useTicking(30_000);
  return (
    <time dateTime={at} title={formatFull(at, zone)} className="whitespace-nowrap">
      {formatRelative(at, now)}
    </time>
  );
}

/** Time left until something is decided or due, alone or in the words of a sentence. */
export function Countdown({ until, offsetMs = 0, inWords }: { until: string; offsetMs?: number; inWords?: boolean }) {
  const now = useTicking(1_000);
  return (
    <time dateTime={until} className="whitespace-nowrap">
      {(inWords ? formatDueIn : formatCountdown)(until, new Date(Date.parse(now) + offsetMs).toISOString())}
    </time>
  );
}

/** The page's own time, moving on: the same text as the server's at first. */
function useTicking(everyMs: number): string {
  const start = usePageNow();
  const [now, setNow] = useState(start);
  useEffect(() => {
    const began = Date.now();
    setNow(start);
    const timer = setInterval(() => setNow(new Date(Date.parse(start) + Date.now() - began).toISOString()), everyMs);
    return () => clearInterval(timer);
  }, [start, everyMs]);
  return now;
}
