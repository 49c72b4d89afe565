export type CalendarEntry = { uid: string; title: string; text: string; startAt: string; endAt: string; writtenAt: string };

const LINE_BYTES = 75;

const stamp = (at: string) => `${new Date(at).toISOString().replaceAll(/[-:]/g, '').slice(0, 15)}Z`;
const escaped = (text: string) => text.replaceAll(/([\\;,])/g, '\\$1').replaceAll(/\r?\n/g, '\\n');

/** Lines longer than 75 bytes go on in the next, which begins with a space; a character is never cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = '';
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > LINE_BYTES) {
      out += '\r\n ';
      bytes = 1;
    }
    out += character;
    bytes += size;
  }
  return out;
}

/** One appointment as an iCalendar file (RFC 5545). */
export function icsOf({ uid, title, text, startAt, endAt, writtenAt }: CalendarEntry): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Callvia//Appointments//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${stamp(writtenAt)}`,
    `DTSTART:${stamp(startAt)}`,
    `DTEND:${stamp(endAt)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
