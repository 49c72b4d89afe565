import { Link } from '@remix-run/react';
import { dayWords, hourWords, WEEKDAYS } from '../../words/days.ts';
import { cn } from '../ui/classes.ts';
import { isMovable, useSquares } from './calendar-drag.ts';
import { type CalendarProps, Chip, More } from './calendar-entry.tsx';

const numberOf = (day: string) => Number(day.slice(8));

/** A month in whole weeks: a square a day, with its first few appointments. */
export function MonthGrid({ span, entries, zone, to }: CalendarProps) {
  const month = span.on.slice(0, 7);
  return (
    <div>
      <ol aria-hidden className="grid grid-cols-7 border-b border-line text-xs font-semibold text-muted">
        {WEEKDAYS.map((name) => (
          <li key={name} className="px-2 py-1.5">
            {name}
          </li>
        ))}
      </ol>
      <ol aria-label="Days" className="grid auto-rows-[minmax(8.25rem,auto)] grid-cols-7 gap-px bg-line">
        {span.days.map((day) => {
          const here = entries.filter((entry) => entry.day === day);
          const rest = (here[0]?.inSquare ?? 0) - here.length;
          return (
            <li
              key={day}
              aria-current={day === span.today ? 'date' : undefined}
              className={cn('grid min-w-0 grid-cols-1 content-start gap-1 p-1.5', day.startsWith(month) ? 'bg-surface' : 'bg-canvas')}
            >
              <Link
                to={to({ view: 'day', on: day })}
                preventScrollReset
                aria-label={dayWords(day)}
                className={cn(
                  'grid size-7 place-items-center rounded-full text-xs font-semibold',
                  day === span.today ? 'bg-primary text-on-primary hover:bg-primary-hover' : 'hover:bg-sunken',
                  day !== span.today && !day.startsWith(month) && 'text-muted',
                )}
              >
                {numberOf(day)}
              </Link>
              {here.map((entry) => (
                <Chip key={entry.id} entry={entry} zone={zone} />
              ))}
              <More n={rest} to={to({ view: 'day', on: day })} what={`on ${dayWords(day)}`} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}

const [FIRST_HOUR, LAST_HOUR] = [8, 17];

/** The hours to show: a working day, and whatever begins outside it. */
function hoursOf(hours: number[]): number[] {
  const [first, last] = [Math.min(FIRST_HOUR, ...hours), Math.max(LAST_HOUR, ...hours)];
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/**
 * A week or a day: a row an hour, a column a day. An hour that a change of clocks skips stays empty, and one that it repeats holds both, as
 * each stands where its own clock says.
 */
export function HourGrid({ span, entries, zone, mayMove, to }: CalendarProps) {
  const isDay = span.view === 'day';
  const { over, square } = useSquares(zone);
  return (
    <table className={cn('grid w-full text-left', isDay ? 'grid-cols-[4rem_minmax(0,1fr)]' : 'grid-cols-[4rem_repeat(7,minmax(0,1fr))]')}>
      <caption className="sr-only">Appointments by day and hour</caption>
      <thead className="contents">
        <tr className="contents">
          <th scope="col" className="border-b border-line">
            <span className="sr-only">Hour</span>
          </th>
          {span.days.map((day) => (
            <th
              key={day}
              scope="col"
              aria-current={day === span.today ? 'date' : undefined}
              className={cn(
                'border-b border-l border-line p-1 text-xs font-semibold',
                day === span.today ? 'bg-primary-soft text-primary-ink' : 'text-muted',
              )}
            >
              <Link
                to={to({ view: 'day', on: day })}
                preventScrollReset
                className="flex min-h-7 items-center rounded-sm px-1 hover:underline"
              >
                {dayWords(day)}
              </Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="contents">
        {hoursOf(entries.map(({ hour }) => hour)).map((hour) => (
          <tr key={hour} className="contents">
            <th scope="row" className="border-b border-line px-3 py-1 text-right text-xs font-normal text-muted">
              {hourWords(hour)}
            </th>
            {span.days.map((day) => {
              const here = entries.filter((entry) => entry.day === day && entry.hour === hour);
              const rest = (here[0]?.inSquare ?? 0) - here.length;
              return (
                <td
                  key={day}
                  {...(mayMove && square(day, hour))}
                  className={cn(
                    'grid min-h-12 min-w-0 grid-cols-1 content-start gap-1 border-b border-l border-line p-1',
                    isDay && 'sm:grid-cols-2 lg:grid-cols-3',
                    over === `${day} ${hour}`
                      ? 'bg-primary-soft outline-2 -outline-offset-2 outline-primary'
                      : day === span.today && !isDay && 'bg-primary-soft/40',
                  )}
                >
                  {here.map((entry) => (
                    <Chip key={entry.id} entry={entry} zone={zone} isTall draggable={mayMove && isMovable(entry)} />
                  ))}
                  <More
                    n={rest}
                    to={isDay ? to({ view: 'all' }) : to({ view: 'day', on: day })}
                    what={`on ${dayWords(day)} from ${hourWords(hour)}`}
                  />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
