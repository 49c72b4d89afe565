import type { CallLine } from '#stores/views-calls.ts';
import { formatMoney, formatPhone, nameOf } from '../../words/numbers.ts';
import { outcomeWords } from '../../words/steps.ts';
import { formatLength } from '../../words/time.ts';
import { CallStatusBadge, RehearsalBadge } from '../status.tsx';
import { Moment } from '../time.tsx';
import { useRowLinks } from '../ui/row-links.tsx';
import { Cell, Head, Row, SortHead, Table } from '../ui/table.tsx';

/** Calls with what came of each; a row leads to the call. */
export function CallsTable({ calls, withCampaign }: { calls: CallLine[]; withCampaign: boolean }) {
  const { linkTo, prefetched } = useRowLinks();
  return (
    <Table caption="Calls" beside={prefetched}>
      <thead>
        <tr>
          <Head>Lead</Head>
          <SortHead column="created" first="desc">
            When
          </SortHead>
          <Head>Result</Head>
          <Head>Outcome</Head>
          {withCampaign ? <Head>Campaign</Head> : null}
          <SortHead column="length" first="desc" className="text-right">
            Length
          </SortHead>
          <Head className="text-right">Cost</Head>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <Row key={call.id}>
            <Cell className="stack-title">
              <a {...linkTo(`/calls/${call.id}`)} className="row-link font-medium">
                {call.leadId ? nameOf(call) : formatPhone(call.phone)}
              </a>
              <span className="block whitespace-nowrap text-muted max-md:hidden">
                {call.direction === 'inbound' ? 'called us' : `Call ${call.attempt ?? 1}`}
              </span>
            </Cell>
            <Cell label="When">
              <Moment at={call.at} zone={call.zone} />
            </Cell>
            <Cell label="Result">
              <CallStatusBadge status={call.status} />
            </Cell>
            <Cell label="Outcome">{call.outcome ? outcomeWords(call.outcome) : <span className="text-muted">–</span>}</Cell>
            {withCampaign ? (
              <Cell label="Campaign" className="stack-hide">
                <span className="flex flex-wrap items-center gap-1.5">
                  {call.campaignName ?? '–'} <RehearsalBadge mode={call.mode} />
                </span>
              </Cell>
            ) : null}
            <Cell label="Length" className="md:text-right">
              {call.durationSeconds ? formatLength(call.durationSeconds) : <span className="text-muted">–</span>}
            </Cell>
            <Cell label="Cost" className="stack-hide md:text-right">
              {call.costCents ? formatMoney(call.costCents) : <span className="text-muted">–</span>}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
