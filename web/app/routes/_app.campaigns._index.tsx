import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useLoaderData, useSearchParams } from '@remix-run/react';
import { LayoutGrid, List, Megaphone, Plus, Search } from 'lucide-react';
import { CAMPAIGN_STATUSES, type CampaignStatus } from '#domain/lead.ts';

import { campaignCards } from '#stores/views-campaigns.ts';
import { askFacts } from '../campaign-verbs.server.ts';
import { CampaignCard, CampaignTable } from '../components/campaign/card.tsx';
import { later } from '../components/later.tsx';
import { useSaid } from '../components/said.tsx';
import { CAMPAIGN_LOOKS } from '../components/status.tsx';
import { Button, ButtonLink } from '../components/ui/button.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';
import { CAMPAIGNS_AS, readPreferences } from '../preferences.ts';
import { DEED_SAID } from '../words/campaign-deeds.ts';

/** Fetched when something is asked. */
const ConsequenceDialog = later(async () => (await import('../components/campaign/consequences.tsx')).ConsequenceDialog);

export const meta: MetaFunction = () => [{ title: 'Campaigns · Callvia' }];

const shownByDefault: CampaignStatus[] = ['draft', 'active', 'paused', 'completed'];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'campaigns.read');
  const params = new URL(args.request.url).searchParams;
  const status = CAMPAIGN_STATUSES.find((s) => s === params.get('status')) ?? null;
  const q = (params.get('q') ?? '').trim().slice(0, 100);
  const cards = await read((tx) => campaignCards(tx, clientId, { statuses: status ? [status] : shownByDefault, q: q || undefined }));
  const preferred = readPreferences(args.request.headers.get('cookie')).campaignsAs;
  const view = CAMPAIGNS_AS.find((as) => as === params.get('view')) ?? preferred;
  const on = params.get('do') === null ? undefined : cards.find(({ id }) => id === params.get('on'));
  const facts = on ? await read((tx) => askFacts(tx, clientId, on, params.get('do'))) : null;
  return { cards, status, q, view, preferred, on, facts, mayWrite: may('campaigns.write'), mayDelete: may('campaigns.delete') };
}

export default function Campaigns() {
  const { cards, status, q, view, preferred, on, facts, mayWrite, mayDelete } = useLoaderData<typeof loader>();
  const [params] = useSearchParams();
  useSaid(DEED_SAID);
  const to = (s: string | null, as = view, more: Record<string, string> = {}) => {
    const kept = { ...(s ? { status: s } : {}), ...(q ? { q } : {}), ...(as === preferred ? {} : { view: as }) };
    return `/campaigns?${new URLSearchParams({ ...kept, ...more })}`;
  };
  const askOf = mayWrite ? (id: string) => (deed: string) => to(status, view, { do: deed, on: id }) : null;
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
          {view === preferred ? null : <input type="hidden" name="view" value={view} />}
          <input
            type="search"
            name="q"
            defaultValue={q}
            aria-label="Search campaigns by name"
            placeholder="Search by name"
            className="h-10 w-full rounded-control border border-line-strong bg-surface px-3 text-sm max-sm:h-11 sm:w-56"
          />
          <Button type="submit" size="icon-medium" aria-label="Search">
            <Search aria-hidden />
          </Button>
        </Form>
        <Form method="post" action="/preferences" preventScrollReset className="flex gap-1">
          <input
            type="hidden"
            name="next"
            value={`/campaigns?${new URLSearchParams({ ...(status ? { status } : {}), ...(q ? { q } : {}) })}`}
          />
          {CAMPAIGNS_AS.map((as) => (
            <Button
              key={as}
              type="submit"
              name="campaigns"
              value={as}
              look={view === as ? 'secondary' : 'ghost'}
              size="icon-medium"
              aria-label={as === 'cards' ? 'As cards' : 'As a list'}
              aria-pressed={view === as}
            >
              {as === 'cards' ? <LayoutGrid aria-hidden /> : <List aria-hidden />}
            </Button>
          ))}
        </Form>
      </div>
      {cards.length > 0 && view === 'list' ? (
        <CampaignTable cards={cards} askOf={askOf} mayDelete={mayDelete} />
      ) : cards.length > 0 ? (
        <ul className="grid grid-cols-1 gap-4 lg:grid-cols-2 2xl:grid-cols-3">
          {cards.map((card) => (
            <li key={card.id} className="grid grid-cols-1">
              <CampaignCard card={card} askOf={askOf} mayDelete={mayDelete} />
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
      {mayWrite && on && facts ? (
        <ConsequenceDialog
          verb={params.get('do') ?? ''}
          campaign={on}
          facts={facts}
          action={`/campaigns/${on.id}`}
          back={to(status)}
          next={to(status)}
        />
      ) : null}
    </>
  );
}
