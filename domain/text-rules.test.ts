import { describe, expect, test } from 'vitest';
import { DEFAULT_TEXTS, type TemplateKey } from './default-texts.ts';
import type { Channel } from './snapshot.ts';
import { LIFE_TEXTS, textProblems } from './text-rules.ts';

const sms = (body: string, key: TemplateKey = 'reminder_2h') => textProblems(key, 'sms', { body }, { first_name: 'Ada' });

test('every standard text of a lead’s life passes its own rules', () => {
  const found = LIFE_TEXTS.flatMap((key) =>
    Object.entries(DEFAULT_TEXTS[key]).flatMap(([channel, text]) => textProblems(key, channel as Channel, text, {})),
  );
  expect(found).toEqual([]);
  expect(LIFE_TEXTS).toHaveLength(10);
});

describe('a text by SMS', () => {
  test.each<[string, TemplateKey, string]>([
    ['Hi {{first_nam}}, Ref {{reference}}. STOP', 'reminder_2h', 'There is no variable “first_nam”.'],
    ['Hi {{first_name, Ref {{reference}}. STOP', 'reminder_2h', 'A pair of braces is not closed.'],
    ['  ', 'reminder_2h', 'Write a text, or go back to the standard one.'],
    ['Hi. STOP', 'reminder_2h', 'Keep {{reference}}: by it a text is found again when an answer is lost.'],
    ['Hi {{reference}}', 'reminder_2h', 'Say how to opt out: keep {{opt_out_text}} or name STOP.'],
    ['Hi {{reference}} STOP', 'booking_link', 'Keep {{booking_link}}: it is what this text is for.'],
    ['Were you there? {{reference}} STOP', 'attendance_check', 'Ask for YES or NO: only these are understood.'],
    [`${'x'.repeat(1_600)} {{reference}} STOP`, 'reminder_2h', 'It may have 1,600 characters.'],
  ])('%j is refused', (body, key, message) => expect(sms(body, key)).toContainEqual({ path: 'body', message }));

  test('own fields and fallbacks pass', () => expect(sms('Hi {{ custom.Colour | friend }}, {{reference|}} Reply STOP')).toEqual([]));
});

test('an e-mail says at once all it lacks', () => {
  expect(textProblems('attendance_check', 'email', { subject: ' ', body: 'Hi {{reference}}' }, {})).toEqual([
    { path: 'body', message: 'Keep {{unsubscribe_link}}: every e-mail must let people leave.' },
    { path: 'body', message: 'Keep {{postal_address}}: the law asks for it.' },
    { path: 'body', message: 'Keep {{confirm_yes_link}} and {{confirm_no_link}}.' },
    { path: 'subject', message: 'An e-mail needs a subject.' },
  ]);
});

test('a kind that does not go by a channel has no text there', () =>
  expect(textProblems('rebook_day0', 'email', { subject: 'x', body: 'y' }, {})).toEqual([
    { path: 'body', message: 'No text of this kind goes by this channel.' },
  ]));
