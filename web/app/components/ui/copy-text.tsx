import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { announce } from '../announcer.tsx';
import { Button } from './button.tsx';

const SHOWN_MS = 2_000;

/** Puts a text on the clipboard and says so. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    announce('Copied.');
  };
  return (
    <Button look="ghost" size="icon" aria-label={label} title={label} onClick={() => void copy()}>
      {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
    </Button>
  );
}
