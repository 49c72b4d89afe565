import type { AppointmentView } from '#stores/views-appointments.ts';

/** The lists of appointments, in the order of their tabs. */
export const APPOINTMENT_VIEWS = ['verify', 'upcoming', 'past', 'cancelled', 'unmatched'] as const satisfies AppointmentView[];
export const VIEW_WORDS: Record<AppointmentView, string> = {
  verify: 'To verify',
  upcoming: 'Upcoming',
  past: 'Past',
  cancelled: 'Cancelled',
  unmatched: 'Unmatched',
};
