import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { MailX } from 'lucide-react';
import { useLink as spendLink } from '#stores/link-tokens.ts';
import { stopEmail } from '#stores/opt-outs.ts';
import { GonePage, LeadFacingPage } from '../components/public/lead-page.tsx';
import { SubmitButton } from '../components/ui/button.tsx';
import { openFor } from '../lead-links.server.ts';

export const meta: MetaFunction = () => [{ title: 'Unsubscribe' }, { name: 'robots', content: 'noindex' }];

export async function loader({ params, context }: LoaderFunctionArgs) {
  const opened = await openFor('unsubscribe', params['token'], context);
  if (opened.kind === 'expired') return data({ kind: opened.kind, newTimes: null }, { status: 410 });
  if (opened.kind === 'unknown') return data({ kind: opened.kind, newTimes: null }, { status: 404 });
  return data({ kind: 'ok' as const, clientName: opened.subject.clientName });
}

/** A press here, or the one-click request that mail programs send by themselves (RFC 8058): both end e-mail at once, also the second time. */
export async function action({ params, context }: ActionFunctionArgs) {
  const opened = await openFor('unsubscribe', params['token'], context);
  if (opened.kind === 'expired' || opened.kind === 'unknown') return data({ done: false }, { status: 410 });
  const { clientId, leadId } = opened.link;
  await context.db.withClient(clientId, async (tx) => {
    await stopEmail(tx, clientId, leadId);
    await spendLink(tx, params['token'] ?? '');
  });
  return data({ done: true });
}

export default function Unsubscribe() {
  const page = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>()?.done;
  if (!('clientName' in page)) return <GonePage why={page.kind} newTimes={page.newTimes} />;
  if (done)
    return (
      <LeadFacingPage icon={<MailX aria-hidden />} title="You get no more e-mail from us" from={page.clientName}>
        <p className="text-muted">It holds from this moment on. An appointment you have booked stays booked.</p>
      </LeadFacingPage>
    );
  return (
    <LeadFacingPage icon={<MailX aria-hidden />} title={`No more e-mail from ${page.clientName}?`} from={page.clientName}>
      <p className="text-muted">
        Press once; nothing else is asked. An appointment you have booked stays booked, but you are not reminded by e-mail.
      </p>
      <Form method="post">
        <SubmitButton size="large" look="primary" pendingText="Unsubscribing…" className="w-full">
          Unsubscribe
        </SubmitButton>
      </Form>
    </LeadFacingPage>
  );
}
