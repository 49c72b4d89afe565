import { expect, test } from 'vitest';
import { handProblems, isSame, tidied, withTail } from './hand-written.ts';

test('line ends and characters nobody sees are set right, and a text has no subject', () => {
  expect(tidied({ channel: 'sms', subject: 'Roof', body: ' Hi\r\nAda\u0007! \n' })).toEqual({
    channel: 'sms',
    subject: '',
    body: 'Hi\nAda !',
  });
  expect(tidied({ channel: 'email', subject: ' Your\r\nroof ', body: 'Hi' })).toEqual({
    channel: 'email',
    subject: 'Your roof',
    body: 'Hi',
  });
});

test.each([
  ['a text', { channel: 'sms', subject: '', body: 'Hi Ada' }, []],
  ['a text of 1,000 characters', { channel: 'sms', subject: '', body: 'x'.repeat(1_000) }, []],
  ['one more', { channel: 'sms', subject: '', body: 'x'.repeat(1_001) }, [{ path: 'body', message: 'At most 1,000 characters.' }]],
  ['nothing', { channel: 'sms', subject: '', body: '' }, [{ path: 'body', message: 'Write what the lead should read.' }]],
  ['an e-mail', { channel: 'email', subject: 'Roof', body: 'Hi' }, []],
  ['no subject', { channel: 'email', subject: '', body: 'Hi' }, [{ path: 'subject', message: 'Write what the e-mail is about.' }]],
  ['a long subject', { channel: 'email', subject: 'x'.repeat(201), body: 'Hi' }, [{ path: 'subject', message: 'At most 200 characters.' }]],
  [
    'a variable that nobody fills in',
    { channel: 'sms', subject: '', body: 'Hi {{first_name}}' },
    [{ path: 'body', message: 'Nothing is filled in here: write it as the lead should read it, without double braces.' }],
  ],
] as const)('%s', (_what, message, problems) => expect(handProblems(message)).toEqual(problems));

test('a text ends with its reference and how to hear no more', () => {
  expect(withTail({ channel: 'sms', body: 'Yes,  there is parking.' }, { reference: 'AB12CD' })).toBe(
    'Yes,  there is parking. Ref AB12CD. Reply STOP to opt out.',
  );
});

test('an e-mail ends with who wrote, where they are and a link to unsubscribe', () => {
  const variables = { client_name: 'Acme', postal_address: '1 Main St', reference: 'AB12CD', unsubscribe_link: 'https://x.test/u/1' };
  expect(withTail({ channel: 'email', body: 'Hi' }, variables)).toBe(
    'Hi\n\n—\nAcme\n1 Main St\nRef AB12CD\nUnsubscribe: https://x.test/u/1',
  );
});

test.each([
  ['as it went out', 'sms', null, 'Hi Ref AB12CD. Reply STOP to opt out.', true],
  ['before it was written', 'sms', null, 'Hi', true],
  ['a longer one', 'sms', null, 'Hi Ada Ref AB12CD. Reply STOP to opt out.', false],
  ['by another channel', 'email', null, 'Hi', false],
  ['with a subject', 'sms', 'Roof', 'Hi', false],
] as const)('the same message is known: %s', (_what, channel, subject, body, expected) =>
  expect(isSame({ channel: 'sms', subject: '', body: 'Hi' }, { channel, subject, body })).toBe(expected),
);
