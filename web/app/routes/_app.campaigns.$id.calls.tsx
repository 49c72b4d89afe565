import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Phone } from 'lucide-react';
import { CALL_OUTCOMES } from '#domain/lead.ts';
import { CALL_SORTS, type CallFilter, callPage, isOutcome } from '#stores/views-calls.ts';
import { CallsTable } from '../components/call/calls-table.tsx';
import { ActiveFilters, FilterBar, FilterSelect } from '../components/filters.tsx';
import { SteadyList } from '../components/steady-list.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { Pager } from '../components/ui/table.tsx';
import { given, listAsk } from '../list.server.ts';
import { enter, idOf } from '../member.server.ts';
import { formatCount } from '../words/numbers.ts';
import { outcomeWords } from '../words/steps.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'calls.read');
  const params = new URL(args.request.url).searchParams;
  const outcome = params.get('outcome') ?? '';
  const filter = given<CallFilter>({ campaignId: idOf(args.params['id']), outcome: isOutcome(outcome) ? outcome : undefined });
  const ask = listAsk(params, CALL_SORTS, { column: 'created', direction: 'desc' });
  return read(async (tx) => ({ page: await callPage(tx, clientId, { filter, ...ask }) }));
}

export default function CampaignCalls() {
  const { page } = useLoaderData<typeof loader>();
  return (
    <div className="grid grid-cols-1 gap-3">
      <FilterBar kept={['sort']}>
        <FilterSelect
          label="Outcome"
          name="outcome"
          any="Any outcome"
          options={CALL_OUTCOMES.map((value) => ({ value, text: outcomeWords(value) }))}
        />
      </FilterBar>
      <ActiveFilters words={{ outcome: (v) => `Outcome is ${outcomeWords(v)}` }} />
      <Card>
        {page.rows.length > 0 ? (
          <>
            <SteadyList rows={page.rows} noun="call">
              {(rows) => <CallsTable calls={rows} withCampaign={false} />}
            </SteadyList>
            <Pager
              before={page.before}
              after={page.after}
              shown={page.rows.length}
              total={`${formatCount(page.total)}${page.isMore ? '+' : ''}`}
              noun="calls"
            />
          </>
        ) : (
          <EmptyState icon={<Phone aria-hidden />} title="No call yet" text="Calls appear here as soon as the campaign dials." />
        )}
      </Card>
    </div>
  );
}
