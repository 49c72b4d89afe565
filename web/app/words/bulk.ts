import type { BulkResult, BulkVerb } from '#domain/bulk.ts';
import { formatNumberOf } from './numbers.ts';

type Deed = { verb: BulkVerb; tag: string | null; total: number };

/** A bulk action as a question, as its button, while it runs and once it is over. */
export function bulkWords({ verb, tag, total }: Deed): { ask: string; deed: string; pending: string; done: string; text: string } {
  const leads = formatNumberOf(total, 'lead');
  switch (verb) {
    case 'tag':
      return {
        ask: `Tag ${leads}`,
        deed: `Tag ${leads}`,
        pending: 'Tagging…',
        done: `Tag “${tag ?? ''}” put on ${leads}`,
        text: 'The tag is added beside those a lead has. It can be taken off again.',
      };
    case 'untag':
      return {
        ask: `Remove a tag from ${leads}`,
        deed: `Remove from ${leads}`,
        pending: 'Removing…',
        done: `Tag “${tag ?? ''}” removed from ${leads}`,
        text: 'Leads without the tag stay as they are. It can be put back.',
      };
    case 'assign':
      return {
        ask: `Who looks after ${leads}?`,
        deed: `Assign ${leads}`,
        pending: 'Assigning…',
        done: `New owner for ${leads}`,
        text: 'They show this person as their owner from then on, in lists and filters. It changes nothing about calls and messages.',
      };
    case 'call':
      return {
        ask: `Call ${leads} next?`,
        deed: `Call ${leads}`,
        pending: 'Putting them first…',
        done: `${leads} put first in the queue`,
        text: 'Whoever waits to be called goes before everybody else, without the pause between attempts. Calling hours and the limit of calls at once still hold. Leads that are booked, done or on a call are left as they are.',
      };
    case 'dnc':
      return {
        ask: `Never call ${leads} again?`,
        deed: `Do not call ${leads}`,
        pending: 'Marking…',
        done: `${leads} marked do not call`,
        text: 'Their numbers go on this client’s do-not-call list, for every campaign. Planned calls and texts are dropped. Appointments that are already booked are still verified.',
      };
    case 'delete':
      return {
        ask: `Delete ${leads}?`,
        deed: `Delete ${leads}`,
        pending: 'Deleting…',
        done: `${leads} to delete`,
        text: 'This cannot be taken back. Leads that were called, written to or booked are kept, as bills and proofs rest on them.',
      };
    default:
      return verb satisfies never;
  }
}

/** Why a lead was left as it was. */
export const RESULT_WORDS: Record<Exclude<BulkResult, 'done'>, string> = {
  already: 'It was so already',
  missing: 'No longer there',
  in_use: 'Has calls, messages or appointments',
  not_waiting: 'Does not wait to be called',
  not_running: 'Its campaign is not running',
  under_way: 'A call is under way',
  too_many_tags: 'Has 50 tags already',
  unknown_member: 'That person is not with this client any more',
};
