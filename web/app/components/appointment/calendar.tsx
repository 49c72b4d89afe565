import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import type { CalendarSpan } from '#domain/calendar.ts';
import type { CalendarEntry } from '#stores/views-calendar.ts';
import { CALENDAR_WORDS } from '../../words/appointment-views.ts';
import { dateWords, daysWords, monthWords } from '../../words/days.ts';
import { formatNumberOf } from '../../words/numbers.ts';
import { ButtonLink } from '../ui/button.tsx';
import { cn } from '../ui/classes.ts';
import { Choices } from '../ui/navigation.tsx';
import { EmptyState } from '../ui/surface.tsx';
import { Agenda } from './calendar-agenda.tsx';
import { isMovable } from './calendar-drag.ts';
import { type CalendarProps, entryLook } from './calendar-entry.tsx';
import { HourGrid, MonthGrid } from './calendar-grids.tsx';

const titleOf = ({ view, on, days }: CalendarSpan) =>
  view === 'month' ? monthWords(on) : view === 'day' ? dateWords(on) : daysWords(days[0] ?? on, days.at(-1) ?? on);
const NOUNS = { month: 'month', week: 'week', day: 'day' } as const;

/** Appointments by month, week or day; a list on phones. */
export function Calendar(props: CalendarProps) {
  const { span, entries, total, zone, mayMove, to } = props;
  const noun = NOUNS[span.view];
  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-3 border-b border-line px-5 py-4">
        <nav aria-label="Through the calendar" className="flex items-center gap-1">
          <ButtonLink size="icon" look="ghost" to={to({ on: span.previous })} preventScrollReset aria-label={`Previous ${noun}`} rel="prev">
            <ChevronLeft aria-hidden />
          </ButtonLink>
          <ButtonLink
            size="small"
            to={to({ on: span.today })}
            preventScrollReset
            aria-current={span.days.includes(span.today) ? 'date' : undefined}
          >
            Today
          </ButtonLink>
          <ButtonLink size="icon" look="ghost" to={to({ on: span.next })} preventScrollReset aria-label={`Next ${noun}`} rel="next">
            <ChevronRight aria-hidden />
          </ButtonLink>
        </nav>
        <div className="mr-auto">
          <h2 className="text-base font-semibold" aria-live="polite">
            {titleOf(span)}
          </h2>
          <p className="text-sm text-muted">
            {formatNumberOf(total, 'appointment')}. Times in {zone.replaceAll('_', ' ')}.
            {mayMove && span.view !== 'month' && entries.some(isMovable) ? (
              <span className="max-md:hidden"> Drag one to another time to move it, or open it.</span>
            ) : null}
          </p>
        </div>
        <Choices
          label="Length of the calendar"
          choices={(['month', 'week', 'day'] as const).map((view) => ({
            to: to({ view, on: span.on }),
            text: CALENDAR_WORDS[view],
            isCurrent: view === span.view,
          }))}
        />
      </header>
      <div className="max-md:hidden">{span.view === 'month' ? <MonthGrid {...props} /> : <HourGrid {...props} />}</div>
      <div className="md:hidden">
        <Agenda {...props} />
      </div>
      {entries.length === 0 ? (
        <EmptyState
          icon={<CalendarDays aria-hidden />}
          title={`Nothing in this ${noun}`}
          text="Bookings stand here by the time they begin."
        >
          <ButtonLink to={to({ view: 'upcoming' })}>What is coming up</ButtonLink>
        </EmptyState>
      ) : (
        <Legend entries={entries} />
      )}
    </>
  );
}

/** What the colours and icons stand for, of those on the page. */
function Legend({ entries }: { entries: CalendarEntry[] }) {
  const looks = [...new Map(entries.map((entry) => [entryLook(entry).text, entryLook(entry)])).values()];
  return (
    <ul aria-label="What the marks mean" className="flex flex-wrap gap-x-4 gap-y-2 border-t border-line px-5 py-3 text-xs text-muted">
      {looks.map(({ text, icon: Icon, className }) => (
        <li key={text} className="flex items-center gap-1.5">
          <span className={cn('grid size-5 place-items-center rounded-[0.3rem] border-l-2', className)}>
            <Icon aria-hidden className="size-3.5" />
          </span>
          {text}
        </li>
      ))}
    </ul>
  );
}
