import type { Channel } from './snapshot.ts';

/** The longest body of each channel of a message by hand, what is added at its end left out. */
export const LONGEST_BODY: Record<Channel, number> = { sms: 1_000, email: 10_000 };
