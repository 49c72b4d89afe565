import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { CalendarCheck, CalendarX, Check, Clock, Link2Off, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Mode } from '#domain/lead.ts';
import { clockOf, startWords } from '#domain/slot-days.ts';
import { answerByLink, unanswerable, type VerifyAnswer } from '#stores/verify-links.ts';
import { LeadFacingPage } from '../components/public/lead-page.tsx';
import { RehearsalBadge } from '../components/status.tsx';
import { ButtonAnchor, ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { openVerify } from '../verify-link.server.ts';
import { verifyWords, whoWords } from '../words/verify.ts';

export const meta: MetaFunction = () => [{ title: 'Did they show up?' }, { name: 'robots', content: 'noindex' }];

/** Shows what is asked and decides nothing: mail programs open links by themselves. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const opened = await openVerify(params['token'] ?? '', context);
  if (opened.kind === 'expired') return data({ kind: opened.kind }, { status: 410 });
  if (opened.kind === 'unknown') return data({ kind: opened.kind }, { status: 404 });
  const { clientName, mode, startAt, verifyAt, zone, appointmentId, ...rest } = opened.subject;
  const asked = new URL(request.url).searchParams.get('attended');
  const leaning: 'yes' | 'no' | null = asked === 'yes' || asked === 'no' ? asked : null;
  const why: VerifyAnswer | null = unanswerable(rest) ?? (opened.kind === 'used' ? { kind: 'used' } : null);
  return data({
    ...{ kind: opened.kind, clientName, mode, appointmentId, why },
    who: whoWords(rest),
    startWords: startWords(startAt, zone, clockOf(zone)),
    verdictWords: startWords(verifyAt, zone, clockOf(zone)),
    leaning,
  });
}

/** A press is the client's word, as on the page of appointments. */
export async function action({ params, request, context }: ActionFunctionArgs) {
  const token = params['token'] ?? '';
  const opened = await openVerify(token, context);
  if (opened.kind === 'expired') return data({ answer: null }, { status: 410 });
  if (opened.kind === 'unknown') return data({ answer: null }, { status: 404 });
  const attended = (await request.formData()).get('attended');
  if (attended !== 'yes' && attended !== 'no') return data({ answer: null }, { status: 400 });
  const { link } = opened;
  const answer = await context.db.withClient(link.clientId, (tx) => answerByLink(tx, { token, link, attended: attended === 'yes' }));
  return data({ answer });
}

const ICONS = {
  taken: <Check aria-hidden />,
  answered: <Check aria-hidden />,
  decided: <Check aria-hidden />,
  used: <Check aria-hidden />,
  'not-started': <Clock aria-hidden />,
  cancelled: <CalendarX aria-hidden />,
} as const satisfies Record<VerifyAnswer['kind'], ReactNode>;

export default function Verify() {
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.answer;
  if (!('clientName' in page)) return <Gone why={page.kind} />;
  const said = answer ?? page.why;
  if (said) {
    const [title, text] = verifyWords(said, page);
    return (
      <LeadFacingPage icon={ICONS[said.kind]} title={title} from={page.clientName}>
        <p className="text-muted">{text}</p>
        <Books mode={page.mode} />
        <ButtonAnchor href={`/appointments/${page.appointmentId}`} size="large">
          Open in Callvia
        </ButtonAnchor>
      </LeadFacingPage>
    );
  }
  return (
    <LeadFacingPage icon={<CalendarCheck aria-hidden />} title={`Did ${page.who} show up?`} from={page.clientName}>
      <div className="grid gap-2 text-muted">
        <p>{page.startWords}.</p>
        <p>Without an answer it is decided on {page.verdictWords}.</p>
        <Books mode={page.mode} />
      </div>
      <Form method="post" className="grid gap-3">
        {page.leaning === 'no' ? null : <Yes />}
        {page.leaning === 'yes' ? null : <No look={page.leaning === 'no' ? 'primary' : 'secondary'} />}
        {page.leaning ? <Contrary leaning={page.leaning} /> : null}
      </Form>
    </LeadFacingPage>
  );
}

/** As wide as its word, though the card stretches what is in it. */
const Books = ({ mode }: { mode: Mode }) =>
  mode === 'rehearsal' ? (
    <p>
      <RehearsalBadge mode={mode} />
    </p>
  ) : null;

const Yes = () => (
  <SubmitButton size="large" look="primary" name="attended" value="yes" pendingText="Saving…">
    <Check aria-hidden /> Yes, they showed up
  </SubmitButton>
);

const No = ({ look }: { look: 'primary' | 'secondary' }) => (
  <SubmitButton size="large" look={look} name="attended" value="no" pendingText="Saving…">
    <X aria-hidden /> No, they did not
  </SubmitButton>
);

/** For whoever pressed the wrong link in the mail: the page that asks the other way round. */
const Contrary = ({ leaning }: { leaning: 'yes' | 'no' }) => (
  <ButtonLink to={`?attended=${leaning === 'yes' ? 'no' : 'yes'}`} replace look="ghost" size="tall">
    {leaning === 'yes' ? 'They did not show up?' : 'They did show up?'}
  </ButtonLink>
);

const GONE = {
  expired: [
    <Clock key="icon" aria-hidden />,
    'This link is no longer valid',
    'Links in our digests work for 30 days. The appointment has been decided meanwhile: you find it in Callvia, where a verdict can be disputed.',
  ],
  unknown: [
    <Link2Off key="icon" aria-hidden />,
    'This link leads nowhere',
    'It may have been cut off when it was copied, or you no longer answer for this client. What waits for an answer is listed in Callvia.',
  ],
} as const;

function Gone({ why }: { why: keyof typeof GONE }) {
  const [icon, title, text] = GONE[why];
  return (
    <LeadFacingPage icon={icon} title={title}>
      <p className="text-muted">{text}</p>
      <ButtonAnchor href={`/appointments?view=${why === 'expired' ? 'past' : 'verify'}`} size="large">
        Open Callvia
      </ButtonAnchor>
    </LeadFacingPage>
  );
}
