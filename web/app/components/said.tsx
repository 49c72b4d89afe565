import { useSearchParams } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { say } from './toasts.tsx';

/** Says the result of the deed that led to this page, with what takes it back where something does, then takes the mark out of the address. */
export function useSaid(words: Record<string, string>, undo: Record<string, () => void> = {}): void {
  const undoing = useRef(undo);
  undoing.current = undo;
  const [params, setParams] = useSearchParams();
  const said = params.get('said');
  useEffect(() => {
    if (!said) return;
    const text = words[said];
    const takeBack = undoing.current[said];
    if (text) say(text, said, takeBack && { undo: takeBack });
    const rest = new URLSearchParams(params);
    rest.delete('said');
    setParams(rest, { replace: true, preventScrollReset: true });
  }, [said, words, params, setParams]);
}
