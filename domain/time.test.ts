import { expect, test } from 'vitest';
import { addSeconds, earliest, latest, toInstant, toMs } from './time.ts';

test('milliseconds and instants are two spellings of one moment', () => {
  expect(toInstant(1_773_154_800_000)).toBe('2026-03-10T15:00:00.000Z');
  expect(toMs('2026-03-10T15:00:00.000Z')).toBe(1_773_154_800_000);
});

test('what is no date is never compared', () => {
  expect(() => toMs('tomorrow')).toThrow(RangeError);
});

test('seconds are added and taken away', () => {
  expect(addSeconds('2026-03-10T15:00:00.000Z', 90)).toBe('2026-03-10T15:01:30.000Z');
  expect(addSeconds('2026-03-10T15:00:00.000Z', -900)).toBe('2026-03-10T14:45:00.000Z');
});

test('earliest and latest pass over what is missing', () => {
  expect(earliest('2026-03-10T15:00:00.000Z', null, '2026-03-09T15:00:00.000Z')).toBe('2026-03-09T15:00:00.000Z');
  expect(latest(undefined, '2026-03-10T15:00:00.000Z', '2026-03-09T23:00:00.000Z')).toBe('2026-03-10T15:00:00.000Z');
  expect(latest(null, undefined)).toBeNull();
});
