import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Link2 } from 'lucide-react';
import { evidenceNotes } from '#stores/booking-evidence.ts';
import { changeFacts } from '#stores/views-appointment-change.ts';
import { appointmentMessages } from '#stores/views-appointment-messages.ts';
import { appointmentById } from '#stores/views-appointments.ts';
import { cancelByHand, isAhead } from '../appointment-changes.server.ts';
import { setAside, turnVerdict } from '../appointment-deeds.server.ts';
import { who } from '../components/appointment/appointments-table.tsx';
import { CancelDialog, ChangeLinks } from '../components/appointment/change.tsx';
import { AsideForm, TurnForm, WordForm } from '../components/appointment/deeds.tsx';
import { Evidence } from '../components/appointment/evidence.tsx';
import { SaidAlert } from '../components/appointment/said-alert.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { useSaid } from '../components/said.tsx';
import { AppointmentStatusBadge, MessageStatusBadge, RehearsalBadge } from '../components/status.tsx';
import { Countdown, Moment } from '../components/time.tsx';
import { Badge } from '../components/ui/badge.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, CardHeader, Fact } from '../components/ui/surface.tsx';
import { takeWord } from '../confirmations.server.ts';
import { enter, idOf, notFound } from '../member.server.ts';
import { cancelWords } from '../words/appointment-changes.ts';
import { noteWords } from '../words/evidence.ts';
import { formatNumberOf } from '../words/numbers.ts';
import { CHANNELS, methodWords, skipWords, stepWords } from '../words/steps.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page ? who(page.appointment) : 'Appointment'} · Appointments · Callvia` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'appointments.read');
  const id = idOf(args.params['id']);
  const page = await read(async (tx) => {
    const appointment = await appointmentById(tx, clientId, id);
    if (!appointment) return null;
    const notes = noteWords(await evidenceNotes(tx, clientId, id), appointment.zone);
    return { appointment, notes, messages: await appointmentMessages(tx, clientId, id) };
  });
  if (!page) throw notFound();
  const mayWrite = may('appointments.write');
  const mayChange = mayWrite && isAhead(page.appointment);
  const isCancelling = mayChange && new URL(args.request.url).searchParams.get('do') === 'cancel';
  return {
    ...page,
    ...{ mayConfirm: may('shows.confirm'), mayTurn: may('shows.decide'), mayWrite, mayChange },
    cancelling: isCancelling ? cancelWords(await read((tx) => changeFacts(tx, clientId, id))) : null,
  };
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const isWriting = form.has('aside') || form.has('change');
  const permission = form.has('turn') ? 'shows.decide' : isWriting ? 'appointments.write' : 'shows.confirm';
  const { clientId, user } = await enter(args, permission);
  const which = { clientId, appointmentId: idOf(args.params['id']), userId: user.id };
  const { db } = args.context;
  const said = form.has('turn')
    ? await turnVerdict(db, which, form)
    : form.has('aside')
      ? await setAside(db, which, form)
      : form.has('change')
        ? await cancelByHand(args.context.leadCalendar, which, form)
        : await takeWord(db, { form, clientId, userId: user.id });
  return data(said, { status: said.kind === 'refused' ? 409 : 200 });
}

