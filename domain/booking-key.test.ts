import { expect, test } from 'vitest';
import { bookedByOf, callBookingKey, pageBookingKey, staffBookingKey } from './booking-key.ts';

test('a booking by hand has one key until it is done or proven never to have happened', () => {
  const keyOf = (after: string | null, failed: number) => staffBookingKey('7c1e', '2026-03-02T15:00:00Z', { after, failed });
  expect([keyOf(null, 0), keyOf('a1', 0), keyOf('a1', 1)]).toEqual([
    'staff:7c1e:book:2026-03-02T15:00:00Z:first',
    'staff:7c1e:book:2026-03-02T15:00:00Z:a1',
    'staff:7c1e:book:2026-03-02T15:00:00Z:a1:2',
  ]);
});

test('a booking tells by its key who made it', () => {
  expect(bookedByOf({ booking_key: callBookingKey('7c1e') })).toBe('call');
  expect(bookedByOf({ booking_key: pageBookingKey('7c1e', '2026-03-02T15:00:00Z', null) })).toBe('link');
  expect(bookedByOf({ booking_key: staffBookingKey('7c1e', '2026-03-02T15:00:00Z', { after: null, failed: 0 }) })).toBe('staff');
});

test('a booking without a key of ours was made by a link', () => {
  expect([bookedByOf(), bookedByOf({}), bookedByOf({ booking_key: 'recall:1' })]).toEqual(['link', 'link', 'link']);
});

test('keys are as they stand in ledgers of old', () => {
  expect(callBookingKey('c')).toBe('call:c:book');
  expect(pageBookingKey('l', '2026-03-02T15:00:00Z', null)).toBe('lead:l:book:2026-03-02T15:00:00Z:first');
  expect(pageBookingKey('l', '2026-03-02T15:00:00Z', 'a1')).toBe('lead:l:book:2026-03-02T15:00:00Z:a1');
});
