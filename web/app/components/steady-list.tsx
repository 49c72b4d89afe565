import { useSearchParams } from '@remix-run/react';
import { ArrowUp } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { formatNumberOf } from '../words/numbers.ts';
import { announce } from './announcer.tsx';
import { merged, type Steady } from './steady.ts';

/**
 * A live list that does not move under the pointer: rows that are shown stay in their places and take in what is new about them, rows that
 * came meanwhile wait behind “3 new”. Another address (filter, order, page) is another list and shown as it is.
 */
export function SteadyList<Row extends { id: string }>({
  rows,
  noun,
  round = '',
  children,
}: {
  rows: readonly Row[];
  /** What one row is, in the singular. */
  noun: string;
  /** Changes with each deed of one’s own, after which the list is shown as it is. */
  round?: string;
  children: (rows: Row[]) => ReactNode;
}) {
  const [params] = useSearchParams();
  const address = [...params].filter(([name]) => name !== 'peek').join('&') + round; // looking at one row makes it no other list
  const [shown, setShown] = useState<Steady<Row>>({ address, rows: [...rows], waiting: 0, from: rows });
  const steady = merged(shown, { address, rows });
  if (steady !== shown) setShown(steady); // takes in what came before anything is drawn
  const { waiting } = steady;
  useEffect(() => {
    if (waiting > 0) announce(`${formatNumberOf(waiting, `new ${noun}`)} above the list.`);
  }, [waiting, noun]);
  return (
    <>
      {waiting > 0 ? (
        <div className="pointer-events-none sticky top-16 z-20 flex h-0 justify-center">
          <button
            type="button"
            onClick={() => setShown({ address, rows: [...rows], waiting: 0, from: rows })}
            className="pointer-events-auto -mt-4 inline-flex h-8 items-center gap-1.5 rounded-full bg-primary px-3 text-xs font-semibold text-on-primary shadow-float hover:bg-primary-hover max-sm:h-11"
          >
            <ArrowUp aria-hidden className="size-3.5" /> {waiting} new
          </button>
        </div>
      ) : null}
      {children(steady.rows)}
    </>
  );
}
