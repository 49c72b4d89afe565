import { useLocation } from '@remix-run/react';
import { type ReactNode, useEffect, useRef } from 'react';
import { cn } from './ui/classes.ts';

/** A field that opens below a word and closes by itself: on Escape, a press beside it, or when the address changed. Opens without a script too. */
export function Popover({
  summary,
  children,
  align = 'end',
  label,
}: {
  summary: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  label?: string;
}) {
  const box = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address closes it
  useEffect(() => {
    if (box.current) box.current.open = false;
  }, [key]);
  useEffect(() => {
    const close = (event: Event) => {
      const details = box.current;
      if (!details?.open) return;
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
      if (event instanceof KeyboardEvent ? !isEscape : details.contains(event.target as Node)) return;
      details.open = false;
      if (!isEscape) return;
      event.stopImmediatePropagation(); // whatever else Escape would close stays
      details.querySelector('summary')?.focus();
    };
    document.addEventListener('keydown', close, true);
    document.addEventListener('pointerdown', close);
    return () => {
      document.removeEventListener('keydown', close, true);
      document.removeEventListener('pointerdown', close);
    };
  }, []);
  return (
    <details ref={box} className="sm:relative">
      <summary
        aria-label={label}
        className="inline-flex h-8 cursor-default items-center gap-2 rounded-control px-3 text-sm font-medium text-muted hover:bg-sunken hover:text-ink max-sm:h-11 [&_svg]:size-4"
      >
        {summary}
      </summary>
      <div
        className={cn(
          'z-30 rounded-card border border-line bg-raised p-4 text-sm text-ink shadow-float max-sm:fixed max-sm:inset-x-3 max-sm:bottom-3 sm:absolute sm:top-full sm:mt-1 sm:w-80',
          align === 'end' ? 'sm:right-0' : 'sm:left-0',
        )}
      >
        {children}
      </div>
    </details>
  );
}
