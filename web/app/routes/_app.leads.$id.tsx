import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, Link, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { Ban, CircleAlert, ExternalLink, FastForward, SkipForward } from 'lucide-react';
import { useEffect } from 'react';
import { markDnc } from '#stores/opt-outs.ts';
import { leadHeader, plannedSteps } from '#stores/views-lead.ts';
import { currentAppointment, leadEntries } from '#stores/views-lead-timeline.ts';
import { AppointmentCard, FactsCard, NextStepCard, Plan } from '../components/lead/cards.tsx';
import { Timeline } from '../components/lead/timeline.tsx';
import { PageNow } from '../components/page-state.ts';
import { LeadStatusBadge, RehearsalBadge } from '../components/status.tsx';
import { say } from '../components/toasts.tsx';
import { Badge } from '../components/ui/badge.tsx';
import { ButtonAnchor, ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { Dialog } from '../components/ui/dialog.tsx';
import { TextField } from '../components/ui/form.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card, CardHeader, EmptyState } from '../components/ui/surface.tsx';
import { takeWord } from '../confirmations.server.ts';
import { enter, idOf, notFound } from '../member.server.ts';
import { formatPhone, nameOf } from '../words/numbers.ts';
import { formatClock } from '../words/time.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: `${page ? nameOf(page.lead) : 'Lead'} · Leads · Callvia` }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'leads.read');
  const id = idOf(args.params['id']);
  const before = new URL(args.request.url).searchParams.get('until');
  const page = await read(async (tx) => {
    const lead = await leadHeader(tx, clientId, id);
    if (!lead) return null;
    const { entries, older } = await leadEntries(tx, clientId, lead, before && !Number.isNaN(Date.parse(before)) ? before : null);
    return {
      lead,
      entries,
      older,
      planned: await plannedSteps(tx, lead, clientId),
      appointment: await currentAppointment(tx, clientId, id),
    };
  });
  if (!page) throw notFound();
  const { urls, fastForward } = args.context;
  const drives = may('rehearsals.drive');
  return {
    ...page,
    mayBar: may('dnc.add'),
    mayConfirm: may('shows.confirm'),
    mayForward: drives && fastForward !== null && page.lead.mode === 'rehearsal',
    workflowUrl: drives ? `${urls.temporalUi}/namespaces/${urls.temporalNamespace}/workflows/lead-${id}` : null,
  };
}

export async function action(args: ActionFunctionArgs) {
  const id = idOf(args.params['id']);
  const form = await args.request.formData();
  const { db, fastForward } = args.context;
  switch (form.get('verb')) {
    case 'dnc': {
      const { clientId, user } = await enter(args, 'dnc.add');
      const note = String(form.get('note') ?? '')
        .trim()
        .slice(0, 500);
      const answer = await markDnc(db, { clientId, leadId: id, reason: 'manual', userId: user.id, ...(note ? { note } : {}) });
      if (answer.kind === 'unknown') throw notFound();
      return data({ kind: 'ok' as const, text: 'The number is on the do-not-call list. Nothing dials or texts it any more.' });
    }
    case 'forward-next':
    case 'forward-end': {
      const { clientId } = await enter(args, 'rehearsals.drive');
      const to = form.get('verb') === 'forward-end' ? ('end' as const) : ('next' as const);
      const answer = fastForward ? await fastForward({ clientId, leadId: id, to }) : { kind: 'unavailable' };
      if (answer.kind === 'ok')
        return data({
          kind: 'ok' as const,
          text: to === 'end' ? 'The rehearsal ran to its end.' : 'The rehearsal moved on to its next step.',
        });
      const why = 'message' in answer && answer.message ? answer.message : `It answered “${answer.kind}”. Nothing was changed.`;
      return data({ kind: 'refused' as const, text: `Could not be moved on: ${why}` }, { status: 409 });
    }
    default: {
      const { clientId, user } = await enter(args, 'shows.confirm');
      const said = await takeWord(db, { form, clientId, userId: user.id });
      return data(
        { kind: said.kind === 'ok' ? ('ok' as const) : ('refused' as const), text: said.text },
        { status: said.kind === 'refused' ? 409 : 200 },
      );
    }
  }
}

