import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { Megaphone, Plus, Search } from 'lucide-react';
import { CAMPAIGN_STATUSES, type CampaignStatus } from '#domain/lead.ts';
import { type CampaignCard as Card_, campaignCards } from '#stores/views-campaigns.ts';
import { CAMPAIGN_LOOKS, CampaignStatusBadge, RehearsalBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { Button, ButtonLink } from '../components/ui/button.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Progress } from '../components/ui/progress.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';
import { formatCount, formatMoneyShort, formatNumberOf } from '../words/numbers.ts';

export const meta: MetaFunction = () => [{ title: 'Campaigns · Callvia' }];

const shownByDefault: CampaignStatus[] = ['draft', 'active', 'paused', 'completed'];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'campaigns.read');
  const params = new URL(args.request.url).searchParams;
  const status = CAMPAIGN_STATUSES.find((s) => s === params.get('status')) ?? null;
  const q = (params.get('q') ?? '').trim().slice(0, 100);
  const cards = await read((tx) => campaignCards(tx, clientId, { statuses: status ? [status] : shownByDefault, q: q || undefined }));
  return { cards, status, q, mayWrite: may('campaigns.write') };
}

export default function Campaigns() {
  const { cards, status, q, mayWrite } = useLoaderData<typeof loader>();
  const to = (s: string | null) => `?${new URLSearchParams({ ...(s ? { status: s } : {}), ...(q ? { q } : {}) })}`;
  const isFiltered = status !== null || q !== '';
  return (
    <>
      <PageHeader title="Campaigns">
        {mayWrite ? (
          <ButtonLink to="/campaigns/new" look="primary">
            <Plus aria-hidden /> New campaign
          </ButtonLink>
        ) : null}
      </PageHeader>
      <div className="flex flex-wrap items-center gap-3">
        <Choices
          label="Status"
          choices={[
            { to: to(null), text: 'All', isCurrent: status === null },
            ...CAMPAIGN_STATUSES.map((s) => ({ to: to(s), text: CAMPAIGN_LOOKS[s].text, isCurrent: status === s })),
          ]}
        />
        <Form role="search" className="ml-auto flex gap-2 max-sm:w-full">
          {status ? <input type="hidden" name="status" value={status} /> : null}
          <input
            type="search"
            name="q"
            defaultValue={q}
            aria-label="Search campaigns by name"
            placeholder="Search by name"
            className="h-10 w-full rounded-control border border-line-strong bg-surface px-3 text-sm max-sm:h-11 sm:w-56"
          />
          <Button type="submit" size="icon" className="size-10" aria-label="Search">
            <Search aria-hidden />
          </Button>
        </Form>
      </div>
      {cards.length > 0 ? (
        <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2 2xl:grid-cols-3">
          {cards.map((card) => (
            <li key={card.id} className="grid grid-cols-1">
              <CampaignCard card={card} />
            </li>
          ))}
        </ul>
      ) : (
        <Card>
          <EmptyState
            icon={<Megaphone aria-hidden />}
            title={isFiltered ? 'No campaign matches' : 'No campaign yet'}
            text={
              isFiltered
                ? 'Drop the status or the search to see the others.'
                : 'A campaign calls a list of leads, books them, reminds them and proves who came. A rehearsal shows the whole story without contacting anybody.'
            }
          >
            {isFiltered ? <ButtonLink to="/campaigns">Show all</ButtonLink> : null}
            {!isFiltered && mayWrite ? (
              <ButtonLink to="/campaigns/new?mode=rehearsal" look="primary">
                Rehearse a campaign
              </ButtonLink>
            ) : null}
          </EmptyState>
        </Card>
      )}
    </>
  );
}

function CampaignCard({ card }: { card: Card_ }) {
  const { stats } = card;
  return (
    <Card className="relative grid content-start gap-4 p-5 hover:border-line-strong">
      <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-2">
        <h2 className="text-base font-semibold">
          <Link to={`/campaigns/${card.id}`} prefetch="intent" className="row-link rounded-sm">
            {card.name}
          </Link>
        </h2>
        <div className="flex flex-wrap gap-1.5">
          <RehearsalBadge mode={card.mode} />
          <CampaignStatusBadge status={card.status} />
        </div>
      </div>
      <div className="grid gap-1.5">
        <Progress
          label={`Leads of ${card.name} that are done`}
          total={stats.totalLeads}
          parts={[
            { value: stats.shown, tone: 'good', label: 'showed' },
            { value: Math.max(0, stats.finished - stats.shown), tone: 'quiet', label: 'ended otherwise' },
          ]}
        />
        <p className="text-sm text-muted">
          {formatCount(stats.finished)} of {formatNumberOf(stats.totalLeads, 'lead')} done
        </p>
      </div>
      <dl className="grid grid-cols-4 gap-2">
        {[
          ['Leads', formatCount(stats.totalLeads)],
          ['Booked', formatCount(stats.booked)],
          ['Showed', formatCount(stats.shown)],
          ['Cost', formatMoneyShort(stats.costCents)],
        ].map(([name, value]) => (
          <div key={name}>
            <dt className="eyebrow">{name}</dt>
            <dd className="text-lg font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="border-t border-line pt-3 text-sm text-muted">
        <NextAction card={card} />
      </p>
    </Card>
  );
}

/** What happens in a campaign next, in a sentence. */
export function NextAction({ card }: { card: Pick<Card_, 'status' | 'stats' | 'liveCalls' | 'nextCallAt' | 'timezone' | 'isImporting'> }) {
  if (card.isImporting) return <>Leads are being imported</>;
  switch (card.status) {
    case 'draft':
      return <>{card.stats.totalLeads > 0 ? 'Ready to start' : 'Next: import leads'}</>;
    case 'paused':
      return <>Paused: no new calls; appointments and reminders go on</>;
    case 'completed':
      return <>Done: every lead has its end</>;
    case 'archived':
      return <>Archived</>;
    case 'active': {
      if (card.liveCalls > 0) return <>{formatNumberOf(card.liveCalls, 'call')} under way now</>;
      if (!card.nextCallAt) return <>No call waits; appointments and reminders run</>;
      return (
        <>
          Next call <Moment at={card.nextCallAt} zone={card.timezone} />
        </>
      );
    }
    default:
      return card.status satisfies never;
  }
}
