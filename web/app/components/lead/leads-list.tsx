import { useSearchParams } from '@remix-run/react';
import { Download, Users } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { LEAD_STATUSES, type LeadStatus } from '#domain/lead.ts';
import type { LeadLine } from '#stores/views-leads.ts';
import { dateWords } from '../../words/days.ts';
import { formatCount } from '../../words/numbers.ts';
import { ActiveFilters, FilterBar, FilterSelect, FilterText, MoreFilters } from '../filters.tsx';
import { LEAD_LOOKS } from '../status.tsx';
import { SteadyList } from '../steady-list.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Checkbox } from '../ui/form.tsx';
import { Card, EmptyState } from '../ui/surface.tsx';
import { Pager } from '../ui/table.tsx';
import { BulkBar, type BulkRights } from './bulk-bar.tsx';
import { LeadsTable } from './leads-table.tsx';
import { useRowKeys, useSelection } from './selection.ts';

export type LeadsListData = {
  page: { rows: LeadLine[]; before: string | null; after: string | null; total: number; isMore: boolean };
  /** The filter as an export and a bulk action are given it. */
  filter: string;
  without: { name: string; leads: number }[];
  may: BulkRights;
};
type Campaign = { id: string; name: string };

const AGES = [
  ['1', 'in the last day'],
  ['7', 'in the last 7 days'],
  ['30', 'in the last 30 days'],
  ['90', 'in the last 90 days'],
] as const;
const ageWords = (days: string) => AGES.find(([value]) => value === days)?.[1] ?? `in the last ${days} days`;

const filterWords = (campaigns: readonly Campaign[]): Record<string, (value: string) => string> => ({
  q: (v) => `Search “${v}”`,
  status: (v) => `Status is ${LEAD_LOOKS[v as LeadStatus]?.text ?? v}`,
  campaign: (v) => `Campaign is ${campaigns.find(({ id }) => id === v)?.name ?? 'another campaign'}`,
  mode: (v) => (v === 'live' ? 'Live only' : 'Rehearsals only'),
  reached: () => 'Reached at least once',
  booked: () => 'Booked at least once',
  tag: (v) => `Tagged ${v}`,
  added: (v) => `Added ${ageWords(v)}`,
  contacted: (v) => `Last contact ${ageWords(v)}`,
  from: (v) => `Added from ${dateWords(v)}`,
  to: (v) => `Added until ${dateWords(v)}`,
});

/** Leads with their filters, their order, a selection and what can be done to it: of all campaigns, or of one. */
export function LeadsList({
  page,
  filter,
  without,
  may,
  campaigns,
  empty,
}: LeadsListData & { campaigns?: readonly Campaign[]; empty: ReactNode }) {
  const words = filterWords(campaigns ?? []);
  const total = `${formatCount(page.total)}${page.isMore ? '+' : ''}`;
  const rows = page.rows.map(({ id }) => id);
  const selection = useSelection(filter, rows);
  const table = useRef<HTMLDivElement>(null);
  useRowKeys(table, selection);
  return (
    <>
      <div className="grid grid-cols-1 gap-3">
        <Filters campaigns={campaigns} />
        <ActiveFilters words={words} />
      </div>
      <Card>
        {page.rows.length > 0 ? (
          <form method="post" action="/leads/bulk">
            <input type="hidden" name="filter" value={filter} />
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
                <Button look="ghost" size="small" className="text-primary-ink" onClick={selection.takeAll}>
                  Select all {total} matching
                </Button>
              ) : null}
              <ButtonLink look="ghost" size="small" reloadDocument to={`/leads/export.csv?${filter}`} className="ml-auto">
                <Download aria-hidden /> Export CSV
              </ButtonLink>
            </div>
            <div ref={table}>
              <SteadyList rows={page.rows} noun="lead">
                {(steady) => <LeadsTable leads={steady} withCampaign={campaigns !== undefined} selection={selection} />}
              </SteadyList>
            </div>
            <BulkBar selection={selection} total={total} may={may} />
            <Pager before={page.before} after={page.after} shown={page.rows.length} total={total} noun="leads" />
          </form>
        ) : (
          <Nobody without={without} words={words} empty={empty} />
        )}
      </Card>
    </>
  );
}

function Filters({ campaigns }: { campaigns: readonly Campaign[] | undefined }) {
  return (
    <FilterBar search="Name, phone, e-mail, company or id" kept={['sort', 'size', 'reached', 'booked', 'from', 'to']}>
      <FilterSelect
        label="Status"
        name="status"
        any="Any status"
        options={LEAD_STATUSES.map((value) => ({ value, text: LEAD_LOOKS[value].text }))}
      />
      {campaigns ? (
        <FilterSelect
          label="Campaign"
          name="campaign"
          any="Any campaign"
          options={campaigns.map(({ id, name }) => ({ value: id, text: name }))}
        />
      ) : null}
      {campaigns ? (
        <FilterSelect
          label="Live or rehearsal"
          name="mode"
          any="Live and rehearsal"
          options={[
            { value: 'live', text: 'Live only' },
            { value: 'rehearsal', text: 'Rehearsals only' },
          ]}
        />
      ) : null}
      <MoreFilters names={['contacted', 'added', 'tag']}>
        <FilterSelect
          label="Last contact"
          name="contacted"
          any="Contacted any time"
          options={AGES.map(([value, text]) => ({ value, text: `Contacted ${text}` }))}
        />
        <FilterSelect
          label="Added"
          name="added"
          any="Added any time"
          options={AGES.map(([value, text]) => ({ value, text: `Added ${text}` }))}
        />
        <FilterText label="Tag" name="tag" />
      </MoreFilters>
    </FilterBar>
  );
}

/** Nobody found: which part of the filter to drop, with what that would bring. */
function Nobody({
  without,
  words,
  empty,
}: Pick<LeadsListData, 'without'> & { words: Record<string, (value: string) => string>; empty: ReactNode }) {
  const [params] = useSearchParams();
  const isFiltered = Object.keys(words).some((name) => params.get(name));
  if (!isFiltered) return empty;
  const rest = (name: string) => {
    const next = new URLSearchParams(params);
    for (const key of [name, 'after', 'before']) next.delete(key);
    return `?${next}`;
  };
  return (
    <EmptyState
      icon={<Users aria-hidden />}
      title="No lead matches"
      text={
        without.length > 0
          ? 'Drop one part of the filter to see who would be here.'
          : 'More than one part of the filter stands in the way. Drop them all to begin again.'
      }
    >
      {without.map(({ name, leads }) => (
        <ButtonLink key={name} to={rest(name)}>
          Drop “{words[name]?.(params.get(name) ?? '')}”: {formatCount(leads)}
        </ButtonLink>
      ))}
      <ButtonLink to="?">Drop all filters</ButtonLink>
    </EmptyState>
  );
}
