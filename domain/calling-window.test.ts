import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import {
  type CallingHours,
  DEFAULT_HOURS,
  isOpen,
  LAW_HOURS,
  lastOpen,
  minutesOf,
  nextOpen,
  openSpans,
  WEEKDAYS,
  windowsOn,
} from './calling-window.ts';
import { toInstant } from './time.ts';

const NEW_YORK = ['America/New_York'];
const minutesLeft = 10;

describe('one zone', () => {
  // 10 March 2026 is a Tuesday; New York keeps summer time (UTC−4) since 8 March.
  test.each([
    ['a millisecond before nine', '2026-03-10T12:59:59.999Z', false],
    ['nine sharp', '2026-03-10T13:00:00.000Z', true],
    ['ten minutes before eight', '2026-03-10T23:50:00.000Z', true],
    ['a millisecond later', '2026-03-10T23:50:00.001Z', false],
    ['Saturday', '2026-03-14T14:00:00.000Z', true],
    ['Sunday', '2026-03-15T14:00:00.000Z', false],
  ])('%s', (_case, at, open) => expect(isOpen({ zones: NEW_YORK, hours: DEFAULT_HOURS, at, minutesLeft })).toBe(open));

  test('the end is not included, also without minutes left', () => {
    expect(isOpen({ zones: NEW_YORK, hours: DEFAULT_HOURS, at: '2026-03-10T23:59:59.999Z' })).toBe(true);
    expect(isOpen({ zones: NEW_YORK, hours: DEFAULT_HOURS, at: '2026-03-11T00:00:00.000Z' })).toBe(false);
  });
});

test('no setting opens what the law closes', () => {
  const always = Object.fromEntries(WEEKDAYS.map((day) => [day, [['00:00', '24:00']]])) as CallingHours;
  expect(isOpen({ zones: NEW_YORK, hours: always, at: '2026-03-10T11:59:59.999Z' })).toBe(false);
  expect(isOpen({ zones: NEW_YORK, hours: always, at: '2026-03-10T12:00:00.000Z' })).toBe(true);
  expect(isOpen({ zones: NEW_YORK, hours: always, at: '2026-03-11T01:00:00.000Z' })).toBe(false);
});

test.each([
  ['no zone', [], DEFAULT_HOURS],
  ['an unknown zone', ['Mars/Olympus'], DEFAULT_HOURS],
  ['one unknown zone beside a known one', ['America/New_York', 'Mars/Olympus'], DEFAULT_HOURS],
  ['unreadable hours', NEW_YORK, { ...DEFAULT_HOURS, tue: [['9', 'late']] } as CallingHours],
  ['a window turned round', NEW_YORK, { ...DEFAULT_HOURS, tue: [['20:00', '09:00']] } as CallingHours],
])('%s is outside', (_case, zones, hours) => {
  expect(isOpen({ zones, hours, at: '2026-03-10T15:00:00.000Z' })).toBe(false);
});

test('without a zone there is no next time', () => {
  expect(nextOpen({ zones: [], hours: DEFAULT_HOURS, at: '2026-03-10T15:00:00.000Z' })).toBeNull();
  expect(nextOpen({ zones: ['Mars/Olympus'], hours: DEFAULT_HOURS, at: '2026-03-10T15:00:00.000Z' })).toBeNull();
});

