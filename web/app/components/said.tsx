import { useSearchParams } from '@remix-run/react';
import { useEffect } from 'react';
import { say } from './toasts.tsx';

/** Says the result of the deed that led to this page, then takes the mark out of the address. */
export function useSaid(words: Record<string, string>): void {
  const [params, setParams] = useSearchParams();
  const said = params.get('said');
  useEffect(() => {
    if (!said) return;
    const text = words[said];
    if (text) say(text, said);
    const rest = new URLSearchParams(params);
    rest.delete('said');
    setParams(rest, { replace: true, preventScrollReset: true });
  }, [said, words, params, setParams]);
}
