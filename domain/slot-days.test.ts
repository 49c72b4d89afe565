import { expect, test } from 'vitest';
import { clockOf, slotDays, startWords } from './slot-days.ts';

const starts = ['2026-11-24T23:30:00.000Z', '2026-11-24T14:00:00.000Z'];

test('times stand under the day they have in the visitor’s zone', () =>
  expect(slotDays(starts, 'Europe/Berlin', '24')).toEqual([
    { day: '2026-11-24', title: 'Tuesday 24 November', slots: [{ startAt: '2026-11-24T14:00:00.000Z', text: '15:00' }] },
    { day: '2026-11-25', title: 'Wednesday 25 November', slots: [{ startAt: '2026-11-24T23:30:00.000Z', text: '00:30' }] },
  ]));

test('by the 12-hour clock', () =>
  expect(slotDays(starts, 'America/New_York', '12')).toEqual([
    {
      day: '2026-11-24',
      title: 'Tuesday 24 November',
      slots: [
        { startAt: '2026-11-24T14:00:00.000Z', text: '9:00 AM' },
        { startAt: '2026-11-24T23:30:00.000Z', text: '6:30 PM' },
      ],
    },
  ]));

test('seconds are shown where a rehearsal has them', () =>
  expect(slotDays(['2026-11-24T14:00:05.000Z'], 'UTC', '24')[0]?.slots).toEqual([
    { startAt: '2026-11-24T14:00:05.000Z', text: '14:00:05' },
  ]));

test('the hour that comes twice in autumn is two starts', () =>
  expect(
    slotDays(['2026-11-01T05:30:00.000Z', '2026-11-01T06:30:00.000Z'], 'America/New_York', '24')[0]?.slots.map(({ text }) => text),
  ).toEqual(['01:30', '01:30']));

test('no free start is no day', () => expect(slotDays([], 'UTC', '24')).toEqual([]));

test.each([
  ['2026-11-23T20:30:00.000Z', 'America/New_York', 'Monday 23 November 2026, 3:30 PM EST'],
  ['2026-07-23T20:30:00.000Z', 'America/New_York', 'Thursday 23 July 2026, 4:30 PM EDT'],
  ['2026-11-23T20:30:05.000Z', 'Europe/Berlin', 'Monday 23 November 2026, 21:30:05 GMT+1'],
  ['2026-11-23T20:30:00.000Z', 'UTC', 'Monday 23 November 2026, 20:30 UTC'],
])('%s in %s is said as people there read it', (startAt, zone, words) => expect(startWords(startAt, zone, clockOf(zone))).toBe(words));
