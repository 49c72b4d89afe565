import {
  Ban,
  CalendarCheck,
  CircleSlash,
  Clock,
  Gavel,
  Info,
  type LucideIcon,
  Mail,
  MessageSquare,
  MessageSquareReply,
  MousePointerClick,
  Phone,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  UserCheck,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallEntry, DecisionEntry, Entry, MessageEntry, VerdictEntry } from '#stores/views-lead-timeline.ts';
import { callWords, decisionWords, factWords, messageWords, reasonWords } from '../../words/entries.ts';
import { formatMoney } from '../../words/numbers.ts';
import { methodWords } from '../../words/steps.ts';
import { formatLength } from '../../words/time.ts';
import { CallStatusBadge, MessageStatusBadge } from '../status.tsx';
import { Moment } from '../time.tsx';
import { Badge } from '../ui/badge.tsx';
import { cn } from '../ui/classes.ts';
import { Disclosure } from '../ui/disclosure.tsx';

type Tone = 'good' | 'bad' | 'info' | 'primary' | 'quiet';
const TONES: Record<Tone, string> = {
  good: 'bg-good-soft text-good-ink',
  bad: 'bg-bad-soft text-bad-ink',
  info: 'bg-info-soft text-info-ink',
  primary: 'bg-primary-soft text-primary-ink',
  quiet: 'bg-quiet-soft text-quiet-ink',
};

/** One entry of a lead's life: icon, sentence, exact time, and more on request. */
export function TimelineItem({
  id,
  icon: Icon,
  tone,
  title,
  at,
  zone,
  badge,
  children,
  isPlanned,
}: {
  id?: string;
  icon: LucideIcon;
  tone: Tone;
  title: string;
  at: string;
  zone: string;
  badge?: ReactNode;
  children?: ReactNode;
  isPlanned?: boolean;
}) {
  return (
    <li id={id} className="relative grid grid-cols-[2.25rem_1fr] gap-3 pb-5 last:pb-0 target:rounded-card target:bg-primary-soft">
      <span aria-hidden className="absolute top-9 bottom-0 left-[1.1rem] w-px bg-line [li:last-child>&]:hidden" />
      <span
        className={cn(
          'grid size-9 place-items-center rounded-full',
          TONES[tone],
          isPlanned && 'border border-dashed border-line-strong bg-surface text-muted',
        )}
      >
        <Icon aria-hidden className="size-4.5" />
      </span>
      <div className="grid min-w-0 gap-1 pt-1.5 text-sm">
        <div className="flex items-baseline justify-between gap-x-4 gap-y-1 max-sm:flex-wrap">
          <div className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
            <p className={cn('font-medium', isPlanned && 'text-muted')}>{title}</p>
            {badge}
          </div>
          <span className="shrink-0 text-muted">
            <Moment at={at} zone={zone} seconds={!isPlanned} />
          </span>
        </div>
        {children}
      </div>
    </li>
  );
}

/** What happened, newest first. */
export function Timeline({ entries, zone }: { entries: Entry[]; zone: string }) {
  return (
    <ol>
      {entries.map((entry) => (
        <EntryItem key={`${entry.kind}-${entry.id}`} entry={entry} zone={zone} />
      ))}
    </ol>
  );
}

function EntryItem({ entry, zone }: { entry: Entry; zone: string }) {
  switch (entry.kind) {
    case 'call':
      return <CallItem call={entry} zone={zone} />;
    case 'message':
      return <MessageItem message={entry} zone={zone} />;
    case 'booking':
      return (
        <TimelineItem
          id={`appointment-${entry.id}`}
          icon={CalendarCheck}
          tone="primary"
          title={`Booked ${BOOKED_BY[entry.bookedBy] ?? 'an appointment'}`}
          at={entry.at}
          zone={zone}
        >
          <p className="text-muted">
            {entry.title || 'Appointment'}, <Moment at={entry.startAt} zone={entry.zone} />
          </p>
        </TimelineItem>
      );
    case 'word':
      return (
        <TimelineItem
          icon={UserCheck}
          tone={entry.attended ? 'good' : 'quiet'}
          title={`${entry.by === 'client' ? 'The client' : 'The lead'} says: ${entry.attended ? 'it took place' : 'it did not take place'}`}
          at={entry.at}
          zone={zone}
        />
      );
    case 'verdict':
      return <VerdictItem verdict={entry} zone={zone} />;
    case 'decision':
      return <DecisionItem decision={entry} zone={zone} />;
    case 'link':
      return (
        <TimelineItem icon={MousePointerClick} tone="quiet" title={LINKS[entry.purpose] ?? 'A link was opened'} at={entry.at} zone={zone} />
      );
    case 'fact':
      return (
        <TimelineItem
          icon={entry.type === 'lead.barred' ? Ban : Info}
          tone={entry.type === 'lead.barred' ? 'bad' : 'quiet'}
          title={factWords(entry)}
          at={entry.at}
          zone={zone}
        />
      );
    default:
      return entry satisfies never;
  }
}

