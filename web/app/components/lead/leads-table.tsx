import { Link } from '@remix-run/react';
import type { LeadLine } from '#stores/views-leads.ts';
import { formatPhone, nameOf } from '../../words/numbers.ts';
import { outcomeWords, stepWords } from '../../words/steps.ts';
import { LeadStatusBadge, RehearsalBadge } from '../status.tsx';
import { Moment, Relative } from '../time.tsx';
import { Cell, Head, Row, SortHead, Table } from '../ui/table.tsx';
import type { Selection } from './selection.ts';

/** Leads with what happens to each next. */
export function LeadsTable({ leads, withCampaign, selection }: { leads: LeadLine[]; withCampaign: boolean; selection: Selection }) {
  return (
    <Table caption="Leads">
      <thead>
        <tr>
          <Head className="w-0 pr-0!">
            <span className="sr-only">Selected</span>
          </Head>
          <SortHead column="name">Lead</SortHead>
          <SortHead column="status">Status</SortHead>
          {withCampaign ? <Head>Campaign</Head> : null}
          <SortHead column="attempts" first="desc" className="text-right">
            Attempts
          </SortHead>
          <SortHead column="contacted" first="desc">
            Last contact
          </SortHead>
          <SortHead column="next">Next step</SortHead>
        </tr>
      </thead>
      <tbody>
        {leads.map((lead) => (
          <Row key={lead.id} data-row={lead.id}>
            <Cell className="stack-check">
              <label>
                <input
                  type="checkbox"
                  name="id"
                  value={lead.id}
                  aria-label={`Select ${nameOf(lead)}`}
                  checked={selection.isAll || selection.ids.has(lead.id)}
                  onChange={(event) => selection.toggle(lead.id, (event.nativeEvent as MouseEvent).shiftKey)}
                />
              </label>
            </Cell>
            <Cell className="stack-title">
              <Link to={`/leads/${lead.id}`} prefetch="intent" className="row-link font-medium">
                {nameOf(lead)}
              </Link>
              <span className="below whitespace-nowrap max-md:hidden">{formatPhone(lead.phone)}</span>
            </Cell>
            <Cell label="Status">
              <LeadStatusBadge status={lead.status} />
            </Cell>
            {withCampaign ? (
              <Cell label="Campaign">
                <span className="flex flex-wrap items-center gap-1.5 max-md:justify-end">
                  {lead.campaignName ?? '–'} <RehearsalBadge mode={lead.mode} />
                </span>
              </Cell>
            ) : null}
            <Cell label="Attempts" className="md:text-right">
              {lead.attempts} of {lead.maxAttempts}
            </Cell>
            <Cell label="Last contact" className="stack-hide">
              {lead.lastContactedAt ? <Relative at={lead.lastContactedAt} zone={lead.zone} /> : <span className="text-muted">–</span>}
              {lead.lastOutcome ? <span className="below">{outcomeWords(lead.lastOutcome)}</span> : null}
            </Cell>
            <Cell label="Next step">
              {lead.nextKind ? (
                <span>
                  {stepWords(lead.nextKind)}
                  {lead.nextAt ? (
                    <span className="below">
                      <Moment at={lead.nextAt} zone={lead.zone} />
                    </span>
                  ) : null}
                </span>
              ) : (
                <span className="text-muted">–</span>
              )}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
