import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { CalendarCheck, CalendarX, Check, Clock, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { clockOf, startWords } from '#domain/slot-days.ts';
import { useLink as spendLink } from '#stores/link-tokens.ts';
import { confirmIn } from '#stores/shows.ts';
import type { LinkSubject } from '#stores/views-links.ts';
import { GonePage, LeadFacingPage } from '../components/public/lead-page.tsx';
import { SubmitButton } from '../components/ui/button.tsx';
import { openFor } from '../lead-links.server.ts';

export const meta: MetaFunction = () => [{ title: 'Did your appointment take place?' }, { name: 'robots', content: 'noindex' }];

type Thanks = 'yes' | 'no' | 'already' | 'not-started' | 'cancelled';

export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const opened = await openFor('confirm', params['token'], context);
  if (opened.kind === 'expired') return data({ kind: opened.kind, newTimes: opened.newTimes }, { status: 410 });
  if (opened.kind === 'unknown') return data({ kind: opened.kind, newTimes: null }, { status: 404 });
  const { appointment, clientName, firstName } = opened.subject;
  if (!appointment) return data({ kind: 'unknown' as const, newTimes: null }, { status: 404 });
  const leaning = new URL(request.url).searchParams.get('attended');
  return data({
    kind: opened.kind,
    clientName,
    firstName,
    when: startWords(appointment.startAt, appointment.zone, clockOf(appointment.zone)),
    over: unanswerable(opened.subject),
    leaning: leaning === 'yes' || leaning === 'no' ? leaning : null,
  });
}

/** Why there is nothing to answer: the appointment has not begun on the lead's own clock, or was cancelled. */
function unanswerable({ appointment, now }: LinkSubject): 'not-started' | 'cancelled' | null {
  if (!appointment || appointment.status === 'cancelled') return 'cancelled';
  return appointment.startAt > now ? 'not-started' : null;
}

/** Only a press counts: mail programs open links by themselves. */
export async function action({ params, request, context }: ActionFunctionArgs) {
  const opened = await openFor('confirm', params['token'], context);
  if (opened.kind === 'expired' || opened.kind === 'unknown') return data({ thanks: 'already' as Thanks }, { status: 410 });
  const attended = (await request.formData()).get('attended');
  const { appointment } = opened.subject;
  if (!appointment || (attended !== 'yes' && attended !== 'no')) return data({ thanks: null }, { status: 400 });
  const over = unanswerable(opened.subject);
  if (over) return data({ thanks: over });
  const thanks = await context.db.withClient(opened.link.clientId, async (tx): Promise<Thanks> => {
    const { clientId } = opened.link;
    if (!(await spendLink(tx, params['token'] ?? ''))) return 'already'; // the first answer stands
    const answer = await confirmIn(tx, { clientId, appointmentId: appointment.id, by: 'lead', attended: attended === 'yes' });
    return answer.kind === 'ok' ? attended : answer.kind === 'not-started' ? 'not-started' : 'cancelled';
  });
  return data({ thanks });
}

const THANKS: Record<Thanks, [title: string, text: string]> = {
  yes: ['Thank you', 'We noted that your appointment took place.'],
  no: ['Thank you for telling us', 'We noted that it did not take place. If you would like a new time, reply to our message.'],
  already: ['You have answered already', 'There is nothing left to do here.'],
  'not-started': ['Your appointment has not begun yet', 'There is nothing to answer now. Open this link again afterwards.'],
  cancelled: ['This appointment was cancelled', 'There is nothing to answer. If you would like a new time, reply to our message.'],
};

const ICONS = {
  yes: <Check aria-hidden />,
  no: <Check aria-hidden />,
  already: <Check aria-hidden />,
  'not-started': <Clock aria-hidden />,
  cancelled: <CalendarX aria-hidden />,
} as const satisfies Record<Thanks, ReactNode>;

export default function Confirm() {
  const page = useLoaderData<typeof loader>();
  const thanks = useActionData<typeof action>()?.thanks;
  if (!('clientName' in page)) return <GonePage why={page.kind} newTimes={page.newTimes} />;
  const said = thanks ?? (page.kind === 'used' ? 'already' : page.over);
  if (said) {
    const [title, text] = THANKS[said];
    return (
      <LeadFacingPage icon={ICONS[said]} title={title} from={page.clientName}>
        <p className="text-muted">{text}</p>
      </LeadFacingPage>
    );
  }
  return (
    <LeadFacingPage
      icon={<CalendarCheck aria-hidden />}
      title={`${page.firstName ? `${page.firstName}, did` : 'Did'} your appointment take place?`}
      from={page.clientName}
    >
      <p className="text-muted">
        With {page.clientName}, {page.when}.
      </p>
      <Form method="post" className="grid gap-3">
        <SubmitButton size="large" look={page.leaning === 'no' ? 'secondary' : 'primary'} name="attended" value="yes" pendingText="Saving…">
          <Check aria-hidden /> Yes, it took place
        </SubmitButton>
        <SubmitButton size="large" look={page.leaning === 'no' ? 'primary' : 'secondary'} name="attended" value="no" pendingText="Saving…">
          <X aria-hidden /> No, it did not
        </SubmitButton>
      </Form>
    </LeadFacingPage>
  );
}
