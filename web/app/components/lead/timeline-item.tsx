import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Moment } from '../time.tsx';
import { cn } from '../ui/classes.ts';

type Tone = 'good' | 'bad' | 'info' | 'primary' | 'quiet';
const TONES: Record<Tone, string> = {
  good: 'bg-good-soft text-good-ink',
  bad: 'bg-bad-soft text-bad-ink',
  info: 'bg-info-soft text-info-ink',
  primary: 'bg-primary-soft text-primary-ink',
  quiet: 'bg-quiet-soft text-quiet-ink',
};

/** One entry of a lead's life: icon, sentence, exact time, and more on request. */
export function TimelineItem({
  id,
  icon: Icon,
  tone,
  title,
  at,
  zone,
  badge,
  children,
  isPlanned,
}: {
  id?: string;
  icon: LucideIcon;
  tone: Tone;
  title: string;
  at: string;
  zone: string;
  badge?: ReactNode;
  children?: ReactNode;
  isPlanned?: boolean;
}) {
  return (
    <li
      id={id}
      className="relative grid grid-cols-[2.25rem_1fr] gap-3 pb-5 last:pb-0 animate-[appear_.3s_ease-out] target:rounded-card target:bg-primary-soft"
    >
      <span aria-hidden className="absolute top-9 bottom-0 left-[1.1rem] w-px bg-line [li:last-child>&]:hidden" />
      <span
        className={cn(
          'grid size-9 place-items-center rounded-full',
          isPlanned ? 'border border-dashed border-line-strong bg-surface text-muted' : TONES[tone],
        )}
      >
        <Icon aria-hidden className="size-4.5" />
      </span>
      <div className="grid min-w-0 gap-1 pt-1.5 text-sm">
        <div className="flex items-baseline justify-between gap-x-4 gap-y-1 max-sm:flex-wrap">
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
            <p className={cn('font-medium', isPlanned && 'text-muted')}>{title}</p>
            {badge}
          </div>
          <span className="shrink-0 text-muted">
            <Moment at={at} zone={zone} seconds={!isPlanned} />
          </span>
        </div>
        {children}
      </div>
    </li>
  );
}
