import type { CalendarView } from '#domain/calendar.ts';
import type { AppointmentView } from '#stores/views-appointments.ts';

/** The lists of appointments, in the order of their tabs. */
export const APPOINTMENT_VIEWS = [
  'verify',
  'awaiting',
  'upcoming',
  'past',
  'cancelled',
  'unmatched',
  'ignored',
  'all',
] as const satisfies AppointmentView[];
export const VIEW_WORDS: Record<AppointmentView, string> = {
  verify: 'To verify',
  awaiting: 'Verdict to come',
  upcoming: 'Upcoming',
  past: 'Past',
  cancelled: 'Cancelled',
  unmatched: 'Unmatched',
  ignored: 'Ignored',
  all: 'All',
};

export const CALENDAR_WORDS = { month: 'Month', week: 'Week', day: 'Day' } as const satisfies Record<CalendarView, string>;
/** Whether a view of an address is one of the calendar's. */
export const isCalendarView = (view: string | null): view is CalendarView => view !== null && Object.hasOwn(CALENDAR_WORDS, view);

export const EMPTY_VIEWS: Record<AppointmentView, readonly [title: string, text: string]> = {
  verify: ['Nothing to verify', 'Appointments that have begun stand here until somebody says who came, or 48 hours have passed.'],
  awaiting: ['No verdict is to come', 'Where you said that nobody came, other proof is looked at for 48 hours; until then it stands here.'],
  upcoming: ['Nothing is coming up', 'Bookings appear here as soon as a lead takes a time.'],
  past: ['No verdict yet', 'Appointments appear here once it is decided whether the lead showed.'],
  cancelled: ['Nothing was cancelled', 'Cancelled bookings appear here; their leads are called again.'],
  unmatched: ['Every booking has its lead', 'A booking whose name, e-mail and phone belong to no lead would stand here.'],
  ignored: ['No booking is ignored', 'Bookings of nobody you know that somebody set aside stand here, with the reason.'],
  all: ['No appointment matches', 'Drop a filter, or wait for the first booking.'],
};
