import { expect, test } from 'vitest';
import { bookWords, cancelWords, moveWords } from './appointment-changes.ts';

test.each([
  [true, true, 'The lead is told by text and e-mail, texts within the permitted hours. Its reminders are planned anew.'],
  [true, false, 'The lead is told by text, texts within the permitted hours. Its reminders are planned anew.'],
  [false, true, 'The lead is told by e-mail. Its reminders are planned anew.'],
  [false, false, 'Nobody tells the lead: it may be written to neither by text nor by e-mail. Please tell it yourself.'],
])('who is told of a move: text %s, e-mail %s', (text, email, words) => expect(moveWords({ text, email })).toBe(words));

test.each([
  [
    'a lead that is being called',
    { text: true, email: true, isBarred: false, isDialled: true },
    'The lead is told by text and e-mail, texts within the permitted hours. Its reminders are planned. Nobody calls it any more.',
  ],
  [
    'a lead nobody calls',
    { text: false, email: true, isBarred: false, isDialled: false },
    'The lead is told by e-mail. Its reminders are planned.',
  ],
  [
    'a barred lead',
    { text: false, email: true, isBarred: true, isDialled: false },
    'The number is on the do-not-call list and stays there: nobody calls or texts it. The lead is told by e-mail. Its reminders are planned.',
  ],
  [
    'a barred lead without e-mail',
    { text: false, email: false, isBarred: true, isDialled: false },
    'The number is on the do-not-call list and stays there: nobody calls or texts it. Nobody tells the lead: it may be written to neither by text nor by e-mail. Please tell it yourself.',
  ],
])('what a booking by hand leads to for %s', (_whose, given, words) => expect(bookWords(given)).toBe(words));

const facts = {
  text: true,
  email: true,
  isBarred: false,
  isCampaignOver: false,
  hasOther: false,
  isCurrent: true,
  callAgainSeconds: 86_400,
};
test.each([
  ['a lead', facts, 'Its reminders are dropped, and the lead is called for a new time after 24 h, in the calling hours.'],
  [
    'a rehearsal in seconds',
    { ...facts, callAgainSeconds: 10 },
    'Its reminders are dropped, and the lead is called for a new time after 10 s, in the calling hours.',
  ],
  ['a barred lead', { ...facts, isBarred: true }, 'Its reminders are dropped. The lead asked not to be contacted, so nobody calls it.'],
  [
    'an ended campaign',
    { ...facts, isCampaignOver: true },
    'Its reminders are dropped. The campaign is over, so nobody calls the lead again.',
  ],
  [
    'a lead with another',
    { ...facts, isBarred: true, hasOther: true },
    'Its reminders are dropped. The lead’s other appointment stays as it is.',
  ],
  ['nobody', null, 'Nothing else follows for a lead.'],
])('what follows a cancel of %s', (_whose, given, words) => expect(cancelWords(given)).toBe(words));