export default function AppointmentPage() {
  const { appointment: a, notes, messages, mayConfirm, mayTurn, mayWrite, mayChange, cancelling } = useLoaderData<typeof loader>();
  const said = useKeptAnswer<typeof action>();
  useSaid(CHANGED);
  const isOpen = a.status === 'scheduled' || a.status === 'awaiting';
  return (
    <>
      <PageHeader
        title={who(a)}
        trail={[{ to: '/appointments', text: 'Appointments' }]}
        badge={
          <>
            <AppointmentStatusBadge status={a.status} />
            {a.disputed ? <Badge tone="bad">Disputed</Badge> : null}
            <RehearsalBadge mode={a.mode} long />
          </>
        }
        text={
          <>
            {a.title || 'Appointment'}, <Moment at={a.startAt} zone={a.zone} />
          </>
        }
      >
        {mayChange ? <ChangeLinks id={a.id} mayMove={a.leadId !== null} /> : null}
        {a.leadId ? <ButtonLink to={`/leads/${a.leadId}#appointment-${a.id}`}>The lead’s whole story</ButtonLink> : null}
      </PageHeader>
      <SaidAlert said={said} />
      {a.leadId ? null : (
        <Card>
          <CardHeader
            title={a.ignoredBecause ? 'Ignored' : 'It belongs to no lead'}
            text={a.ignoredBecause ?? 'Nobody is reminded and nothing is verified until it has its lead.'}
          />
          {mayWrite ? (
            <div className="grid gap-4 px-5 pb-5">
              <div>
                <ButtonLink to={`/appointments/${a.id}/link`}>
                  <Link2 aria-hidden /> Link it to a lead
                </ButtonLink>
              </div>
              <AsideForm id={a.id} isIgnored={a.ignoredBecause !== null} />
            </div>
          ) : null}
        </Card>
      )}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
        <Card>
          <CardHeader
            title="Did the lead show?"
            text="The client’s yes decides at once; else the lead’s yes, then a call of more than 45 seconds."
          />
          <div className="grid gap-4 px-5 pb-5">
            <Evidence appointment={a} />
            {notes.length > 0 ? (
              <div className="grid gap-1 text-sm">
                <p className="eyebrow">Also noted</p>
                <ul className="grid gap-1">
                  {notes.map((note) => (
                    <li key={note}>{note}</li>
                  ))}
                </ul>
              </div>
            ) : null}
            <p className="text-sm">
              {a.method ? (
                <>Verdict: {methodWords(a.method)}.</>
              ) : a.status === 'cancelled' ? (
                `Cancelled: ${a.cancelReason ?? 'no reason was given'}.`
              ) : a.leadId ? (
                <>
                  Decides itself: <Countdown until={a.verifyAt} offsetMs={a.clockOffsetMs} inWords />.
                </>
              ) : null}
            </p>
            {mayConfirm && a.leadId && (a.hasBegun || !isOpen) && a.status !== 'cancelled' ? <WordForm appointment={a} /> : null}
            {mayTurn && (a.status === 'shown' || a.status === 'no_show') ? <TurnForm status={a.status} /> : null}
          </div>
        </Card>
        <Card>
          <CardHeader title="Booking" />
          <dl className="grid grid-cols-2 gap-4 px-5 pb-5">
            <Fact label="Booked">{BOOKED_BY[a.bookedBy] ?? a.bookedBy}</Fact>
            <Fact label="Moved">{a.rescheduleCount === 0 ? 'never' : formatNumberOf(a.rescheduleCount, 'time')}</Fact>
            <Fact label="Campaign">
              {a.campaignId ? (
                <Link to={`/campaigns/${a.campaignId}`} className="text-primary-ink hover:underline">
                  {a.campaignName}
                </Link>
              ) : (
                '–'
              )}
            </Fact>
          </dl>
        </Card>
      </div>
      <Card>
        <CardHeader title="Messages about it" text={messages.length > 0 ? undefined : 'None is planned and none was sent.'} />
        {messages.length > 0 ? (
          <ul className="grid px-5 pb-4">
            {messages.map((m) => (
              <li key={m.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line py-2 text-sm first:border-t-0">
                <span className="font-medium">{stepWords(m.kind)}</span>
                <span className="text-muted">{CHANNELS[m.channel] ?? m.channel}</span>
                <MessageStatusBadge status={m.status} />
                {m.skipReason ? <span className="text-muted">{skipWords(m.skipReason)}</span> : null}
                {m.at ? (
                  <span className="ml-auto text-muted">
                    <Moment at={m.at} zone={a.zone} />
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        ) : null}
      </Card>
      {cancelling ? <CancelDialog id={a.id} name={who(a)} startAt={a.startAt} zone={a.zone} follows={cancelling} /> : null}
    </>
  );
}

const CHANGED = {
  booked: 'The lead is booked.',
  'booked-before': 'The lead has this appointment. Nothing else was booked.',
  moved: 'The appointment is moved.',
  cancelled: 'The appointment is cancelled.',
  'not-ahead': 'It has begun or is over, so it cannot be moved.',
};
const BOOKED_BY: Record<string, string> = { call: 'during the call', link: 'by the link', staff: 'by hand' };
