import { Link, useFetcher, useNavigate } from '@remix-run/react';
import { ExternalLink, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { LeadPeek as PeekData } from '../../lead-peek.server.ts';
import type { loader as peekLoader } from '../../routes/leads.$id.peek.ts';
import { formatPhone, nameOf } from '../../words/numbers.ts';
import { outcomeWords, stepWords } from '../../words/steps.ts';
import { formatClock } from '../../words/time.ts';
import { announce } from '../announcer.tsx';
import { PageNow } from '../page-state.ts';
import { LeadStatusBadge, RehearsalBadge } from '../status.tsx';
import { Moment, Relative } from '../time.tsx';
import { Badge } from '../ui/badge.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { Fact, Skeleton } from '../ui/surface.tsx';
import type { Peek } from './peek.ts';
import { Timeline } from './timeline.tsx';

const PHONE = '(max-width: 767px)';

/** A lead beside its list: where it stands, what comes next, and what happened last. On phones its own page is opened instead. */
export function LeadPeek({
  peek,
  first,
  people,
}: {
  peek: Peek & { id: string };
  first: PeekData | null;
  people: ReadonlyMap<string, string>;
}) {
  const { id } = peek;
  const { load, data } = useFetcher<typeof peekLoader>({ key: 'lead-peek' });
  const navigate = useNavigate();
  const go = useRef(navigate);
  go.current = navigate;
  useEffect(() => {
    if (matchMedia(PHONE).matches) go.current(`/leads/${id}`, { replace: true });
    else load(`/leads/${id}/peek`);
  }, [id, load]);
  const isHere = data?.id === id;
  const shown = isHere ? data.peek : first?.lead.id === id ? first : null;
  const name = shown ? nameOf(shown.lead) : null;
  useEffect(() => {
    if (name) announce(`Preview of ${name}.`);
  }, [name]);
  return (
    <aside
      aria-label="Preview"
      className="rounded-card border border-line bg-surface shadow-card md:max-xl:fixed md:max-xl:inset-y-0 md:max-xl:right-0 md:max-xl:z-40 md:max-xl:w-96 md:max-xl:rounded-none md:max-xl:shadow-float xl:sticky xl:top-18 xl:max-h-[calc(100dvh-5.5rem)] md:overflow-y-auto"
    >
      <header className="sticky top-0 z-10 flex items-start justify-between gap-3 border-b border-line bg-surface px-5 py-3">
        <div className="grid min-w-0 gap-1">
          <h2 className="truncate text-lg font-semibold">{name ?? (isHere ? 'Nobody here' : <Skeleton className="h-6 w-40" />)}</h2>
          {shown ? (
            <p className="flex flex-wrap items-center gap-1.5">
              <LeadStatusBadge status={shown.lead.status} />
              <RehearsalBadge mode={shown.lead.mode} />
              {shown.lead.isBarred && shown.lead.status !== 'dnc' ? <Badge tone="bad">On the do-not-call list</Badge> : null}
            </p>
          ) : null}
        </div>
        <ButtonLink
          to={peek.hrefOf(null)}
          preventScrollReset
          look="ghost"
          size="icon"
          aria-label="Close the preview"
          className="-mt-1 -mr-2 shrink-0"
        >
          <X aria-hidden />
        </ButtonLink>
      </header>
      {shown ? (
        <PageNow.Provider value={shown.lead.now}>
          <Body peek={shown} people={people} />
        </PageNow.Provider>
      ) : isHere ? (
        <p className="px-5 py-6 text-sm text-muted">This lead is not there any more, or belongs to another client.</p>
      ) : (
        <div className="grid gap-3 px-5 py-4">
          {['a', 'b', 'c', 'd'].map((line) => (
            <Skeleton key={line} className="h-10" />
          ))}
        </div>
      )}
    </aside>
  );
}

function Body({ peek: { lead, appointment, entries, isMore }, people }: { peek: PeekData; people: ReadonlyMap<string, string> }) {
  const page = `/leads/${lead.id}`;
  const owner = lead.ownerId ? people.get(lead.ownerId) : null;
  return (
    <div className="grid gap-5 px-5 py-4">
      <div className="grid gap-1 text-sm">
        <p className="flex items-center gap-1 font-medium">
          {formatPhone(lead.phone)} <CopyText text={lead.phone} label="Copy the number" />
        </p>
        {lead.email ? <p className="wrap-anywhere">{lead.email}</p> : null}
        <p className="text-muted">
          {formatClock(lead.now, lead.zone)} there now{lead.clockOffsetMs > 0 ? ', fast-forwarded' : ''}
        </p>
      </div>
      <dl className="grid grid-cols-2 items-start gap-3 [&_dd]:wrap-anywhere">
        <Fact label="Next step">
          {lead.nextKind ? stepWords(lead.nextKind) : 'Nothing is planned'}
          {lead.nextAt ? (
            <span className="block text-muted">
              <Moment at={lead.nextAt} zone={lead.zone} />
            </span>
          ) : null}
        </Fact>
        <Fact label="Last contact">
          {lead.lastContactedAt ? <Relative at={lead.lastContactedAt} zone={lead.zone} /> : '–'}
          {lead.lastOutcome ? <span className="block text-muted">{outcomeWords(lead.lastOutcome)}</span> : null}
        </Fact>
        {appointment ? (
          <Fact label="Appointment">
            <Moment at={appointment.startAt} zone={appointment.zone} />
          </Fact>
        ) : null}
        <Fact label="Attempts used">
          {lead.attempts} of {lead.maxAttempts}
        </Fact>
        {lead.campaignName ? <Fact label="Campaign">{lead.campaignName}</Fact> : null}
        {owner ? <Fact label="Owner">{owner}</Fact> : null}
        {lead.company ? <Fact label="Company">{lead.company}</Fact> : null}
        {lead.tags.length > 0 ? <Fact label="Tags">{lead.tags.join(', ')}</Fact> : null}
      </dl>
      <ButtonLink to={page}>
        <ExternalLink aria-hidden /> Open the whole page
      </ButtonLink>
      <section aria-labelledby="peek-last" className="grid gap-3 border-t border-line pt-4">
        <h3 id="peek-last" className="text-sm font-semibold">
          What happened last
        </h3>
        {entries.length > 0 ? (
          <Timeline entries={entries} zone={lead.zone} leadId={lead.id} people={null} mayWrite={false} />
        ) : (
          <p className="text-sm text-muted">Nothing yet.</p>
        )}
        {isMore ? (
          <Link to={page} className="inline-flex min-h-6 w-fit items-center text-sm font-medium text-primary-ink hover:underline">
            The whole timeline
          </Link>
        ) : null}
      </section>
    </div>
  );
}
