import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import { CircleAlert } from 'lucide-react';
import { changeFacts } from '#stores/views-appointment-change.ts';
import { appointmentById } from '#stores/views-appointments.ts';
import { freeTimes, isAhead, moveByHand } from '../appointment-changes.server.ts';
import { who } from '../components/appointment/appointments-table.tsx';
import { MoveDialog } from '../components/appointment/change.tsx';
import { NoTimes } from '../components/appointment/no-times.tsx';
import { SaidAlert } from '../components/appointment/said-alert.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { TimePicker } from '../components/public/time-picker.tsx';
import { RehearsalBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { moveWords } from '../words/appointment-changes.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Move ${page ? who(page.appointment) : 'an appointment'} · Appointments · Callvia` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'appointments.write');
  const id = idOf(args.params['id']);
  const found = await read(async (tx) => {
    const appointment = await appointmentById(tx, clientId, id);
    return appointment && { appointment, facts: await changeFacts(tx, clientId, id) };
  });
  if (!found) throw notFound();
  const { appointment, facts } = found;
  if (!facts || !appointment.leadId || !isAhead(appointment)) throw redirect(`/appointments/${id}?said=not-ahead`);
  const offer = await freeTimes(args, { clientId, leadId: appointment.leadId, zone: appointment.zone });
  return {
    appointment,
    follows: moveWords(facts),
    ...offer,
  };
}

export async function action(args: ActionFunctionArgs) {
  const { clientId } = await enter(args, 'appointments.write');
  const which = { clientId, appointmentId: idOf(args.params['id']) };
  return data(await moveByHand(args.context.leadCalendar, which, await args.request.formData()), { status: 409 });
}

export default function MoveAppointment() {
  const { appointment: a, follows, picker, trouble, days, to, isFree } = useLoaderData<typeof loader>();
  const said = useKeptAnswer<typeof action>();
  const isAsking = useNavigation().location?.pathname.endsWith('/move') ?? false;
  const here = `/appointments/${a.id}/move?${new URLSearchParams(picker)}`;
  return (
    <>
      <PageHeader
        title={`Move ${who(a)}`}
        trail={[
          { to: '/appointments', text: 'Appointments' },
          { to: `/appointments/${a.id}`, text: who(a) },
        ]}
        badge={<RehearsalBadge mode={a.mode} long />}
        text={
          <>
            Now on <Moment at={a.startAt} zone={a.zone} />. {follows}
          </>
        }
      />
      <SaidAlert said={said} />
      {to && !isFree && !trouble ? (
        <Alert tone="warn" title="That time is not free" icon={<CircleAlert aria-hidden />}>
          <Moment at={to} zone={picker.zone} /> is taken, outside the hours of the calendar or too near. Choose one of the free times.
        </Alert>
      ) : null}
      <Card className="max-w-xl p-6 sm:p-8">
        {days.length > 0 ? (
          <TimePicker page={picker} days={days} isSending={isAsking} verb="Move to this time" method="get" />
        ) : (
          <NoTimes why={trouble ?? 'full'} instead="Move the booking in the calendar itself; it follows here by itself." />
        )}
      </Card>
      {to && isFree && !said ? (
        <MoveDialog id={a.id} name={who(a)} startAt={a.startAt} zone={a.zone} follows={follows} to={to} back={here} />
      ) : null}
    </>
  );
}