const LINKS: Record<string, string> = {
  booking: 'The booking link was opened',
  reschedule: 'The link to move the appointment was opened',
  confirm: 'The question whether it took place was opened',
  unsubscribe: 'The link to unsubscribe was opened',
};
const BOOKED_BY: Record<string, string> = { call: 'during the call', link: 'by the link', staff: 'by hand' };
const SPEAKERS: Record<string, string> = { agent: 'Agent', user: 'Lead', tool: 'Tool', system: 'System' };

function CallItem({ call, zone }: { call: CallEntry; zone: string }) {
  const isAnswered = call.status === 'completed' || call.status === 'in_progress';
  const icon = call.direction === 'inbound' ? PhoneIncoming : isAnswered ? Phone : call.status === 'failed' ? PhoneOff : PhoneMissed;
  const facts = [
    call.durationSeconds ? formatLength(call.durationSeconds) : '',
    call.costCents ? formatMoney(call.costCents) : '',
    call.sentiment ? `sounded ${call.sentiment.toLowerCase()}` : '',
  ].filter(Boolean);
  return (
    <TimelineItem
      id={`call-${call.id}`}
      icon={icon}
      tone={isAnswered ? 'info' : 'quiet'}
      title={callWords(call)}
      at={call.at}
      zone={zone}
      badge={<CallStatusBadge status={call.status} />}
    >
      {facts.length > 0 ? <p className="text-muted">{facts.join(' · ')}</p> : null}
      {call.summary ? <p>{call.summary}</p> : null}
      {call.transcript.length > 0 ? (
        <Disclosure summary={`Transcript, ${call.transcript.length} lines`}>
          <dl className="grid gap-2 rounded-card bg-sunken p-4">
            {call.transcript.map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines never move, and two may be alike
              <div key={i} className="grid grid-cols-[4rem_1fr] gap-3">
                <dt className="font-medium text-muted">
                  {SPEAKERS[line.speaker] ?? line.speaker}
                  {line.startMs !== null ? (
                    <span className="block text-xs font-normal">{formatLength(Math.floor(line.startMs / 1000))}</span>
                  ) : null}
                </dt>
                <dd>{line.message}</dd>
              </div>
            ))}
          </dl>
        </Disclosure>
      ) : null}
    </TimelineItem>
  );
}

function MessageItem({ message, zone }: { message: MessageEntry; zone: string }) {
  const isSkipped = message.status === 'skipped';
  const icon = isSkipped
    ? CircleSlash
    : message.direction === 'inbound'
      ? MessageSquareReply
      : message.channel === 'email'
        ? Mail
        : MessageSquare;
  return (
    <TimelineItem
      id={`message-${message.id}`}
      icon={icon}
      tone={isSkipped ? 'quiet' : message.direction === 'inbound' ? 'primary' : 'info'}
      title={messageWords(message)}
      at={message.at}
      zone={zone}
      badge={isSkipped || message.direction === 'inbound' ? null : <MessageStatusBadge status={message.status} />}
    >
      {message.direction === 'inbound' && message.body ? (
        <blockquote className="rounded-card bg-sunken px-3 py-2">{message.body}</blockquote>
      ) : null}
      {message.direction !== 'inbound' && message.body && !isSkipped ? (
        <Disclosure summary="As sent">
          <div className="grid gap-1 rounded-card bg-sunken p-4">
            {message.subject ? <p className="font-medium">{message.subject}</p> : null}
            <p className="break-words whitespace-pre-line">{message.body}</p>
          </div>
        </Disclosure>
      ) : null}
      {message.errorCode ? <p className="text-bad-ink">The provider answered {message.errorCode}</p> : null}
    </TimelineItem>
  );
}

function VerdictItem({ verdict, zone }: { verdict: VerdictEntry; zone: string }) {
  const isShown = verdict.status === 'shown';
  return (
    <TimelineItem
      icon={Gavel}
      tone={isShown ? 'good' : 'bad'}
      title={isShown ? 'Verdict: showed up' : 'Verdict: did not show up'}
      at={verdict.at}
      zone={zone}
      badge={verdict.disputed ? <Badge tone="bad">Disputed</Badge> : null}
    >
      <p className="text-muted">
        The appointment <Moment at={verdict.startAt} zone={verdict.zone} />
        {verdict.method ? `: ${methodWords(verdict.method)}` : ''}
      </p>
    </TimelineItem>
  );
}

function DecisionItem({ decision, zone }: { decision: DecisionEntry; zone: string }) {
  return (
    <TimelineItem
      icon={decision.answer === 'never' ? CircleSlash : Clock}
      tone="quiet"
      title={decisionWords(decision)}
      at={decision.at}
      zone={zone}
    >
      <p className="text-muted">
        {decision.codes.map(reasonWords).join(' ')}
        {decision.nextAt ? (
          <>
            {' '}
            Tried again <Moment at={decision.nextAt} zone={zone} />.
          </>
        ) : null}
      </p>
    </TimelineItem>
  );
}
