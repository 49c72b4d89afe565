/** What a person sees in a text or an e-mail. */
export type Seen = { bookingLink: string | null; asksAttendance: boolean };

const link = (path: string) => new RegExp(`https?://[^\\s"'<>]+/${path}/[^\\s"'<>)\\]]+`);
const bookingLink = link('b');
const confirmLink = link('confirm');

/**
 * The one place where messages are understood, by what a person can see and not by wording: a link to our booking page (`/b/…`), a link
 * to our confirmation page (`/confirm/…`), and the words YES and NO side by side, which only the question after an appointment has.
 */
export function read(text: string): Seen {
  const plain = text.replaceAll('&amp;', '&');
  return {
    bookingLink: plain.match(bookingLink)?.[0].replace(/[.,;!?]+$/, '') ?? null,
    asksAttendance: confirmLink.test(plain) || (/\bYES\b/.test(plain) && /\b(reply|answer|text|respond)/i.test(plain)),
  };
}
