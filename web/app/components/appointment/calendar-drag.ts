import { useNavigate } from '@remix-run/react';
import { type DragEvent, useState } from 'react';
import type { CalendarEntry } from '#stores/views-calendar.ts';
import { formatClock } from '../../words/time.ts';

const KIND = 'application/x-callvia-appointment';

/** Whether an appointment can still be moved: it has a lead and has not begun. */
export const isMovable = ({ leadId, status, hasBegun }: CalendarEntry): boolean => leadId !== null && status === 'scheduled' && !hasBegun;

/** Takes an appointment: which, and its minutes past the hour. */
export function take(transfer: DataTransfer, entry: CalendarEntry, zone: string): void {
  transfer.setData(KIND, JSON.stringify({ id: entry.id, minutes: formatClock(entry.startAt, zone).slice(3, 5) }));
  transfer.effectAllowed = 'move';
}

/**
 * Squares of an hour on which an appointment can be dropped. Dropping changes nothing: it leads to the page that asks, with the same minutes
 * past that hour.
 */
export function useSquares(zone: string) {
  const [over, setOver] = useState<string | null>(null);
  const navigate = useNavigate();
  const square = (day: string, hour: number) => ({
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(KIND)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      setOver(`${day} ${hour}`);
    },
    onDragLeave: () => setOver(null),
    onDrop: (event: DragEvent) => {
      setOver(null);
      const taken = event.dataTransfer.getData(KIND);
      if (!taken) return;
      event.preventDefault();
      const { id, minutes } = JSON.parse(taken) as { id: string; minutes: string };
      const time = `${String(hour).padStart(2, '0')}:${minutes}`;
      navigate(`/appointments/${id}/move?${new URLSearchParams({ day, time, zone })}`);
    },
  });
  return { over, square };
}
