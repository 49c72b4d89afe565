import { Link } from '@remix-run/react';
import { Fragment, type ReactNode } from 'react';
import type { ImportGroup, ImportSums } from '#domain/import-groups.ts';
import { formatCount } from '../../words/numbers.ts';

/** How each group of rows is called after its number. */
export const GROUP_WORDS: Record<ImportGroup, (n: number) => string> = {
  duplicates: (n) => (n === 1 ? 'duplicate' : 'duplicates'),
  suppressed: () => 'on the do-not-call list',
  zoneless: () => 'without a zone',
  unconsented: () => 'without consent',
  invalid: () => 'invalid',
  remarks: () => 'with a detail that could not be read',
};

/** What a file holds, in one sentence whose numbers lead to their rows. */
export function ImportSentence({ sums, isDone, current }: { sums: ImportSums; isDone: boolean; current: ImportGroup | null }) {
  const groups = (['duplicates', 'suppressed', 'zoneless', 'unconsented', 'invalid', 'remarks'] as const).filter(
    (group) => sums[group] > 0,
  );
  const refused = groups.filter((group) => group !== 'unconsented').reduce((sum, group) => sum + sums[group], 0);
  return (
    <p className="text-base leading-relaxed">
      <strong>{formatCount(sums.dialled)}</strong> {isDone ? 'are there to be dialled' : 'will be dialled'}
      {groups.map((group) => (
        <Fragment key={group}>
          {'; '}
          <ToRows to={`?group=${group}#rows`} isCurrent={current === group}>
            {formatCount(sums[group])} {GROUP_WORDS[group](sums[group])}
          </ToRows>
        </Fragment>
      ))}
      {refused > 0 ? (
        <>
          {': '}
          <ToRows to="?#rows" isCurrent={false}>
            see {refused === 1 ? 'it' : 'them'}
          </ToRows>
        </>
      ) : null}
      .
    </p>
  );
}

function ToRows({ to, isCurrent, children }: { to: string; isCurrent: boolean; children: ReactNode }) {
  return (
    <Link
      to={to}
      preventScrollReset
      aria-current={isCurrent ? 'true' : undefined}
      className="rounded-sm font-medium text-primary-ink underline aria-current:decoration-2"
    >
      {children}
    </Link>
  );
}
