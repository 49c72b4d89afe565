import { Link } from '@remix-run/react';
import { CircleSlash } from 'lucide-react';
import type { Estimate } from '#domain/estimate.ts';
import type { Mode } from '#domain/lead.ts';
import type { RefusedRows } from '#stores/views-review.ts';
import { formatCount, formatMoneyShort, formatNumberOf, roughly } from '../../words/numbers.ts';
import { formatSpan } from '../../words/time.ts';
import { Moment } from '../time.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Card, CardHeader, Stat } from '../ui/surface.tsx';

type Terms = { mode: Mode; zone: string; centsPerMinute: number; isIncluded: boolean };

const costNote = (seconds: number, { mode, centsPerMinute, isIncluded }: Terms) => {
  const minutes = formatNumberOf(roughly(Math.ceil(seconds / 60)), 'minute');
  if (mode === 'rehearsal') return `${minutes}, in the rehearsal books; nobody pays`;
  const rate = `${minutes} at $${(centsPerMinute / 100).toFixed(2)}`;
  return isIncluded ? `${rate}, as far as the plan does not include them` : rate;
};

/** What a campaign will come to before it starts, with what was taken for granted. */
export function EstimateCard({ estimate, words, terms }: { estimate: Estimate; words: readonly string[]; terms: Terms }) {
  const { calls, answered, seconds, costCents, firstAt, lastAt } = estimate;
  const lasts = firstAt && lastAt ? (Date.parse(lastAt) - Date.parse(firstAt)) / 1000 : null;
  return (
    <Card>
      <CardHeader title="What it will come to" text="Roughly, by its own settings and leads." />
      <dl className="grid grid-cols-1 border-t border-line sm:grid-cols-3 sm:divide-x sm:divide-line">
        <Stat label="Calls" value={formatCount(roughly(calls))} note={`${formatCount(roughly(answered))} of them answered`} />
        <Stat label="Cost of calls" value={formatMoneyShort(roughly(costCents))} note={costNote(seconds, terms)} />
        <Stat
          label="Last call"
          value={
            <span className="text-lg leading-8 [&_time]:whitespace-normal">
              {lastAt ? <Moment at={lastAt} zone={terms.zone} /> : 'Not within a year'}
            </span>
          }
          note={lasts === null ? 'the hours never open for some' : `${formatSpan(lasts)} after the first`}
        />
      </dl>
      <Disclosure summary="What this assumes" className="border-t border-line px-5 py-3">
        <ul className="grid list-disc gap-1 pl-5 text-sm text-muted">
          {words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Disclosure>
    </Card>
  );
}

const REFUSED = {
  zoneless: 'of which nobody can tell the time zone: not imported',
  invalid: 'that could not be read: not imported',
};

/** Where refused rows of one kind can be read: in their import, or among all where they stand in several. */
export function refusedAt(base: string, refused: readonly RefusedRows[], group: RefusedRows['group']): string {
  const importId = refused.find((each) => each.group === group)?.importId;
  return importId ? `${base}/imports/${importId}?group=${group}#rows` : `${base}/imports`;
}

/** Whom of the files it does not call, and why, with the way to each. */
export function NotCalled({ base, refused, withoutZone }: { base: string; refused: readonly RefusedRows[]; withoutZone: number }) {
  const rows = (['zoneless', 'invalid'] as const).map((group) => {
    const n = refused.find((each) => each.group === group)?.rows ?? 0;
    return { n, text: `${formatNumberOf(n, 'row')} ${REFUSED[group]}`, to: refusedAt(base, refused, group) };
  });
  const unknown = `${formatNumberOf(withoutZone, 'lead')} of which nobody can tell the time zone: not dialled while hours are kept`;
  const entries = [{ n: withoutZone, text: unknown, to: `${base}/leads` }, ...rows].filter(({ n }) => n > 0);
  if (entries.length === 0) return null;
  return (
    <ul className="grid gap-0.5 border-t border-line px-3 py-2 text-sm">
      {entries.map(({ text, to }) => (
        <li key={text}>
          <Link to={to} className="flex min-h-9 items-center gap-2.5 rounded-control px-2 py-1 hover:bg-sunken max-sm:min-h-11">
            <CircleSlash aria-hidden className="size-4 shrink-0 text-warn-ink" />
            {text}
          </Link>
        </li>
      ))}
    </ul>
  );
}
