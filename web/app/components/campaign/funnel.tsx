import { Link } from '@remix-run/react';
import { formatCount, formatRate } from '../../words/numbers.ts';

/** How many get from one step to the next; a step leads to its leads where a list of just them can be had. */
export function Funnel({ steps }: { steps: readonly { text: string; value: number; to?: string }[] }) {
  const most = Math.max(1, ...steps.map(({ value }) => value));
  return (
    <ol className="grid gap-3 px-5 pb-5">
      {steps.map(({ text, value, to }, i) => {
        const before = steps[i - 1]?.value ?? 0;
        return (
          <li key={text} className="grid grid-cols-[5rem_1fr_auto] items-center gap-3 text-sm">
            {to ? (
              <Link to={to} className="rounded-sm font-medium hover:underline">
                {text}
              </Link>
            ) : (
              <span className="font-medium">{text}</span>
            )}
            <svg aria-hidden viewBox="0 0 100 10" preserveAspectRatio="none" className="h-7 w-full">
              <rect width="100" height="10" rx="1" className="fill-sunken" />
              <rect width={(100 * value) / most} height="10" rx="1" className={i === steps.length - 1 ? 'fill-good' : 'fill-primary'} />
            </svg>
            <span className="min-w-24 text-right">
              <span className="font-semibold">{formatCount(value)}</span>
              <span className="text-muted"> {i > 0 ? formatRate(before > 0 ? value / before : null) : ''}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
