import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Phone } from 'lucide-react';
import { CALL_OUTCOMES } from '#domain/lead.ts';
import { CALL_SORTS, type CallFilter, callPage, isOutcome } from '#stores/views-calls.ts';
import { campaignNames } from '#stores/views-campaigns.ts';
import { CallsTable } from '../components/call/calls-table.tsx';
import { ActiveFilters, FilterBar, FilterSelect } from '../components/filters.tsx';
import { SteadyList } from '../components/steady-list.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { Pager } from '../components/ui/table.tsx';
import { commonFilter, given, listAsk } from '../list.server.ts';
import { enter } from '../member.server.ts';
import { dateWords } from '../words/days.ts';
import { formatCount } from '../words/numbers.ts';
import { outcomeWords } from '../words/steps.ts';

export const meta: MetaFunction = () => [{ title: 'Calls · Callvia' }];

const RESULTS = { answered: 'Answered', unanswered: 'Not answered', live: 'Under way' } as const;

const DIRECTIONS = { outbound: 'Placed by us', inbound: 'They called us' } as const;
type Direction = keyof typeof DIRECTIONS;

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'calls.read');
  const params = new URL(args.request.url).searchParams;
  const outcome = params.get('outcome') ?? '';
  const result = params.get('result') ?? '';
  const direction = params.get('direction') ?? '';
  const filter = given<CallFilter>({
    ...commonFilter(params, client.timezone),
    outcome: isOutcome(outcome) ? outcome : undefined,
    result: Object.hasOwn(RESULTS, result) ? (result as keyof typeof RESULTS) : undefined,
    direction: Object.hasOwn(DIRECTIONS, direction) ? (direction as Direction) : undefined,
  });
  const ask = listAsk(params, CALL_SORTS, { column: 'created', direction: 'desc' });
  return read(async (tx) => ({ page: await callPage(tx, clientId, { filter, ...ask }), campaigns: await campaignNames(tx, clientId) }));
}

export default function Calls() {
  const { page, campaigns } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Calls" text="Every dial, and who called us." />
      <div className="grid grid-cols-1 gap-3">
        <FilterBar search="Name, phone, e-mail or company" kept={['sort', 'from', 'to']}>
          <FilterSelect
            label="Direction"
            name="direction"
            any="Either direction"
            options={Object.entries(DIRECTIONS).map(([value, text]) => ({ value, text }))}
          />
          <FilterSelect
            label="Result"
            name="result"
            any="Any result"
            options={Object.entries(RESULTS).map(([value, text]) => ({ value, text }))}
          />
          <FilterSelect
            label="Outcome"
            name="outcome"
            any="Any outcome"
            options={CALL_OUTCOMES.map((value) => ({ value, text: outcomeWords(value) }))}
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
            result: (v) => RESULTS[v as keyof typeof RESULTS] ?? v,
            outcome: (v) => `Outcome is ${outcomeWords(v)}`,
            campaign: (v) => `Campaign is ${campaigns.find((c) => c.id === v)?.name ?? 'another'}`,
            direction: (v) => DIRECTIONS[v as Direction] ?? v,
            q: (v) => `Search “${v}”`,
            from: (v) => `From ${dateWords(v)}`,
            to: (v) => `Until ${dateWords(v)}`,
            mode: (v) => (v === 'live' ? 'Live only' : 'Rehearsals only'),
          }}
        />
      </div>
      <Card>
        {page.rows.length > 0 ? (
          <>
            <SteadyList rows={page.rows} noun="call">
              {(rows) => <CallsTable calls={rows} withCampaign />}
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
          <EmptyState
            icon={<Phone aria-hidden />}
            title="No call matches"
            text="Calls appear here as soon as a campaign dials. Drop a filter if you set one."
          >
            <ButtonLink to="/calls">Drop all filters</ButtonLink>
          </EmptyState>
        )}
      </Card>
    </>
  );
}
