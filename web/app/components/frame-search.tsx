import { Form, Link } from '@remix-run/react';
import { Search } from 'lucide-react';

/** Search among all leads: a plain form that needs no script; on phones, and beside the field, the way to the command menu. */
export function FrameSearch({ openPalette }: { openPalette: () => void }) {
  return (
    <>
      <Form action="/leads" role="search" aria-label="All leads" className="relative hidden w-full max-w-md sm:block">
        <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
        <input
          type="search"
          name="q"
          data-focus="search"
          placeholder="Name, phone or id of a lead"
          aria-label="Search all leads"
          className="h-9 w-full rounded-control border border-line-strong bg-surface pr-20 pl-9 text-sm placeholder:text-muted"
        />
        <button
          type="button"
          onClick={openPalette}
          aria-label="Command menu"
          aria-keyshortcuts="Control+K Meta+K"
          className="absolute top-1/2 right-1.5 flex h-6 -translate-y-1/2 items-center rounded border border-line bg-raised px-1.5 text-xs text-muted hover:text-ink"
        >
          Ctrl K
        </button>
      </Form>
      <Link
        to="/leads"
        aria-label="Search"
        onClick={(event) => {
          event.preventDefault();
          openPalette();
        }}
        className="ml-auto grid size-11 place-items-center rounded-control text-muted hover:bg-sunken sm:hidden"
      >
        <Search aria-hidden className="size-5" />
      </Link>
    </>
  );
}
