import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './classes.ts';

/** More on request, without a script. */
export function Disclosure({
  summary,
  children,
  className,
  open,
}: {
  summary: ReactNode;
  children: ReactNode;
  className?: string;
  open?: boolean;
}) {
  return (
    <details className={cn('group', className)} open={open}>
      <summary className="inline-flex min-h-6 items-center gap-1 rounded-sm text-sm font-medium text-primary-ink hover:underline">
        <ChevronRight aria-hidden className="size-4 shrink-0 transition-transform group-open:rotate-90" />
        {summary}
      </summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}
