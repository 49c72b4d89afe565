import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import type { Mode } from '#domain/lead.ts';
import { milestonesOf } from '#stores/billing-reads.ts';
import { showsOfMilestone } from '#stores/views-billing.ts';
import { InvoiceStatusBadge, RehearsalBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card } from '../components/ui/surface.tsx';
import { Cell, Head, Row, Table } from '../components/ui/table.tsx';
import { enter, notFound } from '../member.server.ts';
import { formatMoney, nameOf } from '../words/numbers.ts';
import { methodWords } from '../words/steps.ts';
import { formatDate } from '../words/time.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Milestone ${page?.milestone.milestoneNumber ?? ''} · Billing · Callvia` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'milestones.read');
  const number = Number(args.params['number']);
  const mode: Mode = new URL(args.request.url).searchParams.get('books') === 'rehearsal' ? 'rehearsal' : 'live';
  const page = await read(async (tx) => {
    const { milestones, milestoneSize } = await milestonesOf(tx, clientId, mode);
    const milestone = milestones.find(({ milestoneNumber }) => milestoneNumber === number);
    return milestone && { milestone, shows: await showsOfMilestone(tx, clientId, mode, { number, size: milestoneSize }) };
  });
  if (!page) throw notFound();
  return { ...page, mode, zone: client.timezone };
}

export default function MilestonePage() {
  const { milestone, shows, mode, zone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={`Milestone ${milestone.milestoneNumber}`}
        trail={[{ to: `/billing?books=${mode}`, text: 'Billing' }]}
        badge={
          <>
            <InvoiceStatusBadge status={milestone.status} />
            <RehearsalBadge mode={mode} long />
          </>
        }
        text={`${formatMoney(milestone.amountCents)} for these ${shows.length} shows, reached on ${formatDate(milestone.reachedAt.toISOString(), zone)}`}
      >
        {milestone.invoiceId ? <ButtonLink to={`/billing/invoices/${milestone.invoiceId}`}>Its invoice</ButtonLink> : null}
      </PageHeader>
      <Card>
        <Table caption="Shows of this milestone">
          <thead>
            <tr>
              <Head className="w-12">No.</Head>
              <Head>Lead</Head>
              <Head>Appointment</Head>
              <Head>Proof</Head>
              <Head>Campaign</Head>
            </tr>
          </thead>
          <tbody>
            {shows.map((show, i) => (
              <Row key={show.id}>
                <Cell label="No.">{i + 1}</Cell>
                <Cell className="stack-title">
                  {show.leadId ? (
                    <Link to={`/leads/${show.leadId}#appointment-${show.id}`} className="row-link font-medium">
                      {nameOf(show)}
                    </Link>
                  ) : (
                    show.attendeeName
                  )}
                </Cell>
                <Cell label="Appointment">
                  <Moment at={show.startAt} zone={show.zone} />
                </Cell>
                <Cell label="Proof">{show.method ? methodWords(show.method) : '–'}</Cell>
                <Cell label="Campaign" className="stack-hide">
                  {show.campaignName ?? '–'}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Card>
    </>
  );
}
