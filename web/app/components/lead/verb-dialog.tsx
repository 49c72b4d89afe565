import { Form } from '@remix-run/react';
import { CircleAlert } from 'lucide-react';
import type { LeadHeader } from '#stores/views-lead.ts';
import { formatPhone, nameOf } from '../../words/numbers.ts';
import { ButtonLink, SubmitButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/form.tsx';
import { Alert } from '../ui/surface.tsx';

/** Asks before the deed, or says why it cannot be done now. */
export function VerbDialog({ verb, lead, why }: { verb: 'call' | 'link' | 'dnc'; lead: LeadHeader; why: string | null }) {
  const back = `/leads/${lead.id}`;
  const phone = formatPhone(lead.phone);
  const words = {
    call: {
      title: `Call ${nameOf(lead)} now?`,
      text: `${phone} is called before all others, as soon as a line is free. It counts as one of the lead’s attempts.`,
      pending: 'Asking…',
      button: 'Call now',
    },
    link: {
      title: `Send ${nameOf(lead)} the booking link?`,
      text: `The link goes to ${[phone, lead.email].filter(Boolean).join(' and ')} at once, and once more if nothing is booked. Calling rests meanwhile.`,
      pending: 'Sending…',
      button: 'Send the link',
    },
    dnc: {
      title: `Never call ${phone} again?`,
      text: 'The number goes on this client’s do-not-call list, for every campaign. Planned calls and texts are dropped. An appointment that is already booked is still verified.',
      pending: 'Marking…',
      button: 'Do not call',
    },
  }[verb];
  return (
    <Dialog title={words.title} back={back}>
      {why ? (
        <Alert tone="warn" title="Not possible now" icon={<CircleAlert aria-hidden />}>
          {why}
        </Alert>
      ) : (
        <p>{words.text}</p>
      )}
      <Form method="post" action={back} className="grid gap-4" preventScrollReset>
        {verb === 'dnc' ? (
          <TextField label="Reason" name="note" hint="Optional; it stands on the timeline." maxLength={500} autoComplete="off" />
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          <ButtonLink to={back} preventScrollReset>
            {why ? 'Back' : 'Cancel'}
          </ButtonLink>
          {why ? null : (
            <SubmitButton look={verb === 'dnc' ? 'danger' : 'primary'} name="verb" value={verb} pendingText={words.pending}>
              {words.button}
            </SubmitButton>
          )}
        </div>
      </Form>
    </Dialog>
  );
}
