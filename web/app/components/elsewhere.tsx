import { Link } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { recentLeads } from '../recent-leads.ts';
import type { Found } from '../routes/search.ts';
import { nameOf } from '../words/numbers.ts';
import { Button } from './ui/button.tsx';
import { TextField } from './ui/form.tsx';

/** Where else what was looked for may be: a search, and the leads opened last. */
export function Elsewhere() {
  const [recent, setRecent] = useState<Found['leads']>([]);
  useEffect(() => {
    const ids = recentLeads();
    if (ids.length === 0) return;
    const gone = new AbortController();
    const look = async () => {
      const response = await fetch(`/search?recent=${ids.join(',')}`, { signal: gone.signal });
      if (response.ok) setRecent(((await response.json()) as Found).leads);
    };
    look().catch((error: unknown) => {
      if (!(error instanceof TypeError) && !gone.signal.aborted) throw error; // without them the search is still there
    });
    return () => gone.abort();
  }, []);
  return (
    <>
      <form action="/leads" className="mt-2 flex w-full max-w-sm items-end gap-2 text-left">
        <TextField label="Search leads" name="q" type="search" placeholder="Name, phone or id" className="flex-1" />
        <Button type="submit">Search</Button>
      </form>
      {recent.length > 0 ? (
        <nav aria-label="Leads you opened lately" className="grid gap-1 text-sm">
          <p className="text-muted">Opened lately</p>
          <ul className="flex flex-wrap justify-center gap-x-4">
            {recent.map((lead) => (
              <li key={lead.id}>
                <Link
                  to={`/leads/${lead.id}`}
                  className="inline-flex min-h-8 items-center font-medium text-primary-ink hover:underline max-sm:min-h-11"
                >
                  {nameOf(lead)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
    </>
  );
}
