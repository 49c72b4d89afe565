import { CircleSlash, Mail, MessageSquare, MessageSquareReply } from 'lucide-react';
import type { MessageEntry } from '#stores/views-lead-timeline.ts';
import { messageWords } from '../../words/entries.ts';
import { personWords } from '../../words/people.ts';
import { formatClock } from '../../words/time.ts';
import { later } from '../later.tsx';
import { MessageStatusBadge } from '../status.tsx';
import { Moment } from '../time.tsx';
import { Badge } from '../ui/badge.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import type { TimelineOf } from './timeline.tsx';
import { TimelineItem } from './timeline-item.tsx';

const HandleReply = later(async () => (await import('./handle-reply.tsx')).HandleReply);

type Props = { message: MessageEntry; zone: string; of: TimelineOf };

/** A message as it was sent or received, or why it was not. */
export function MessageItem({ message, zone, of }: Props) {
  const isSkipped = message.status === 'skipped';
  const isReply = message.direction === 'inbound';
  const icon = isSkipped ? CircleSlash : isReply ? MessageSquareReply : message.channel === 'email' ? Mail : MessageSquare;
  return (
    <TimelineItem
      id={`message-${message.id}`}
      icon={icon}
      tone={isSkipped ? 'quiet' : isReply ? 'primary' : 'info'}
      title={messageWords(message)}
      at={message.at}
      zone={zone}
      badge={
        isReply ? (
          message.isWaiting ? (
            <Badge tone="warn">Needs a person</Badge>
          ) : null
        ) : isSkipped ? null : (
          <MessageStatusBadge status={message.status} />
        )
      }
    >
      {isReply && message.body ? <blockquote className="rounded-card bg-sunken px-3 py-2 break-words">{message.body}</blockquote> : null}
      {isReply ? <Handling message={message} zone={zone} of={of} /> : null}
      {message.writtenById ? <ByHand message={message} people={of.people} /> : null}
      {!isReply && !message.writtenById && message.body && !isSkipped ? (
        <Disclosure summary="As sent">
          <div className="grid gap-1 rounded-card bg-sunken p-4">
            {message.subject ? <p className="font-medium">{message.subject}</p> : null}
            <p className="break-words whitespace-pre-line">{message.body}</p>
          </div>
        </Disclosure>
      ) : null}
      <Delivery message={message} zone={zone} />
      {message.errorCode ? <p className="text-bad-ink">The provider answered {message.errorCode}</p> : null}
    </TimelineItem>
  );
}

/** What somebody wrote, as the lead reads it. */
function ByHand({ message: { writtenById, subject, body }, people }: { message: MessageEntry; people: TimelineOf['people'] }) {
  return (
    <>
      <blockquote className="grid gap-1 rounded-card bg-sunken px-3 py-2">
        {subject ? <p className="font-medium">{subject}</p> : null}
        <p className="break-words whitespace-pre-line">{body}</p>
      </blockquote>
      {writtenById && people ? <p className="text-muted">Written by {personWords(writtenById, people)}</p> : null}
    </>
  );
}

/** Who took a reply in hand and when, or the way to say so. */
function Handling({ message, zone, of: { leadId, people, mayWrite } }: Props) {
  if (message.handledAt !== null)
    return message.handledById ? (
      <p className="text-muted">
        Handled{people ? ` by ${personWords(message.handledById, people)}` : ''}, <Moment at={message.handledAt} zone={zone} />
      </p>
    ) : null;
  return mayWrite ? <HandleReply leadId={leadId} replyId={message.id} address={`/leads/${leadId}`} /> : null;
}

/** When it left and when it arrived. */
function Delivery({ message, zone }: Pick<Props, 'message' | 'zone'>) {
  if (message.direction === 'inbound' || !message.sentAt) return null;
  return (
    <p className="text-muted">
      Sent {formatClock(message.sentAt, zone, true)}
      {message.deliveredAt ? ` · delivered ${formatClock(message.deliveredAt, zone, true)}` : ''}
      {message.status === 'opened' || message.status === 'clicked' ? ` · ${message.status === 'opened' ? 'opened' : 'link followed'}` : ''}
    </p>
  );
}
