import type { ChangeFacts } from '#stores/views-appointment-change.ts';
import { formatSpan } from './time.ts';

type Ways = Pick<ChangeFacts, 'text' | 'email'>;

/** How the lead learns that its appointment is moved, and what else that changes. */
export const moveWords = (ways: Ways): string => toldWords(ways, ' Its reminders are planned anew.');

/** How the lead learns of an appointment that is made for it, and what else that changes. */
export function bookWords({ text, email, isBarred, isDialled }: Ways & { isBarred: boolean; isDialled: boolean }): string {
  const told = toldWords({ text, email }, ' Its reminders are planned.');
  if (isBarred) return `The number is on the do-not-call list and stays there: nobody calls or texts it. ${told}`;
  return isDialled ? `${told} Nobody calls it any more.` : told;
}

function toldWords({ text, email }: Ways, more: string): string {
  if (!text && !email) return 'Nobody tells the lead: it may be written to neither by text nor by e-mail. Please tell it yourself.';
  const ways = text && email ? 'by text and e-mail' : text ? 'by text' : 'by e-mail';
  return `The lead is told ${ways}${text ? ', texts within the permitted hours' : ''}.${more}`;
}

/** What follows for the lead when its appointment is cancelled. */
export function cancelWords(facts: ChangeFacts | null): string {
  if (!facts?.isCurrent) return 'Nothing else follows for a lead.';
  if (facts.hasOther) return 'Its reminders are dropped. The lead’s other appointment stays as it is.';
  if (facts.isBarred) return 'Its reminders are dropped. The lead asked not to be contacted, so nobody calls it.';
  if (facts.isCampaignOver) return 'Its reminders are dropped. The campaign is over, so nobody calls the lead again.';
  return `Its reminders are dropped, and the lead is called for a new time after ${formatSpan(facts.callAgainSeconds)}, in the calling hours.`;
}
