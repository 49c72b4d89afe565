import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDealtWith, meaningOf, readReply } from './replies.ts';

test.each([
  [
    'stop',
    'STOP|stop|Stop.|STOP!!|"stop"|stopall|Stop all|quit|END|revoke|optout|opt out|opt-out|cancel|Unsubscribe|remove|alto|PARAR|cancelar|no más|No mas!|please stop|Stop, thanks|ＳＴＯＰ',
  ],
  ['start', 'START|unstop|Start please'],
  ['help', 'HELP|help?|ayuda|info'],
  ['yes', 'YES|yes|Yes!|y|Yep|yeah|Sí|si|yes, I was there|Yes I did.|yes thanks'],
  ['no', 'NO|no.|N|nope|No, I did not|no I didn’t|I missed it'],
  [
    'refusal',
    'stop calling me|Don’t contact me again|do not text me|never call this number|STOP TEXTING|not interested|I am not interested|no thanks|No, thank you|leave me alone|take me off your list|remove my number|wrong number|You have the wrong person|please stop sending me these|quit calling|opt me out|unsubscribe me please|stop it|go away|no me llamen|no estoy interesado|dejen de llamar|cease and desist|I’m no longer interested|lose my number',
  ],
  [
    'other',
    'Can we move it to Friday?|cancel my appointment|I will stop by at 5|can we stop at the bank first|not sure yet|who is this|the end is near|yes but it was cancelled|no idea|is there parking?|call me tomorrow|👍||   |end of the week works|I have no more questions|start at 5?|remind me',
  ],
] as const)('%s', (reply, texts) => {
  for (const text of texts.split('|')) expect([text, readReply(text)]).toEqual([text, reply]);
});

test('case, spaces and punctuation around a word change nothing', () => {
  const around = fc.string({ unit: fc.constantFrom(' ', '.', '!', '"', '\n', '-', '…', '*'), maxLength: 4 });
  const words = fc.constantFrom(
    ['stop', 'stop'],
    ['opt-out', 'stop'],
    ['unsubscribe', 'stop'],
    ['yes', 'yes'],
    ['no', 'no'],
    ['help', 'help'],
    ['start', 'start'],
  );
  fc.assert(
    fc.property(words, around, around, fc.boolean(), ([word = '', reply], before, after, loud) => {
      expect(readReply(`${before}${loud ? word.toUpperCase() : word}${after}`)).toBe(reply);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);

test.each([
  ['Yes', 'start', 'yes'],
  ['START', 'start', 'start'],
  ['whatever opts in', 'start', 'start'],
  ['Yes', 'stop', 'stop'],
  ['Yes', undefined, 'yes'],
] as const)('“%s”, which the carrier reads as %s, means %s', (text, keyword, expected) => expect(meaningOf(text, keyword)).toBe(expected));

test('any text is read, however long and strange', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void readReply(text)),
    { numRuns: 1_000 },
  );
  const started = performance.now();
  readReply('stop '.repeat(200_000));
  expect(performance.now() - started).toBeLessThan(500);
}, 60_000);

test.each([
  ['stop', false, true],
  ['start', false, true],
  ['help', false, true],
  ['yes', true, true],
  ['yes', false, false],
  ['no', true, true],
  ['no', false, false],
  ['refusal', false, false],
  ['other', false, false],
] as const)('whether “%s” (a question was answered: %s) needs nobody any more: %s', (reply, hasAnswered, expected) =>
  expect(isDealtWith(reply, hasAnswered)).toBe(expected),
);
