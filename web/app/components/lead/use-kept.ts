import { type FetcherWithComponents, useFetcher } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { KeptAnswer } from '../../lead-keep.server.ts';
import { say } from '../toasts.tsx';

type Sender = FetcherWithComponents<KeptAnswer>;

/** Says what was done, with the way back, which leads to this address wherever one is by then. What was refused stands at its field. */
export function useKept(address: string): Sender & { error: string | undefined } {
  const fetcher = useFetcher<KeptAnswer>();
  const { data, submit } = fetcher;
  const send = useRef(submit);
  send.current = submit;
  useEffect(() => {
    if (data?.kind !== 'ok') return;
    const { text, undo } = data;
    say(text, undefined, undo ? { undo: () => send.current(undo, { method: 'post', action: address }) } : {});
  }, [data, address]);
  return { ...fetcher, error: data?.kind === 'refused' && fetcher.state === 'idle' ? data.text : undefined };
}
