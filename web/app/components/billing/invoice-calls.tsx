import { Link } from '@remix-run/react';
import type { InvoicedCall, InvoicedCalls } from '#stores/views-invoice-calls.ts';
import { formatCount, formatMoney, formatNumberOf, nameOf } from '../../words/numbers.ts';
import { formatLength } from '../../words/time.ts';
import { SteadyList } from '../steady-list.tsx';
import { Moment } from '../time.tsx';
import { Card, CardHeader } from '../ui/surface.tsx';
import { Cell, Head, Row, Table } from '../ui/table.tsx';

/** The calls that an invoice of usage asks money for, each with what it cost. */
export function InvoiceCalls({ calls: { calls, total, seconds, costCents }, zone }: { calls: InvoicedCalls; zone: string }) {
  const rest = total - calls.length;
  return (
    <Card className="max-w-3xl">
      <CardHeader
        title="The calls behind it"
        text={`${formatNumberOf(total, 'call')}, ${(seconds / 60).toFixed(2)} minutes, ${formatMoney(costCents)}.`}
      />
      <SteadyList rows={calls} noun="call">
        {(rows) => <CallsTable calls={rows} zone={zone} />}
      </SteadyList>
      {rest > 0 ? <p className="border-t border-line px-5 py-3 text-sm text-muted">And {formatCount(rest)} earlier ones.</p> : null}
    </Card>
  );
}

function CallsTable({ calls, zone }: { calls: InvoicedCall[]; zone: string }) {
  return (
    <Table caption="Calls of this invoice">
      <thead>
        <tr>
          <Head>Call with</Head>
          <Head>When</Head>
          <Head className="text-right">Length</Head>
          <Head className="text-right">Cost</Head>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <Row key={call.id}>
            <Cell className="stack-title">
              <Link to={`/calls/${call.id}`} className="row-link font-medium">
                {nameOf(call)}
              </Link>
            </Cell>
            <Cell label="When">
              <Moment at={call.at} zone={call.zone ?? zone} />
            </Cell>
            <Cell label="Length" className="md:text-right">
              {formatLength(call.seconds)}
            </Cell>
            <Cell label="Cost" className="md:text-right">
              {formatMoney(call.costCents)}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
