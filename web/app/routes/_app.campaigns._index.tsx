import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { LayoutGrid, List, Megaphone, Plus, Search } from 'lucide-react';
import { CAMPAIGN_STATUSES, type CampaignStatus } from '#domain/lead.ts';
import { campaignCards } from '#stores/views-campaigns.ts';
import { CampaignCard, CampaignTable } from '../components/campaign/card.tsx';
import { CAMPAIGN_LOOKS } from '../components/status.tsx';
import { Button, ButtonLink } from '../components/ui/button.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';

export const meta: MetaFunction = () => [{ title: 'Campaigns · Callvia' }];

const shownByDefault: CampaignStatus[] = ['draft', 'active', 'paused', 'completed'];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'campaigns.read');
  const params = new URL(args.request.url).searchParams;
  const status = CAMPAIGN_STATUSES.find((s) => s === params.get('status')) ?? null;
  const q = (params.get('q') ?? '').trim().slice(0, 100);
  const cards = await read((tx) => campaignCards(tx, clientId, { statuses: status ? [status] : shownByDefault, q: q || undefined }));
  const view = params.get('view') === 'list' ? ('list' as const) : ('cards' as const);
  return { cards, status, q, view, mayWrite: may('campaigns.write') };
}

export default function Campaigns() {
  const { cards, status, q, view, mayWrite } = useLoaderData<typeof loader>();
  const to = (s: string | null, as = view) =>
    `?${new URLSearchParams({ ...(s ? { status: s } : {}), ...(q ? { q } : {}), ...(as === 'list' ? { view: as } : {}) })}`;
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
          {view === 'list' ? <input type="hidden" name="view" value={view} /> : null}
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
        <div className="flex gap-1">
          {(['cards', 'list'] as const).map((as) => (
            <ButtonLink
              key={as}
              to={to(status, as)}
              preventScrollReset
              look={view === as ? 'secondary' : 'ghost'}
              size="icon"
              className="size-10"
              aria-label={as === 'cards' ? 'As cards' : 'As a list'}
              aria-current={view === as ? 'true' : undefined}
            >
              {as === 'cards' ? <LayoutGrid aria-hidden /> : <List aria-hidden />}
            </ButtonLink>
          ))}
        </div>
      </div>
      {cards.length > 0 && view === 'list' ? (
        <CampaignTable cards={cards} />
      ) : cards.length > 0 ? (
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
