import { useSearchParams } from '@remix-run/react';
import { Download } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import type { LeadListColumn } from '#domain/lead-columns.ts';
import type { LeadLine } from '#stores/views-leads.ts';
import type { LeadPeek as PeekData } from '../../lead-peek.server.ts';
import { formatCount } from '../../words/numbers.ts';
import { ActiveFilters } from '../filters.tsx';
import { later } from '../later.tsx';
import { SteadyList } from '../steady-list.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { cn } from '../ui/classes.ts';
import { Checkbox } from '../ui/form.tsx';
import { Card } from '../ui/surface.tsx';
import { Pager } from '../ui/table.tsx';
import { BulkBar, type BulkRights } from './bulk-bar.tsx';
import { ColumnChooser, ColumnForm } from './column-chooser.tsx';
import { type Campaign, filterWords, LeadFilters, type Person } from './leads-filters.tsx';
import { LeadsTable } from './leads-table.tsx';
import { usePeek } from './peek.ts';
import { useRowKeys } from './row-keys.ts';
import { useSelection } from './selection.ts';

const Nobody = later(async () => (await import('./nobody.tsx')).Nobody);
const LeadPeek = later(async () => (await import('./lead-peek.tsx')).LeadPeek);

export type LeadsListData = {
  page: { rows: LeadLine[]; before: string | null; after: string | null; total: number; isMore: boolean };
  /** The filter as an export and a bulk action are given it. */
  filter: string;
  without: { name: string; leads: number }[];
  may: BulkRights;
  columns: readonly LeadListColumn[];
  people: readonly Person[];
  peek: PeekData | null;
};
/** Leads with their filters, their order, a selection and what can be done to it: of all campaigns, or of one. */
export function LeadsList({
  page,
  filter,
  without: drops,
  may,
  columns,
  people,
  peek: first,
  campaigns,
  empty,
}: LeadsListData & { campaigns?: readonly Campaign[]; empty: ReactNode }) {
  const words = filterWords(campaigns ?? [], people);
  const total = `${formatCount(page.total)}${page.isMore ? '+' : ''}`;
  const rows = page.rows.map(({ id }) => id);
  const selection = useSelection(filter, rows);
  const table = useRef<HTMLDivElement>(null);
  const peek = usePeek();
  useRowKeys(table, selection, peek);
  const [params] = useSearchParams();
  const chosen = params.get('columns');
  const exported = `${filter}${chosen ? `&columns=${chosen}` : ''}`;
  const without: readonly LeadListColumn[] = campaigns ? [] : ['campaign'];
  const shown = {
    columns: columns.filter((column) => !without.includes(column)),
    names: new Map(people.map(({ id, name }) => [id, name])),
  };
  return (
    <>
      <div className="grid grid-cols-1 gap-3">
        <LeadFilters campaigns={campaigns} people={people} />
        <ActiveFilters words={words} />
      </div>
      <ColumnForm />
      <div className={cn('grid grid-cols-1 items-start gap-5', peek.id && 'xl:grid-cols-[minmax(0,1fr)_24rem]')}>
        <Card className="min-w-0">
          {page.rows.length > 0 ? (
            <form method="post" action="/leads/bulk">
              <input type="hidden" name="filter" value={filter} />
              {chosen ? <input type="hidden" name="columns" value={chosen} /> : null}
              {selection.isAll ? <input type="hidden" name="scope" value="all" /> : null}
              {[...selection.ids].map((id) => (rows.includes(id) ? null : <input key={id} type="hidden" name="id" value={id} />))}
              <div className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-5 py-2 text-sm">
                <span className="js-only">
                  <Checkbox
                    label="Select this page"
                    checked={selection.page === 'all'}
                    onChange={selection.togglePage}
                    ref={(box) => {
                      if (box) box.indeterminate = selection.page === 'some';
                    }}
                  />
                </span>
                {selection.page === 'all' && !selection.isAll && (page.after || page.before) ? (
                  <Button look="ghost-primary" size="small" onClick={selection.takeAll}>
                    Select all {total} matching
                  </Button>
                ) : null}
                <span className="ml-auto flex flex-wrap items-center gap-1">
                  <ColumnChooser shown={columns} without={without} />
                  {may.write ? (
                    <>
                      <ButtonLink look="ghost" size="small" reloadDocument to={`/leads/export.csv?${exported}`}>
                        <Download aria-hidden /> Export CSV
                      </ButtonLink>
                      <ButtonLink look="ghost" size="small" reloadDocument to={`/leads/export.json?${exported}`}>
                        Export JSON
                      </ButtonLink>
                    </>
                  ) : null}
                </span>
              </div>
              <div ref={table}>
                <SteadyList rows={page.rows} noun="lead">
                  {(steady) => <LeadsTable leads={steady} shown={shown} selection={selection} peek={peek} />}
                </SteadyList>
              </div>
              <BulkBar selection={selection} total={total} may={may} />
              <Pager before={page.before} after={page.after} shown={page.rows.length} total={total} noun="leads" />
            </form>
          ) : (
            <Nobody without={drops} words={words} empty={empty} />
          )}
        </Card>
        {peek.id ? <LeadPeek peek={{ ...peek, id: peek.id }} first={first} people={shown.names} /> : null}
      </div>
    </>
  );
}