export default function LeadPage() {
  const { lead, entries, older, planned, appointment, mayBar, mayConfirm, mayForward, workflowUrl } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [params] = useSearchParams();
  useEffect(() => {
    if (answer?.kind === 'ok') say(answer.text);
  }, [answer]);
  const base = `/leads/${lead.id}`;
  return (
    <PageNow.Provider value={lead.now}>
      <PageHeader
        title={nameOf(lead)}
        trail={[
          { to: '/leads', text: 'Leads' },
          ...(lead.campaignId && lead.campaignName ? [{ to: `/campaigns/${lead.campaignId}`, text: lead.campaignName }] : []),
        ]}
        badge={
          <>
            <LeadStatusBadge status={lead.status} />
            <RehearsalBadge mode={lead.mode} long />
            {lead.isBarred && lead.status !== 'dnc' ? <Badge tone="bad">On the do-not-call list</Badge> : null}
          </>
        }
        text={
          <>
            {formatPhone(lead.phone)} · {formatClock(lead.now, lead.zone)} there now
            {lead.clockOffsetMs > 0 ? ', fast-forwarded' : ''}
          </>
        }
      >
        {mayForward && lead.phase !== 'end' ? (
          <Form method="post" className="flex flex-wrap gap-2">
            <SubmitButton name="verb" value="forward-next" pendingText="Moving on…">
              <SkipForward aria-hidden /> To the next step
            </SubmitButton>
            <SubmitButton name="verb" value="forward-end" pendingText="Running…">
              <FastForward aria-hidden /> To the end
            </SubmitButton>
          </Form>
        ) : null}
        {workflowUrl ? (
          <ButtonAnchor href={workflowUrl} target="_blank" rel="noreferrer" look="ghost">
            <ExternalLink aria-hidden /> Run in Temporal
          </ButtonAnchor>
        ) : null}
        {mayBar && !lead.isBarred ? (
          <ButtonLink to={`${base}?do=dnc`} preventScrollReset>
            <Ban aria-hidden /> Do not call
          </ButtonLink>
        ) : null}
      </PageHeader>
      {answer?.kind === 'refused' ? <Alert tone="bad" title={answer.text} icon={<CircleAlert aria-hidden />} /> : null}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[20rem_1fr]">
        <div className="grid grid-cols-1 gap-5 max-lg:contents">
          <NextStepCard lead={lead} />
          {appointment ? <AppointmentCard appointment={appointment} lead={lead} mayConfirm={mayConfirm} /> : null}
          <FactsCard lead={lead} />
        </div>
        <div className="grid grid-cols-1 gap-5">
          <Plan steps={planned} lead={lead} />
          <Card>
            <CardHeader title="What happened" text={`Newest first, by the lead’s clock (${lead.zone}).`} />
            <div className="px-5 pb-5">
              {entries.length > 0 ? (
                <Timeline entries={entries} zone={lead.zone} />
              ) : (
                <EmptyState title="Nothing yet" text="Calls, messages, bookings and decisions appear here as they happen." />
              )}
              {older ? (
                <p className="pt-4 text-center">
                  <Link to={`?until=${encodeURIComponent(older)}`} className="text-sm font-medium text-primary-ink hover:underline">
                    Older
                  </Link>
                </p>
              ) : null}
            </div>
          </Card>
        </div>
      </div>
      {mayBar && params.get('do') === 'dnc' && !lead.isBarred ? (
        <Dialog title={`Never call ${formatPhone(lead.phone)} again?`} back={base}>
          <p>
            The number goes on this client’s do-not-call list, for every campaign. Planned calls and texts are dropped. An appointment that
            is already booked is still verified.
          </p>
          <Form method="post" action={base} className="grid gap-4">
            <TextField label="Reason" name="note" hint="Optional; it stands on the timeline." maxLength={500} autoComplete="off" />
            <div className="flex flex-wrap justify-end gap-2">
              <ButtonLink to={base} preventScrollReset>
                Cancel
              </ButtonLink>
              <SubmitButton look="danger" name="verb" value="dnc" pendingText="Marking…">
                Do not call
              </SubmitButton>
            </div>
          </Form>
        </Dialog>
      ) : null}
    </PageNow.Provider>
  );
}
