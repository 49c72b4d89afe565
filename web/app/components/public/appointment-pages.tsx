import { Form, Link, useNavigation, useParams, useSearchParams } from '@remix-run/react';
import { CalendarCheck, CalendarClock, CalendarPlus, CalendarX, CircleAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { AppointmentPage, Done, GoneFrom } from '../../lead-appointment.server.ts';
import { ButtonAnchor, ButtonLink, SubmitButton } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Alert } from '../ui/surface.tsx';
import { GonePage, LeadFacingPage } from './lead-page.tsx';
import { TimePicker } from './time-picker.tsx';

/** What a lead's link to its appointment shows: the appointment, the times to choose from, or why there is neither. */
export function AppointmentPages({ page, problem }: { page: AppointmentPage | GoneFrom; problem: string | undefined }) {
  if (page.kind === 'gone') return <GonePage why={page.why} newTimes={page.newTimes} />;
  return page.times ? <Choosing page={page} problem={problem} /> : <Standing page={page} problem={problem} />;
}

const TITLES: Record<Done, string> = {
  booked: 'You are booked',
  moved: 'Your appointment is moved',
  cancelled: 'Your appointment is cancelled',
};

const Problem = ({ text }: { text: string | undefined }) =>
  text ? <Alert tone="bad" title={text} icon={<CircleAlert aria-hidden />} /> : null;

/** An appointment that stands, and what its lead may do about it. */
function Standing({ page, problem }: { page: AppointmentPage; problem: string | undefined }) {
  const { token } = useParams();
  const [params] = useSearchParams();
  useOwnZone(page.zone);
  const { appointment, clientName, done } = page;
  if (!appointment) return null;
  const times = new URLSearchParams([...params].filter(([name]) => name !== 'done'));
  times.set('times', '1');
  return (
    <LeadFacingPage icon={<CalendarCheck aria-hidden />} title={done ? TITLES[done] : 'Your appointment'} from={clientName}>
      <Problem text={problem} />
      <div className="grid gap-1">
        <p className="text-lg font-semibold text-balance">{appointment.when}</p>
        <p className="text-muted">
          With {clientName}. The time is in {placeName(page.zone)}.
        </p>
      </div>
      <div className="grid gap-2 sm:grid-cols-2">
        <ButtonAnchor href={`/ics/${token}`} download size="tall">
          <CalendarPlus aria-hidden /> Calendar file
        </ButtonAnchor>
        <ButtonAnchor href={appointment.googleUrl} target="_blank" rel="noreferrer" size="tall">
          Google Calendar
        </ButtonAnchor>
      </div>
      <div className="grid gap-4 border-t border-line pt-5">
        <ButtonLink to={`?${times}`} size="large">
          <CalendarClock aria-hidden /> Choose another time
        </ButtonLink>
        <Disclosure summary="Cancel the appointment" className="[&>summary]:min-h-11">
          <Form method="post" className="grid gap-3">
            <p className="text-sm text-muted">Your time is given to somebody else at once. You can choose a new one afterwards.</p>
            <input type="hidden" name="zone" value={page.zone} />
            <SubmitButton look="danger" size="large" name="do" value="cancel" pendingText="Cancelling…">
              Cancel the appointment
            </SubmitButton>
          </Form>
        </Disclosure>
      </div>
    </LeadFacingPage>
  );
}

/** The times that are free, in the visitor's zone. */
function Choosing({ page, problem }: { page: AppointmentPage; problem: string | undefined }) {
  useOwnZone(page.zone);
  const isSending = useNavigation().formMethod === 'POST';
  const { appointment, times, clientName, firstName, done } = page;
  const isCancelled = done === 'cancelled' && !appointment;
  const title = isCancelled
    ? TITLES.cancelled
    : appointment
      ? 'Choose another time'
      : `${firstName ? `${firstName}, choose` : 'Choose'} a time`;
  const icon = isCancelled ? <CalendarX aria-hidden /> : <CalendarClock aria-hidden />;
  return (
    <LeadFacingPage icon={icon} title={title} from={clientName}>
      <Problem text={problem} />
      <p className="text-muted">
        {isCancelled ? 'Nothing else is needed. If you like, choose a new time. ' : ''}
        {appointment ? `Until you choose, it stays on ${appointment.when}. ` : `With ${clientName}. `}
        {appointment ? (
          <Link to="?" className="font-medium text-primary-ink underline">
            Keep it
          </Link>
        ) : null}
      </p>
      {times?.kind === 'ok' && times.days.length > 0 ? (
        <TimePicker page={page} days={times.days} isSending={isSending} verb={appointment ? 'Move to this time' : 'Book this time'} />
      ) : (
        <>
          <Alert
            tone="warn"
            title={times?.kind === 'ok' ? 'No time is free in the next two weeks' : 'The calendar does not answer just now'}
            icon={<CircleAlert aria-hidden />}
          >
            {times?.kind === 'ok'
              ? 'Reply to our message, and a person will find a time with you.'
              : 'Nothing was changed. Try again in a minute.'}
          </Alert>
          <ButtonAnchor href="" size="large">
            Look again
          </ButtonAnchor>
        </>
      )}
    </LeadFacingPage>
  );
}

const placeName = (zone: string) => zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;

/** Shows times in the zone of the visitor's own browser, unless one was chosen. */
function useOwnZone(shown: string): void {
  const [params, setParams] = useSearchParams();
  const isChosen = params.has('zone');
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (isChosen || !own || own === shown) return;
    setParams(
      (before) => {
        before.set('zone', own);
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  }, [isChosen, shown, setParams]);
}
