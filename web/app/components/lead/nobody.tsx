import { useSearchParams } from '@remix-run/react';
import { Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '../../words/numbers.ts';
import { ButtonLink } from '../ui/button.tsx';
import { EmptyState } from '../ui/surface.tsx';
import { PLACE } from '../ui/table.tsx';

/** Nobody found: which part of the filter to drop, with what that would bring. */
export function Nobody({
  without,
  words,
  empty,
}: {
  without: readonly { name: string; leads: number }[];
  words: Record<string, (value: string) => string>;
  empty: ReactNode;
}) {
  const [params] = useSearchParams();
  const isFiltered = Object.keys(words).some((name) => params.get(name));
  if (!isFiltered) return empty;
  const rest = (name: string) => {
    const next = new URLSearchParams(params);
    for (const key of [name, ...PLACE]) next.delete(key);
    return `?${next}`;
  };
  return (
    <EmptyState
      icon={<Users aria-hidden />}
      title="No lead matches"
      text={
        without.length > 0
          ? 'Drop one part of the filter to see who would be here.'
          : 'More than one part of the filter stands in the way. Drop them all to begin again.'
      }
    >
      {without.map(({ name, leads }) => (
        <ButtonLink key={name} to={rest(name)}>
          Drop “
          {params
            .getAll(name)
            .map(words[name] ?? String)
            .join(', ')}
          ”: {formatCount(leads)}
        </ButtonLink>
      ))}
      <ButtonLink to="?">Drop all filters</ButtonLink>
    </EmptyState>
  );
}
