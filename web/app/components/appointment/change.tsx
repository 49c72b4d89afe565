import { Form } from '@remix-run/react';
import { CalendarClock, CalendarX } from 'lucide-react';
import { formatMoment } from '../../words/time.ts';
import { usePageNow } from '../page-state.ts';
import { ButtonLink, SubmitButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/form.tsx';

/** The ways to move or cancel an appointment that is still ahead. */
export function ChangeLinks({ id, mayMove }: { id: string; mayMove: boolean }) {
  return (
    <>
      {mayMove ? (
        <ButtonLink to={`/appointments/${id}/move`}>
          <CalendarClock aria-hidden /> Move
        </ButtonLink>
      ) : null}
      <ButtonLink to={`/appointments/${id}?do=cancel`} preventScrollReset>
        <CalendarX aria-hidden /> Cancel appointment
      </ButtonLink>
    </>
  );
}

/** Asks for the reason before an appointment is cancelled, and says what follows. */
export function CancelDialog({ id, name, startAt, zone, follows }: Asked) {
  const now = usePageNow();
  return (
    <Dialog title={`Cancel the appointment with ${name}?`} back={`/appointments/${id}`}>
      <p>
        {formatMoment(startAt, zone, now)} becomes free in the calendar. {follows}
      </p>
      <p className="text-muted">Callvia sends no message about a cancel. The calendar may, and it may name the reason.</p>
      <Form method="post" action={`/appointments/${id}?index`} className="grid gap-4" preventScrollReset>
        <TextField label="Reason" name="reason" hint="It stays with the appointment." required maxLength={500} autoComplete="off" />
        <div className="flex flex-wrap justify-end gap-2">
          <ButtonLink to={`/appointments/${id}`} preventScrollReset>
            Keep it
          </ButtonLink>
          <SubmitButton look="danger" name="change" value="cancel" pendingText="Cancelling…">
            Cancel appointment
          </SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}

/** Asks before an appointment is moved: from when to when, and how the lead is told. */
export function MoveDialog({ id, name, startAt, zone, follows, to, back }: Asked & { to: string; back: string }) {
  const now = usePageNow();
  return (
    <Dialog title={`Move ${name} to ${formatMoment(to, zone, now)}?`} back={back}>
      <p>
        It is on {formatMoment(startAt, zone, now)} until then. {follows}
      </p>
      <Form method="post" action={`/appointments/${id}/move`} className="flex flex-wrap justify-end gap-2">
        <input type="hidden" name="startAt" value={to} />
        <ButtonLink to={back} preventScrollReset>
          Choose another time
        </ButtonLink>
        <SubmitButton look="primary" name="change" value="move" pendingText="Moving…">
          Move appointment
        </SubmitButton>
      </Form>
    </Dialog>
  );
}

/** Asks before a lead is booked: when, and how the lead is told. */
export function BookDialog({ id, name, zone, follows, to, back }: Omit<Asked, 'startAt'> & { to: string; back: string }) {
  const now = usePageNow();
  return (
    <Dialog title={`Book ${name} for ${formatMoment(to, zone, now)}?`} back={back}>
      <p>{follows}</p>
      <Form method="post" action={`/leads/${id}/book`} className="flex flex-wrap justify-end gap-2">
        <input type="hidden" name="startAt" value={to} />
        <ButtonLink to={back} preventScrollReset>
          Choose another time
        </ButtonLink>
        <SubmitButton look="primary" name="change" value="book" pendingText="Booking…">
          Book appointment
        </SubmitButton>
      </Form>
    </Dialog>
  );
}

type Asked = { id: string; name: string; startAt: string; zone: string; follows: string };
