import { Form } from '@remix-run/react';
import type { Period } from '#domain/period.ts';
import { PERIOD_WORDS } from '../../words/period.ts';
import { Button } from '../ui/button.tsx';
import { Choices } from '../ui/navigation.tsx';

/** Which days a page is about: presets, or two dates of one's own. `kept` stays in the address. */
export function PeriodBar({
  period,
  kept,
}: {
  period: Pick<Period, 'kind' | 'from' | 'to'> & { last: string };
  kept: Record<string, string>;
}) {
  const to = (kind: string) => `?${new URLSearchParams({ ...kept, period: kind })}`;
  const field = 'h-10 rounded-control border border-line-strong bg-surface px-3 text-sm max-sm:h-11 max-sm:text-base';
  return (
    <>
      <Choices
        label="Period"
        choices={(['today', '7d', '30d'] as const).map((kind) => ({
          to: to(kind),
          text: PERIOD_WORDS[kind],
          isCurrent: kind === period.kind,
        }))}
      />
      <Form className="flex flex-wrap items-center gap-2" aria-label={PERIOD_WORDS.custom}>
        {Object.entries(kept).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="period" value="custom" />
        <input
          key={`from${period.from}`}
          type="date"
          name="from"
          aria-label="First day"
          defaultValue={period.from}
          required
          className={field}
        />
        <input key={`to${period.last}`} type="date" name="to" aria-label="Last day" defaultValue={period.last} className={field} />
        <Button type="submit">Show</Button>
      </Form>
    </>
  );
}
