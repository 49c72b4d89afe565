import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Users } from 'lucide-react';
import { LEAD_STATUSES, type LeadStatus } from '#domain/lead.ts';
import { campaignNames } from '#stores/views-campaigns.ts';
import { isLeadStatus, LEAD_SORTS, type LeadFilter, leadPage } from '#stores/views-leads.ts';
import { ActiveFilters, FilterBar, FilterSelect } from '../components/filters.tsx';
import { LeadsTable } from '../components/lead/leads-table.tsx';
import { LEAD_LOOKS } from '../components/status.tsx';
import { SteadyList } from '../components/steady-list.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { Pager } from '../components/ui/table.tsx';
import { commonFilter, given, listAsk } from '../list.server.ts';
import { enter } from '../member.server.ts';
import { dateWords } from '../words/days.ts';
import { formatCount } from '../words/numbers.ts';

export const meta: MetaFunction = () => [{ title: 'Leads · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'leads.read');
  const params = new URL(args.request.url).searchParams;
  const { from, to } = commonFilter(params, client.timezone);
  const mode = params.get('mode');
  const filter = given<LeadFilter>({
    q: params.get('q')?.trim().slice(0, 100),
    statuses: params.getAll('status').filter(isLeadStatus),
    campaignId: /^[0-9a-f-]{36}$/.exec(params.get('campaign') ?? '')?.[0],
    mode: mode === 'live' || mode === 'rehearsal' ? mode : undefined,
    tag: params.get('tag')?.slice(0, 100),
    booked: params.get('booked') === 'yes' ? true : undefined,
    from,
    to,
  });
  const ask = listAsk(params, LEAD_SORTS, { column: 'created', direction: 'desc' });
  return read(async (tx) => ({ page: await leadPage(tx, clientId, { filter, ...ask }), campaigns: await campaignNames(tx, clientId) }));
}

export default function Leads() {
  const { page, campaigns } = useLoaderData<typeof loader>();
  const nameOfCampaign = (id: string) => campaigns.find((c) => c.id === id)?.name ?? 'another campaign';
  return (
    <>
      <PageHeader title="Leads" text="Everybody your campaigns call, with what happens to each next." />
      <div className="grid grid-cols-1 gap-3">
        <FilterBar search="Name, phone, e-mail or company" kept={['sort', 'booked', 'tag', 'from', 'to']}>
          <FilterSelect
            label="Status"
            name="status"
            any="Any status"
            options={LEAD_STATUSES.map((value) => ({ value, text: LEAD_LOOKS[value].text }))}
          />
          <FilterSelect
            label="Campaign"
            name="campaign"
            any="Any campaign"
            options={campaigns.map(({ id, name }) => ({ value: id, text: name }))}
          />
          <FilterSelect
            label="Live or rehearsal"
            name="mode"
            any="Live and rehearsal"
            options={[
              { value: 'live', text: 'Live only' },
              { value: 'rehearsal', text: 'Rehearsals only' },
            ]}
          />
        </FilterBar>
        <ActiveFilters
          words={{
            q: (v) => `Search “${v}”`,
            status: (v) => `Status is ${LEAD_LOOKS[v as LeadStatus]?.text ?? v}`,
            campaign: (v) => `Campaign is ${nameOfCampaign(v)}`,
            mode: (v) => (v === 'live' ? 'Live only' : 'Rehearsals only'),
            booked: () => 'Booked at least once',
            tag: (v) => `Tagged ${v}`,
            from: (v) => `Added from ${dateWords(v)}`,
            to: (v) => `Added until ${dateWords(v)}`,
          }}
        />
      </div>
      <Card>
        {page.rows.length > 0 ? (
          <>
            <SteadyList rows={page.rows} noun="lead">
              {(rows) => <LeadsTable leads={rows} withCampaign />}
            </SteadyList>
            <Pager
              before={page.before}
              after={page.after}
              shown={page.rows.length}
              total={`${formatCount(page.total)}${page.isMore ? '+' : ''}`}
              noun="leads"
            />
          </>
        ) : (
          <EmptyState icon={<Users aria-hidden />} title="No lead matches" text="Drop a filter, or import leads into a campaign.">
            <ButtonLink to="/leads">Drop all filters</ButtonLink>
            <ButtonLink to="/campaigns">Campaigns</ButtonLink>
          </EmptyState>
        )}
      </Card>
    </>
  );
}
