import { expect, test } from 'vitest';
import { callbackAt, setClock } from './clock.ts';
import { benchMix, campaignMix, willOf } from './mix.ts';
import type { Person } from './people.ts';
import { read } from './reading.ts';

const phones = Array.from({ length: 4000 }, (_, n) => `+1415${2_000_000 + n * 7}`);
const share = (names: string[], wanted: string[]) => names.filter((name) => wanted.includes(name)).length / names.length;

test('the bench’s mix is 70 % no contact, 20 % refusing at call 2, 10 % booking of whom 60 % show', () => {
  const names = phones.map((phone) => willOf(phone, benchMix, 'seed'));
  expect(share(names, ['no-answer'])).toBeCloseTo(0.7, 1);
  expect(share(names, ['refuses-second'])).toBeCloseTo(0.2, 1);
  expect(share(names, ['books-calls', 'books-yes'])).toBeCloseTo(0.06, 1);
  expect(share(names, ['books-vanishes'])).toBeCloseTo(0.04, 1);
});

test('a seed draws the same again, another seed draws anew, and a magic number stays what it is', () => {
  const draw = (seed: string) => phones.map((phone) => willOf(phone, campaignMix, seed));
  expect(draw('a')).toEqual(draw('a'));
  expect(draw('a')).not.toEqual(draw('b'));
  expect(willOf('+14155550107', campaignMix, 'a')).toBe('stop-calling');
});

test.each([
  ['Pick a time: https://callvia.test/b/abc_1.', 'https://callvia.test/b/abc_1', false],
  ['<a href="https://x.test/b/t?a=1&amp;b=2">here</a>', 'https://x.test/b/t?a=1&b=2', false],
  ['Did it take place? Reply YES or NO.', null, true],
  ['Yes, it did: https://x.test/confirm/t?attended=yes', null, true],
  ['To move it: https://x.test/move/t Reply STOP to opt out', null, false],
  ['say yes to a new roof', null, false],
])('%s', (text, bookingLink, asksAttendance) => expect(read(text)).toEqual({ bookingLink, asksAttendance }));

const person = (zone: string, leadNowAt: string): Person => {
  const someone = { zone, pace: 'true', offsetMs: 0 } as Person;
  setClock(someone, leadNowAt);
  return someone;
};

test.each([
  ['a Monday', 'America/New_York', '2031-03-03T15:00:00Z', '2031-03-04T15:00:00.000Z'],
  ['a Tuesday before ten', 'America/New_York', '2031-03-04T14:59:00Z', '2031-03-04T15:00:00.000Z'],
  ['a Tuesday after ten, over a clock change', 'America/New_York', '2031-03-04T15:01:00Z', '2031-03-11T14:00:00.000Z'],
  ['another zone', 'America/Denver', '2031-06-04T15:00:00Z', '2031-06-10T16:00:00.000Z'],
])('asked on %s in %s, Tuesday at ten is next Tuesday there', (_case, zone, now, at) => expect(callbackAt(person(zone, now))).toBe(at));

test('where days are seconds the call-back is in ten seconds', () => {
  const at = Date.parse(callbackAt({ zone: 'America/New_York', pace: 'seconds', offsetMs: 0 } as Person));
  expect(at - Date.now()).toBeGreaterThan(9_000);
  expect(at - Date.now()).toBeLessThan(10_100);
});
