import { type CallingHours, WEEKDAYS } from '#domain/calling-window.ts';

const SHORT = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as const;

/** A week in words, days alike together: `Mon–Fri 09:00–12:00 and 13:00–18:00; Sat 10:00–14:00; Sun closed`. */
export function hoursWords(hours: CallingHours): string {
  const runs: { first: string; last: string; text: string }[] = [];
  for (const day of WEEKDAYS) {
    const text = hours[day].map(([from, to]) => `${from}–${to}`).join(' and ') || 'closed';
    const before = runs.at(-1);
    if (before?.text === text) before.last = SHORT[day];
    else runs.push({ first: SHORT[day], last: SHORT[day], text });
  }
  return runs.map(({ first, last, text }) => `${first === last ? first : `${first}–${last}`} ${text}`).join('; ');
}
