import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import { CalendarClock, CircleAlert } from 'lucide-react';
import { leadHeader } from '#stores/views-lead.ts';
import { currentAppointment } from '#stores/views-lead-bookings.ts';
import { bookLeadByHand, freeTimes } from '../appointment-changes.server.ts';
import { BookDialog } from '../components/appointment/change.tsx';
import { NoTimes } from '../components/appointment/no-times.tsx';
import { SaidAlert } from '../components/appointment/said-alert.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { PageNow } from '../components/page-state.ts';
import { TimePicker } from '../components/public/time-picker.tsx';
import { RehearsalBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card, EmptyState } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { bookWords } from '../words/appointment-changes.ts';
import { formatPhone, nameOf } from '../words/numbers.ts';
import { formatClock } from '../words/time.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Book ${page ? nameOf(page.lead) : 'a lead'} · Leads · Callvia` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'appointments.write');
  const id = idOf(args.params['id']);
  const found = await read(async (tx) => {
    const lead = await leadHeader(tx, clientId, id);
    return lead && { lead, current: await currentAppointment(tx, clientId, id) };
  });
  if (!found) throw notFound();
  const { lead, current } = found;
  const isAhead = current?.status === 'scheduled' && current.startAt > lead.now;
  return {
    lead,
    ahead: isAhead ? { id: current.id, startAt: current.startAt, zone: current.zone } : null,
    follows: bookWords({
      text: lead.phone !== '' && !lead.smsStopped && !lead.isBarred,
      email: lead.email !== null && !lead.emailStopped,
      isBarred: lead.isBarred,
      isDialled: lead.phase === 'reach',
    }),
    offer: isAhead ? null : await freeTimes(args, { clientId, leadId: id, zone: lead.zone }),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { clientId } = await enter(args, 'appointments.write');
  const lead = { clientId, leadId: idOf(args.params['id']) };
  return data(await bookLeadByHand(args.context.leadCalendar, lead, await args.request.formData()), { status: 409 });
}

export default function BookLead() {
  const { lead, ahead, follows, offer } = useLoaderData<typeof loader>();
  const said = useKeptAnswer<typeof action>();
  const isAsking = useNavigation().location?.pathname.endsWith('/book') ?? false;
  const name = nameOf(lead);
  return (
    <PageNow.Provider value={lead.now}>
      <PageHeader
        title={`Book ${name}`}
        trail={[
          { to: '/leads', text: 'Leads' },
          { to: `/leads/${lead.id}`, text: name },
        ]}
        badge={<RehearsalBadge mode={lead.mode} long />}
        text={`${formatPhone(lead.phone)} · ${formatClock(lead.now, lead.zone)} there now`}
      />
      <SaidAlert said={said} />
      {offer?.to && !offer.isFree && !offer.trouble ? (
        <Alert tone="warn" title="That time is not free" icon={<CircleAlert aria-hidden />}>
          <Moment at={offer.to} zone={offer.picker.zone} /> is taken, outside the hours of the calendar or too near. Choose one of the free
          times.
        </Alert>
      ) : null}
      <Card className="max-w-xl p-6 sm:p-8">
        {ahead ? (
          <EmptyState
            icon={<CalendarClock aria-hidden />}
            title={`${name} has an appointment already`}
            text={
              <>
                It is on <Moment at={ahead.startAt} zone={ahead.zone} />. A lead has one appointment ahead at a time: move that one, or
                cancel it first.
              </>
            }
          >
            <ButtonLink to={`/appointments/${ahead.id}/move`} look="primary">
              Move it
            </ButtonLink>
            <ButtonLink to={`/appointments/${ahead.id}`}>See it</ButtonLink>
          </EmptyState>
        ) : offer && offer.days.length > 0 ? (
          <TimePicker page={offer.picker} days={offer.days} isSending={isAsking} verb="Book this time" method="get" />
        ) : (
          <NoTimes
            why={offer?.trouble ?? 'full'}
            instead="Give the campaign a calendar in its settings, or book in the calendar itself and link the booking here."
          />
        )}
      </Card>
      {offer?.to && offer.isFree && !said ? (
        <BookDialog
          id={lead.id}
          name={name}
          zone={offer.picker.zone}
          follows={follows}
          to={offer.to}
          back={`/leads/${lead.id}/book?${new URLSearchParams(offer.picker)}`}
        />
      ) : null}
    </PageNow.Provider>
  );
}
