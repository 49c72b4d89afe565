import { CalendarX } from 'lucide-react';
import { EmptyState } from '../ui/surface.tsx';

/** Why there is no time to choose from; `instead` is what helps where the campaign has no calendar. */
export function NoTimes({ why, instead }: { why: 'full' | 'unreachable' | 'no-calendar'; instead: string }) {
  return <EmptyState icon={<CalendarX aria-hidden />} title={WHY[why][0]} text={why === 'no-calendar' ? instead : WHY[why][1]} />;
}

const WHY = {
  full: ['No time is free in the next two weeks', 'Nothing was changed. Times appear here as they become free in the calendar.'],
  unreachable: ['The calendar does not answer just now', 'Nothing was changed. Load this page again in a minute.'],
  'no-calendar': ['This campaign has no calendar to read', ''],
} as const;
