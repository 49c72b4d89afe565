import { Link, NavLink, useLocation, useNavigation } from '@remix-run/react';
import { ChevronRight, type LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { cn } from './classes.ts';

/** A strip of places that may be wider than the page: the current one is brought into view, and the page itself stays where it is. */
function useCurrentInView() {
  const strip = useRef<HTMLElement>(null);
  const { key } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address has another current place
  useEffect(() => {
    const current = strip.current?.querySelector('[aria-current=page]');
    if (!strip.current || !current) return;
    const [around, inside] = [strip.current.getBoundingClientRect(), current.getBoundingClientRect()];
    if (inside.left < around.left || inside.right > around.right)
      strip.current.scrollLeft += inside.left - around.left - (around.width - inside.width) / 2;
  }, [key]);
  return strip;
}

/** Parts of one page, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly { to: string; text: string; count?: string; end?: boolean }[] }) {
  const strip = useCurrentInView();
  return (
    <nav ref={strip} aria-label={label} className="-mx-4 flex gap-1 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0">
      {tabs.map(({ to, text, count, end }) => (
        <NavLink
          key={to}
          to={to}
          end={end ?? false}
          prefetch="intent"
          className={({ isActive }) =>
            cn(
              'flex h-11 shrink-0 items-center gap-2 border-b-2 px-3 text-sm font-medium',
              isActive ? 'border-primary text-ink' : 'border-transparent text-muted hover:text-ink',
            )
          }
        >
          {text}
          {count ? <span className="rounded-full bg-quiet-soft px-2 text-xs font-semibold text-quiet-ink">{count}</span> : null}
        </NavLink>
      ))}
    </nav>
  );
}

/** The same for choices kept in the query: the address is compared as a whole by the caller. */
export function Choices({
  label,
  choices,
}: {
  label: string;
  choices: readonly { to: string; text: string; isCurrent: boolean; count?: string; icon?: LucideIcon }[];
}) {
  const strip = useCurrentInView();
  return (
    <nav ref={strip} aria-label={label} className="flex w-fit max-w-full gap-1 overflow-x-auto rounded-control bg-sunken p-1 text-sm">
      {choices.map(({ to, text, isCurrent, count, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          preventScrollReset
          aria-current={isCurrent ? 'page' : undefined}
          className={cn(
            'flex h-8 shrink-0 items-center gap-1.5 rounded-[0.4rem] px-3 font-medium max-sm:h-11',
            isCurrent ? 'bg-raised text-ink shadow-card' : 'text-muted hover:text-ink',
          )}
        >
          {Icon ? <Icon aria-hidden className="size-4" /> : null}
          {text}
          {count ? <span className="text-xs">{count}</span> : null}
        </Link>
      ))}
    </nav>
  );
}

/** Where this page stands. */
export function Breadcrumbs({ trail, label = 'Breadcrumb' }: { trail: readonly { to: string; text: string }[]; label?: string }) {
  return (
    <nav aria-label={label} className="text-sm text-muted">
      <ol className="flex flex-wrap items-center gap-1">
        {trail.map(({ to, text }, i) => (
          <li key={to} className="flex items-center gap-1">
            {i > 0 ? <ChevronRight aria-hidden className="size-3.5" /> : null}
            <Link to={to} className="inline-flex min-h-6 items-center rounded-sm hover:text-ink hover:underline max-sm:min-h-11">
              {text}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** Title of a page: its one `h1`, to which the frame moves the focus after a navigation, and its deeds. */
export function PageHeader({
  title,
  trail,
  badge,
  text,
  children,
  level = 1,
}: {
  title: string;
  /** 2 where it heads a part of a page that has its title already. */
  level?: 1 | 2;
  trail?: readonly { to: string; text: string }[];
  badge?: ReactNode;
  text?: ReactNode;
  children?: ReactNode;
}) {
  const Heading = `h${level}` as const;
  return (
    <header className="grid gap-2">
      {trail ? <Breadcrumbs trail={trail} {...(level > 1 && { label: `Way to ${title}` })} /> : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 flex-1 basis-72 gap-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Heading tabIndex={-1} className="text-2xl font-semibold tracking-tight break-words">
              {title}
            </Heading>
            {badge}
          </div>
          {text ? <div className="text-sm text-muted">{text}</div> : null}
        </div>
        {children ? <div className="flex flex-wrap items-center gap-2">{children}</div> : null}
      </div>
    </header>
  );
}

/** A thin bar as soon as the next page is fetched; the previous one stays. */
export function PendingBar() {
  const { state } = useNavigation();
  return (
    <div
      aria-hidden
      data-testid="pending"
      data-state={state}
      className={cn('fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden', state === 'idle' ? 'invisible' : 'visible')}
    >
      <div className="h-full w-1/3 animate-[slide_1.1s_ease-in-out_infinite] bg-primary" />
    </div>
  );
}
