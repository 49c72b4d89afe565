import { expect, test } from 'vitest';
import { formatCountdown, formatDate, formatDueIn, formatFull, formatLength, formatMoment, formatRelative, formatSpan } from './time.ts';

const NEW_YORK = 'America/New_York';

test.each([
  ['the same day on that clock', '2026-11-20T19:30:00.000Z', '2026-11-20T12:00:00.000Z', 'today 14:30 EST'],
  ['within six days, ahead', '2026-11-24T19:30:00.000Z', '2026-11-20T12:00:00.000Z', 'Tue 14:30 EST'],
  ['within six days, behind', '2026-11-17T05:00:00.000Z', '2026-11-20T12:00:00.000Z', 'Tue 00:00 EST'],
  ['later in the year', '2026-11-30T19:30:00.000Z', '2026-11-20T12:00:00.000Z', 'Mon 30 Nov 14:30 EST'],
  ['in another year', '2027-07-01T18:30:00.000Z', '2026-11-20T12:00:00.000Z', 'Thu 1 Jul 2027 14:30 EDT'],
  ['a minute after midnight there, still yesterday in UTC terms', '2026-11-20T04:59:00.000Z', '2026-11-20T05:01:00.000Z', 'Thu 23:59 EST'],
])('a moment is written in its zone: %s', (_case, at, now, expected) => expect(formatMoment(at, NEW_YORK, now)).toBe(expected));

test('seconds are written when asked for', () =>
  expect(formatMoment('2026-11-20T19:30:05.000Z', NEW_YORK, '2026-11-20T12:00:00.000Z', true)).toBe('today 14:30:05 EST'));

test('a zone ahead of UTC has its own day', () => expect(formatDate('2026-11-20T20:00:00.000Z', 'Asia/Tokyo')).toBe('21 Nov 2026'));

test('the whole of a moment names its zone', () =>
  expect(formatFull('2026-03-08T07:00:00.000Z', NEW_YORK)).toBe('Sun 8 Mar 2026 03:00:00 EDT'));

test.each([
  ['2026-11-20T12:00:02.000Z', 'just now'],
  ['2026-11-20T11:59:20.000Z', '40 s ago'],
  ['2026-11-20T11:57:00.000Z', '3 min ago'],
  ['2026-11-20T14:30:00.000Z', 'in 2 h'],
  ['2026-11-15T12:00:00.000Z', '5 days ago'],
])('%s is %s at noon', (at, expected) => expect(formatRelative(at, '2026-11-20T12:00:00.000Z')).toBe(expected));

test.each([
  ['2026-11-21T16:00:00.000Z', '1 d 4 h'],
  ['2026-11-20T15:12:30.000Z', '3 h 12 min'],
  ['2026-11-20T12:02:05.000Z', '2 min 5 s'],
  ['2026-11-20T12:00:09.000Z', '9 s'],
  ['2026-11-20T12:00:00.000Z', 'due now'],
  ['2026-11-19T12:00:00.000Z', 'due now'],
])('until %s there are %s', (until, expected) => expect(formatCountdown(until, '2026-11-20T12:00:00.000Z')).toBe(expected));

test.each([
  ['2026-11-20T12:00:09.000Z', 'in 9 s'],
  ['2026-11-20T12:00:00.000Z', 'due now'],
])('what comes at %s comes %s', (until, expected) => expect(formatDueIn(until, '2026-11-20T12:00:00.000Z')).toBe(expected));

test.each([
  [8, '8 s'],
  [119, '1 min'],
  [14_400, '4 h'],
  [172_800, '2 days'],
])('%i seconds are %s', (seconds, expected) => expect(formatSpan(seconds)).toBe(expected));

test.each([
  [45, '0:45'],
  [125, '2:05'],
  [3_725, '1:02:05'],
])('a call of %i seconds lasted %s', (seconds, expected) => expect(formatLength(seconds)).toBe(expected));
