import type { Mode } from '#domain/lead.ts';
import { formatNumberOf } from './numbers.ts';

/** What a word about appointments moved: how many, how many of them contradict a verdict, and where the counts of their books stand now. */
export type Moved = {
  intent: 'yes' | 'no' | 'withdraw' | 'dispute';
  n: number;
  disputed: number;
  counts: { mode: Mode; number: number; at: number; size: number }[];
};

/** `3 marked as shown; milestone 2 now at 14 of 25.` */
export function movedWords({ intent, n, disputed, counts }: Moved): string {
  switch (intent) {
    case 'yes':
      return disputed === n ? disputes(n) : `${n - disputed} marked as shown; ${counts.map(milestoneWords).join('; ')}.${also(disputed)}`;
    case 'no':
      return disputed === n
        ? disputes(n)
        : `${n - disputed} noted as not shown. Other proof is still looked at before the verdict.${also(disputed)}`;
    case 'dispute':
      return disputes(n);
    case 'withdraw':
      return `${formatNumberOf(n, 'answer')} taken back.`;
    default:
      return intent satisfies never;
  }
}

const disputes = (n: number) => `${formatNumberOf(n, 'verdict')} disputed.`;
const also = (disputed: number) => (disputed > 0 ? ` ${disputes(disputed)}` : '');

function milestoneWords({ mode, number, at, size }: Moved['counts'][number]): string {
  const name = mode === 'rehearsal' ? 'rehearsal milestone' : 'milestone';
  return at === 0 && number > 1 ? `${name} ${number - 1} is reached` : `${name} ${number} now at ${at} of ${size}`;
}
