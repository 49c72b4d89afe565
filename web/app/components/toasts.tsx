import { useEffect, useState } from 'react';
import type { Theme } from '../preferences.ts';

type Sonner = typeof import('sonner');
type Waiting = { text: string; id: string | undefined };

let show: ((toast: Waiting) => void) | null = null;

/** Says the result of a deed for five seconds. The same `id` is said once. */
export const say = (text: string, id?: string): void => show?.({ text, id });

/** Where results are said; what that takes is fetched with the first one. */
export function Toasts({ theme }: { theme: Theme }) {
  const [waiting, setWaiting] = useState<Waiting[]>([]);
  const [sonner, setSonner] = useState<Sonner | null>(null);
  useEffect(() => {
    show = (toast) => {
      setWaiting((before) => [...before, toast]);
      void import('sonner').then(setSonnerOnce);
    };
    const setSonnerOnce = (module: Sonner) => setSonner(() => module);
    return () => {
      show = null;
    };
  }, []);
  useEffect(() => {
    if (!sonner || waiting.length === 0) return;
    for (const { text, id } of waiting) sonner.toast.success(text, id ? { id } : {});
    setWaiting([]);
  }, [sonner, waiting]);
  if (!sonner) return null;
  const { Toaster } = sonner;
  return <Toaster theme={theme} position="bottom-right" duration={5_000} />;
}
