import { useNavigation, useRevalidator } from '@remix-run/react';
import { Pause, Play, Radio, RefreshCw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Standstill } from '#domain/standstill.ts';
import { cn } from './ui/classes.ts';

export type LiveState = 'starting' | 'live' | 'reconnecting' | 'paused';
/** Facts come in bursts: the first is shown at once, and the page is read afresh at most this often. */
const PACE_MS = 1_000;
/** Streams that fail so often in a row do not get through: the page asks instead. */
const PATIENCE = 3;
const ASK_EVERY_MS = 4_000;

type Answer = { newest: string; isNew: boolean; why: Standstill | null };
export type Live = { state: LiveState; isPaused: boolean; pause: (isPaused: boolean) => void; standstill: Standstill | null };

/**
 * Reads the page afresh when something of this client moved; one connection a page. `known` is the newest fact the page was made with, so
 * that nothing is missed between the making and the listening. Where streams fail, it asks every few seconds and tries a stream again later.
 */
export function useLive({ clientId, known, standstill: first }: { clientId: string; known: string; standstill: Standstill | null }): Live {
  const [state, setState] = useState<LiveState>('starting');
  const [isPaused, setPaused] = useState(false);
  const [standstill, setStandstill] = useState(first);
  const { revalidate, state: reading } = useRevalidator();
  const { state: going } = useNavigation();
  const fresh = useRef(revalidate);
  fresh.current = revalidate;
  /** A reading that is under way is let finish: asked for again it would begin anew, and under many facts never end. */
  const isBusy = reading !== 'idle' || going !== 'idle';
  const busy = useRef(isBusy);
  busy.current = isBusy;
  const catchUp = useRef<(() => void) | null>(null);
  const last = useRef(known);
  useEffect(() => setStandstill(first), [first]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another client is another stream
  useEffect(() => {
    if (isPaused) return setState('paused');
    let pace: ReturnType<typeof setTimeout> | undefined;
    let asking: ReturnType<typeof setTimeout> | undefined;
    let source: EventSource | undefined;
    let failures = 0;
    let isWaiting = false;
    let isOver = false;

    const read = () => {
      if (busy.current || document.visibilityState !== 'visible') isWaiting = true;
      else {
        isWaiting = false;
        fresh.current();
      }
    };
    const moved = () => {
      if (pace) isWaiting = true;
      else {
        read();
        pace = setTimeout(() => {
          pace = undefined;
          if (isWaiting && document.visibilityState === 'visible') moved();
        }, PACE_MS);
      }
    };
    const listen = () => {
      source = new EventSource(`/sse?after=${last.current}`);
      source.addEventListener('ready', () => {
        if (failures > 0) moved(); // whatever happened meanwhile
        failures = 0;
        setState('live');
      });
      source.addEventListener('facts', (event: MessageEvent<string>) => {
        last.current = event.lastEventId || last.current;
        moved();
      });
      source.addEventListener('standstill', (event: MessageEvent<string>) => setStandstill(JSON.parse(event.data) as Standstill | null));
      source.addEventListener('error', () => {
        failures++;
        setState('reconnecting');
        if (failures < PATIENCE && source?.readyState !== EventSource.CLOSED) return; // it tries again by itself
        source?.close();
        asking = setTimeout(ask, ASK_EVERY_MS / 4);
      });
    };
    let asked = 0;
    const ask = async () => {
      try {
        const response = await fetch(`/sse?as=json&after=${last.current}`);
        if (!response.ok) throw new TypeError(`${response.status}`);
        const answer = (await response.json()) as Answer;
        if (isOver) return;
        last.current = answer.newest;
        setStandstill(answer.why);
        setState('live');
        if (answer.isNew) moved();
        if (++asked % PATIENCE === 0) return listen();
      } catch (error) {
        if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
        if (isOver) return;
        setState('reconnecting');
      }
      asking = setTimeout(ask, ASK_EVERY_MS);
    };
    const onVisible = () => {
      if (document.visibilityState === 'visible' && isWaiting) moved();
    };
    catchUp.current = onVisible;
    const onOnline = () => {
      if (source?.readyState === EventSource.OPEN) return;
      clearTimeout(asking);
      source?.close();
      failures = Math.max(failures, 1);
      listen();
    };

    listen();
    document.addEventListener('visibilitychange', onVisible);
    window.addEventListener('online', onOnline);
    return () => {
      isOver = true;
      catchUp.current = null;
      source?.close();
      clearTimeout(pace);
      clearTimeout(asking);
      document.removeEventListener('visibilitychange', onVisible);
      window.removeEventListener('online', onOnline);
    };
  }, [clientId, isPaused]);

  useEffect(() => {
    if (!isBusy) catchUp.current?.();
  }, [isBusy]);

  const pause = (wanted: boolean) => {
    setPaused(wanted);
    if (!wanted) fresh.current();
  };
  return { state, isPaused, pause, standstill };
}

const LOOKS = {
  live: { text: 'Live', tone: 'text-good-ink', icon: <Radio aria-hidden className="size-3.5" /> },
  reconnecting: { text: 'Reconnecting', tone: 'text-warn-ink', icon: <RefreshCw aria-hidden className="size-3.5 animate-spin" /> },
  paused: { text: 'Paused', tone: 'text-muted', icon: <Pause aria-hidden className="size-3.5" /> },
} as const satisfies Record<Exclude<LiveState, 'starting'>, unknown>;

/** Whether what is on the page is still what is, and a way to hold it still. Its place is kept before any script runs. */
export function LiveDot({ state, isPaused, pause }: Pick<Live, 'state' | 'isPaused' | 'pause'>) {
  if (state === 'starting') return <span aria-hidden className="h-8 w-20" />;
  const { text, tone, icon } = LOOKS[state];
  const deed = isPaused ? 'Resume updates' : 'Pause updates';
  return (
    <span className="inline-flex items-center gap-1">
      <span role="status" className={cn('inline-flex items-center gap-1.5 text-xs font-medium', tone)}>
        {icon}
        <span>{text}</span>
      </span>
      <button
        type="button"
        aria-label={deed}
        title={deed}
        onClick={() => pause(!isPaused)}
        className="grid size-8 place-items-center rounded-control text-muted hover:bg-sunken hover:text-ink max-sm:size-11"
      >
        {isPaused ? <Play aria-hidden className="size-3.5" /> : <Pause aria-hidden className="size-3.5" />}
      </button>
    </span>
  );
}
