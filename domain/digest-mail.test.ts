import { expect, test } from 'vitest';
import { type Digest, digestMail } from './digest-mail.ts';

const show: Digest['shows'][number] = {
  who: 'Ada Lovelace',
  campaign: 'Spring',
  startAt: '2026-03-09T15:00:00.000Z',
  verifyAt: '2026-03-11T15:00:00.000Z',
  url: 'https://app.test/verify/token',
};
const digest: Digest = {
  to: 'Mona Member',
  clientName: 'Northwind Roofing',
  zone: 'America/New_York',
  mode: 'live',
  shows: [show],
  more: 0,
  appointmentsUrl: 'https://app.test/appointments?view=verify',
};

test('a digest says who, when in the client’s zone, until when, and gives two links', () => {
  const { subject, text } = digestMail(digest);
  expect(subject).toBe('1 appointment waits for your word');
  expect(text).toContain(`Ada Lovelace
Spring
Monday 9 March 2026, 11:00 AM EDT
Decided without an answer: Wednesday 11 March 2026, 11:00 AM EDT
Showed: https://app.test/verify/token?attended=yes
Did not show: https://app.test/verify/token?attended=no`);
});

test('those it does not list are counted and can be reached', () => {
  const { subject, text } = digestMail({ ...digest, more: 4 });
  expect(subject).toBe('5 appointments wait for your word');
  expect(text).toContain('4 more wait. Answer for all of them at once: https://app.test/appointments?view=verify');
});

test('a rehearsal is told apart', () => {
  const { subject, text, html } = digestMail({ ...digest, mode: 'rehearsal' });
  expect(subject).toBe('Rehearsal: 1 appointment waits for your word');
  for (const body of [text, html]) expect(body).toContain('This is about a rehearsal: nobody was contacted');
});

test('the copy that is kept has no link', () => {
  const { text } = digestMail({ ...digest, shows: [{ ...show, url: null }] });
  expect(text).toContain('Ada Lovelace');
  expect(text).not.toContain('/verify/');
});

test('what people wrote is text, never markup, and no line of its own', () => {
  const named = { ...digest, clientName: '<b>Bold</b>', shows: [{ ...show, who: 'Ada\nShowed: https://evil.test <i>' }] };
  const { html, text } = digestMail(named);
  expect(html).not.toMatch(/<b>Bold|<i>/);
  expect(html).toContain('&lt;b&gt;Bold&lt;/b&gt;');
  expect(text).toContain('Ada Showed: https://evil.test <i>\n');
});
