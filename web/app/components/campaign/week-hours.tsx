import { Copy, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/classes.ts';
import type { CampaignErrors } from './settings-fields.tsx';

export const DAYS = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
} as const;
type Day = keyof typeof DAYS;
export type WeekValues = Record<Day, [from: string, to: string][]>;

const NAMES = Object.keys(DAYS) as Day[];
const MOST_WINDOWS = 4;
const FIRST: [string, string] = ['09:00', '20:00'];
/** The law's day, which is all the picture shows. */
const [OPENS, CLOSES] = [8 * 60, 21 * 60];
const TICKS = [8, 10, 12, 14, 16, 18, 20];

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/** The calling hours of a week: windows a day as times, and a picture of them. */
export function WeekHours({ hours, errors }: { hours: WeekValues; errors: CampaignErrors }) {
  const [week, setWeek] = useState(() =>
    NAMES.map((day) => ({ day, isOpen: hours[day].length > 0, windows: hours[day].length > 0 ? hours[day] : [FIRST] })),
  );
  const change = (day: Day, next: Partial<(typeof week)[number]>) =>
    setWeek(week.map((each) => (each.day === day ? { ...each, ...next } : each)));
  const monday = week[0];
  const copyMonday = (days: readonly Day[]) => {
    if (monday) setWeek(week.map((each) => (days.includes(each.day) ? { ...monday, day: each.day } : each)));
  };
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1.5 text-sm font-medium">Calling hours, on the lead’s own clock</legend>
      <div aria-hidden className="hidden grid-cols-[7.5rem_1fr_23rem] gap-4 px-4 text-xs text-muted lg:grid">
        <span className="col-start-2 flex justify-between">
          <span>08:00</span>
          <span>21:00</span>
        </span>
      </div>
      <div className="grid divide-y divide-line rounded-card border border-line">
        {week.map(({ day, isOpen, windows }) => (
          <DayRow
            key={day}
            day={day}
            isOpen={isOpen}
            windows={windows}
            errors={errors}
            onOpen={(open) => change(day, { isOpen: open })}
            onWindows={(next) => change(day, { windows: next })}
          />
        ))}
      </div>
      {errors['callingHours'] ? <p className="text-sm font-medium text-bad-ink">{errors['callingHours']}</p> : null}
      <div className="flex flex-wrap gap-2 noscript:hidden">
        <Button size="small" onClick={() => copyMonday(['tue', 'wed', 'thu', 'fri'])}>
          <Copy aria-hidden /> Monday to all weekdays
        </Button>
        <Button size="small" onClick={() => copyMonday(NAMES)}>
          <Copy aria-hidden /> Monday to every day
        </Button>
      </div>
      <p className="text-sm text-muted">Whatever is set here, no call or text leaves before 08:00 or after 21:00.</p>
    </fieldset>
  );
}

type RowProps = {
  day: Day;
  isOpen: boolean;
  windows: [string, string][];
  errors: CampaignErrors;
  onOpen: (isOpen: boolean) => void;
  onWindows: (windows: [string, string][]) => void;
};

function DayRow({ day, isOpen, windows, errors, onOpen, onWindows }: RowProps) {
  const set = (index: number, side: 0 | 1, value: string) =>
    onWindows(windows.map((window, i) => (i === index ? (side === 0 ? [value, window[1]] : [window[0], value]) : window)));
  const messages = [errors[`callingHours.${day}`], ...windows.map((_, i) => errors[`callingHours.${day}.${i}`])].filter(Boolean);
  return (
    <div className="grid items-center gap-x-4 gap-y-2 px-4 py-2.5 max-sm:px-3 lg:grid-cols-[7.5rem_1fr_23rem]">
      <label className="flex min-h-8 items-center gap-2.5 text-sm font-medium max-sm:min-h-11">
        <input
          type="checkbox"
          name={`hours.${day}.open`}
          checked={isOpen}
          onChange={(event) => onOpen(event.target.checked)}
          className="size-4.5 accent-primary"
        />
        {DAYS[day]}
      </label>
      <Picture windows={isOpen ? windows : []} />
      <div className={cn('flex flex-wrap items-center gap-x-3 gap-y-2', isOpen ? '' : 'opacity-70')}>
        {windows.map((window, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: windows have no name but their place
          <div key={i} className="flex flex-wrap items-center gap-1.5">
            <Times day={day} index={i} window={window} isWrong={Boolean(errors[`callingHours.${day}.${i}`])} onChange={set} />
            {windows.length > 1 ? (
              <Button
                size="icon"
                look="ghost"
                aria-label={`Remove ${DAYS[day]} ${window[0]} to ${window[1]}`}
                onClick={() => onWindows(windows.filter((_, at) => at !== i))}
              >
                <X aria-hidden />
              </Button>
            ) : null}
          </div>
        ))}
        <span className="js-hidden">
          <Times day={day} index={windows.length} isWrong={false} />
        </span>
        {windows.length < MOST_WINDOWS ? (
          <Button
            size="icon"
            look="ghost"
            className="noscript:hidden"
            aria-label={`Another window on ${DAYS[day]}`}
            disabled={!isOpen}
            onClick={() => onWindows([...windows, ['', '']])}
          >
            <Plus aria-hidden />
          </Button>
        ) : null}
      </div>
      {messages.length > 0 ? (
        <p id={`hours-${day}-error`} className="text-sm font-medium text-bad-ink lg:col-span-3">
          {DAYS[day]}: {messages.join(' ')}
        </p>
      ) : null}
    </div>
  );
}

type TimesProps = {
  day: Day;
  index: number;
  window?: [string, string];
  isWrong: boolean;
  onChange?: (index: number, side: 0 | 1, value: string) => void;
};

/** The two times of one window. */
function Times({ day, index, window, isWrong, onChange }: TimesProps) {
  const which = index === 0 ? '' : `, window ${index + 1}`;
  const field = (side: 0 | 1, name: 'from' | 'to') => (
    <input
      type="time"
      name={`hours.${day}.${index}.${name}`}
      aria-label={`${DAYS[day]} ${name}${which}`}
      aria-invalid={isWrong || undefined}
      aria-describedby={isWrong ? `hours-${day}-error` : undefined}
      className="h-9 w-32 rounded-control border border-line-strong bg-surface px-2 text-sm aria-invalid:border-bad max-sm:h-11"
      {...(onChange && window
        ? { value: window[side], onChange: (event) => onChange(index, side, event.target.value) }
        : { defaultValue: '' })}
    />
  );
  return (
    <>
      {field(0, 'from')}
      <span aria-hidden>–</span>
      {field(1, 'to')}
    </>
  );
}

/** One day as a bar from 08:00 to 21:00; what it says is in the times beside it. */
function Picture({ windows }: { windows: [string, string][] }) {
  return (
    <svg aria-hidden viewBox={`0 0 ${CLOSES - OPENS} 20`} preserveAspectRatio="none" className="h-5 w-full min-w-24">
      <rect width={CLOSES - OPENS} height="20" className="fill-sunken" />
      {windows.flatMap(([from, to]) => {
        const [start, end] = [Math.max(minutes(from), OPENS), Math.min(minutes(to), CLOSES)];
        return start < end
          ? [<rect key={`${from}${to}`} x={start - OPENS} width={end - start} height="20" className="fill-primary" />]
          : [];
      })}
      {TICKS.map((hour) => (
        <rect key={hour} x={hour * 60 - OPENS} width="1.5" height="20" className="fill-surface" />
      ))}
    </svg>
  );
}
