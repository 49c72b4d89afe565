const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
export const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

// A day is written `yyyy-mm-dd` and has no zone: its weekday is the same everywhere.
function read(day: string) {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { year, month, date, weekday: WEEKDAYS[(new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7] ?? '' };
}
const short = (month: number) => (MONTHS[month - 1] ?? '').slice(0, 3);

/** `November 2026`, of a day or a month. */
export const monthWords = (day: string): string => `${MONTHS[read(day).month - 1]} ${read(day).year}`;

/** `Fri 20 Nov`. */
export function dayWords(day: string): string {
  const { weekday, date, month } = read(day);
  return `${weekday} ${date} ${short(month)}`;
}

/** `20 Nov`. */
export const shortDay = (day: string): string => dayWords(day).slice(4);

/** `20 Nov 2026`. */
export const dateWords = (day: string): string => `${shortDay(day)} ${read(day).year}`;

/** `16 – 22 Nov 2026`, `30 Nov – 6 Dec 2026`, `28 Dec 2026 – 3 Jan 2027`. */
export function daysWords(first: string, last: string): string {
  const [a, b] = [read(first), read(last)];
  if (first === last) return dateWords(first);
  if (a.year !== b.year) return `${dateWords(first)} – ${dateWords(last)}`;
  if (a.month !== b.month) return `${shortDay(first)} – ${dateWords(last)}`;
  return `${a.date} – ${dateWords(last)}`;
}

/** `9` as `09:00`. */
export const hourWords = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;
