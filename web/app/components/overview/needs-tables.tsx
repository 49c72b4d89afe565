import { Link } from '@remix-run/react';
import type { Deed } from '#stores/views-needs.ts';
import type { WaitingKind, WaitingRow } from '#stores/views-needs-lists.ts';
import { deedWords, refusalReason } from '../../words/deeds.ts';
import { vendorName } from '../../words/news.ts';
import { formatNumberOf, nameOf } from '../../words/numbers.ts';
import { sentence, stepWords } from '../../words/steps.ts';
import { HandleReply } from '../lead/handle-reply.tsx';
import { RehearsalBadge } from '../status.tsx';
import { Relative } from '../time.tsx';
import { Cell, Head, Row, Table } from '../ui/table.tsx';

/** Deeds whose result is unclear, or that a vendor refused. */
export function DeedsTable({ deeds, which, zone }: { deeds: Deed[]; which: 'unclear' | 'refused'; zone: string }) {
  return (
    <Table caption="Deeds">
      <thead>
        <tr>
          <Head>What</Head>
          <Head>Lead</Head>
          <Head>Since</Head>
          <Head>{which === 'unclear' ? 'Looked up' : 'Reason'}</Head>
        </tr>
      </thead>
      <tbody>
        {deeds.map((deed) => (
          <Row key={deed.id}>
            <Cell className="stack-title">
              <span className="font-medium">{deedWords(deed.kind)}</span>
              <span className="flex flex-wrap items-center gap-1.5 text-muted">
                by {vendorName(deed.vendor)} <RehearsalBadge mode={deed.mode} />
              </span>
            </Cell>
            <Cell label="Lead">
              {deed.leadId ? (
                <Link to={`/leads/${deed.leadId}`} className="row-link">
                  {nameOf(deed)}
                </Link>
              ) : (
                <span className="text-muted">–</span>
              )}
            </Cell>
            <Cell label="Since">
              <Relative at={deed.at} zone={zone} />
            </Cell>
            <Cell label={which === 'unclear' ? 'Looked up' : 'Reason'}>
              {which === 'unclear' ? formatNumberOf(deed.lookups, 'time') : refusalReason(deed.errorCode)}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

const HEADS: Record<WaitingKind, [what: string, why: string]> = {
  late: ['Next step', 'Why'],
  replies: ['Reply', 'Campaign'],
  imports: ['File', 'Why it stopped'],
  untold: ['Change', 'Last try'],
};
const WHAT: Record<WaitingKind, (row: WaitingRow) => string> = {
  late: ({ what }) => stepWords(what),
  replies: ({ what }) => `“${what}”`,
  imports: ({ what }) => what,
  untold: ({ what }) => sentence(what),
};

/** Where a waiting row is dealt with. */
const addressOf = (kind: WaitingKind, { id, leadId, campaignId }: WaitingRow): string | null =>
  kind === 'imports' ? `/campaigns/${campaignId}/imports/${id}` : leadId && `/leads/${leadId}`;

/** Rows that wait for a person or for the worker, longest first. */
export function WaitingTable({ rows, which, zone, mayWrite }: { rows: WaitingRow[]; which: WaitingKind; zone: string; mayWrite: boolean }) {
  const [what, why] = HEADS[which];
  const isHandled = which === 'replies' && mayWrite;
  return (
    <Table caption={what}>
      <thead>
        <tr>
          <Head>{what}</Head>
          <Head>{which === 'imports' ? 'Campaign' : 'Lead'}</Head>
          <Head>Since</Head>
          <Head>{why}</Head>
          {isHandled ? (
            <Head>
              <span className="sr-only">Handle</span>
            </Head>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const to = addressOf(which, row);
          const whose = which === 'imports' ? row.campaignName : row.leadId ? nameOf(row) : null;
          return (
            <Row key={row.id}>
              <Cell className="stack-title">
                {to ? (
                  <Link to={to} className="row-link font-medium">
                    {WHAT[which](row)}
                  </Link>
                ) : (
                  <span className="font-medium">{WHAT[which](row)}</span>
                )}{' '}
                <RehearsalBadge mode={row.mode} />
              </Cell>
              <Cell label={which === 'imports' ? 'Campaign' : 'Lead'}>{whose ?? <span className="text-muted">–</span>}</Cell>
              <Cell label="Since">
                <Relative at={row.at} zone={zone} />
              </Cell>
              <Cell label={why}>{(which === 'replies' ? row.campaignName : row.why) ?? <span className="text-muted">–</span>}</Cell>
              {isHandled && row.leadId ? (
                <Cell className="relative z-10">
                  <HandleReply leadId={row.leadId} replyId={row.id} address="/needs?which=replies" />
                </Cell>
              ) : null}
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}
