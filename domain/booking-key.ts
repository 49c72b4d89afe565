/** `call`: made by the agent's tool while it talked; the end of that call carries the news. `staff`: by hand, by one of the client's people. */
export type BookedBy = 'call' | 'link' | 'staff';

/** Under this name our key of a booking travels in the calendar's metadata. */
export const BOOKING_KEY = 'booking_key';

const IN_CALL = 'call:';
const BY_HAND = 'staff:';

/** Our key of the one booking that a call may make. */
export const callBookingKey = (callId: string) => `${IN_CALL}${callId}:book`;

/** Our key of a booking on the lead's own page, made while `after` was its newest appointment. */
export const pageBookingKey = (leadId: string, startAt: string, after: string | null) =>
  `lead:${leadId}:book:${startAt}:${after ?? 'first'}`;

/**
 * Our key of a booking that one of the client's people made for a lead whose newest appointment was `after`. What is proven never to have
 * happened is tried anew under another key: `failed` counts those.
 */
export const staffBookingKey = (leadId: string, startAt: string, { after, failed }: { after: string | null; failed: number }) =>
  `${BY_HAND}${leadId}:book:${startAt}:${after ?? 'first'}${failed > 0 ? `:${failed + 1}` : ''}`;

/**
 * Who made a booking. It is read from the key that the booking carries and not from the road on which it reached us: the calendar's webhook of
 * a booking made in a call may be here before the calendar's answer to that call.
 */
export const bookedByOf = (metadata: Record<string, string> = {}): BookedBy => {
  const key = metadata[BOOKING_KEY] ?? '';
  if (key.startsWith(IN_CALL)) return 'call';
  return key.startsWith(BY_HAND) ? 'staff' : 'link';
};
