import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { MessagesSquare } from 'lucide-react';
import { type CallView, callView } from '#stores/views-call.ts';
import { Recording } from '../components/call/recording.tsx';
import { Transcript } from '../components/call/transcript.tsx';
import { useMayBill } from '../components/page-state.ts';
import { AppointmentStatusBadge, CallStatusBadge, RehearsalBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, CardHeader, EmptyState, Fact } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { formatMoney, formatNumberOf, formatPhone, nameOf } from '../words/numbers.ts';
import { outcomeWords, sentence } from '../words/steps.ts';
import { formatLength } from '../words/time.ts';

const titleOf = (call: Pick<CallView, 'lead' | 'phone' | 'direction'>) =>
  `${call.direction === 'inbound' ? 'Call from' : 'Call to'} ${call.lead ? nameOf(call.lead) : formatPhone(call.phone)}`;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: `${page ? titleOf(page.call) : 'Call'} · Calls · Callvia` }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'calls.read');
  const call = await read((tx) => callView(tx, clientId, idOf(args.params['id'])));
  if (!call) throw notFound();
  return { call, playable: args.context.recordingOrigins };
}

export default function CallPage() {
  const { call, playable } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={titleOf(call)}
        trail={[{ to: '/calls', text: 'Calls' }]}
        badge={
          <>
            <CallStatusBadge status={call.status} />
            <RehearsalBadge mode={call.mode} long />
          </>
        }
        text={
          <>
            <Moment at={call.at} zone={call.zone} seconds /> · {formatPhone(call.phone)}
          </>
        }
      >
        {call.lead ? <ButtonLink to={`/leads/${call.lead.id}#call-${call.id}`}>The lead’s whole story</ButtonLink> : null}
      </PageHeader>
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Card>
          <CardHeader title="What was said" text={call.summary ?? undefined} />
          <div className="px-5 pb-4 text-sm empty:hidden">
            <Recording url={call.recordingUrl} playable={playable} what={titleOf(call)} />
          </div>
          {call.transcript.length > 0 ? (
            <Transcript lines={call.transcript} />
          ) : (
            <EmptyState icon={<MessagesSquare aria-hidden />} title="No transcript" text={silence(call)} />
          )}
        </Card>
        <div className="grid gap-5">
          <Outcome call={call} />
          <Cost call={call} />
          <Proof call={call} />
        </div>
      </div>
    </>
  );
}

const silence = (call: Pick<CallView, 'endedAt' | 'status'>) =>
  call.endedAt === null
    ? 'It comes with the end of the call.'
    : call.status === 'completed'
      ? 'The vendor has not sent what was said.'
      : 'Nobody was spoken to.';

function Outcome({ call }: { call: CallView }) {
  return (
    <Card>
      <CardHeader title="Outcome" />
      <dl className="grid grid-cols-2 gap-4 px-5 pb-5">
        <Fact label="Result">{call.outcome ? outcomeWords(call.outcome) : call.endedAt ? 'Not known yet' : 'Under way'}</Fact>
        <Fact label="Length">{call.durationSeconds ? formatLength(call.durationSeconds) : '–'}</Fact>
        <Fact label="Try">
          {call.direction === 'inbound' ? 'They called us' : `${call.isCallback ? 'Callback, ' : ''}dial ${call.attempt ?? 1}`}
        </Fact>
        {call.sentiment ? <Fact label="Sounded">{sentence(call.sentiment.toLowerCase())}</Fact> : null}
        {call.disconnectReason ? <Fact label="Ended by">{sentence(call.disconnectReason)}</Fact> : null}
        {call.callbackAt ? (
          <Fact label="Asked to be called">
            <Moment at={call.callbackAt} zone={call.zone} />
          </Fact>
        ) : null}
        {call.campaign ? (
          <Fact label="Campaign">
            <Link to={`/campaigns/${call.campaign.id}`} className="text-primary-ink hover:underline">
              {call.campaign.name}
            </Link>
          </Fact>
        ) : null}
      </dl>
    </Card>
  );
}

function Cost({ call: { usage } }: { call: CallView }) {
  const mayBill = useMayBill();
  return (
    <Card>
      <CardHeader title="Cost" text={usage ? undefined : 'Nothing was charged for this call.'} />
      {usage ? (
        <dl className="grid grid-cols-2 gap-4 px-5 pb-5">
          <Fact label="Charged">{formatMoney(usage.costCents)}</Fact>
          <Fact label="For">
            {formatLength(usage.seconds)} at {formatMoney(usage.rateCents)} a minute
          </Fact>
          <Fact label="Invoice">
            {usage.invoiceId && mayBill ? (
              <Link to={`/billing/invoices/${usage.invoiceId}`} className="text-primary-ink hover:underline">
                Its invoice
              </Link>
            ) : usage.invoiceId ? (
              'on an invoice'
            ) : usage.settlement === 'invoice' ? (
              'with the month’s'
            ) : (
              sentence(usage.settlement)
            )}
          </Fact>
        </dl>
      ) : null}
    </Card>
  );
}

/** What stands behind the call, and what it stands behind. */
function Proof({ call }: { call: CallView }) {
  return (
    <Card>
      <CardHeader title="Evidence" text="A call of more than 45 seconds around an appointment proves that the lead showed." />
      <div className="grid gap-4 px-5 pb-5 text-sm">
        {call.proofs.length > 0 ? (
          <ul className="grid gap-2">
            {call.proofs.map((proof) => (
              <li key={proof.id} className="grid gap-1">
                <span className="flex flex-wrap items-center gap-2">
                  <Link to={`/appointments/${proof.id}`} className="font-medium text-primary-ink hover:underline">
                    {proof.title || 'Appointment'}, <Moment at={proof.startAt} zone={call.zone} />
                  </Link>
                  <AppointmentStatusBadge status={proof.status} />
                </span>
                <span className="text-muted">
                  {proof.decided ? 'This call decided the verdict.' : proof.isProof ? 'Long enough to prove it.' : 'Too short to prove it.'}
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-muted">It was not around an appointment.</p>
        )}
        <dl className="grid gap-3 border-t border-line pt-4">
          {call.gate ? (
            <Fact label="Allowed">
              <Moment at={call.gate.at} zone={call.zone} seconds /> by the calling rules, version {call.gate.ruleset}
            </Fact>
          ) : null}
          {call.effect ? (
            <Fact label="Asked of the vendor">
              {EFFECTS[call.effect.status] ?? sentence(call.effect.status)}
              {call.effect.lookups > 0 ? `, looked up ${formatNumberOf(call.effect.lookups, 'time')}` : ''}
            </Fact>
          ) : null}
          {call.vendorId ? (
            <Fact label="The vendor’s id">
              <code className="text-xs">{call.vendorId}</code>
            </Fact>
          ) : null}
        </dl>
      </div>
    </Card>
  );
}

const EFFECTS: Record<string, string> = {
  started: 'Asked, not answered yet',
  done: 'Done',
  failed: 'Refused',
  unknown: 'Unclear',
  planned: 'Planned',
};
