import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import type { Mode } from '#domain/lead.ts';
import { milestonesOf } from '#stores/billing-reads.ts';
import { showsOfMilestone } from '#stores/views-billing.ts';
import { Evidence } from '../components/appointment/evidence.tsx';
import { InvoiceStatusBadge, RehearsalBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { Badge } from '../components/ui/badge.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { Cell, Head, Row, Table } from '../components/ui/table.tsx';
import { enter, notFound } from '../member.server.ts';
import { formatMoney, formatNumberOf, nameOf } from '../words/numbers.ts';
import { methodWords } from '../words/steps.ts';
import { formatDate } from '../words/time.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: `Milestone ${page?.number ?? ''} · Billing · Callvia` }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'milestones.read');
  const number = Number(args.params['number']);
  const mode: Mode = new URL(args.request.url).searchParams.get('books') === 'rehearsal' ? 'rehearsal' : 'live';
  const page = await read(async (tx) => {
    const { milestones, milestoneSize: size, amountCents, next } = await milestonesOf(tx, clientId, mode);
    const reached = milestones.find(({ milestoneNumber }) => milestoneNumber === number) ?? null;
    if (!reached && number !== next.number) return null;
    return { reached, number, size, amountCents, shows: await showsOfMilestone(tx, clientId, mode, { number, size }) };
  });
  if (!page) throw notFound();
  return { ...page, mode, zone: client.timezone };
}

export default function MilestonePage() {
  const { reached, number, size, amountCents, shows, mode, zone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={`Milestone ${number}`}
        trail={[{ to: `/billing?books=${mode}`, text: 'Billing' }]}
        badge={
          <>
            {reached ? <InvoiceStatusBadge status={reached.status} /> : <Badge>{`${shows.length} of ${size}`}</Badge>}
            <RehearsalBadge mode={mode} long />
          </>
        }
        text={
          reached
            ? `${formatMoney(reached.amountCents)} for these ${shows.length} shows, reached on ${formatDate(reached.reachedAt.toISOString(), zone)}.`
            : `${formatNumberOf(size - shows.length, 'show')} more and ${formatMoney(amountCents)} is invoiced.`
        }
      >
        {reached?.invoiceId ? <ButtonLink to={`/billing/invoices/${reached.invoiceId}`}>Its invoice</ButtonLink> : null}
      </PageHeader>
      <Card>
        <Table caption="Shows of this milestone">
          <thead>
            <tr>
              <Head className="w-12">No.</Head>
              <Head>Lead</Head>
              <Head>Appointment</Head>
              <Head>Evidence</Head>
              <Head>Verdict</Head>
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
                <Cell label="Evidence">
                  <Evidence appointment={show} />
                </Cell>
                <Cell label="Verdict">
                  <Link
                    to={`/appointments/${show.id}`}
                    className="relative z-10 inline-flex min-h-6 items-center text-primary-ink hover:underline max-sm:min-h-11"
                  >
                    {show.method ? methodWords(show.method) : 'showed'}
                  </Link>
                  <span className="block text-muted">counted {formatDate(show.countedAt, zone)}</span>
                  {show.disputed ? <Badge tone="bad">Disputed</Badge> : null}
                </Cell>
                <Cell label="Campaign" className="stack-hide">
                  {show.campaignName ?? '–'}
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
        {shows.length === 0 ? <EmptyState title="No show yet" text="Shows are listed here as they are counted." /> : null}
      </Card>
    </>
  );
}
