import type { Mode } from './lead.ts';
import { escapeHtml, oneLine } from './render-text.ts';
import { clockOf, startWords } from './slot-days.ts';
import type { Instant } from './time.ts';

export type DigestShow = {
  /** Who was to come, and by which campaign. */
  who: string;
  campaign: string | null;
  startAt: Instant;
  /** When the rules decide it without an answer. */
  verifyAt: Instant;
  /** Its page; null leaves the links out, for the copy that is kept. */
  url: string | null;
};

export type Digest = {
  to: string;
  clientName: string;
  /** The client's own: all times are in it. */
  zone: string;
  mode: Mode;
  shows: readonly DigestShow[];
  /** Waiting beside those listed. */
  more: number;
  /** Where all of them can be answered after a log-in. */
  appointmentsUrl: string;
};

/** The daily mail to one of a client's people about appointments that nobody of the client has answered for. */
export function digestMail(digest: Digest): { subject: string; text: string; html: string } {
  const { zone, mode, shows, more, appointmentsUrl } = digest;
  const total = shows.length + more;
  const [to, clientName] = [oneLine(digest.to), oneLine(digest.clientName)];
  const subject = `${mode === 'rehearsal' ? 'Rehearsal: ' : ''}${total === 1 ? '1 appointment waits' : `${total} appointments wait`} for your word`;
  const when = (at: Instant) => startWords(at, zone, clockOf(zone));
  const intro = [
    ...(mode === 'rehearsal' ? ['This is about a rehearsal: nobody was contacted, and no money moves.'] : []),
    `${total === 1 ? 'An appointment' : `${total} appointments`} of ${clientName} began, and nobody has said whether the lead showed up. A link opens a page on which one press answers.`,
    'Without your answer the rules decide: a yes of the lead or a talk of more than 45 seconds makes it a show, anything else a no-show.',
  ];
  const entries = shows.map(({ who, campaign, startAt, verifyAt, url }) => ({
    title: oneLine(who),
    lines: [...(campaign ? [oneLine(campaign)] : []), when(startAt), `Decided without an answer: ${when(verifyAt)}`],
    links: url === null ? [] : [['Showed', `${url}?attended=yes`] as const, ['Did not show', `${url}?attended=no`] as const],
  }));
  const all = more > 0 ? `${more} more wait. Answer for all of them at once` : 'Answer for several at once';
  const outro = `You get this because you may answer for ${clientName}: once a day, and only while something waits. Links work for 30 days.`;
  const text = [
    `Hello ${to},`,
    ...intro,
    ...entries.map(({ title, lines, links }) => [title, ...lines, ...links.map(([name, href]) => `${name}: ${href}`)].join('\n')),
    `${all}: ${appointmentsUrl}`,
    outro,
  ].join('\n\n');
  const paragraph = (html: string) => `<p style="margin:0 0 16px">${html}</p>`;
  const html = [
    ...[`Hello ${to},`, ...intro].map((line) => paragraph(escapeHtml(line))),
    ...entries.map(({ title, lines, links }) =>
      paragraph(
        `${[`<b>${escapeHtml(title)}</b>`, ...lines.map(escapeHtml)].join('<br>\n')}<br>\n${links.map(([name, href], i) => `<a href="${escapeHtml(href)}" style="${i === 0 ? FIRST : SECOND}">${name}</a>`).join('\n')}`,
      ),
    ),
    paragraph(`<a href="${escapeHtml(appointmentsUrl)}">${escapeHtml(all)}</a>`),
    paragraph(`<small>${escapeHtml(outro)}</small>`),
  ].join('\n');
  return { subject, text, html: `<div style="font:16px/1.5 sans-serif">\n${html}\n</div>` };
}

const BUTTON = 'display:inline-block;margin:8px 8px 0 0;padding:10px 18px;border:1px solid #0b6e5a;border-radius:6px;text-decoration:none';
const FIRST = `${BUTTON};background:#0b6e5a;color:#ffffff`;
const SECOND = `${BUTTON};color:inherit`;
