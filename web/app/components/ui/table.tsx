import { Link, useSearchParams } from '@remix-run/react';
import { ArrowDown, ArrowUp, ChevronLeft, ChevronRight } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { ButtonLink } from './button.tsx';
import { cn } from './classes.ts';

type TableProps = ComponentProps<'table'> & { caption: string; scrolls?: boolean; beside?: ReactNode };

/**
 * A table on wide screens, cards on phones; give each cell its column's name as `label`. With `scrolls` a table without links is scrolled by key
 * as well. `beside` holds what shows nothing and may not stand in a table.
 */
export function Table({ caption, scrolls, beside, className, ...rest }: TableProps) {
  const table = <table className={cn('stack-table w-full text-left text-sm', className)} aria-label={caption} {...rest} />;
  if (scrolls)
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls and holds nothing to stand on must be reached by key
      <section aria-label={caption} tabIndex={0} className="relative rounded-[inherit] md:overflow-x-auto">
        {table}
        {beside}
      </section>
    );
  return (
    <div className="relative md:overflow-x-auto">
      {table}
      {beside}
    </div>
  );
}

export function Head({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn('border-b border-line px-4 py-2.5 text-xs font-semibold whitespace-nowrap text-muted first:pl-5 last:pr-5', className)}
      {...rest}
    />
  );
}

/** What an address says of one place in a list, not of the list. */
export const PLACE = ['after', 'before', 'peek'] as const;

/** A column title that sorts; the address keeps the order, and a page number of the old order is dropped. */
export function SortHead({
  column,
  children,
  className,
  first = 'asc',
}: {
  column: string;
  children: ReactNode;
  className?: string;
  first?: 'asc' | 'desc';
}) {
  const [params] = useSearchParams();
  const [current, direction = 'asc'] = (params.get('sort') ?? '').split('.');
  const isCurrent = current === column;
  const next = new URLSearchParams(params);
  for (const key of PLACE) next.delete(key);
  next.set('sort', `${column}.${isCurrent ? (direction === 'asc' ? 'desc' : 'asc') : first}`);
  const Arrow = direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <Head className={className} aria-sort={isCurrent ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}>
      <Link to={`?${next}`} preventScrollReset className="inline-flex items-center gap-1 rounded-sm hover:text-ink">
        {children}
        {isCurrent ? <Arrow aria-hidden className="size-3.5" /> : null}
      </Link>
    </Head>
  );
}

/** A row and its cells have their looks from the table's style sheet: a list holds hundreds of them. */
export function Row(props: ComponentProps<'tr'>) {
  return <tr {...props} />;
}

export function Cell({ label, ...rest }: ComponentProps<'td'> & { label?: string }) {
  return <td data-label={label} {...rest} />;
}

/** Rows a list may show at once, and how many it shows unless asked. */
export const PAGE_SIZES = [25, 50, 100] as const;
export const PAGE_SIZE = 50;

/** How many rows a page has; another number begins at the first page again. */
function Sizes() {
  const [params] = useSearchParams();
  const current = PAGE_SIZES.find((each) => String(each) === params.get('size')) ?? PAGE_SIZE;
  return (
    <p className="flex items-center gap-1 max-sm:hidden">
      <span className="mr-1">Rows</span>
      {PAGE_SIZES.map((size) => {
        const next = new URLSearchParams(params);
        for (const key of PLACE) next.delete(key);
        next.set('size', String(size));
        return (
          <Link
            key={size}
            to={`?${next}`}
            preventScrollReset
            aria-current={size === current ? 'true' : undefined}
            aria-label={`${size} rows a page`}
            className="grid h-8 min-w-8 place-items-center rounded-control px-1.5 hover:bg-sunken hover:text-ink aria-[current]:bg-sunken aria-[current]:font-semibold aria-[current]:text-ink"
          >
            {size}
          </Link>
        );
      })}
    </p>
  );
}

/** The way through a list by key: what stands before and after is named by the row it begins at, never by a number. */
export function Pager({
  before,
  after,
  shown,
  total,
  noun,
}: {
  before: string | null;
  after: string | null;
  shown: number;
  total: string;
  noun: string;
}) {
  const [params] = useSearchParams();
  const to = (key: 'before' | 'after', cursor: string) => {
    const next = new URLSearchParams(params);
    for (const k of PLACE) next.delete(k);
    next.set(key, cursor);
    return `?${next}`;
  };
  return (
    <nav
      aria-label={`Pages of ${noun}`}
      className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-5 py-3 text-sm text-muted"
    >
      <p>
        {shown} of {total} {noun}
      </p>
      <Sizes />
      <div className="flex gap-2">
        {before ? (
          <ButtonLink size="small" to={to('before', before)} rel="prev">
            <ChevronLeft aria-hidden /> Previous
          </ButtonLink>
        ) : null}
        {after ? (
          <ButtonLink size="small" to={to('after', after)} rel="next">
            Next <ChevronRight aria-hidden />
          </ButtonLink>
        ) : null}
      </div>
    </nav>
  );
}
