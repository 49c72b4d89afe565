/** What can be done to many leads at once. */
export const BULK_VERBS = ['tag', 'untag', 'call', 'dnc', 'delete'] as const;
export type BulkVerb = (typeof BULK_VERBS)[number];

/** `done`, or why a lead was left as it was. */
export const BULK_RESULTS = ['done', 'already', 'missing', 'in_use', 'not_waiting', 'not_running', 'under_way', 'too_many_tags'] as const;
export type BulkResult = (typeof BULK_RESULTS)[number];

export const BULK_STATUSES = ['draft', 'running', 'completed', 'cancelled'] as const;
export type BulkStatus = (typeof BULK_STATUSES)[number];

/** From this many on, the number has to be typed before something that cannot be taken back. */
export const TYPED_FROM = 500;

/** Whether a deed can be taken back by another; what can is not asked about twice. */
export const undoOf = (verb: BulkVerb): BulkVerb | null => (verb === 'tag' ? 'untag' : verb === 'untag' ? 'tag' : null);

/** Whether the number of leads was typed as it is, where it must be; separators do not matter. */
export const isNumberTyped = (verb: BulkVerb, total: number, typed: string): boolean =>
  undoOf(verb) !== null || total < TYPED_FROM || typed.replace(/[\s,.']/g, '') === String(total);
