import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { CalendarCheck } from 'lucide-react';
import { useEffect } from 'react';
import { APPOINTMENT_SORTS, type AppointmentFilter, appointmentCounts, appointmentPage } from '#stores/views-appointments.ts';
import { campaignNames } from '#stores/views-campaigns.ts';
import { AppointmentsTable, VerificationQueue } from '../components/appointment/appointments-table.tsx';
import { FilterBar, FilterSelect } from '../components/filters.tsx';
import { say } from '../components/toasts.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card, EmptyState } from '../components/ui/surface.tsx';
import { Pager } from '../components/ui/table.tsx';
import { takeWord } from '../confirmations.server.ts';
import { given, listAsk } from '../list.server.ts';
import { enter } from '../member.server.ts';
import { APPOINTMENT_VIEWS, VIEW_WORDS } from '../words/appointment-views.ts';
import { formatCount } from '../words/numbers.ts';

export const meta: MetaFunction = () => [{ title: 'Appointments · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'appointments.read');
  const params = new URL(args.request.url).searchParams;
  const mode = params.get('mode');
  return read(async (tx) => {
    const counts = await appointmentCounts(tx, clientId);
    const view = APPOINTMENT_VIEWS.find((v) => v === params.get('view')) ?? (counts.verify > 0 ? 'verify' : 'upcoming');
    const filter = given<AppointmentFilter>({
      view,
      q: params.get('q')?.trim().slice(0, 100),
      campaignId: /^[0-9a-f-]{36}$/.exec(params.get('campaign') ?? '')?.[0],
      mode: mode === 'live' || mode === 'rehearsal' ? mode : undefined,
    });
    const direction = view === 'upcoming' || view === 'verify' ? 'asc' : 'desc';
    const ask = listAsk(params, APPOINTMENT_SORTS, { column: 'start', direction });
    const page = await appointmentPage(tx, clientId, { filter, ...ask });
    return { page, counts, view, campaigns: await campaignNames(tx, clientId), mayConfirm: may('shows.confirm') };
  });
}

export async function action(args: ActionFunctionArgs) {
  const { clientId, user } = await enter(args, 'shows.confirm');
  const said = await takeWord(args.context.db, { form: await args.request.formData(), clientId, userId: user.id });
  return data(said, { status: said.kind === 'refused' ? 409 : 200 });
}

const EMPTY = {
  verify: ['Nothing to verify', 'Appointments that have begun stand here until somebody says who came, or 48 hours have passed.'],
  upcoming: ['Nothing is coming up', 'Bookings appear here as soon as a lead takes a time.'],
  past: ['No verdict yet', 'Appointments appear here once it is decided whether the lead showed.'],
  cancelled: ['Nothing was cancelled', 'Cancelled bookings appear here; their leads are called again.'],
  unmatched: ['Every booking has its lead', 'A booking whose name, e-mail and phone belong to no lead would stand here.'],
} as const;

export default function Appointments() {
  const { page, counts, view, campaigns, mayConfirm } = useLoaderData<typeof loader>();
  const said = useActionData<typeof action>();
  const [params] = useSearchParams();
  useEffect(() => {
    if (said?.kind === 'ok') say(said.text);
  }, [said]);
  const to = (v: string) =>
    `?${new URLSearchParams({ ...Object.fromEntries([...params].filter(([k]) => ['q', 'campaign', 'mode'].includes(k))), view: v })}`;
  const badge: Partial<Record<string, number>> = counts;
  return (
    <>
      <PageHeader
        title="Appointments"
        text="Who came is decided 48 hours after the start: by your word, the lead’s, or a call of more than 45 seconds."
      />
      {said && said.kind !== 'ok' ? <Alert tone={said.kind === 'partly' ? 'warn' : 'bad'} title={said.text} /> : null}
      <div className="grid grid-cols-1 gap-3">
        <Choices
          label="Which appointments"
          choices={APPOINTMENT_VIEWS.map((v) => ({
            to: to(v),
            text: VIEW_WORDS[v],
            isCurrent: v === view,
            ...(badge[v] ? { count: formatCount(badge[v]) } : {}),
          }))}
        />
        <FilterBar search="Name or e-mail" kept={['view', 'sort']}>
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
      </div>
      <Card>
        {page.rows.length > 0 ? (
          <>
            {view === 'verify' ? (
              <VerificationQueue appointments={page.rows} mayConfirm={mayConfirm} withCampaign />
            ) : (
              <AppointmentsTable appointments={page.rows} withCampaign />
            )}
            <Pager
              before={page.before}
              after={page.after}
              shown={page.rows.length}
              total={`${formatCount(page.total)}${page.isMore ? '+' : ''}`}
              noun="appointments"
            />
          </>
        ) : (
          <EmptyState icon={<CalendarCheck aria-hidden />} title={EMPTY[view][0]} text={EMPTY[view][1]}>
            {params.has('q') || params.has('campaign') || params.has('mode') ? (
              <ButtonLink to={`?view=${view}`}>Drop the filters</ButtonLink>
            ) : null}
          </EmptyState>
        )}
      </Card>
    </>
  );
}
