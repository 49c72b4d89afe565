// Texts are built from parts, in 24-hour time and fixed order, so that server and browser write the same characters whatever their ICU.
const formats = new Map<string, Intl.DateTimeFormat>();
type Parts = { get: (type: Intl.DateTimeFormatPartTypes) => string; day: string };
/** A moment is written three ways on a page, and the page's own beside each. */
const written = new Map<string, Parts>();
const WRITTEN_AT_MOST = 500;

function partsOf(at: string, zone: string): Parts {
  const key = `${at} ${zone}`;
  const known = written.get(key);
  if (known) return known;
  if (written.size >= WRITTEN_AT_MOST) written.clear();
  const parts = new Map(
    formatOf(zone)
      .formatToParts(new Date(at))
      .map(({ type, value }) => [type, value]),
  );
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const made = { get, day: `${get('year')}-${get('month')}-${get('day')}` };
  written.set(key, made);
  return made;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  formats.set(zone, made);
  return made;
}

/** `20 Nov 2026`. */
export function formatDate(at: string, zone: string): string {
  const { get } = partsOf(at, zone);
  return `${get('day')} ${get('month')} ${get('year')}`;
}

/** `14:30 EST`, with seconds when asked. */
export function formatClock(at: string, zone: string, seconds = false): string {
  const { get } = partsOf(at, zone);
  return `${get('hour')}:${get('minute')}${seconds ? `:${get('second')}` : ''} ${get('timeZoneName')}`;
}

/** `Tue 14:30 EST` within six days of `now`, `Tue 24 Nov 14:30 EST` within its year, else with the year; with seconds when asked. */
export function formatMoment(at: string, zone: string, now: string, seconds = false): string {
  const then = partsOf(at, zone);
  const today = partsOf(now, zone);
  const clock = formatClock(at, zone, seconds);
  const away = Math.abs(Date.parse(at) - Date.parse(now));
  if (then.day === today.day) return `today ${clock}`;
  if (away < 6 * 86_400_000) return `${then.get('weekday')} ${clock}`;
  const year = then.get('year') === today.get('year') ? '' : ` ${then.get('year')}`;
  return `${then.get('weekday')} ${then.get('day')} ${then.get('month')}${year} ${clock}`;
}

/** `Tue 24 Nov 2026 14:30:05 EST`: the whole of it, for titles. */
export function formatFull(at: string, zone: string): string {
  const { get } = partsOf(at, zone);
  return `${get('weekday')} ${get('day')} ${get('month')} ${get('year')} ${get('hour')}:${get('minute')}:${get('second')} ${get('timeZoneName')}`;
}

/** `just now`, `3 min ago`, `in 2 h`, `5 days ago`. */
export function formatRelative(at: string, now: string): string {
  const seconds = Math.round((Date.parse(at) - Date.parse(now)) / 1000);
  const text = formatSpan(Math.abs(seconds));
  if (Math.abs(seconds) < 3) return 'just now';
  return seconds < 0 ? `${text} ago` : `in ${text}`;
}

/** The largest unit of a duration in seconds: `8 s`, `12 min`, `3 h`, `2 days`. */
export function formatSpan(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3_600) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} days`;
}

const DUE_NOW = 'due now';
/** Time left to a decision: `1 d 4 h`, `3 h 12 min`, `2 min 5 s`, `due now`. */
export function formatCountdown(until: string, now: string): string {
  const seconds = Math.floor((Date.parse(until) - Date.parse(now)) / 1000);
  if (seconds <= 0) return DUE_NOW;
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor((seconds % 86_400) / 3_600), Math.floor((seconds % 3_600) / 60)];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/** The same inside a sentence: `in 3 h 12 min`, `due now`. */
export function formatDueIn(until: string, now: string): string {
  const left = formatCountdown(until, now);
  return left === DUE_NOW ? left : `in ${left}`;
}

/** Length of a call in seconds as `2:05`, or `1:02:05` from an hour on. */
export function formatLength(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
