import type { ReactNode } from 'react';

/** A key as it is printed on a keyboard. */
export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded border border-line bg-surface px-1 font-sans text-xs text-muted">
      {children}
    </kbd>
  );
}
