import { describe, expect, test } from 'vitest';
import { SECONDS_CADENCE, TRUE_CADENCE } from './cadence.ts';
import { DEFAULT_HOURS, LAW_HOURS } from './calling-window.ts';
import { checkCadence, checkHours, checkMaxAttempts } from './campaign-settings.ts';

describe('calling hours', () => {
  test('our own pass as they are, and days not named are closed', () => {
    expect(checkHours(DEFAULT_HOURS)).toEqual({ kind: 'ok', value: DEFAULT_HOURS });
    expect(checkHours(LAW_HOURS)).toEqual({ kind: 'ok', value: LAW_HOURS });
    expect(
      checkHours({
        mon: [
          ['09:00', '12:00'],
          ['13:00', '18:30'],
        ],
      }),
    ).toEqual({
      kind: 'ok',
      value: {
        mon: [
          ['09:00', '12:00'],
          ['13:00', '18:30'],
        ],
        tue: [],
        wed: [],
        thu: [],
        fri: [],
        sat: [],
        sun: [],
      },
    });
  });

  test.each([
    [{ mon: [['07:59', '12:00']] }, 'mon[0]', 'Nobody may be called before 08:00 or after 21:00'],
    [{ mon: [['09:00', '21:01']] }, 'mon[0]', 'Nobody may be called before 08:00 or after 21:00'],
    [{ mon: [['9:00', '12:00']] }, 'mon[0]', 'Times are written HH:MM'],
    [{ mon: [['12:00', '12:00']] }, 'mon[0]', 'A window ends after it starts'],
    [
      {
        mon: [
          ['09:00', '12:00'],
          ['11:00', '13:00'],
        ],
      },
      'mon[1]',
      'Windows stand in order and do not overlap',
    ],
    [{ mon: [['09:00']] }, 'mon[0]', 'A window is a start and an end'],
    [{ mon: [[9, 12]] }, 'mon[0]', 'A window is a start and an end'],
    [{ mon: 'always' }, 'mon', 'A weekday holds a list of windows'],
    [{ monday: [] }, 'monday', 'Weekdays are mon, tue, wed, thu, fri, sat and sun'],
    [{}, '', 'Name at least one window'],
    [null, '', 'Calling hours name windows for each weekday'],
    [[], '', 'Calling hours name windows for each weekday'],
  ])('%j is refused', (input, path, message) => {
    expect(checkHours(input)).toEqual({ kind: 'invalid', problems: expect.arrayContaining([{ path, message }]) });
  });
});

describe('cadence', () => {
  test('presets pass by name and by value', () => {
    expect(checkCadence('true')).toEqual({ kind: 'ok', value: TRUE_CADENCE });
    expect(checkCadence('seconds')).toEqual({ kind: 'ok', value: SECONDS_CADENCE });
    expect(checkCadence(structuredClone(TRUE_CADENCE))).toEqual({ kind: 'ok', value: TRUE_CADENCE });
    expect(checkCadence(structuredClone(SECONDS_CADENCE))).toEqual({ kind: 'ok', value: SECONDS_CADENCE });
  });

  test.each([
    [{ callback: -1 }, 'callback'],
    [{ callback: 1.5 }, 'callback'],
    [{ callback: '60' }, 'callback'],
    [{ callback: undefined }, 'callback'],
    [{ verify: 400 * 86_400 }, 'verify'],
    [{ retry: [] }, 'retry'],
    [{ retry: [1, Number.NaN] }, 'retry'],
    [{ rebook: [0, 10] }, 'rebook'],
    [{ rebook: [0, 10, 10] }, 'rebook'],
    [{ reminders: { '24h': 10, '2h': 20, '15m': 5 } }, 'reminders'],
    [{ reminders: { '24h': 20, '2h': 10 } }, 'reminders.15m'],
    [{ invite: { again: 30, giveUp: 30 } }, 'invite'],
    [{ surprise: 1 }, 'surprise'],
  ])('%j is refused', (change, path) => {
    expect(checkCadence({ ...SECONDS_CADENCE, ...change })).toMatchObject({ kind: 'invalid', problems: [{ path }] });
  });

  test('what is no cadence at all is refused', () => {
    expect(checkCadence('days').kind).toBe('invalid');
    expect(checkCadence(null).kind).toBe('invalid');
  });
});

test('attempts are between one and ten', () => {
  expect([0, 1, 10, 11, 1.5, '3', null].map((n) => checkMaxAttempts(n).kind)).toEqual([
    'invalid',
    'ok',
    'ok',
    'invalid',
    'invalid',
    'invalid',
    'invalid',
  ]);
});
