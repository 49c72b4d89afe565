import { Form, Link, useSearchParams } from '@remix-run/react';
import { Bookmark, Pencil, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ViewTab } from '../../saved-views.server.ts';
import { later } from '../later.tsx';
import { ButtonLink, SubmitButton } from '../ui/button.tsx';
import { cn } from '../ui/classes.ts';
import type { RefusedView } from './view-dialog.tsx';

export type Views = { tabs: readonly ViewTab[]; query: string | null; mayShare: boolean };

/** Fetched when a view is saved or changed. */
const ViewDialog = later(async () => (await import('./view-dialog.tsx')).ViewDialog);

const hrefOf = ({ id, query }: ViewTab) => `?${query ? `${query}&` : ''}view=${id}`;

/** Lists that were saved, as tabs above the list; one that was changed can be saved or set back. */
export function ViewTabs({ views: { tabs, query, mayShare }, refused }: { views: Views; refused: RefusedView | undefined }) {
  const [params] = useSearchParams();
  const current = tabs.find(({ id }) => id === params.get('view'));
  const isChanged = current !== undefined && query !== current.query;
  const asked = params.get('do');
  const to = (deed: string | null) => {
    const next = new URLSearchParams(params);
    if (deed) next.set('do', deed);
    else next.delete('do');
    return `?${next}`;
  };
  return (
    <div className={cn('flex min-h-10 flex-wrap items-end gap-x-4 gap-y-1 max-sm:min-h-12', tabs.length > 0 && 'border-b border-line')}>
      {tabs.length > 0 ? (
        <nav aria-label="Saved views" className="-mx-4 flex max-w-[100vw] min-w-0 gap-1 overflow-x-auto -mb-px px-4 sm:mx-0 sm:px-0">
          <Tab to="?" isCurrent={!current}>
            All leads
          </Tab>
          {tabs.map((tab) => (
            <Tab key={tab.id} to={hrefOf(tab)} isCurrent={tab === current}>
              <span className="max-w-56 truncate">{tab.name}</span>
              {tab.isShared ? (
                <>
                  <Users aria-hidden className="size-3.5" />
                  <span className="sr-only">, shared</span>
                </>
              ) : null}
              {tab === current && isChanged ? <span className="text-xs font-normal text-muted">changed</span> : null}
            </Tab>
          ))}
        </nav>
      ) : null}
      <div className="ml-auto flex flex-wrap items-center gap-1 pb-1">
        {current && isChanged ? (
          <>
            {current.mayChange && query !== null ? (
              <Form method="post" preventScrollReset>
                <input type="hidden" name="view" value={current.id} />
                <input type="hidden" name="query" value={query} />
                <SubmitButton size="small" name="do" value="update" pendingText="Saving…">
                  Save
                </SubmitButton>
              </Form>
            ) : null}
            <ButtonLink size="small" look="ghost" to={hrefOf(current)} preventScrollReset>
              Reset
            </ButtonLink>
          </>
        ) : null}
        {current?.mayChange ? (
          <ButtonLink size="small" look="ghost" to={to('edit-view')} preventScrollReset>
            <Pencil aria-hidden /> Rename
          </ButtonLink>
        ) : null}
        {query && (!current || isChanged) ? (
          <ButtonLink size="small" look="ghost" to={to('save-view')} preventScrollReset>
            <Bookmark aria-hidden /> {current ? 'Save as new view' : 'Save view'}
          </ButtonLink>
        ) : null}
      </div>
      {(asked === 'save-view' && query) || (asked === 'edit-view' && current?.mayChange) ? (
        <ViewDialog
          tab={asked === 'edit-view' ? (current ?? null) : null}
          query={query}
          refused={refused}
          mayShare={mayShare}
          back={to(null)}
        />
      ) : null}
    </div>
  );
}

function Tab({ to, isCurrent, children }: { to: string; isCurrent: boolean; children: ReactNode }) {
  return (
    <Link
      to={to}
      preventScrollReset
      aria-current={isCurrent ? 'page' : undefined}
      className={cn(
        'flex h-10 shrink-0 items-center gap-1.5 border-b-2 px-3 text-sm font-medium max-sm:h-11',
        isCurrent ? 'border-primary text-ink' : 'border-transparent text-muted hover:text-ink',
      )}
    >
      {children}
    </Link>
  );
}
