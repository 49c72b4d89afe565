import type { ReactNode } from 'react';
import type { LeadLine } from '#stores/views-leads.ts';
import { formatPhone, nameOf } from '../../words/numbers.ts';
import { LeadStatusBadge, RehearsalBadge } from '../status.tsx';
import { Cell, Head, Row, Table } from '../ui/table.tsx';

type Choosable = Pick<LeadLine, 'id' | 'firstName' | 'lastName' | 'phone' | 'email' | 'mode' | 'status' | 'campaignName'>;

/** Leads of which one is chosen, each with the way to choose it. */
export function LeadChoice<T extends Choosable>({ leads, choose }: { leads: readonly T[]; choose: (lead: T) => ReactNode }) {
  return (
    <Table caption="Leads to choose from">
      <thead>
        <tr>
          <Head>Lead</Head>
          <Head>Status</Head>
          <Head>Campaign</Head>
          <Head>
            <span className="sr-only">Choose</span>
          </Head>
        </tr>
      </thead>
      <tbody>
        {leads.map((lead) => (
          <Row key={lead.id}>
            <Cell className="stack-title">
              <span className="inline-flex flex-wrap items-center gap-2 font-medium">
                {nameOf(lead)} <RehearsalBadge mode={lead.mode} />
              </span>
              <span className="block text-muted">
                {formatPhone(lead.phone)} {lead.email}
              </span>
            </Cell>
            <Cell label="Status">
              <LeadStatusBadge status={lead.status} />
            </Cell>
            <Cell label="Campaign">{lead.campaignName ?? '–'}</Cell>
            <Cell className="md:text-right">{choose(lead)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
