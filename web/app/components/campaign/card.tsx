import { Link } from '@remix-run/react';
import { campaignDeeds } from '#domain/campaign-deeds.ts';
import { answerRate, bookingRate, showRate } from '#domain/metrics.ts';
import type { CampaignCard as Campaign } from '#stores/views-campaigns.ts';
import { formatCount, formatMoneyShort, formatNumberOf, formatRate } from '../../words/numbers.ts';
import { CampaignStatusBadge, RehearsalBadge } from '../status.tsx';
import { Progress } from '../ui/progress.tsx';
import { Card } from '../ui/surface.tsx';
import { Cell, Head, Row, Table } from '../ui/table.tsx';
import { DeedsMenu } from './deeds-menu.tsx';
import { NextAction } from './next-action.tsx';

/** Where a deed on a card is asked for; null where somebody may do none. */
export type AskOf = ((campaignId: string) => (deed: string) => string) | null;
type Deeds = { askOf: AskOf; mayDelete: boolean };

function CardMenu({ card, askOf, mayDelete }: { card: Campaign } & Deeds) {
  if (!askOf) return null;
  return <DeedsMenu offers={campaignDeeds(card, mayDelete)} ask={askOf(card.id)} name={card.name} className="relative z-10" />;
}

/** How far the leads of a campaign have come: showed, ended otherwise, under way. */
function LeadProgress({ card: { name, stats, liveCalls } }: { card: Campaign }) {
  const booked = Math.max(0, Math.min(stats.booked, stats.totalLeads - stats.finished));
  return (
    <Progress
      label={`Leads of ${name}`}
      total={stats.totalLeads}
      parts={[
        { value: stats.shown, tone: 'good', label: 'showed' },
        { value: Math.max(0, stats.finished - stats.shown), tone: 'quiet', label: 'ended otherwise' },
        { value: booked, tone: 'primary', label: 'booked' },
        { value: liveCalls, tone: 'info', label: 'on the phone' },
      ]}
    />
  );
}

const figuresOf = ({ stats }: Campaign) => [
  { name: 'Leads', value: formatCount(stats.totalLeads), note: `${formatCount(stats.finished)} done` },
  {
    name: 'Reached',
    value: formatCount(stats.contacted),
    note: `${formatRate(answerRate({ answered: stats.callsAnswered, placed: stats.callsPlaced }))} of calls`,
  },
  { name: 'Booked', value: formatCount(stats.booked), note: `${formatRate(bookingRate(stats))} of reached` },
  {
    name: 'Showed',
    value: formatCount(stats.shown),
    note: stats.shown + stats.noShow > 0 ? `${formatRate(showRate(stats))} came` : 'none due yet',
  },
];

/** A campaign at a glance; the figures move while it runs. */
export function CampaignCard({ card, ...deeds }: { card: Campaign } & Deeds) {
  const { stats } = card;
  return (
    <Card className="relative grid content-start gap-4 p-5 hover:border-line-strong">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-2">
        <h2 className="text-base font-semibold">
          <Link to={`/campaigns/${card.id}`} prefetch="intent" className="row-link rounded-sm">
            {card.name}
          </Link>
        </h2>
        <div className="flex flex-wrap items-center gap-1.5 max-sm:w-full">
          <RehearsalBadge mode={card.mode} />
          <CampaignStatusBadge status={card.status} />
          <span className="-my-2 -mr-2 max-sm:ml-auto">
            <CardMenu card={card} {...deeds} />
          </span>
        </div>
      </div>
      <div className="grid gap-1.5">
        <LeadProgress card={card} />
        <p className="text-sm text-muted">
          {formatCount(stats.finished)} of {formatNumberOf(stats.totalLeads, 'lead')} done
        </p>
      </div>
      <dl className="grid grid-cols-2 gap-x-2 gap-y-3 sm:grid-cols-4">
        {figuresOf(card).map(({ name, value, note }) => (
          <div key={name}>
            <dt className="eyebrow">{name}</dt>
            <dd className="text-lg font-semibold">{value}</dd>
            <dd className="text-xs text-muted">{note}</dd>
          </div>
        ))}
      </dl>
      <p className="flex flex-wrap justify-between gap-x-4 border-t border-line pt-3 text-sm text-muted">
        <span>
          <NextAction card={card} />
        </span>
        <span>{formatMoneyShort(stats.costCents)} for calls</span>
      </p>
    </Card>
  );
}

/** The same as lines of a table. */
export function CampaignTable({ cards, ...deeds }: { cards: Campaign[] } & Deeds) {
  return (
    <Card>
      <Table caption="Campaigns">
        <thead>
          <tr>
            <Head>Campaign</Head>
            <Head>Status</Head>
            <Head>Progress</Head>
            {['Leads', 'Reached', 'Booked', 'Showed'].map((name) => (
              <Head key={name} className="text-right">
                {name}
              </Head>
            ))}
            <Head>Next</Head>
            {deeds.askOf ? (
              <Head>
                <span className="sr-only">Deeds</span>
              </Head>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {cards.map((card) => (
            <Row key={card.id}>
              <Cell className="stack-title">
                <Link to={`/campaigns/${card.id}`} prefetch="intent" className="row-link font-medium">
                  {card.name}
                </Link>
              </Cell>
              <Cell label="Status">
                <span className="inline-flex flex-wrap gap-1.5">
                  <CampaignStatusBadge status={card.status} />
                  <RehearsalBadge mode={card.mode} />
                </span>
              </Cell>
              <Cell label="Progress">
                <span className="block w-28">
                  <LeadProgress card={card} />
                </span>
              </Cell>
              {figuresOf(card).map(({ name, value }) => (
                <Cell key={name} label={name} className="md:text-right">
                  {value}
                </Cell>
              ))}
              <Cell label="Next" className="text-muted">
                <NextAction card={card} />
              </Cell>
              {deeds.askOf ? (
                <Cell className="text-right">
                  <CardMenu card={card} {...deeds} />
                </Cell>
              ) : null}
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
