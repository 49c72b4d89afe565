import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { CalendarCheck, CalendarDays, List, Plus } from 'lucide-react';
import { calendarSpan } from '#domain/calendar.ts';
import { APPOINTMENT_SORTS, type AppointmentFilter, appointmentCounts, appointmentPage } from '#stores/views-appointments.ts';
import { calendarEntries } from '#stores/views-calendar.ts';
import { campaignNames } from '#stores/views-campaigns.ts';
import { AppointmentList } from '../components/appointment/appointment-list.tsx';
import { Calendar } from '../components/appointment/calendar.tsx';
import { SaidAlert } from '../components/appointment/said-alert.tsx';
import { ActiveFilters, FilterBar, FilterSelect } from '../components/filters.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { ButtonLink } from '../components/ui/button.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { takeWord } from '../confirmations.server.ts';
import { commonFilter, given, listAsk } from '../list.server.ts';
import { enter } from '../member.server.ts';
import { readPreferences } from '../preferences.ts';
import { APPOINTMENT_VIEWS, EMPTY_VIEWS, isCalendarView, VIEW_WORDS } from '../words/appointment-views.ts';
import { dateWords } from '../words/days.ts';
import { formatCount } from '../words/numbers.ts';

export const meta: MetaFunction = () => [{ title: 'Appointments · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client, may } = await enter(args, 'appointments.read');
  const params = new URL(args.request.url).searchParams;
  const now = new Date().toISOString();
  const filter = commonFilter(params, client.timezone);
  return read(async (tx) => {
    const counts = await appointmentCounts(tx, clientId, { campaignId: filter.campaignId, mode: filter.mode });
    const page = {
      counts,
      campaigns: await campaignNames(tx, clientId),
      mayConfirm: may('shows.confirm'),
      mayMove: may('appointments.write'),
    };
    const asked = params.get('view');
    if (isCalendarView(asked)) {
      const zone = readPreferences(args.request.headers.get('cookie')).zone ?? client.timezone;
      const span = calendarSpan(asked, params.get('on'), zone, now);
      const whose = given<AppointmentFilter>({ ...filter, view: 'all', from: undefined, to: undefined });
      const { entries, total } = await calendarEntries(tx, clientId, { ...span, zone }, whose);
      return { ...page, calendar: { span, entries, total, zone }, list: null };
    }
    const view = APPOINTMENT_VIEWS.find((v) => v === asked) ?? (counts.verify > 0 ? 'verify' : 'upcoming');
    const verdict = params.get('verdict');
    const direction = view === 'upcoming' || view === 'verify' || view === 'awaiting' ? 'asc' : 'desc';
    const list = await appointmentPage(tx, clientId, {
      filter: given<AppointmentFilter>({
        ...filter,
        view,
        verdict: verdict === 'shown' || verdict === 'no_show' ? verdict : undefined,
        by: (['start', 'booked', 'verified'] as const).find((by) => by === params.get('by')),
      }),
      ...listAsk(params, APPOINTMENT_SORTS, { column: 'start', direction }),
    });
    return { ...page, calendar: null, list: { view, page: list } };
  });
}

export async function action(args: ActionFunctionArgs) {
  const { clientId, user } = await enter(args, 'shows.confirm');
  const said = await takeWord(args.context.db, { form: await args.request.formData(), clientId, userId: user.id });
  return data(said, { status: said.kind === 'refused' ? 409 : 200 });
}

const KEPT = ['q', 'campaign', 'mode'];
const NARROWING = [...KEPT, 'from', 'to', 'verdict'];
const BY = { start: 'Begins', booked: 'Booked', verified: 'Decided' } as const;
const EMPTIED = 'Drop the filters';

export default function Appointments() {
  const { calendar, list, counts, campaigns, mayConfirm, mayMove } = useLoaderData<typeof loader>();
  const said = useKeptAnswer<typeof action>();
  const [params] = useSearchParams();
  const to = (more: Record<string, string | undefined>) => {
    const kept = [...params].filter(([name, value]) => KEPT.includes(name) && value !== '');
    return `?${new URLSearchParams([...kept, ...Object.entries(more).flatMap(([k, v]) => (v ? [[k, v]] : []))])}`;
  };
  const badge: Partial<Record<string, number>> = counts;
  const moment = BY[(params.get('by') ?? 'start') as keyof typeof BY] ?? BY.start;
  const tabs = APPOINTMENT_VIEWS.filter(
    (v) => list?.view === v || (v !== 'all' && (badge[v] !== 0 || v === 'verify' || v === 'unmatched')),
  );
  return (
    <>
      <PageHeader
        title="Appointments"
        text="Who came is decided 48 hours after the start: by your word, the lead’s, or a call of more than 45 seconds."
      >
        <Choices
          label="List or calendar"
          choices={[
            { to: to({ view: list?.view ?? 'upcoming' }), text: 'List', isCurrent: list !== null, icon: List },
            {
              to: to({ view: calendar?.span.view ?? 'week', on: calendar?.span.on }),
              text: 'Calendar',
              isCurrent: calendar !== null,
              icon: CalendarDays,
            },
          ]}
        />
        {mayMove ? (
          <ButtonLink to="/appointments/new" look="primary">
            <Plus aria-hidden /> New booking
          </ButtonLink>
        ) : null}
      </PageHeader>
      <SaidAlert said={said} />
      <div className="grid grid-cols-1 gap-3">
        {list ? (
          <Choices
            label="Which appointments"
            choices={tabs.map((v) => ({
              to: to({ view: v }),
              text: VIEW_WORDS[v],
              isCurrent: v === list.view,
              ...(badge[v] ? { count: formatCount(badge[v]) } : {}),
            }))}
          />
        ) : null}
        <FilterBar search="Name or e-mail" kept={['view', 'on', 'sort', 'by', 'from', 'to', 'verdict']}>
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
        {list ? (
          <ActiveFilters
            words={{
              from: (v) => `${moment} from ${dateWords(v)}`,
              to: (v) => `${moment} until ${dateWords(v)}`,
              verdict: (v) => (v === 'shown' ? 'Showed' : 'No-show'),
            }}
          />
        ) : null}
      </div>
      <Card className="min-w-0">
        {calendar ? (
          <Calendar {...calendar} mayMove={mayMove} to={({ view = calendar.span.view, on }) => to({ view, on })} />
        ) : list && list.page.rows.length > 0 ? (
          <AppointmentList {...list} mayConfirm={mayConfirm} withCampaign />
        ) : list ? (
          <EmptyState icon={<CalendarCheck aria-hidden />} title={EMPTY_VIEWS[list.view][0]} text={EMPTY_VIEWS[list.view][1]}>
            {NARROWING.some((name) => params.has(name)) ? <ButtonLink to={`?view=${list.view}`}>{EMPTIED}</ButtonLink> : null}
          </EmptyState>
        ) : null}
      </Card>
    </>
  );
}
