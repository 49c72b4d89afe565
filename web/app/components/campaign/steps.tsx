import { Link } from '@remix-run/react';
import { Check } from 'lucide-react';
import { cn } from '../ui/classes.ts';

const STEPS = ['Settings', 'Leads', 'Review and start'] as const;

/** How far a new campaign has come; steps behind lead back. */
export function Steps({ current, links }: { current: 1 | 2 | 3; links: readonly (string | null)[] }) {
  return (
    <nav aria-label="Steps of a new campaign">
      <ol className="flex flex-wrap items-center gap-x-5 gap-y-2 text-sm">
        {STEPS.map((text, i) => {
          const isDone = i + 1 < current;
          const isCurrent = i + 1 === current;
          const to = links[i];
          const mark = (
            <>
              <span
                className={cn(
                  'grid size-6 place-items-center rounded-full text-xs font-semibold [&_svg]:size-3.5',
                  isCurrent ? 'bg-primary text-on-primary' : 'bg-quiet-soft text-quiet-ink',
                )}
              >
                {isDone ? <Check aria-hidden /> : i + 1}
              </span>
              {text}
              {isDone ? <span className="sr-only">(done)</span> : null}
            </>
          );
          const look = cn('flex min-h-8 items-center gap-2 rounded-sm max-sm:min-h-11', isCurrent ? 'font-semibold' : 'text-muted');
          return (
            <li key={text} aria-current={isCurrent ? 'step' : undefined}>
              {to && !isCurrent ? (
                <Link to={to} className={cn(look, 'hover:text-ink hover:underline')}>
                  {mark}
                </Link>
              ) : (
                <span className={look}>{mark}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
