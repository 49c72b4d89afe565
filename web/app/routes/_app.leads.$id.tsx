import { randomUUID } from 'node:crypto';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Link, useLoaderData, useSearchParams } from '@remix-run/react';
import { CircleAlert, ExternalLink, Pencil } from 'lucide-react';
import { useEffect } from 'react';
import { leadHeader, plannedSteps } from '#stores/views-lead.ts';
import { currentAppointment } from '#stores/views-lead-bookings.ts';
import { leadEntries } from '#stores/views-lead-timeline.ts';
import { COMMENT_VERBS, keepComment } from '../comments.server.ts';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { later } from '../components/later.tsx';
import { AppointmentCard, FactsCard, NextStepCard, Plan } from '../components/lead/cards.tsx';
import { CommentBox } from '../components/lead/comments.tsx';
import { FastForwardCard } from '../components/lead/fast-forward.tsx';
import { KeepCard } from '../components/lead/keep-card.tsx';
import { ledTo, stationsOf } from '../components/lead/life.ts';
import { showOf, TIMELINE_SHOWS, type TimelineShow } from '../components/lead/shows.ts';
import { Timeline } from '../components/lead/timeline.tsx';
import { VerbLinks } from '../components/lead/verbs.tsx';
import { PageNow } from '../components/page-state.ts';
import { useSaid } from '../components/said.tsx';
import { LeadStatusBadge, RehearsalBadge } from '../components/status.tsx';
import { say } from '../components/toasts.tsx';
import { Badge } from '../components/ui/badge.tsx';
import { ButtonAnchor, ButtonLink } from '../components/ui/button.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card, CardHeader, EmptyState } from '../components/ui/surface.tsx';
import { takeWord } from '../confirmations.server.ts';
import { KEPT_VERBS, keepLead } from '../lead-keep.server.ts';
import { ASKED_VERBS, doVerb, whyNot } from '../lead-verbs.server.ts';
import { sendWritten, writeBox } from '../lead-write.server.ts';
import { enter, idOf, notFound } from '../member.server.ts';
import { peopleOf } from '../people.server.ts';
import { handleReply } from '../reply-deeds.server.ts';
import { formatPhone, nameOf } from '../words/numbers.ts';
import { formatClock } from '../words/time.ts';
import { isAboutMessage } from '../words/written.ts';

const WriteBox = later(async () => (await import('../components/lead/write-box.tsx')).WriteBox);
const VerbDialog = later(async () => (await import('../components/lead/verb-dialog.tsx')).VerbDialog);

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: `${page ? nameOf(page.lead) : 'Lead'} · Leads · Callvia` }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, user, may } = await enter(args, 'leads.read');
  const id = idOf(args.params['id']);
  const params = new URL(args.request.url).searchParams;
  const until = params.get('until');
  const show = TIMELINE_SHOWS.find((one) => one === params.get('show')) ?? null;
  const people = peopleOf(args.context, clientId);
  const page = await read(async (tx) => {
    const lead = await leadHeader(tx, clientId, id);
    if (!lead) return null;
    const { entries, older } = await leadEntries(tx, clientId, lead, until && !Number.isNaN(Date.parse(until)) ? until : null);
    const planned = await plannedSteps(tx, lead, clientId);
    return {
      lead,
      entries: show ? entries.filter((entry) => showOf(entry) === show) : entries,
      older,
      show,
      planned,
      stations: lead.mode === 'rehearsal' && !until ? stationsOf(entries, planned) : [],
      ledTo: lead.phase === 'end' && !until ? ledTo(lead.status, entries) : null,
      appointment: await currentAppointment(tx, clientId, id),
      write: may('leads.write') ? await writeBox(tx, clientId, lead, params.get('write')) : null,
    };
  });
  if (!page) throw notFound();
  const { urls, fastForward, db } = args.context;
  const drives = may('rehearsals.drive');
  const mayWrite = may('leads.write');
  const mayBar = may('dnc.add');
  const verb = ASKED_VERBS.find((one) => one === params.get('do'));
  const mayAsk = verb && (verb === 'dnc' ? mayBar && !page.lead.isBarred : mayWrite);
  return {
    ...page,
    people: await people,
    who: { userId: user.id, mayManage: may('comments.manage'), playable: args.context.recordingOrigins },
    commentKey: randomUUID(),
    mayWrite,
    mayBar,
    mayBook: may('appointments.write') && !(page.appointment?.status === 'scheduled' && page.appointment.startAt > page.lead.now),
    mayConfirm: may('shows.confirm'),
    mayForward: drives && fastForward !== null && page.lead.mode === 'rehearsal',
    asked: mayAsk ? { verb, why: await whyNot(db, verb, { clientId, leadId: id, user }, page.lead) } : null,
    workflowUrl: drives ? `${urls.temporalUi}/namespaces/${urls.temporalNamespace}/workflows/lead-${id}` : null,
  };
}

