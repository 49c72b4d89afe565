import { isTyped, mustType } from './typed-number.ts';

/** What can be done to many leads at once. */
export const BULK_VERBS = ['tag', 'untag', 'assign', 'call', 'dnc', 'delete'] as const;
export type BulkVerb = (typeof BULK_VERBS)[number];

/** `done`, or why a lead was left as it was. */
export const BULK_RESULTS = [
  ...(['done', 'already', 'missing', 'in_use', 'not_waiting', 'not_running', 'under_way', 'too_many_tags'] as const),
  'unknown_member',
] as const;
export type BulkResult = (typeof BULK_RESULTS)[number];

export const BULK_STATUSES = ['draft', 'running', 'completed', 'cancelled'] as const;
export type BulkStatus = (typeof BULK_STATUSES)[number];

/** The deed that takes another back, null for one that nothing does. */
export const undoOf = (verb: BulkVerb): BulkVerb | null => (verb === 'tag' ? 'untag' : verb === 'untag' ? 'tag' : null);

/** Whether a deed changes only what we note about leads, not their lives; then many are changed by one statement. */
export const isNoted = (verb: BulkVerb): boolean => verb === 'assign' || isAboutTag(verb);

/** Whether so many leads are asked for by their number before the deed: only where it touches a lead's life, not what we note about it. */
export const asksNumber = (verb: BulkVerb, total: number): boolean => !isNoted(verb) && mustType(total);

/** Whether the number of leads was typed as it is, where it must be. */
export const isNumberTyped = (verb: BulkVerb, total: number, typed: string): boolean => isNoted(verb) || isTyped(total, typed);

/** Whether a deed puts a tag on or takes it off. */
export const isAboutTag = (verb: BulkVerb): boolean => verb === 'tag' || verb === 'untag';

/** What is still missing before a deed may begin: a tag of one short line, or the number of leads typed. Null when nothing is. */
export function bulkLacks(verb: BulkVerb, total: number, { tag, typed }: { tag: string; typed: string }): 'tag' | 'number' | null {
  if (isAboutTag(verb) && (tag === '' || tag.length > 50 || /\p{Cc}/u.test(tag))) return 'tag';
  return isNumberTyped(verb, total, typed) ? null : 'number';
}
