import { Ban, CalendarCheck, Hand, Info, MousePointerClick, UserCheck } from 'lucide-react';
import type { Entry } from '#stores/views-lead-timeline.ts';
import { factWords } from '../../words/entries.ts';
import { Moment } from '../time.tsx';
import { CommentItem } from './comments.tsx';
import { CallItem, DecisionItem, MilestoneItem, VerdictItem } from './timeline-entries.tsx';
import { TimelineItem } from './timeline-item.tsx';
import { MessageItem } from './timeline-message.tsx';

/** Whose life it is, who is known by name (null: nobody is asked for here), who looks, and whether they may change anything, or what others wrote. */
export type TimelineOf = {
  leadId: string;
  people: readonly { id: string; name: string }[] | null;
  userId?: string;
  mayWrite: boolean;
  mayManage?: boolean;
  /** From where recordings may be played. */
  playable?: readonly string[];
};

/** What happened, newest first. */
export function Timeline({ entries, zone, ...of }: { entries: Entry[]; zone: string } & TimelineOf) {
  return (
    <ol>
      {entries.map((entry) => (
        <EntryItem key={`${entry.kind}-${entry.id}`} entry={entry} zone={zone} of={of} />
      ))}
    </ol>
  );
}

function EntryItem({ entry, zone, of }: { entry: Entry; zone: string; of: TimelineOf }) {
  switch (entry.kind) {
    case 'call':
      return <CallItem call={entry} zone={zone} playable={of.playable ?? []} />;
    case 'message':
      return <MessageItem message={entry} zone={zone} of={of} />;
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
    case 'comment':
      return <CommentItem comment={entry} zone={zone} of={of} />;
    case 'milestone':
      return <MilestoneItem milestone={entry} zone={zone} />;
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
          icon={entry.type === 'lead.barred' ? Ban : ASKED_BY_HAND.has(entry.type) ? Hand : Info}
          tone={entry.type === 'lead.barred' ? 'bad' : 'quiet'}
          title={factWords(entry)}
          at={entry.at}
          zone={zone}
        >
          {entry.type === 'lead.moved' && typeof entry.payload['startAt'] === 'string' ? (
            <p className="text-muted">
              Now <Moment at={entry.payload['startAt']} zone={zone} />
            </p>
          ) : null}
        </TimelineItem>
      );
    default:
      return entry satisfies never;
  }
}

const ASKED_BY_HAND = new Set(['lead.call_asked', 'lead.link_asked', 'lead.step_skipped', 'lead.step_restored']);
const LINKS: Record<string, string> = {
  booking: 'The booking link was opened',
  reschedule: 'The link to move the appointment was opened',
  confirm: 'The question whether it took place was opened',
  unsubscribe: 'The link to unsubscribe was opened',
};
const BOOKED_BY: Record<string, string> = { call: 'during the call', link: 'by the link', staff: 'by hand' };
