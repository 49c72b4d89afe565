import type { ReactNode } from 'react';
import type { LeadListColumn } from '#domain/lead-columns.ts';
import type { LeadLine } from '#stores/views-leads.ts';
import { formatPhone } from '../../words/numbers.ts';
import { outcomeWords, stepWords } from '../../words/steps.ts';
import { PageNow, usePageNow } from '../page-state.ts';
import { LeadStatusBadge, RehearsalBadge } from '../status.tsx';
import { Moment, Relative } from '../time.tsx';
import { Head, SortHead } from '../ui/table.tsx';

export const COLUMN_NAMES: Record<LeadListColumn, string> = {
  phone: 'Phone',
  email: 'E-mail',
  company: 'Company',
  status: 'Status',
  campaign: 'Campaign',
  attempts: 'Attempts',
  contacted: 'Last contact',
  outcome: 'Last outcome',
  next: 'Next step',
  zone: 'Time zone',
  owner: 'Owner',
  tags: 'Tags',
  added: 'Added',
};

/** What a list knows beside its leads. */
export type Shown = { columns: readonly LeadListColumn[]; names: ReadonlyMap<string, string> };

/** A column's title: those that have an index sort. */
export function ColumnHead({ column }: { column: LeadListColumn }) {
  const name = COLUMN_NAMES[column];
  switch (column) {
    case 'status':
    case 'next':
      return <SortHead column={column}>{name}</SortHead>;
    case 'attempts':
      return (
        <SortHead column={column} first="desc" className="text-right">
          {name}
        </SortHead>
      );
    case 'contacted':
    case 'added':
      return (
        <SortHead column={column === 'added' ? 'created' : column} first="desc">
          {name}
        </SortHead>
      );
    default:
      return <Head>{name}</Head>;
  }
}

/** How a column's cell stands: numbers at the right, and on phones only what tells one lead from another. */
export const CELL_LOOKS: Partial<Record<LeadListColumn, string>> = {
  phone: 'whitespace-nowrap',
  attempts: 'md:text-right',
  contacted: 'stack-hide',
  zone: 'stack-hide',
  added: 'stack-hide',
};

const NONE = <span className="text-muted">–</span>;

/** What a column says of a lead. */
export function columnText(column: LeadListColumn, lead: LeadLine, { columns, names }: Shown): ReactNode {
  switch (column) {
    case 'phone':
      return formatPhone(lead.phone);
    case 'email':
      return lead.email ?? NONE;
    case 'company':
      return lead.company ?? NONE;
    case 'status':
      return <LeadStatusBadge status={lead.status} />;
    case 'campaign':
      return (
        <span className="flex flex-wrap items-center gap-1.5 max-md:justify-end">
          {lead.campaignName ?? '–'} <RehearsalBadge mode={lead.mode} />
        </span>
      );
    case 'attempts':
      return `${lead.attempts} of ${lead.maxAttempts}`;
    case 'contacted':
      return (
        <>
          {lead.lastContactedAt ? (
            <LeadClock offsetMs={lead.clockOffsetMs}>
              <Relative at={lead.lastContactedAt} zone={lead.zone} />
            </LeadClock>
          ) : (
            NONE
          )}
          {lead.lastOutcome && !columns.includes('outcome') ? <span className="below">{outcomeWords(lead.lastOutcome)}</span> : null}
        </>
      );
    case 'outcome':
      return lead.lastOutcome ? outcomeWords(lead.lastOutcome) : NONE;
    case 'next':
      return lead.nextKind ? (
        <span>
          {stepWords(lead.nextKind)}
          {lead.nextAt ? (
            <span className="below">
              <LeadClock offsetMs={lead.clockOffsetMs}>
                <Moment at={lead.nextAt} zone={lead.zone} />
              </LeadClock>
            </span>
          ) : null}
        </span>
      ) : (
        NONE
      );
    case 'zone':
      return lead.zone;
    case 'owner':
      return (lead.ownerId && names.get(lead.ownerId)) || NONE;
    case 'tags':
      return lead.tags.length > 0 ? <TagList tags={lead.tags} /> : NONE;
    case 'added':
      return <Relative at={lead.createdAt} zone={lead.zone} />;
    default:
      return column satisfies never;
  }
}

/** What was and will be with a lead is told by its own clock: a rehearsal may be days ahead. */
function LeadClock({ offsetMs, children }: { offsetMs: number; children: ReactNode }) {
  const now = usePageNow();
  return <PageNow.Provider value={new Date(Date.parse(now) + offsetMs).toISOString()}>{children}</PageNow.Provider>;
}

const SHOWN_TAGS = 3;

function TagList({ tags }: { tags: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1 max-md:justify-end">
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <span key={tag} className="max-w-40 truncate rounded-full bg-quiet-soft px-2 text-xs leading-5 font-medium text-quiet-ink">
          {tag}
        </span>
      ))}
      {tags.length > SHOWN_TAGS ? <span title={tags.slice(SHOWN_TAGS).join(', ')}>+{tags.length - SHOWN_TAGS}</span> : null}
    </span>
  );
}
