import { Link } from '@remix-run/react';
import { Link2, type LucideIcon } from 'lucide-react';
import type { CalendarSpan } from '#domain/calendar.ts';
import type { CalendarEntry } from '#stores/views-calendar.ts';
import { nameOf } from '../../words/numbers.ts';
import { formatClock, formatFull } from '../../words/time.ts';
import { APPOINTMENT_LOOKS } from '../status.tsx';
import { cn } from '../ui/classes.ts';
import { take } from './calendar-drag.ts';

export type CalendarProps = {
  span: CalendarSpan;
  entries: CalendarEntry[];
  /** How many begin in the span, those without room among them. */
  total: number;
  /** The zone of the calendar's days and hours. */
  zone: string;
  /** Whether one may take appointments to other times. */
  mayMove: boolean;
  /** The address of another view or day, with the filters kept. */
  to: (place: { view?: string; on?: string }) => string;
};

type Look = { text: string; icon: LucideIcon; className: string };
const TONES = {
  primary: 'bg-primary-soft text-primary-ink border-primary',
  good: 'bg-good-soft text-good-ink border-good',
  bad: 'bg-bad-soft text-bad-ink border-bad',
  warn: 'bg-warn-soft text-warn-ink border-warn',
  info: 'bg-info-soft text-info-ink border-info',
  quiet: 'bg-quiet-soft text-quiet-ink border-line-strong',
} as const;

/** How an entry stands: as its status says, unless it belongs to nobody or waits for a word. */
export function entryLook({ leadId, status, hasBegun }: Pick<CalendarEntry, 'leadId' | 'status' | 'hasBegun'>): Look {
  const isUndecided = status === 'awaiting' || (status === 'scheduled' && hasBegun);
  const { text, icon, tone } = APPOINTMENT_LOOKS[isUndecided ? 'awaiting' : status];
  if (status !== 'cancelled' && leadId === null) return { text: 'Unmatched', icon: Link2, className: TONES.warn };
  return { text: isUndecided ? 'Undecided' : text, icon, className: TONES[tone] }; // a shorter word: squares are narrow
}

export const entryName = (e: CalendarEntry): string =>
  (e.leadId ? nameOf({ ...e, phone: e.phone ?? '' }) : '') || e.attendeeName || e.title || 'Somebody';

/** Where an entry leads: to its own page, or to where it is given a lead. */
export const entryAddress = ({ id, leadId, status }: Pick<CalendarEntry, 'id' | 'leadId' | 'status'>): string =>
  leadId || status === 'cancelled' ? `/appointments/${id}` : `/appointments/${id}/link`;

/** One appointment in a square; one that is `draggable` can be taken to another. */
export function Chip({ entry, zone, isTall, draggable }: { entry: CalendarEntry; zone: string; isTall?: boolean; draggable?: boolean }) {
  const { text, icon: Icon, className } = entryLook(entry);
  const clock = formatClock(entry.startAt, zone);
  const name = entryName(entry);
  const isCancelled = entry.status === 'cancelled';
  return (
    <Link
      to={entryAddress(entry)}
      title={`${name}: ${text}, ${formatFull(entry.startAt, entry.zone)}`}
      draggable={draggable ?? false}
      onDragStart={draggable ? (event) => take(event.dataTransfer, entry, zone) : undefined}
      className={cn(
        'block min-h-6 rounded-[0.4rem] border-l-2 px-1.5 py-0.5 text-xs leading-5 hover:underline',
        draggable && 'cursor-grab active:cursor-grabbing',
        className,
      )}
    >
      <span className="flex min-w-0 items-center gap-1">
        <Icon aria-hidden className="size-3.5 shrink-0" />
        <span className="shrink-0 font-semibold">{clock.slice(0, 5)}</span>
        <span className={cn('truncate', isCancelled && !isTall && 'line-through')}>{isTall ? text : name}</span>
      </span>
      <span className={isTall ? 'block truncate font-medium' : 'sr-only'}>{isTall ? name : text}</span>
    </Link>
  );
}

/** The way to the rest of a square. */
export function More({ n, to, what }: { n: number; to: string; what: string }) {
  if (n <= 0) return null;
  return (
    <Link to={to} className="flex min-h-6 items-center rounded-sm px-1.5 text-xs font-medium text-primary-ink hover:underline">
      {n} more<span className="sr-only"> {what}</span>
    </Link>
  );
}
