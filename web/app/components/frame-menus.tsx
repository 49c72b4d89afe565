import { useLocation, useSubmit } from '@remix-run/react';
import { ChevronsUpDown, CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import type { Theme } from '../preferences.ts';
import { Button } from './ui/button.tsx';
import { Menu } from './ui/menu.tsx';

type Client = { id: string; name: string };

/** Whose books are open, and the others one may open. */
export function ClientSwitcher({ client, clients }: { client: Client; clients: readonly Client[] }) {
  const submit = useSubmit();
  if (clients.length < 2) return <p className="truncate px-2 text-sm font-medium">{client.name}</p>;
  return (
    <Menu
      align="start"
      trigger={
        <Button className="w-full" aria-label={`Client: ${client.name}. Change`}>
          <span className="mr-auto truncate">{client.name}</span>
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

/** Who is signed in, what they prefer, and the way out. */
export function UserMenu({
  user,
  role,
  theme,
  openShortcuts,
}: {
  user: { name: string; email: string };
  role: string;
  theme: Theme;
  openShortcuts: () => void;
}) {
  const { pathname, search } = useLocation();
  const submit = useSubmit();
  return (
    <>
      <Menu
        trigger={
          <Button look="ghost" size="account" aria-label={`${user.name}: account`}>
            <CircleUser aria-hidden className="size-6!" />
            <span className="max-w-40 truncate text-ink max-lg:hidden">{user.name}</span>
          </Button>
        }
      >
        {({ MenuItem, MenuLabel, MenuSeparator }) => (
          <>
            <MenuLabel>
              {user.email}, {role}
            </MenuLabel>
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
            <MenuItem onSelect={openShortcuts}>
              <Keyboard aria-hidden /> Keyboard shortcuts
            </MenuItem>
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
    </>
  );
}
