import { LONGEST_BODY } from './message-limits.ts';
import { oneLine, renderText, type Variables } from './render-text.ts';
import type { Channel } from './snapshot.ts';
import { HAND_TAIL } from './text-endings.ts';

/** A message to a lead as somebody typed it. */
export type HandWritten = { channel: Channel; subject: string; body: string };
export type HandProblem = { path: 'subject' | 'body'; message: string };

const LONGEST_SUBJECT = 200;

/** What was typed without what nobody can see: line ends of one kind, no control characters, a subject of one line, none for a text. */
export function tidied({ channel, subject, body }: HandWritten): HandWritten {
  const plain = body
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .trim();
  return { channel, subject: channel === 'email' ? oneLine(subject) : '', body: plain };
}

/** What keeps a tidied message from being sent, each at its field; nothing when it may go. */
export function handProblems({ channel, subject, body }: HandWritten): HandProblem[] {
  const problems: HandProblem[] = [];
  if (channel === 'email' && subject === '') problems.push({ path: 'subject', message: 'Write what the e-mail is about.' });
  if (subject.length > LONGEST_SUBJECT) problems.push({ path: 'subject', message: `At most ${LONGEST_SUBJECT} characters.` });
  if (body === '') problems.push({ path: 'body', message: 'Write what the lead should read.' });
  if (body.length > LONGEST_BODY[channel])
    problems.push({ path: 'body', message: `At most ${LONGEST_BODY[channel].toLocaleString('en')} characters.` });
  if (/\{\{|\}\}/.test(`${subject}${body}`))
    problems.push({ path: 'body', message: 'Nothing is filled in here: write it as the lead should read it, without double braces.' });
  return problems;
}

/** The body as the lead reads it: what was typed, letter for letter, and what every message of its channel ends with. */
export const withTail = ({ channel, body }: Pick<HandWritten, 'channel' | 'body'>, variables: Variables): string =>
  `${body}${channel === 'sms' ? ' ' : '\n\n'}${renderText(HAND_TAIL[channel], variables)}`;

/** Whether a message as it was sent is this one. */
export const isSame = (typed: HandWritten, sent: { channel: Channel; subject: string | null; body: string | null }): boolean =>
  sent.channel === typed.channel &&
  (sent.subject ?? '') === typed.subject &&
  (sent.body === typed.body || sent.body?.startsWith(`${typed.body}${typed.channel === 'sms' ? ' Ref ' : '\n\n—\n'}`) === true);
