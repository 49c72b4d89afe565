import { useRevalidator } from '@remix-run/react';
import { Radio, RefreshCw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { cn } from './ui/classes.ts';

export type LiveState = 'starting' | 'live' | 'reconnecting';
/** Facts come in bursts; the page is read afresh at most this often. */
const PACE_MS = 1_200;

/** Reads the page afresh when something of this client moved; one connection a page. */
export function useLive(): LiveState {
  const [state, setState] = useState<LiveState>('starting');
  const { revalidate } = useRevalidator();
  const fresh = useRef(revalidate);
  fresh.current = revalidate;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wasLost = false;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        if (document.visibilityState === 'visible') fresh.current();
        else wasLost = true;
      }, PACE_MS);
    };
    const onVisible = () => {
      if (document.visibilityState !== 'visible' || !wasLost) return;
      wasLost = false;
      fresh.current();
    };
    const source = new EventSource('/sse');
    source.addEventListener('ready', () => {
      setState('live');
      if (wasLost) soon(); // whatever happened meanwhile
      wasLost = false;
    });
    source.addEventListener('facts', soon);
    source.addEventListener('error', () => {
      wasLost = true;
      setState('reconnecting');
    });
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      source.close();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, []);
  return state;
}

/** Whether what is on the page is still what is. */
export function LiveDot({ state }: { state: LiveState }) {
  if (state === 'starting') return null;
  return (
    <span className={cn('inline-flex items-center gap-1.5 text-xs font-medium', state === 'live' ? 'text-good-ink' : 'text-warn-ink')}>
      {state === 'live' ? <Radio aria-hidden className="size-3.5" /> : <RefreshCw aria-hidden className="size-3.5 animate-spin" />}
      {state === 'live' ? 'Live' : 'Reconnecting'}
    </span>
  );
}
