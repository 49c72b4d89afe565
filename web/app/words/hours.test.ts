import { expect, test } from 'vitest';
import { type CallingHours, DEFAULT_HOURS } from '#domain/calling-window.ts';
import { hoursWords } from './hours.ts';

test.each<[CallingHours, string]>([
  [DEFAULT_HOURS, 'Mon–Sat 09:00–20:00; Sun closed'],
  [
    {
      ...DEFAULT_HOURS,
      wed: [
        ['09:00', '12:00'],
        ['13:00', '18:00'],
      ],
      sat: [],
    },
    'Mon–Tue 09:00–20:00; Wed 09:00–12:00 and 13:00–18:00; Thu–Fri 09:00–20:00; Sat–Sun closed',
  ],
])('a week in words', (hours, expected) => expect(hoursWords(hours)).toBe(expected));
