import { Link } from '@remix-run/react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './classes.ts';

const EDGES = { line: 'border-line', primary: 'border-primary', warn: 'border-warn/40' } as const;

/** A white field on the canvas with what belongs together. */
export function Card({ edge = 'line', className, ...rest }: ComponentProps<'section'> & { edge?: keyof typeof EDGES }) {
  return <section className={cn('rounded-card border bg-surface shadow-card', EDGES[edge], className)} {...rest} />;
}

/** Title of a card, with deeds at its right. */
export function CardHeader({
  title,
  text,
  children,
  level = 2,
}: {
  title: ReactNode;
  text?: ReactNode;
  children?: ReactNode;
  level?: 2 | 3;
}) {
  const Heading = `h${level}` as const;
  return (
    <header className="flex flex-wrap items-start justify-between gap-3 px-5 pt-4 pb-3">
      <div className="min-w-0">
        <Heading className="text-base font-semibold">{title}</Heading>
        {text ? <p className="text-sm text-muted">{text}</p> : null}
      </div>
      {children ? <div className="flex flex-wrap items-center gap-2">{children}</div> : null}
    </header>
  );
}

const TONES = {
  info: 'border-info/40 bg-info-soft text-info-ink',
  good: 'border-good/40 bg-good-soft text-good-ink',
  warn: 'border-warn/40 bg-warn-soft text-warn-ink',
  bad: 'border-bad/40 bg-bad-soft text-bad-ink',
} as const;

/** A message that stays on the page: what happened, what was not done, and the next step. */
export function Alert({
  tone,
  title,
  icon,
  children,
  className,
  ...rest
}: { tone: keyof typeof TONES; title: ReactNode; icon?: ReactNode } & Omit<ComponentProps<'div'>, 'title'>) {
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cn('flex gap-3 rounded-card border p-4 text-sm', TONES[tone], className)}
      {...rest}
    >
      {icon ? <span className="mt-0.5 shrink-0 [&_svg]:size-4">{icon}</span> : null}
      <div className="grid min-w-0 gap-1">
        <p className="font-semibold">{title}</p>
        {children ? <div>{children}</div> : null}
      </div>
    </div>
  );
}

/** What belongs here, why there is none, and one thing to do about it. */
export function EmptyState({ icon, title, text, children }: { icon?: ReactNode; title: string; text: ReactNode; children?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-12 text-center">
      {icon ? <span className="mb-1 grid size-11 place-items-center rounded-full bg-sunken text-muted [&_svg]:size-5">{icon}</span> : null}
      <p className="font-semibold">{title}</p>
      <p className="max-w-md text-sm text-muted">{text}</p>
      {children ? <div className="mt-3 flex flex-wrap justify-center gap-2">{children}</div> : null}
    </div>
  );
}

/** The shape of what is still loading. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-pulse rounded-control bg-sunken', className)} />;
}

/** One headline figure; with `to` it leads to the list behind it. */
export function Stat({ label, value, note, to }: { label: string; value: ReactNode; note?: ReactNode; to?: string | undefined }) {
  return (
    <div className={cn('relative grid content-start gap-1 px-5 py-4', to && 'hover:bg-sunken/60')}>
      <dt className="eyebrow">{label}</dt>
      <dd className="text-2xl font-semibold tracking-tight">
        {to ? (
          <Link to={to} className="row-link" aria-label={`${label}: ${typeof value === 'string' ? value : ''}, show the list`}>
            {value}
          </Link>
        ) : (
          value
        )}
      </dd>
      {note ? <dd className="text-sm text-muted">{note}</dd> : null}
    </div>
  );
}

/** A name and its value, in a list of facts. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="eyebrow">{label}</dt>
      <dd className="text-sm break-words">{children}</dd>
    </div>
  );
}
