import { expect, test } from 'vitest';
import { calendarSpan, instantOn } from './calendar.ts';

const NOW = '2026-11-20T13:00:00.000Z';
const NEW_YORK = 'America/New_York';

test('a month is shown in whole weeks from Monday', () => {
  const span = calendarSpan('month', '2026-11-20', NEW_YORK, NOW);
  expect([span.days.length, span.days[0], span.days.at(-1), span.previous, span.next]).toEqual([
    42,
    '2026-10-26',
    '2026-12-06',
    '2026-10-20',
    '2026-12-20',
  ]);
  expect([span.fromAt, span.toAt]).toEqual(['2026-10-26T04:00:00.000Z', '2026-12-07T05:00:00.000Z']);
});

test.each([
  ['an hour longer when clocks go back', '2026-11-01', '2026-10-26T04:00:00.000Z', '2026-11-02T05:00:00.000Z', 169],
  ['an hour shorter when clocks go forward', '2026-03-08', '2026-03-02T05:00:00.000Z', '2026-03-09T04:00:00.000Z', 167],
])('a week has seven days and is %s', (_case, on, fromAt, toAt, hours) => {
  const span = calendarSpan('week', on, NEW_YORK, NOW);
  expect([span.days.length, new Set(span.days).size, span.days[6]]).toEqual([7, 7, on]);
  expect([span.fromAt, span.toAt]).toEqual([fromAt, toAt]);
  expect((Date.parse(span.toAt) - Date.parse(span.fromAt)) / 3_600_000).toBe(hours);
});

test('a day whose midnight does not exist begins when the clock goes on', () => {
  const span = calendarSpan('day', '2024-09-08', 'America/Santiago', NOW); // 00:00 is skipped
  expect([span.days, span.fromAt, span.toAt]).toEqual([['2024-09-08'], '2024-09-08T04:00:00.000Z', '2024-09-09T03:00:00.000Z']);
});

test('the day before the 31st of a long month is in the short one', () =>
  expect(calendarSpan('month', '2026-03-31', NEW_YORK, NOW).previous).toBe('2026-02-28'));

test.each([
  ['nothing', null],
  ['no day', '2026-02-30'],
  ['a century too far', '9999-01-01'],
  ['words', 'tomorrow'],
])('an address that says %s shows today, by the clock of its zone', (_case, on) => {
  expect(calendarSpan('day', on, 'Pacific/Auckland', NOW).on).toBe('2026-11-21');
  expect(calendarSpan('day', on, 'Pacific/Auckland', NOW).today).toBe('2026-11-21');
});

test('a zone that does not exist is refused', () => expect(() => calendarSpan('day', null, 'Mars/Olympus', NOW)).toThrow(RangeError));

test.each([
  ['2026-11-24', '14:30', '2026-11-24T19:30:00.000Z'],
  ['2026-07-24', '14:30', '2026-07-24T18:30:00.000Z'],
  ['2026-03-08', '02:30', '2026-03-08T07:30:00.000Z'], // skipped that night: an hour later, as clocks show it
  ['2026-11-31', '14:30', null],
  ['2026-11-24', '24:30', null],
  [null, '14:30', null],
])('%s %s in New York is the instant %s', (day, time, instant) => expect(instantOn(day, time, NEW_YORK)).toBe(instant));
