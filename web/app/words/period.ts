import type { Mode } from '#domain/lead.ts';
import type { Period } from '#domain/period.ts';
import { dateWords, daysWords } from './days.ts';

export const PERIOD_WORDS = { today: 'Today', '7d': '7 days', '30d': '30 days', custom: 'Your dates' } as const satisfies Record<
  Period['kind'],
  string
>;

/** `Today`, `the last 7 days`, `1 – 14 Nov 2026`, as it stands in a sentence. */
export function periodWords({ kind, from, to, days }: Pick<Period, 'kind' | 'from' | 'to' | 'days'>): string {
  if (kind === 'today') return 'Today';
  if (kind !== 'custom') return `The last ${days} days`;
  return to ? daysWords(from, to) : `Since ${dateWords(from)}`;
}

export const againstWords = ({ kind, days }: Pick<Period, 'kind' | 'days'>): string =>
  kind === 'today' ? 'against yesterday up to the same time' : days === 1 ? 'against the day before' : `against the ${days} days before`;

/** The list behind each figure of the overview: the same rows that it counts. */
export function figureLinks(mode: Mode, { from, to }: Pick<Period, 'from' | 'to'>, nextMilestone: number) {
  const days = { from, ...(to ? { to } : {}) };
  const list = (path: string, more: Record<string, string>) => `${path}?${new URLSearchParams({ mode, ...more, ...days })}`;
  return {
    leads: list('/leads', {}),
    calls: list('/calls', { direction: 'outbound' }),
    allCalls: list('/calls', {}),
    booked: list('/appointments', { view: 'all', by: 'booked' }),
    shown: list('/appointments', { view: 'past', by: 'verified', verdict: 'shown' }),
    milestone: `/billing/milestones/${nextMilestone}?books=${mode}`,
    charges: `/billing?${new URLSearchParams({ books: mode, ...days })}#charges`,
  };
}