describe('next opening', () => {
  test.each([
    ['open already', NEW_YORK, '2026-03-10T15:00:00.000Z', '2026-03-10T15:00:00.000Z'],
    ['at night', NEW_YORK, '2026-03-10T05:00:00.000Z', '2026-03-10T13:00:00.000Z'],
    ['too close to the end', NEW_YORK, '2026-03-10T23:50:00.001Z', '2026-03-11T13:00:00.000Z'],
    ['Saturday evening before summer time begins', NEW_YORK, '2026-03-08T01:00:00.000Z', '2026-03-09T13:00:00.000Z'],
    ['Saturday evening before it ends', NEW_YORK, '2026-11-01T00:00:00.000Z', '2026-11-02T14:00:00.000Z'],
    ['ahead of UTC', ['Pacific/Auckland'], '2026-03-10T08:00:00.000Z', '2026-03-10T20:00:00.000Z'],
    ['Saturday in Kiritimati, Friday in UTC', ['Pacific/Kiritimati'], '2026-03-13T09:00:00.000Z', '2026-03-13T19:00:00.000Z'],
    ['Arizona keeps no summer time', ['America/Phoenix'], '2026-07-01T05:00:00.000Z', '2026-07-01T16:00:00.000Z'],
    ['half an hour off', ['Asia/Kolkata'], '2026-03-10T20:00:00.000Z', '2026-03-11T03:30:00.000Z'],
  ])('%s', (_case, zones, at, expected) => expect(nextOpen({ zones, hours: DEFAULT_HOURS, at, minutesLeft })).toBe(expected));

  test('every zone must be open: New York waits for Honolulu', () => {
    const zones = ['America/New_York', 'Pacific/Honolulu'];
    expect(nextOpen({ zones, hours: DEFAULT_HOURS, at: '2026-03-10T13:00:00.000Z', minutesLeft })).toBe('2026-03-10T19:00:00.000Z');
  });

  test('zones that never share an hour have no next time', () => {
    const zones = ['America/New_York', 'Asia/Kolkata'];
    const hours = { ...DEFAULT_HOURS, ...Object.fromEntries(WEEKDAYS.map((day) => [day, [['12:00', '15:00']]])) } as CallingHours;
    expect(nextOpen({ zones, hours, at: '2026-03-10T13:00:00.000Z' })).toBeNull();
  });

  test('the search ends after two weeks', () => {
    const closed = Object.fromEntries(WEEKDAYS.map((day) => [day, []])) as unknown as CallingHours;
    expect(nextOpen({ zones: NEW_YORK, hours: closed, at: '2026-03-10T13:00:00.000Z' })).toBeNull();
  });

  test('windows that touch are one', () => {
    const hours: CallingHours = {
      ...DEFAULT_HOURS,
      tue: [
        ['09:00', '12:00'],
        ['12:00', '15:00'],
      ],
    };
    expect(isOpen({ zones: NEW_YORK, hours, at: '2026-03-10T15:55:00.000Z', minutesLeft })).toBe(true);
    expect(isOpen({ zones: NEW_YORK, hours, at: '2026-03-10T18:51:00.000Z', minutesLeft })).toBe(false);
  });
});

describe('last opening', () => {
  test.each([
    ['open already', NEW_YORK, '2026-03-10T15:00:00.000Z', '2026-03-10T15:00:00.000Z'],
    ['late in the evening', NEW_YORK, '2026-03-11T03:00:00.000Z', '2026-03-10T23:59:00.000Z'],
    ['at the very end', NEW_YORK, '2026-03-11T00:00:00.000Z', '2026-03-10T23:59:00.000Z'],
    ['before nine', NEW_YORK, '2026-03-10T12:00:00.000Z', '2026-03-09T23:59:00.000Z'],
    ['on Monday morning, over Sunday and the clock change', NEW_YORK, '2026-03-09T12:00:00.000Z', '2026-03-08T00:59:00.000Z'],
    ['every zone must be open', ['America/New_York', 'Pacific/Honolulu'], '2026-03-10T13:00:00.000Z', '2026-03-09T23:59:00.000Z'],
    ['ahead of UTC', ['Pacific/Auckland'], '2026-03-10T12:00:00.000Z', '2026-03-10T06:59:00.000Z'],
    ['an unknown zone', ['Mars/Olympus'], '2026-03-10T12:00:00.000Z', null],
    ['no zone', [], '2026-03-10T12:00:00.000Z', null],
  ])('%s', (_case, zones, at, expected) => expect(lastOpen({ zones, hours: DEFAULT_HOURS, at })).toBe(expected));
});

test('times of day are read strictly', () => {
  expect(minutesOf('09:30')).toBe(570);
  expect(minutesOf('24:00')).toBe(1440);
  for (const text of ['9:30', '24:01', '12:60', '', '-1:00', '09:30 ']) expect(minutesOf(text)).toBeNaN();
});

// The slow and simple truth: look at the clock on the wall, minute by minute.
const wall = (zone: string, ms: number) => DateTime.fromMillis(ms, { zone });
const insideAt = (zone: string, hours: CallingHours, ms: number) => {
  const local = wall(zone, ms);
  const time = `${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
  const day = (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const)[local.weekday - 1];
  return day !== undefined && time >= '08:00' && time < '21:00' && hours[day].some(([start, end]) => time >= start && time < end);
};
const oracle = (zones: string[], hours: CallingHours, ms: number, left: number) =>
  Array.from({ length: Math.max(1, left) }, (_, i) => ms + i * 60_000).every((at) => zones.every((zone) => insideAt(zone, hours, at)));

const someZones = fc.uniqueArray(
  fc.constantFrom(
    'America/New_York',
    'America/Chicago',
    'America/Denver',
    'America/Phoenix',
    'America/Los_Angeles',
    'Pacific/Honolulu',
    'America/Adak',
    'Pacific/Auckland',
    'Asia/Kolkata',
    'America/St_Johns',
  ),
  { minLength: 1, maxLength: 3 },
);
const time = fc.integer({ min: 0, max: 48 }).map((half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`);
const windows = fc.array(fc.tuple(time, time), { maxLength: 2 });
const someHours = fc.oneof(
  fc.constant(DEFAULT_HOURS),
  fc.constant(LAW_HOURS),
  fc
    .tuple(windows, windows, windows, windows, windows, windows, windows)
    .map((days) => Object.fromEntries(WEEKDAYS.map((day, i) => [day, days[i]])) as CallingHours),
);
// Days around both clock changes come up as often as all others together; whole minutes, as the truth above looks at whole minutes only.
const minute = (from: string, to: string) =>
  fc.integer({ min: Date.parse(from) / 60_000, max: Date.parse(to) / 60_000 }).map((m) => m * 60_000);