export async function action(args: ActionFunctionArgs) {
  const id = idOf(args.params['id']);
  const form = await args.request.formData();
  const { db, fastForward } = args.context;
  switch (form.get('verb')) {
    case 'call':
    case 'link':
    case 'skip':
    case 'restore':
    case 'dnc': {
      const { clientId, user, read } = await enter(args, form.get('verb') === 'dnc' ? 'dnc.add' : 'leads.write');
      const lead = await read((tx) => leadHeader(tx, clientId, id));
      if (!lead) throw notFound();
      const answer = await doVerb(db, form, { clientId, leadId: id, user }, lead);
      return data(answer, { status: answer.kind === 'ok' ? 200 : 409 });
    }
    case 'assign':
    case 'tag':
    case 'untag':
    case 'note': {
      const { clientId, user, read } = await enter(args, 'leads.write');
      const verb = KEPT_VERBS.find((one) => one === form.get('verb')) ?? 'note';
      const answer = await keepLead(verb, form, {
        db,
        read,
        clientId,
        leadId: id,
        userId: user.id,
        people: await peopleOf(args.context, clientId),
      });
      return data(answer, { status: answer.kind === 'ok' ? 200 : 422 });
    }
    case 'write': {
      const { clientId, user, read } = await enter(args, 'leads.write');
      const lead = await read((tx) => leadHeader(tx, clientId, id));
      if (!lead) throw notFound();
      return sendWritten(args.context, form, { clientId, userId: user.id }, lead);
    }
    case 'comment':
    case 'comment-edit':
    case 'comment-delete':
    case 'comment-restore': {
      const { clientId, user, read, may } = await enter(args, 'leads.write');
      const verb = COMMENT_VERBS.find((one) => one === form.get('verb')) ?? 'comment';
      const answer = await keepComment(verb, form, { read, clientId, leadId: id, userId: user.id, mayManage: may('comments.manage') });
      return data(answer, { status: answer.kind === 'ok' ? 200 : 422 });
    }
    case 'handled':
    case 'unhandled': {
      const { clientId, user, read } = await enter(args, 'leads.write');
      return data(await handleReply(form, { read, clientId, userId: user.id }));
    }
    case 'forward-next':
    case 'forward-end': {
      const { clientId } = await enter(args, 'rehearsals.drive');
      const to = form.get('verb') === 'forward-end' ? ('end' as const) : ('next' as const);
      const answer = fastForward
        ? await fastForward({ clientId, leadId: id, to })
        : { kind: 'refused' as const, message: 'You are not signed in any more. Nothing was changed.' };
      if (answer.kind === 'refused')
        return data({ kind: 'refused' as const, text: `Could not be moved on: ${answer.message}` }, { status: 409 });
      const moved = to === 'end' ? 'The rehearsal ran to its end.' : 'The rehearsal moved on to its next step.';
      return data({ kind: 'ok' as const, text: answer.steps === 0 ? 'Nothing is ahead of this lead.' : moved, steps: answer.steps });
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

const SHOWS: Record<TimelineShow, string> = {
  calls: 'Calls',
  messages: 'Messages',
  bookings: 'Bookings',
  billing: 'Billing',
  'not-done': 'Not done',
  decisions: 'Decisions',
  comments: 'Comments',
};

const SAID = { added: 'The lead is added.', saved: 'The lead is saved.' };

export default function LeadPage() {
  const page = useLoaderData<typeof loader>();
  useSaid(SAID);
  const { lead, entries, older, planned, appointment, mayWrite, mayBar, mayConfirm, mayForward, asked, workflowUrl } = page;
  const answer = useKeptAnswer<typeof action>();
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
        <VerbLinks lead={lead} mayWrite={mayWrite} mayBar={mayBar} mayBook={page.mayBook} />
        {workflowUrl ? (
          <ButtonAnchor href={workflowUrl} target="_blank" rel="noreferrer" look="ghost">
            <ExternalLink aria-hidden /> Run in Temporal
          </ButtonAnchor>
        ) : null}
        {mayWrite ? (
          <ButtonLink to={`${base}/edit`}>
            <Pencil aria-hidden /> Edit
          </ButtonLink>
        ) : null}
      </PageHeader>
      {answer?.kind === 'refused' && !isAboutMessage(answer) ? (
        <Alert tone="bad" title={answer.text} icon={<CircleAlert aria-hidden />} />
      ) : null}
      {mayForward && page.stations.length > 0 ? <FastForwardCard lead={lead} stations={page.stations} ledTo={page.ledTo} /> : null}
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[20rem_1fr]">
        <div className="grid grid-cols-1 gap-5 max-lg:contents">
          <NextStepCard lead={lead} />
          {appointment ? <AppointmentCard appointment={appointment} lead={lead} mayConfirm={mayConfirm} /> : null}
          <KeepCard lead={lead} people={page.people} mayWrite={mayWrite} />
          <FactsCard lead={lead} />
        </div>
        <div className="grid grid-cols-1 gap-5">
          <Plan steps={planned} lead={lead} maySkip={mayWrite} />
          {page.write ? <WriteBox lead={lead} box={page.write} refused={answer && isAboutMessage(answer) ? answer : null} /> : null}
          <Card>
            <CardHeader title="What happened" text={`Newest first, by the lead’s clock (${lead.zone}).`} />
            <div className="grid grid-cols-1 gap-4 px-5 pb-5">
              {mayWrite ? <CommentBox leadId={lead.id} firstKey={page.commentKey} /> : null}
              <Choices
                label="Show on the timeline"
                choices={[
                  { to: base, text: 'All', isCurrent: page.show === null },
                  ...TIMELINE_SHOWS.map((show) => ({ to: `${base}?show=${show}`, text: SHOWS[show], isCurrent: page.show === show })),
                ]}
              />
              {entries.length > 0 ? (
                <Timeline entries={entries} zone={lead.zone} leadId={lead.id} {...page.who} people={page.people} mayWrite={mayWrite} />
              ) : (
                <NothingYet show={page.show} />
              )}
              {older ? (
                <p className="text-center">
                  <Link to={olderOf(params, older)} className="text-sm font-medium text-primary-ink hover:underline">
                    Older
                  </Link>
                </p>
              ) : null}
            </div>
          </Card>
        </div>
      </div>
      {asked && !answer ? <VerbDialog verb={asked.verb} lead={lead} why={asked.why} /> : null}
    </PageNow.Provider>
  );
}

const olderOf = (params: URLSearchParams, older: string) =>
  `?${new URLSearchParams([...params].filter(([name]) => name === 'show').concat([['until', older]]))}`;

function NothingYet({ show }: { show: TimelineShow | null }) {
  return show ? (
    <EmptyState title={`Nothing under “${SHOWS[show]}”`} text="Choose “All” to see the whole life of this lead." />
  ) : (
    <EmptyState title="Nothing yet" text="Calls, messages, bookings and decisions appear here as they happen." />
  );
}
