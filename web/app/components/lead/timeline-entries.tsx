import { Link } from '@remix-run/react';
import { CircleSlash, Clock, Gavel, Phone, PhoneIncoming, PhoneMissed, PhoneOff, Trophy } from 'lucide-react';
import type { CallEntry, DecisionEntry, MilestoneEntry, VerdictEntry } from '#stores/views-lead-timeline.ts';
import { callWords, decisionWords, evidenceWords, reasonWords, ruleWords } from '../../words/entries.ts';
import { formatMoney } from '../../words/numbers.ts';
import { speakerWord } from '../../words/speakers.ts';
import { methodWords } from '../../words/steps.ts';
import { formatLength } from '../../words/time.ts';
import { Recording } from '../call/recording.tsx';
import { useMayBill } from '../page-state.ts';
import { CallStatusBadge, InvoiceStatusBadge } from '../status.tsx';
import { Moment } from '../time.tsx';
import { Badge } from '../ui/badge.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { countedWords } from './life.ts';
import { TimelineItem } from './timeline-item.tsx';

/** A call with what was said in it. */
export function CallItem({ call, zone, playable }: { call: CallEntry; zone: string; playable: readonly string[] }) {
  const isAnswered = call.status === 'completed' || call.status === 'in_progress';
  const icon = call.direction === 'inbound' ? PhoneIncoming : isAnswered ? Phone : call.status === 'failed' ? PhoneOff : PhoneMissed;
  const facts = [
    call.durationSeconds ? formatLength(call.durationSeconds) : '',
    call.costCents ? formatMoney(call.costCents) : '',
    call.attempt && call.direction !== 'inbound' ? `dial ${call.attempt}` : '',
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
      <Recording url={call.recordingUrl} playable={playable} what={callWords(call)} />
      {call.transcript.length > 0 ? (
        <Disclosure summary={`Transcript, ${call.transcript.length} lines`}>
          <dl className="grid gap-2 rounded-card bg-sunken p-4">
            {call.transcript.map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines never move, and two may be alike
              <div key={i} className="grid grid-cols-[4rem_1fr] gap-3">
                <dt className="font-medium text-muted">
                  {speakerWord(line.speaker)}
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

/** A verdict with the evidence it rests on, and what it counts for. */
export function VerdictItem({ verdict, zone }: { verdict: VerdictEntry; zone: string }) {
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
      <p className="text-muted">Evidence: {evidenceWords(verdict)}</p>
      {isShown && verdict.counted ? <p>{countedWords(verdict.counted)}</p> : null}
    </TimelineItem>
  );
}

/** What was due and was not done: its rule, its reason and the next try. */
export function DecisionItem({ decision, zone }: { decision: DecisionEntry; zone: string }) {
  return (
    <TimelineItem
      icon={decision.answer === 'never' ? CircleSlash : Clock}
      tone="quiet"
      title={decisionWords(decision)}
      at={decision.at}
      zone={zone}
    >
      <p className="text-muted">
        {decision.hours ? `${decision.codes.map(reasonWords).join(' ')} ` : ''}
        {decision.nextAt ? (
          <>
            {decision.purpose === 'manual' ? 'Possible from ' : decision.channel === 'call' ? 'Called next ' : 'Tried again '}
            <Moment at={decision.nextAt} zone={zone} />.
          </>
        ) : null}
      </p>
      <p className="text-xs text-muted">
        Rule: {ruleWords(decision.codes)}
        {decision.attempt ? ` · would have been dial ${decision.attempt}` : ''}
        {decision.times > 1 ? (
          <>
            {' '}
            · decided {decision.times} times since <Moment at={decision.firstAt} zone={zone} />
          </>
        ) : null}
      </p>
    </TimelineItem>
  );
}

/** The milestone that this lead's show completed, and its invoice. */
export function MilestoneItem({ milestone, zone }: { milestone: MilestoneEntry; zone: string }) {
  const mayBill = useMayBill();
  return (
    <TimelineItem
      icon={Trophy}
      tone="good"
      title={`Milestone ${milestone.number} reached: ${milestone.shows} shows`}
      at={milestone.at}
      zone={zone}
      badge={milestone.invoiceStatus ? <InvoiceStatusBadge status={milestone.invoiceStatus} /> : null}
    >
      <p className="text-muted">
        {formatMoney(milestone.amountCents)}{' '}
        {milestone.invoiceId && mayBill ? (
          <>
            on{' '}
            <Link to={`/billing/invoices/${milestone.invoiceId}`} className="font-medium text-primary-ink hover:underline">
              its invoice
            </Link>
          </>
        ) : milestone.invoiceId ? (
          'on an invoice'
        ) : (
          'to be invoiced'
        )}
      </p>
    </TimelineItem>
  );
}
