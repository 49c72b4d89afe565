import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { CalendarCheck, CalendarDays } from 'lucide-react';
import { APPOINTMENT_SORTS, appointmentCounts, appointmentPage } from '#stores/views-appointments.ts';
import { AppointmentList } from '../components/appointment/appointment-list.tsx';
import { SaidAlert } from '../components/appointment/said-alert.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { ButtonLink } from '../components/ui/button.tsx';
import { Choices } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { takeWord } from '../confirmations.server.ts';
import { listAsk } from '../list.server.ts';
import { enter, idOf } from '../member.server.ts';
import { APPOINTMENT_VIEWS, EMPTY_VIEWS, VIEW_WORDS } from '../words/appointment-views.ts';
import { formatCount } from '../words/numbers.ts';

const VIEWS = APPOINTMENT_VIEWS.filter((v) => v !== 'unmatched' && v !== 'ignored' && v !== 'all');

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'appointments.read');
  const campaignId = idOf(args.params['id']);
  const params = new URL(args.request.url).searchParams;
  return read(async (tx) => {
    const counts = await appointmentCounts(tx, clientId, { campaignId });
    const view = VIEWS.find((v) => v === params.get('view')) ?? (counts.verify > 0 ? 'verify' : 'upcoming');
    const direction = view === 'upcoming' || view === 'verify' || view === 'awaiting' ? 'asc' : 'desc';
    const ask = listAsk(params, APPOINTMENT_SORTS, { column: 'start', direction });
    return {
      page: await appointmentPage(tx, clientId, { filter: { view, campaignId }, ...ask }),
      counts,
      view,
      campaignId,
      mayConfirm: may('shows.confirm'),
    };
  });
}

export async function action(args: ActionFunctionArgs) {
  const { clientId, user } = await enter(args, 'shows.confirm');
  const said = await takeWord(args.context.db, { form: await args.request.formData(), clientId, userId: user.id });
  return data(said, { status: said.kind === 'refused' ? 409 : 200 });
}

export default function CampaignAppointments() {
  const { page, counts, view, mayConfirm, campaignId } = useLoaderData<typeof loader>();
  const said = useKeptAnswer<typeof action>();
  const badge: Partial<Record<string, number>> = counts;
  return (
    <div className="grid grid-cols-1 gap-3">
      <SaidAlert said={said} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Choices
          label="Which appointments"
          choices={VIEWS.filter((v) => v === view || v === 'verify' || badge[v] !== 0).map((v) => ({
            to: `?view=${v}`,
            text: VIEW_WORDS[v],
            isCurrent: view === v,
            ...(badge[v] ? { count: formatCount(badge[v]) } : {}),
          }))}
        />
        <ButtonLink size="small" to={`/appointments?view=week&campaign=${campaignId}`}>
          <CalendarDays aria-hidden /> Calendar
        </ButtonLink>
      </div>
      <Card className="min-w-0">
        {page.rows.length > 0 ? (
          <AppointmentList view={view} page={page} mayConfirm={mayConfirm} withCampaign={false} />
        ) : (
          <EmptyState icon={<CalendarCheck aria-hidden />} title={EMPTY_VIEWS[view][0]} text={EMPTY_VIEWS[view][1]} />
        )}
      </Card>
    </div>
  );
}
