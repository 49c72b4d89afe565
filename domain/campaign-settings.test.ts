import { describe, expect, test } from 'vitest';
import { SECONDS_CADENCE, TRUE_CADENCE } from './cadence.ts';
import { type CallingHours, DEFAULT_HOURS, LAW_HOURS } from './calling-window.ts';
import { cadenceProblems, hoursProblems } from './campaign-settings.ts';

const CLOSED: CallingHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };

describe('calling hours', () => {
  test.each([
    DEFAULT_HOURS,
    LAW_HOURS,
    {
      ...CLOSED,
      mon: [
        ['09:00', '12:00'],
        ['12:00', '18:30'],
      ],
    } as CallingHours,
  ])('%j pass', (hours) => expect(hoursProblems(hours)).toEqual([]));

  test.each<[Partial<CallingHours>, (string | number)[], string]>([
    [{ mon: [['07:59', '12:00']] }, ['mon', 0], 'Nobody may be called before 08:00 or after 21:00'],
    [{ sun: [['09:00', '21:01']] }, ['sun', 0], 'Nobody may be called before 08:00 or after 21:00'],
    [{ mon: [['12:00', '12:00']] }, ['mon', 0], 'A window ends after it starts'],
    [
      {
        mon: [
          ['09:00', '12:00'],
          ['11:00', '13:00'],
        ],
      },
      ['mon', 1],
      'Windows stand in order and do not overlap',
    ],
    [{}, [], 'Name at least one window'],
  ])('%j are refused', (windows, path, message) => {
    expect(hoursProblems({ ...CLOSED, ...windows })).toEqual([{ path, message }]);
  });
});

describe('cadence', () => {
  test('the presets pass', () => expect([TRUE_CADENCE, SECONDS_CADENCE].flatMap(cadenceProblems)).toEqual([]));

  test.each<[object, string]>([
    [{ rebook: [0, 10, 10] }, 'rebook'],
    [{ reminders: { '24h': 10, '2h': 20, '15m': 5 } }, 'reminders'],
    [{ invite: { again: 30, giveUp: 30 } }, 'invite'],
  ])('%j is refused', (change, path) => {
    expect(cadenceProblems({ ...SECONDS_CADENCE, ...change })).toMatchObject([{ path: [path] }]);
  });
});
