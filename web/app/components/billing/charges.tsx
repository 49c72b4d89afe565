import type { ChargeDay } from '#stores/views-billing.ts';
import { dayWords } from '../../words/days.ts';
import { formatCount, formatMoney } from '../../words/numbers.ts';
import { Bars } from '../charts/bars.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Card, CardHeader } from '../ui/surface.tsx';
import { Cell, Head, Row, Table } from '../ui/table.tsx';

/** Minutes and charges by the day, as a chart and as a table whose total is the sum of what each call and milestone cost. */
export function Charges({ days, text }: { days: ChargeDay[]; text: string }) {
  const sum = (of: (day: ChargeDay) => number) => days.reduce((total, day) => total + of(day), 0);
  const busy = days.filter((day) => day.calls > 0 || day.milestoneCents > 0);
  const minutes = (seconds: number) => formatCount(Math.round(seconds / 60));
  return (
    <Card id="charges">
      <CardHeader title="Charges a day" text={text}>
        <p className="text-xl font-semibold tracking-tight">{formatMoney(sum((day) => day.usageCents + day.milestoneCents))}</p>
      </CardHeader>
      <Bars
        title={`Minutes of calls on each of ${days.length} days`}
        series={['Minutes']}
        bars={days.map(({ day, seconds }) => ({
          label: dayWords(day),
          short: String(Number(day.slice(8))),
          values: [Math.round(seconds / 60)],
        }))}
        format={formatCount}
        hasTable={false}
      />
      <Disclosure summary={`By the day, ${busy.length} with charges`} className="px-5 pb-5">
        <Table caption="Charges a day">
          <thead>
            <tr>
              <Head>Day</Head>
              <Head className="text-right">Calls</Head>
              <Head className="text-right">Minutes</Head>
              <Head className="text-right">Calls cost</Head>
              <Head className="text-right">Milestones</Head>
            </tr>
          </thead>
          <tbody>
            {busy.map((day) => (
              <Row key={day.day}>
                <Cell className="stack-title">{dayWords(day.day)}</Cell>
                <Cell label="Calls" className="md:text-right">
                  {formatCount(day.calls)}
                </Cell>
                <Cell label="Minutes" className="md:text-right">
                  {minutes(day.seconds)}
                </Cell>
                <Cell label="Calls cost" className="md:text-right">
                  {formatMoney(day.usageCents)}
                </Cell>
                <Cell label="Milestones" className="md:text-right">
                  {day.milestoneCents > 0 ? formatMoney(day.milestoneCents) : '–'}
                </Cell>
              </Row>
            ))}
            <Row className="font-semibold">
              <Cell className="stack-title">Total</Cell>
              <Cell label="Calls" className="md:text-right">
                {formatCount(sum(({ calls }) => calls))}
              </Cell>
              <Cell label="Minutes" className="md:text-right">
                {minutes(sum(({ seconds }) => seconds))}
              </Cell>
              <Cell label="Calls cost" className="md:text-right">
                {formatMoney(sum(({ usageCents }) => usageCents))}
              </Cell>
              <Cell label="Milestones" className="md:text-right">
                {formatMoney(sum(({ milestoneCents }) => milestoneCents))}
              </Cell>
            </Row>
          </tbody>
        </Table>
      </Disclosure>
    </Card>
  );
}
