import type { EvidenceNotes } from '#stores/booking-evidence.ts';
import { formatFull } from './time.ts';

/** Each thing that was noted of an appointment, as a sentence; the calendar's first, which decides nothing. */
export function noteWords(notes: EvidenceNotes, zone: string): string[] {
  const { meetingEndedAt, noShowMarked, cancelledAfterStart, movedAfterStart, overturned } = notes;
  return [
    ...(meetingEndedAt ? [`The calendar says that the meeting ended on ${formatFull(meetingEndedAt, zone)}.`] : []),
    ...(noShowMarked === undefined
      ? []
      : [noShowMarked ? 'The lead is marked as a no-show in the calendar.' : 'The calendar’s no-show mark was taken back.']),
    ...(cancelledAfterStart === undefined
      ? []
      : [`Cancelled in the calendar after its start: ${cancelledAfterStart || 'no reason was given'}.`]),
    ...(movedAfterStart ? [`Moved after its start, to ${formatFull(movedAfterStart.to, zone)}.`] : []),
    ...(overturned ? [`The verdict was turned by staff: ${overturned}`] : []),
  ];
}
