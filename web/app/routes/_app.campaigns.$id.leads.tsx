import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Users } from 'lucide-react';
import { LEAD_STATUSES, type LeadStatus } from '#domain/lead.ts';
import { isLeadStatus, LEAD_SORTS, type LeadFilter, leadPage } from '#stores/views-leads.ts';
import { ActiveFilters, FilterBar, FilterSelect } from '../components/filters.tsx';
import { LeadsTable } from '../components/lead/leads-table.tsx';
import { LEAD_LOOKS } from '../components/status.tsx';
import { SteadyList } from '../components/steady-list.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { Pager } from '../components/ui/table.tsx';
import { given, listAsk } from '../list.server.ts';
import { enter, idOf } from '../member.server.ts';
import { formatCount } from '../words/numbers.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'leads.read');
  const params = new URL(args.request.url).searchParams;
  const filter = given<LeadFilter>({
    campaignId: idOf(args.params['id']),
    q: params.get('q')?.trim().slice(0, 100),
    statuses: params.getAll('status').filter(isLeadStatus),
    booked: params.get('booked') === 'yes' ? true : undefined,
  });
  const ask = listAsk(params, LEAD_SORTS, { column: 'created', direction: 'desc' });
  return read(async (tx) => ({ page: await leadPage(tx, clientId, { filter, ...ask }) }));
}

export default function CampaignLeads() {
  const { page } = useLoaderData<typeof loader>();
  return (
    <div className="grid grid-cols-1 gap-3">
      <FilterBar search="Name, phone, e-mail or company" kept={['sort', 'booked']}>
        <FilterSelect
          label="Status"
          name="status"
          any="Any status"
          options={LEAD_STATUSES.map((value) => ({ value, text: LEAD_LOOKS[value].text }))}
        />
      </FilterBar>
      <ActiveFilters
        words={{
          q: (v) => `Search “${v}”`,
          status: (v) => `Status is ${LEAD_LOOKS[v as LeadStatus]?.text ?? v}`,
          booked: () => 'Booked at least once',
        }}
      />
      <Card>
        {page.rows.length > 0 ? (
          <>
            <SteadyList rows={page.rows} noun="lead">
              {(rows) => <LeadsTable leads={rows} withCampaign={false} />}
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
          <EmptyState icon={<Users aria-hidden />} title="No lead here" text="Import a list of leads, or drop the filter if you set one.">
            <ButtonLink to="../import">Import leads</ButtonLink>
          </EmptyState>
        )}
      </Card>
    </div>
  );
}