const someMinute = fc.oneof(
  minute('2026-01-01T00:00:00Z', '2028-01-01T00:00:00Z'),
  minute('2026-03-07T00:00:00Z', '2026-03-10T00:00:00Z'),
  minute('2026-10-31T00:00:00Z', '2026-11-03T00:00:00Z'),
);
const someMinutesLeft = fc.constantFrom(0, 10);

test('Q2: it is open exactly when the clock on the wall says so', () => {
  fc.assert(
    fc.property(someZones, someHours, someMinute, someMinutesLeft, (zones, hours, ms, left) => {
      expect(isOpen({ zones, hours, at: toInstant(ms), minutesLeft: left })).toBe(oracle(zones, hours, ms, left));
    }),
    { numRuns: 3_000 },
  );
}, 60_000);

test('the last opening is allowed and nothing after it is', () => {
  fc.assert(
    fc.property(someZones, someHours, someMinute, (zones, hours, ms) => {
      const last = lastOpen({ zones, hours, at: toInstant(ms) });
      const found = last === null ? ms - 6 * 86_400_000 : Date.parse(last);
      if (last !== null) expect(oracle(zones, hours, found, 0)).toBe(true);
      // Windows end on the half hour, so one missed would still be open a quarter of an hour before.
      const quarter = 15 * 60_000;
      for (let at = Math.floor(ms / quarter) * quarter; at > found; at -= quarter) expect(oracle(zones, hours, at, 0)).toBe(false);
    }),
    { numRuns: 1_000 },
  );
}, 120_000);

test('Q3: the next opening is allowed and nothing before it is', () => {
  fc.assert(
    fc.property(someZones, someHours, someMinute, someMinutesLeft, (zones, hours, ms, left) => {
      const next = nextOpen({ zones, hours, at: toInstant(ms), minutesLeft: left });
      const found = next === null ? ms + 14 * 86_400_000 : Date.parse(next);
      if (next !== null) expect(oracle(zones, hours, found, left)).toBe(true);
      // Windows start on the half hour, so an opening missed would show at a quarter hour of UTC; the minutes just before are looked at one by one.
      const quarter = 15 * 60_000;
      for (let at = Math.ceil(ms / quarter) * quarter; at < found; at += 2 * quarter) expect(oracle(zones, hours, at, left)).toBe(false);
      for (let at = Math.max(ms, found - 20 * 60_000); at < found; at += 60_000) expect(oracle(zones, hours, at, left)).toBe(false);
    }),
    { numRuns: 1_000 },
  );
}, 120_000);

test.each([
  ['a working day', DEFAULT_HOURS, 'America/Denver', '2026-03-10T21:00:00.000Z', ['09:00–20:00']],
  ['a day without hours', DEFAULT_HOURS, 'America/Denver', '2026-03-15T21:00:00.000Z', []],
  [
    'hours that the law cuts short',
    {
      ...DEFAULT_HOURS,
      tue: [
        ['06:00', '12:00'],
        ['13:30', '23:00'],
      ],
    } as CallingHours,
    'America/Denver',
    '2026-03-10T21:00:00.000Z',
    ['08:00–12:00', '13:30–21:00'],
  ],
  ['a zone that does not exist', DEFAULT_HOURS, 'America/Nowhere', '2026-03-10T21:00:00.000Z', []],
])('the windows of %s', (_case, hours, zone, at, windows) => expect(windowsOn({ hours, zone, at })).toEqual(windows));
test('the open stretches of two zones are those in which both are open, less the minutes a dial needs', () => {
  const closed: CallingHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const hours: CallingHours = {
    ...closed,
    mon: [['09:00', '12:00']],
    tue: [
      ['09:00', '10:00'],
      ['10:00', '11:00'],
    ],
  };
  const both = { zones: ['America/New_York', 'America/Chicago'], hours, minutesLeft: 10, at: '2026-03-02T15:30:00.000Z' }; // Monday, 10:30 in New York
  expect(openSpans(both).slice(0, 2)).toEqual([
    { from: '2026-03-02T15:30:00.000Z', until: '2026-03-02T16:50:00.000Z' },
    { from: '2026-03-03T15:00:00.000Z', until: '2026-03-03T15:50:00.000Z' },
  ]);
  expect(openSpans({ ...both, zones: [] })).toEqual([]);
});
