import { Form } from '@remix-run/react';
import { Check, EyeOff, Gavel, Undo2, X } from 'lucide-react';
import type { AppointmentStatus } from '#domain/lead.ts';
import { Button, SubmitButton } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextField } from '../ui/form.tsx';

type About = { id: string; status: AppointmentStatus; disputed: boolean; clientConfirmed: boolean | null };

/** The client's word about one appointment that has begun: yes or no before the verdict, a dispute after it, and each taken back. */
export function WordForm({ appointment: a }: { appointment: About }) {
  const isOpen = a.status === 'scheduled' || a.status === 'awaiting';
  return (
    <Form method="post" className="flex flex-wrap gap-2">
      <input type="hidden" name="chosen" value={a.id} />
      {isOpen && a.clientConfirmed === null ? (
        <>
          <SubmitButton look="primary" name="yes" value={a.id} pendingText="Saving…">
            <Check aria-hidden /> Showed
          </SubmitButton>
          <SubmitButton name="no" value={a.id} pendingText="Saving…">
            <X aria-hidden /> Did not show
          </SubmitButton>
        </>
      ) : null}
      {(isOpen && a.clientConfirmed !== null) || a.disputed ? (
        <SubmitButton name="withdraw" value={a.id} pendingText="Saving…">
          <Undo2 aria-hidden /> {a.disputed ? 'End the dispute' : 'Take your answer back'}
        </SubmitButton>
      ) : null}
      {!isOpen && !a.disputed ? (
        <SubmitButton name="all" value="dispute" pendingText="Saving…">
          <Gavel aria-hidden /> Dispute the verdict
        </SubmitButton>
      ) : null}
    </Form>
  );
}

/** Staff turn the verdict; a reason is asked for, and what follows is said beforehand. */
export function TurnForm({ status }: { status: 'shown' | 'no_show' }) {
  const to = status === 'shown' ? 'no_show' : 'shown';
  return (
    <Disclosure summary="Turn the verdict (staff)">
      <Form method="post" className="grid gap-3">
        <p className="text-sm text-muted">
          {to === 'no_show'
            ? 'The show is no longer counted, and the lead is offered a new time. A milestone once reached stays.'
            : 'The show is counted, and offers of a new time stop.'}
        </p>
        <TextField label="Reason" name="note" required maxLength={500} />
        <div>
          <Button type="submit" name="turn" value={to}>
            <Gavel aria-hidden /> {to === 'shown' ? 'Decide: showed' : 'Decide: no-show'}
          </Button>
        </div>
      </Form>
    </Disclosure>
  );
}

/** Sets a booking of nobody we know aside, or takes that back. */
export function AsideForm({ id, isIgnored }: { id: string; isIgnored: boolean }) {
  const action = `/appointments/${id}?index`;
  if (isIgnored)
    return (
      <Form method="post" action={action}>
        <SubmitButton name="aside" value="restore" pendingText="Saving…">
          <Undo2 aria-hidden /> Put it back among the unmatched
        </SubmitButton>
      </Form>
    );
  return (
    <Disclosure summary="It is nobody’s: ignore it">
      <Form method="post" action={action} className="flex flex-wrap items-end gap-3">
        <TextField label="Reason" name="reason" required maxLength={500} className="w-full sm:w-96" />
        <SubmitButton name="aside" value="ignore" pendingText="Saving…">
          <EyeOff aria-hidden /> Ignore this booking
        </SubmitButton>
      </Form>
    </Disclosure>
  );
}
