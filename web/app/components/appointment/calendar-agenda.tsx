import { Link } from '@remix-run/react';
import { dayWords } from '../../words/days.ts';
import { formatClock } from '../../words/time.ts';
import { RehearsalBadge } from '../status.tsx';
import { cn } from '../ui/classes.ts';
import { type CalendarProps, entryAddress, entryLook, entryName, More } from './calendar-entry.tsx';

/** The same days as a list, for screens without room for a grid; days without an appointment are left out. */
export function Agenda({ span, entries, zone, to }: CalendarProps) {
  const days = span.days.filter((day) => entries.some((entry) => entry.day === day));
  return (
    <ol className="grid">
      {days.map((day) => {
        const here = entries.filter((entry) => entry.day === day);
        const squares = [...new Map(here.map((e) => [span.view === 'month' ? e.day : e.hour, e])).values()];
        const rest = squares.reduce((sum, { inSquare }) => sum + inSquare, 0) - here.length;
        return (
          <li key={day} className="border-b border-line last:border-b-0">
            <h3 className={cn('bg-sunken px-5 py-2 text-sm font-semibold', day === span.today && 'text-primary-ink')}>
              {dayWords(day)}
              {day === span.today ? ', today' : ''}
            </h3>
            <ul className="grid">
              {here.map((entry) => {
                const { text, icon: Icon, className } = entryLook(entry);
                return (
                  <li key={entry.id} className="border-t border-line first:border-t-0">
                    <Link to={entryAddress(entry)} className="flex min-h-14 items-center gap-3 px-5 py-2 text-sm">
                      <span className={cn('grid size-9 shrink-0 place-items-center rounded-control border-l-2', className)}>
                        <Icon aria-hidden className="size-4.5" />
                      </span>
                      <span className="grid min-w-0">
                        <span className="truncate font-medium">{entryName(entry)}</span>
                        <span className="text-muted">
                          {formatClock(entry.startAt, zone)} · {text}
                        </span>
                      </span>
                      <span className="ml-auto shrink-0">
                        <RehearsalBadge mode={entry.mode} />
                      </span>
                    </Link>
                  </li>
                );
              })}
            </ul>
            <div className="px-4 pb-2 [&>a]:min-h-11">
              <More n={rest} to={to({ view: 'day', on: day })} what={`on ${dayWords(day)}`} />
            </div>
          </li>
        );
      })}
    </ol>
  );
}
