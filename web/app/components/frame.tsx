import { NavLink, useLocation, useSubmit } from '@remix-run/react';
import {
  CalendarCheck,
  ChevronsUpDown,
  CircleUser,
  LayoutDashboard,
  LogOut,
  Megaphone,
  Menu as MenuIcon,
  Monitor,
  Moon,
  Phone,
  Receipt,
  Sun,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Theme } from '../preferences.ts';
import { LiveDot, useLive } from './live.tsx';
import { Logo } from './logo.tsx';
import { Toasts } from './toasts.tsx';
import { Button } from './ui/button.tsx';
import { cn } from './ui/classes.ts';
import { Menu } from './ui/menu.tsx';
import { PendingBar } from './ui/navigation.tsx';

const PLACES = [
  { to: '/', text: 'Overview', icon: LayoutDashboard },
  { to: '/campaigns', text: 'Campaigns', icon: Megaphone },
  { to: '/leads', text: 'Leads', icon: Users },
  { to: '/calls', text: 'Calls', icon: Phone },
  { to: '/appointments', text: 'Appointments', icon: CalendarCheck },
  { to: '/billing', text: 'Billing', icon: Receipt },
] as const;

export type FrameProps = {
  user: { name: string; email: string; isStaff: boolean };
  role: string;
  client: { id: string; name: string };
  clients: { id: string; name: string }[];
  theme: Theme;
  notice: string | null;
  waiting: number;
};

/** What surrounds every page of a signed-in person: where one can go, whose books are open, and whether this is real. */
export function Frame({ children, ...props }: FrameProps & { children: ReactNode }) {
  const live = useLive();
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-raised focus:px-4 focus:py-2"
      >
        Skip to the content
      </a>
      <PendingBar />
      <Toasts theme={props.theme} />
      <div className="md:grid md:min-h-dvh md:grid-cols-[15rem_1fr]">
        <aside className="sticky top-0 z-40 hidden h-dvh flex-col gap-5 border-r border-line bg-surface px-3 py-4 md:flex">
          <NavLink to="/" className="px-2">
            <Logo />
          </NavLink>
          <ClientSwitcher {...props} />
          <Places waiting={props.waiting} />
          <div className="mt-auto">
            <UserMenu {...props} />
          </div>
        </aside>
        <div className="flex min-w-0 flex-col">
          <header className="sticky top-0 z-30 flex h-14 items-center gap-3 border-b border-line bg-surface px-4 md:hidden">
            <details className="group">
              <summary className="grid size-11 place-items-center rounded-control hover:bg-sunken" aria-label="Menu">
                <MenuIcon aria-hidden className="size-5" />
              </summary>
              <div className="absolute inset-x-0 top-14 grid gap-4 border-b border-line bg-surface p-4 shadow-float">
                <ClientSwitcher {...props} />
                <Places waiting={props.waiting} />
                <UserMenu {...props} />
              </div>
            </details>
            <Logo />
            <span className="ml-auto">
              <LiveDot state={live} />
            </span>
          </header>
          <header className="hidden h-12 items-center justify-end gap-4 px-8 md:flex">
            {props.notice ? <p className="mr-auto text-sm text-muted">{props.notice}</p> : null}
            <LiveDot state={live} />
          </header>
          <main id="content" className="mx-auto grid w-full max-w-7xl grid-cols-1 content-start gap-6 px-4 pt-5 pb-16 sm:px-8 md:pt-2">
            {props.notice ? <p className="text-sm text-muted md:hidden">{props.notice}</p> : null}
            {children}
          </main>
        </div>
      </div>
    </>
  );
}

function Places({ waiting }: { waiting: number }) {
  return (
    <nav aria-label="Main" className="grid gap-0.5">
      {PLACES.map(({ to, text, icon: Icon }) => (
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
      ))}
    </nav>
  );
}

function ClientSwitcher({ client, clients }: Pick<FrameProps, 'client' | 'clients'>) {
  const submit = useSubmit();
  if (clients.length < 2) return <p className="truncate px-2 text-sm font-medium">{client.name}</p>;
  return (
    <Menu
      align="start"
      trigger={
        <Button className="w-full justify-between" aria-label={`Client: ${client.name}. Change`}>
          <span className="truncate">{client.name}</span>
          <ChevronsUpDown aria-hidden />
        </Button>
      }
    >
      {({ MenuItem, MenuLabel }) => (
        <>
          <MenuLabel>Open the books of</MenuLabel>
          {clients.map(({ id, name }) => (
            <MenuItem
              key={id}
              aria-current={id === client.id}
              onSelect={() => submit({ client: id }, { method: 'post', action: '/preferences' })}
            >
              {name}
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  );
}

const THEME_ENTRIES = [
  { theme: 'light', text: 'Light', icon: Sun },
  { theme: 'dark', text: 'Dark', icon: Moon },
  { theme: 'system', text: 'As the system', icon: Monitor },
] as const;

function UserMenu({ user, role, theme }: FrameProps) {
  const { pathname, search } = useLocation();
  const submit = useSubmit();
  return (
    <div className="grid gap-1">
      <Menu
        align="start"
        trigger={
          <Button look="ghost" className="h-auto w-full justify-start px-2 py-2 text-left text-ink" aria-label={`${user.name}: account`}>
            <CircleUser aria-hidden className="size-6! text-muted" />
            <span className="grid min-w-0 leading-tight">
              <span className="truncate text-sm">{user.name}</span>
              <span className="truncate text-xs font-normal text-muted">{role}</span>
            </span>
            <ChevronsUpDown aria-hidden className="ml-auto text-muted" />
          </Button>
        }
      >
        {({ MenuItem, MenuLabel, MenuSeparator }) => (
          <>
            <MenuLabel>{user.email}</MenuLabel>
            <MenuSeparator />
            {THEME_ENTRIES.map(({ theme: value, text, icon: Icon }) => (
              <MenuItem
                key={value}
                aria-current={theme === value}
                className="aria-[current=true]:font-semibold"
                onSelect={() =>
                  submit(
                    { theme: value, next: `${pathname}${search}` },
                    { method: 'post', action: '/preferences', preventScrollReset: true },
                  )
                }
              >
                <Icon aria-hidden /> {text}
              </MenuItem>
            ))}
            <MenuSeparator />
            <MenuItem onSelect={() => submit(null, { method: 'post', action: '/logout' })}>
              <LogOut aria-hidden /> Log out
            </MenuItem>
          </>
        )}
      </Menu>
      <noscript>
        <form method="post" action="/logout">
          <Button type="submit" look="ghost" size="small">
            Log out
          </Button>
        </form>
      </noscript>
    </div>
  );
}
