import { NavLink, useLocation } from '@remix-run/react';
import { CalendarCheck, LayoutDashboard, type LucideIcon, Megaphone, Menu as MenuIcon, Phone, Receipt, Users } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import type { Standstill } from '#domain/standstill.ts';
import type { Theme } from '../preferences.ts';
import { type Place, placesFor } from '../shortcuts.ts';
import { Announcer } from './announcer.tsx';
import { Banners } from './banners.tsx';
import { Bell } from './bell.tsx';
import { ClientSwitcher, UserMenu } from './frame-menus.tsx';
import { FrameSearch } from './frame-search.tsx';
import { useKeys } from './keys.tsx';
import { LiveDot, useLive } from './live.tsx';
import { Logo } from './logo.tsx';
import { PageOutlet } from './page-outlet.tsx';
import { Toasts } from './toasts.tsx';
import { cn } from './ui/classes.ts';
import { PendingBar } from './ui/navigation.tsx';

const ICONS: Record<Place, LucideIcon> = {
  '/': LayoutDashboard,
  '/campaigns': Megaphone,
  '/leads': Users,
  '/calls': Phone,
  '/appointments': CalendarCheck,
  '/billing': Receipt,
};

export type FrameProps = {
  user: { name: string; email: string; isStaff: boolean };
  role: string;
  client: { id: string; name: string };
  clients: { id: string; name: string }[];
  theme: Theme;
  hasKeys: boolean;
  notice: string | null;
  waiting: number;
  mayCreate: boolean;
  mayBill: boolean;
  /** The newest fact the page was made with. */
  known: string;
  standstill: Standstill | null;
};

/** What surrounds every page of a signed-in person: where one can go, whose books are open, and whether this is real. */
export function Frame({ children, ...props }: FrameProps & { children: ReactNode }) {
  const live = useLive({ clientId: props.client.id, known: props.known, standstill: props.standstill });
  const keys = useKeys(props);
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-raised focus:px-4 focus:py-2"
      >
        Skip to the content
      </a>
      <PendingBar />
      <Announcer />
      <div className="md:grid md:min-h-dvh md:grid-cols-[15rem_1fr]">
        <aside className="sticky top-0 z-40 hidden h-dvh flex-col gap-5 overflow-y-auto border-r border-line bg-surface px-3 py-4 md:flex">
          <NavLink to="/" className="px-2">
            <Logo />
          </NavLink>
          <ClientSwitcher {...props} />
          <Places {...props} />
        </aside>
        <div className="flex min-w-0 flex-col">
          <header className="sticky top-0 z-30 flex h-14 items-center gap-1 border-b border-line bg-surface px-2 sm:gap-3 sm:px-8">
            <PhoneMenu {...props} />
            <NavLink to="/" aria-label="Callvia: overview" className="flex items-center md:hidden">
              <Logo hasName={false} />
            </NavLink>
            <FrameSearch openPalette={() => keys.open('palette')} />
            <span className="ml-auto flex items-center sm:gap-2">
              <LiveDot {...live} />
              <Bell clientId={props.client.id} />
              <UserMenu {...props} openShortcuts={() => keys.open('help')} />
            </span>
          </header>
          <Banners standstill={live.standstill} />
          <main id="content" className="mx-auto grid w-full max-w-7xl grid-cols-1 content-start gap-6 px-4 pt-5 pb-20 sm:px-8">
            {props.notice ? <p className="-mb-2 text-sm text-muted">{props.notice}</p> : null}
            <PageOutlet>{children}</PageOutlet>
          </main>
        </div>
      </div>
      <Toasts />
      {keys.shown}
    </>
  );
}

/** The side bar's places behind a button, where there is no room for them. Escape and a chosen place close it. */
function PhoneMenu(props: FrameProps) {
  const { key } = useLocation();
  const box = useRef<HTMLDetailsElement>(null);
  return (
    <details
      key={key}
      ref={box}
      className="group md:hidden"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !box.current?.open) return;
        box.current.open = false;
        box.current.querySelector('summary')?.focus();
      }}
    >
      <summary className="grid size-11 place-items-center rounded-control hover:bg-sunken" aria-label="Menu">
        <MenuIcon aria-hidden className="size-5" />
      </summary>
      <div className="absolute inset-x-0 top-14 grid max-h-[calc(100dvh-3.5rem)] gap-4 overflow-y-auto border-b border-line bg-surface p-4 shadow-float">
        <ClientSwitcher {...props} />
        <Places {...props} />
      </div>
    </details>
  );
}

function Places({ waiting, mayBill }: { waiting: number; mayBill: boolean }) {
  return (
    <nav aria-label="Main" className="grid gap-0.5">
      {placesFor({ mayBill }).map(({ to, text }) => {
        const Icon = ICONS[to];
        return (
          <NavLink
            key={to}
            to={to}
            end={to === '/'}
            prefetch="intent"
            className={({ isActive }) =>
              cn(
                'flex h-9 items-center gap-3 rounded-control px-2.5 text-sm font-medium max-md:h-11',
                isActive ? 'bg-primary-soft text-primary-ink' : 'text-muted hover:bg-sunken hover:text-ink',
              )
            }
          >
            <Icon aria-hidden className="size-4.5 shrink-0" />
            {text}
            {to === '/appointments' && waiting > 0 ? (
              <span className="ml-auto rounded-full bg-warn-soft px-2 text-xs font-semibold text-warn-ink">
                {waiting}
                <span className="sr-only"> to verify</span>
              </span>
            ) : null}
          </NavLink>
        );
      })}
    </nav>
  );
}
