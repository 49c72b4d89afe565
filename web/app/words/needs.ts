import type { Mode } from '#domain/lead.ts';
import type { Needs } from '#stores/views-needs.ts';
import { formatNumberOf } from './numbers.ts';

/** The lists of `/needs`, in the order of their tabs. */
export const NEED_LISTS = ['late', 'replies', 'unclear', 'refused', 'imports', 'untold'] as const;
export type NeedList = (typeof NEED_LISTS)[number];

export type Need = {
  kind: NeedList | 'unpaid' | 'verify' | 'unmatched';
  n: number;
  text: string;
  hint?: string;
  /** The list of exactly those that are counted. */
  to: string;
  isUrgent?: boolean;
};

/** What a person should look at in one mode, the most pressing first, with the way to exactly that. */
export function needsOf(needs: Needs, mode: Mode): Need[] {
  const list = (kind: NeedList) => ({ kind, to: `/needs?which=${kind}&mode=${mode}` });
  const all: Need[] = [
    {
      ...list('untold'),
      n: needs.untold,
      text: 'The worker does not answer',
      hint: `${formatNumberOf(needs.untold, 'change')} of the last minutes wait for it. Calls are not placed and messages not sent until it runs again.`,
      isUrgent: true,
    },
    {
      ...list('late'),
      n: needs.stuckLeads,
      text: `${formatNumberOf(needs.stuckLeads, 'lead')} whose next step is overdue`,
      hint: 'It should have happened a quarter of an hour ago.',
      isUrgent: true,
    },
    {
      ...{ kind: 'unpaid', to: `/billing?books=${mode}&status=failed#invoices`, n: needs.unpaid },
      text: `${formatNumberOf(needs.unpaid, 'invoice')} whose payment failed`,
      isUrgent: true,
    },
    {
      ...{ kind: 'verify', to: `/appointments?view=verify&mode=${mode}`, n: needs.verify },
      text: `${formatNumberOf(needs.verify, 'appointment')} to verify: did they show?`,
      ...(needs.verifySoon > 0 ? { hint: `${formatNumberOf(needs.verifySoon, 'verdict')} within 12 hours.`, isUrgent: true } : {}),
    },
    {
      ...{ kind: 'unmatched', to: `/appointments?view=unmatched&mode=${mode}`, n: needs.unmatched },
      text: `${formatNumberOf(needs.unmatched, 'booking')} without a lead`,
    },
    {
      ...list('replies'),
      n: needs.replies,
      text: `${formatNumberOf(needs.replies, 'reply', 'replies')} from leads to answer`,
    },
    {
      ...list('unclear'),
      n: needs.unclear,
      text: `${formatNumberOf(needs.unclear, 'request')} of which it is unclear whether it was done`,
      hint: 'A vendor’s answer was lost. It is looked up there and never done twice.',
    },
    { ...list('refused'), n: needs.refused, text: `${formatNumberOf(needs.refused, 'request')} refused by a vendor in the last day` },
    { ...list('imports'), n: needs.failedImports, text: `${formatNumberOf(needs.failedImports, 'import')} stopped in the last week` },
  ];
  return all.filter(({ n }) => n > 0);
}
