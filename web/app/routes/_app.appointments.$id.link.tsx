import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useLoaderData, useSearchParams } from '@remix-run/react';
import { CircleAlert, Link2 } from 'lucide-react';
import { linkLead } from '#stores/bookings.ts';
import { unmatchedBooking } from '#stores/views-appointments.ts';
import { leadPage } from '#stores/views-leads.ts';
import { AsideForm } from '../components/appointment/deeds.tsx';
import { FilterBar } from '../components/filters.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { LeadChoice } from '../components/lead/lead-choice.tsx';
import { RehearsalBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { SubmitButton } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card, CardHeader, EmptyState } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { formatPhone } from '../words/numbers.ts';

export const meta: MetaFunction = () => [{ title: 'Link a booking · Appointments · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'appointments.write');
  const id = idOf(args.params['id']);
  const asked = new URL(args.request.url).searchParams.get('q')?.trim().slice(0, 100);
  const page = await read(async (tx) => {
    const booking = await unmatchedBooking(tx, clientId, id);
    if (!booking) return null;
    const q = asked ?? booking.attendeeName;
    const filter = { mode: booking.mode, ...(q ? { q } : {}) };
    const leads = await leadPage(tx, clientId, { filter, order: { column: 'name', direction: 'asc' }, cursor: null, size: 20 });
    return { booking, q, leads: leads.rows };
  });
  if (!page) throw notFound();
  return page;
}

export async function action(args: ActionFunctionArgs) {
  const { clientId } = await enter(args, 'appointments.write');
  const appointmentId = idOf(args.params['id']);
  const leadId = idOf(String((await args.request.formData()).get('lead') ?? ''));
  const answer = await linkLead(args.context.db, { clientId, appointmentId, leadId });
  if (answer.kind === 'ok') return redirect(`/leads/${leadId}#appointment-${appointmentId}`);
  if (answer.kind === 'linked') return data({ problem: 'Somebody linked this booking to a lead already.' }, { status: 409 });
  throw notFound();
}

export default function LinkBooking() {
  const { booking, q, leads } = useLoaderData<typeof loader>();
  const problem = useKeptAnswer<typeof action>()?.problem;
  const [params] = useSearchParams();
  return (
    <>
      <PageHeader
        title={`Whose booking is “${booking.attendeeName || booking.title}”?`}
        trail={[{ to: '/appointments?view=unmatched', text: 'Appointments' }]}
        badge={<RehearsalBadge mode={booking.mode} long />}
        text={
          <>
            {booking.title}, <Moment at={booking.startAt} zone={booking.zone} />
            {booking.attendeeEmail ? ` · ${booking.attendeeEmail}` : ''}
            {booking.attendeePhone ? ` · ${formatPhone(booking.attendeePhone)}` : ''}
          </>
        }
      />
      {problem ? <Alert tone="bad" title={problem} icon={<CircleAlert aria-hidden />} /> : null}
      <AsideForm id={booking.id} isIgnored={booking.isIgnored} />
      <FilterBar search="Name, phone, e-mail or company" />
      <Card>
        <CardHeader
          title="Leads"
          text={params.has('q') ? undefined : `Found by the name “${q}”. Once linked, the lead is reminded and the show verified.`}
        />
        {leads.length > 0 ? (
          <Form method="post">
            <LeadChoice
              leads={leads}
              choose={(lead) => (
                <SubmitButton size="small" name="lead" value={lead.id} pendingText="Linking…">
                  <Link2 aria-hidden /> This lead
                </SubmitButton>
              )}
            />
          </Form>
        ) : (
          <EmptyState title="No lead matches" text="Search by another name, the phone number or the e-mail address." />
        )}
      </Card>
    </>
  );
}
