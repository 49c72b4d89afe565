import { dateWords, dayWords, shortDay } from '../../words/days.ts';
import { formatCount } from '../../words/numbers.ts';
import { Card, CardHeader } from '../ui/surface.tsx';
import { Bars } from './bars.tsx';

type WorkChartsProps = {
  calls: { day: string; placed: number; answered: number }[];
  weeks: { week: string; booked: number; shown: number }[];
  /** The last day that is counted. */
  last: string;
};

/** Calls by day beside booked and shown by week; of everything, or of one campaign. */
export function WorkCharts({ calls, weeks, last }: WorkChartsProps) {
  return (
    <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-2">
      <Card>
        <CardHeader title="Calls a day" text={`${calls.length} days up to ${dateWords(last)}.`} />
        <Bars
          title={`Calls placed and answered on each of ${calls.length} days`}
          series={['Placed', 'Answered']}
          bars={calls.map(({ day, placed, answered }) => ({
            label: dayWords(day),
            short: String(Number(day.slice(8))),
            values: [placed, answered],
          }))}
          format={formatCount}
        />
      </Card>
      <Card>
        <CardHeader title="Booked and showed" text="By the week of the appointment." />
        <Bars
          title={`Appointments booked and shown in each of ${weeks.length} weeks`}
          series={['Booked', 'Showed']}
          bars={weeks.map(({ week, booked, shown }) => ({
            label: `Week of ${dateWords(week)}`,
            short: shortDay(week),
            values: [booked, shown],
          }))}
          format={formatCount}
        />
      </Card>
    </div>
  );
}
