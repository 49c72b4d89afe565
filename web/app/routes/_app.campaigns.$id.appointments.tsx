import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { CalendarCheck } from 'lucide-react';
import { APPOINTMENT_SORTS, appointmentCounts, appointmentPage } from '#stores/views-appointments.ts';
import { AppointmentsTable, VerificationQueue } from '../components/appointment/appointments-table.tsx';
import { Choices } from '../components/ui/navigation.tsx';
import { Alert, Card, EmptyState } from '../components/ui/surface.tsx';
import { Pager } from '../components/ui/table.tsx';
import { takeWord } from '../confirmations.server.ts';
import { listAsk } from '../list.server.ts';
import { enter, idOf } from '../member.server.ts';
import { APPOINTMENT_VIEWS, VIEW_WORDS } from '../words/appointment-views.ts';
import { formatCount } from '../words/numbers.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'appointments.read');
  const campaignId = idOf(args.params['id']);
  const params = new URL(args.request.url).searchParams;
  return read(async (tx) => {
    const counts = await appointmentCounts(tx, clientId, campaignId);
    const view =
      APPOINTMENT_VIEWS.find((v) => v === params.get('view') && v !== 'unmatched') ?? (counts.verify > 0 ? 'verify' : 'upcoming');
    const direction = view === 'upcoming' || view === 'verify' ? 'asc' : 'desc';
    const ask = listAsk(params, APPOINTMENT_SORTS, { column: 'start', direction });
    return {
      page: await appointmentPage(tx, clientId, { filter: { view, campaignId }, ...ask }),
      counts,
      view,
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
  const { page, counts, view, mayConfirm } = useLoaderData<typeof loader>();
  const said = useActionData<typeof action>();
  return (
    <div className="grid grid-cols-1 gap-3">
      {said ? <Alert tone={said.kind === 'ok' ? 'good' : said.kind === 'partly' ? 'warn' : 'bad'} title={said.text} /> : null}
      <Choices
        label="Which appointments"
        choices={APPOINTMENT_VIEWS.filter((v) => v !== 'unmatched').map((value) => ({
          to: `?view=${value}`,
          text: VIEW_WORDS[value],
          isCurrent: view === value,
          ...(value === 'verify' && counts.verify > 0 ? { count: formatCount(counts.verify) } : {}),
        }))}
      />
      <Card>
        {page.rows.length > 0 ? (
          <>
            {view === 'verify' ? (
              <VerificationQueue appointments={page.rows} mayConfirm={mayConfirm} withCampaign={false} />
            ) : (
              <AppointmentsTable appointments={page.rows} withCampaign={false} />
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
          <EmptyState
            icon={<CalendarCheck aria-hidden />}
            title="No appointment here"
            text="Bookings appear here as soon as leads of this campaign take a time."
          />
        )}
      </Card>
    </div>
  );
}
