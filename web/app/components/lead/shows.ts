import type { Entry } from '#stores/views-lead-timeline.ts';

/** What a person may narrow the timeline to. */
export const TIMELINE_SHOWS = ['calls', 'messages', 'bookings', 'billing', 'not-done', 'decisions', 'comments'] as const;
export type TimelineShow = (typeof TIMELINE_SHOWS)[number];

const BOOKING_FACTS = ['lead.moved', 'lead.cancelled', 'lead.linked', 'lead.overturned'];

/** Under which heading an entry is found. */
export function showOf(entry: Entry): TimelineShow {
  switch (entry.kind) {
    case 'call':
      return 'calls';
    case 'message':
      return entry.status === 'skipped' ? 'not-done' : 'messages';
    case 'link':
      return 'messages';
    case 'decision':
      return 'not-done';
    case 'booking':
    case 'word':
    case 'verdict':
      return 'bookings';
    case 'milestone':
      return 'billing';
    case 'comment':
      return 'comments';
    case 'fact':
      return BOOKING_FACTS.includes(entry.type) ? 'bookings' : 'decisions';
    default:
      return entry satisfies never;
  }
}
