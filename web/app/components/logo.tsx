import { cn } from './ui/classes.ts';

/** The mark and, where there is room, the name. */
export function Logo({ className, hasName = true }: { className?: string; hasName?: boolean }) {
  return (
    <span className={cn('inline-flex items-center gap-2.5 text-lg font-semibold tracking-tight', className)}>
      <svg aria-hidden viewBox="0 0 32 32" className="size-7">
        <rect width="32" height="32" rx="8" className="fill-primary" />
        <path d="M21.5 20.6a8 8 0 1 1 0-9.2" fill="none" strokeWidth="3.4" strokeLinecap="round" className="stroke-on-primary" />
        <circle cx="22" cy="16" r="2.3" className="fill-warn" />
      </svg>
      {hasName ? 'Callvia' : null}
    </span>
  );
}
