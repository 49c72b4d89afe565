import { defaultText, TEMPLATE_KEYS, type Template, type TemplateKey } from './default-texts.ts';
import { renderTemplate, unknownVariables, type Variable, type Variables } from './render-text.ts';
import type { Channel } from './snapshot.ts';

/** What is wrong with a part of a text. */
export type TextProblem = { path: 'subject' | 'body'; message: string };

/** Characters an SMS may have once it is filled in: what carriers join from parts. */
export const LONGEST_SMS = 1_600;
export const LONGEST_EMAIL = 20_000;
export const LONGEST_SUBJECT = 200;

/** Texts of a lead's life in its order; the three answers that carriers require are not among them. */
export const LIFE_TEXTS = TEMPLATE_KEYS.filter((key) => !['opt_out_confirmation', 'opt_in_confirmation', 'help_answer'].includes(key));

/** Links without which a text of this kind would be worth nothing. */
const PURPOSE: Partial<Record<TemplateKey, Variable>> = {
  booking_link: 'booking_link',
  booking_link_again: 'booking_link',
  rebook_day0: 'booking_link',
  rebook_day2: 'booking_link',
  rebook_day4: 'booking_link',
};

const names = (text: string, variable: Variable) => new RegExp(`\\{\\{\\s*${variable}\\s*(\\||\\}\\})`).test(text);

/**
 * Everything that keeps a text from being saved: variables nobody knows, parts the law or its purpose asks for, and length. `sample` says
 * how long it becomes.
 */
export function textProblems(key: TemplateKey, channel: Channel, text: Template, sample: Variables): TextProblem[] {
  const problems: TextProblem[] = [];
  const add = (path: TextProblem['path'], message: string) => problems.push({ path, message });
  const { subject = '', body } = text;
  if (!defaultText(key, channel)) return [{ path: 'body', message: 'No text of this kind goes by this channel.' }];
  for (const [path, part] of [
    ['subject', subject],
    ['body', body],
  ] as const) {
    const unknown = unknownVariables(part);
    if (unknown.includes('{{')) add(path, 'A pair of braces is not closed.');
    for (const name of unknown.filter((name) => name !== '{{')) add(path, `There is no variable “${name}”.`);
  }
  if (body.trim() === '') add('body', 'Write a text, or go back to the standard one.');
  else problems.push(...missingParts(key, channel, body));
  const filled = renderTemplate(text, sample);
  if (channel === 'email' && subject.trim() === '') add('subject', 'An e-mail needs a subject.');
  if (/[\r\n]/.test(subject)) add('subject', 'The subject is one line.');
  if (subject.length > LONGEST_SUBJECT) add('subject', `A subject may have ${LONGEST_SUBJECT} characters.`);
  const longest = channel === 'sms' ? LONGEST_SMS : LONGEST_EMAIL;
  if (Math.max(body.length, filled.body.length) > longest) add('body', `It may have ${longest.toLocaleString('en-US')} characters.`);
  return problems;
}

function missingParts(key: TemplateKey, channel: Channel, body: string): TextProblem[] {
  const wanted: [isThere: boolean, message: string][] = [
    [names(body, 'reference'), 'Keep {{reference}}: by it a text is found again when an answer is lost.'],
  ];
  const link = PURPOSE[key];
  if (link) wanted.push([names(body, link), `Keep {{${link}}}: it is what this text is for.`]);
  if (channel === 'sms') {
    wanted.push([names(body, 'opt_out_text') || /\bSTOP\b/.test(body), 'Say how to opt out: keep {{opt_out_text}} or name STOP.']);
    if (key === 'attendance_check')
      wanted.push([/\bYES\b/.test(body) && /\bNO\b/.test(body), 'Ask for YES or NO: only these are understood.']);
  } else {
    wanted.push([names(body, 'unsubscribe_link'), 'Keep {{unsubscribe_link}}: every e-mail must let people leave.']);
    wanted.push([names(body, 'postal_address'), 'Keep {{postal_address}}: the law asks for it.']);
    if (key === 'attendance_check')
      wanted.push([
        names(body, 'confirm_yes_link') && names(body, 'confirm_no_link'),
        'Keep {{confirm_yes_link}} and {{confirm_no_link}}.',
      ]);
  }
  return wanted.filter(([isThere]) => !isThere).map(([, message]) => ({ path: 'body', message }));
}
