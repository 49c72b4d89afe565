/** What a member is told of without asking: ends and troubles, each about many leads at once, never one per lead. */
export const NEWS_KINDS = ['import', 'campaign', 'milestone', 'payment', 'booking', 'provider'] as const;
export type NewsKind = (typeof NEWS_KINDS)[number];

/** Older news is no news: it is neither counted nor listed. */
export const NEWS_DAYS = 30;
/** Counted no further; more is said as “99+”. */
export const NEWS_COUNTED = 99;

/** Kinds for somebody who may see what the client pays, and for somebody who may not. */
export const newsKindsFor = (maySeeBilling: boolean): readonly NewsKind[] =>
  maySeeBilling ? NEWS_KINDS : NEWS_KINDS.filter((kind) => kind !== 'payment');
