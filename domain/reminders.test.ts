import { describe, expect, test } from 'vitest';
import { SECONDS_CADENCE, TRUE_CADENCE } from './cadence.ts';
import type { PlannedSend } from './planned-send.ts';
import { type AttendPlan, planAttend } from './reminders.ts';

const NEW_YORK = { enforce: true, zones: ['America/New_York'] };
/** Tuesday 10 March 2026, eleven in the morning in New York, booked a week before. */
const appointment: AttendPlan = {
  appointmentId: 'a1',
  startAt: '2026-03-10T15:00:00.000Z',
  endAt: '2026-03-10T15:30:00.000Z',
  bookedAt: '2026-03-03T15:00:00.000Z',
  now: '2026-03-03T15:00:00.000Z',
  verifyAt: '2026-03-12T15:00:00.000Z',
  cadence: TRUE_CADENCE,
  channels: { sms: true, email: true },
  quiet: NEW_YORK,
};
const lines = (sends: PlannedSend[]) =>
  sends.map(
    ({ kind, channel, at, until, skip }) =>
      `${kind} ${channel} ${new Date(at).toISOString().slice(5, 16)} → ${new Date(until).toISOString().slice(5, 16)}${skip ? ` ${skip}` : ''}`,
  );
const planned = (change: Partial<AttendPlan> = {}) => lines(planAttend({ ...appointment, ...change }));
const texts = (change: Partial<AttendPlan>) => planned(change).filter((line) => line.startsWith('reminder') && line.includes(' sms '));

test('a week ahead everything is sent, each worth something until the next', () => {
  expect(planned()).toEqual([
    'booking_confirmation sms 03-03T15:00 → 03-10T15:00',
    'booking_confirmation email 03-03T15:00 → 03-10T15:00',
    'reminder_24h sms 03-09T15:00 → 03-10T13:00',
    'reminder_24h email 03-09T15:00 → 03-10T13:00',
    'reminder_2h sms 03-10T13:00 → 03-10T14:45',
    'reminder_15m sms 03-10T14:45 → 03-10T15:00',
    'attendance_check sms 03-10T16:30 → 03-12T15:00',
    'attendance_check email 03-10T16:30 → 03-12T15:00',
  ]);
});

test('REM-5: booked an hour ahead, what is past is skipped and the rest goes', () => {
  const bookedAt = '2026-03-10T14:00:00.000Z';
  expect(planned({ bookedAt, now: bookedAt }).filter((line) => line.startsWith('reminder'))).toEqual([
    'reminder_24h sms 03-09T15:00 → 03-10T13:00 too_late',
    'reminder_24h email 03-09T15:00 → 03-10T13:00 too_late',
    'reminder_2h sms 03-10T13:00 → 03-10T14:45 too_late',
    'reminder_15m sms 03-10T14:45 → 03-10T15:00',
  ]);
});

test('booked exactly when a reminder is due, the confirmation takes its place', () => {
  const bookedAt = '2026-03-09T15:00:00.000Z';
  expect(planned({ bookedAt, now: bookedAt })).toContain('reminder_24h sms 03-09T15:00 → 03-10T13:00 too_late');
});

test('planned anew after its time a reminder is still due until the next nearer one', () => {
  expect(planned({ now: '2026-03-09T20:00:00.000Z' })).toContain('reminder_24h sms 03-09T15:00 → 03-10T13:00');
  expect(planned({ now: '2026-03-10T13:00:00.000Z' })).toContain('reminder_24h sms 03-09T15:00 → 03-10T13:00 too_late');
});

test('a missing address skips its channel only', () => {
  const sends = planAttend({ ...appointment, channels: { sms: true, email: false } });
  expect(sends.filter(({ skip }) => skip === 'no_address').map(({ channel }) => channel)).toEqual(['email', 'email', 'email']);
  expect(sends.filter(({ channel, skip }) => channel === 'sms' && skip)).toEqual([]);
});

test('linked after the start, only the question is left', () => {
  const now = '2026-03-10T20:00:00.000Z';
  expect(planned({ linkedAfterStart: true, bookedAt: now, now })).toEqual([
    'attendance_check sms 03-10T20:00 → 03-12T15:00',
    'attendance_check email 03-10T20:00 → 03-12T15:00',
  ]);
});

test('where days are seconds', () => {
  const start = Date.parse('2026-03-10T15:01:00.000Z');
  const sends = planAttend({
    ...appointment,
    startAt: '2026-03-10T15:01:00.000Z',
    endAt: '2026-03-10T15:01:05.000Z',
    bookedAt: '2026-03-10T15:00:20.000Z',
    now: '2026-03-10T15:00:20.000Z',
    verifyAt: '2026-03-10T15:01:15.000Z',
    cadence: SECONDS_CADENCE,
    quiet: { enforce: false, zones: [] },
  });
  expect(sends.map(({ kind, channel, at, skip }) => [kind, channel, (at - start) / 1000, skip])).toEqual([
    ['booking_confirmation', 'sms', -40, undefined],
    ['booking_confirmation', 'email', -40, undefined],
    ['reminder_24h', 'sms', -20, undefined],
    ['reminder_24h', 'email', -20, undefined],
    ['reminder_2h', 'sms', -10, undefined],
    ['reminder_15m', 'sms', -5, undefined],
    ['attendance_check', 'sms', 7, undefined],
    ['attendance_check', 'email', 7, undefined],
  ]);
});

describe('C20: texts outside the hours', () => {
  // 08:10 in New York: a quarter of an hour before is 07:55, two hours before 06:10.
  const early = { startAt: '2026-03-10T12:10:00.000Z', endAt: '2026-03-10T12:40:00.000Z', verifyAt: '2026-03-12T12:10:00.000Z' };

  test('before eight they move to the last minute of the evening, if that is half an hour before the next', () => {
    expect(texts(early)).toEqual([
      'reminder_24h sms 03-09T12:10 → 03-10T00:59',
      'reminder_15m sms 03-10T00:59 → 03-10T12:10',
      'reminder_2h sms 03-10T10:10 → 03-10T00:59 outside_hours',
    ]);
  });

  test('booked after that minute, the moved one is not sent', () => {
    const bookedAt = '2026-03-10T01:30:00.000Z';
    expect(texts({ ...early, bookedAt, now: bookedAt })).toEqual([
      'reminder_24h sms 03-09T12:10 → 03-10T10:10 too_late',
      'reminder_2h sms 03-10T10:10 → 03-10T12:10 outside_hours',
      'reminder_15m sms 03-10T11:55 → 03-10T12:10 outside_hours',
    ]);
  });

  test('half an hour is enough, a minute less is not', () => {
    // The evening's last minute is 20:59; a reminder due at 21:14 (15 min before 21:29) moves there if the start is half an hour later.
    const at = (startAt: string) => texts({ startAt, endAt: '2026-03-11T03:00:00.000Z', verifyAt: '2026-03-13T01:00:00.000Z' }).at(-1);
    expect(at('2026-03-11T01:29:00.000Z')).toBe('reminder_15m sms 03-11T00:59 → 03-11T01:29');
    expect(at('2026-03-11T01:28:00.000Z')).toBe('reminder_15m sms 03-11T01:13 → 03-11T01:28 outside_hours');
  });

  test('in the hours nothing moves, even at the last minute', () => {
    const late = { startAt: '2026-03-11T00:30:00.000Z', endAt: '2026-03-11T01:00:00.000Z', verifyAt: '2026-03-13T00:30:00.000Z' };
    expect(texts(late)).toEqual([
      'reminder_24h sms 03-10T00:30 → 03-10T22:30',
      'reminder_2h sms 03-10T22:30 → 03-11T00:15',
      'reminder_15m sms 03-11T00:15 → 03-11T00:30',
    ]);
  });

  test('every zone counts: with Honolulu beside New York a reminder at eight in New York moves to the evening of both', () => {
    const quiet = { enforce: true, zones: ['America/New_York', 'Pacific/Honolulu'] };
    // Both are open from 14:00 to 21:00 in New York; the day-before reminder is due at 11:00.
    expect(texts({ quiet })[0]).toBe('reminder_24h sms 03-09T00:59 → 03-10T00:59');
  });

  test('a zone nobody knows sends no text, and the e-mail all the same', () => {
    const sends = planAttend({ ...appointment, quiet: { enforce: true, zones: [] } });
    expect(sends.filter(({ skip }) => !skip).map(({ kind, channel }) => `${kind} ${channel}`)).toEqual([
      'booking_confirmation email',
      'reminder_24h email',
      'attendance_check email',
    ]);
  });

  test('confirmation and question wait for the morning, their e-mails do not', () => {
    const bookedAt = '2026-03-09T04:00:00.000Z'; // midnight in New York
    const evening = {
      startAt: '2026-03-11T01:00:00.000Z',
      endAt: '2026-03-11T01:30:00.000Z',
      verifyAt: '2026-03-13T01:00:00.000Z',
      bookedAt,
      now: bookedAt,
    };
    expect(planned(evening).filter((line) => !line.startsWith('reminder'))).toEqual([
      'booking_confirmation email 03-09T04:00 → 03-11T01:00',
      'booking_confirmation sms 03-09T12:00 → 03-11T01:00',
      'attendance_check email 03-11T02:30 → 03-13T01:00',
      'attendance_check sms 03-11T12:00 → 03-13T01:00',
    ]);
  });

  test('a confirmation that would come after the start is not sent', () => {
    const bookedAt = '2026-03-10T03:00:00.000Z';
    const night = { startAt: '2026-03-10T11:00:00.000Z', endAt: '2026-03-10T11:30:00.000Z', bookedAt, now: bookedAt };
    expect(planned(night)).toContain('booking_confirmation sms 03-10T03:00 → 03-10T11:00 outside_hours');
  });

  test('on the day the clocks go forward the day before is 24 hours before, and the wall clock decides', () => {
    // Sunday 8 March, 08:30 summer time; a day before it is 07:30 winter time, half an hour too early.
    const sunday = { startAt: '2026-03-08T12:30:00.000Z', endAt: '2026-03-08T13:00:00.000Z', verifyAt: '2026-03-10T12:30:00.000Z' };
    expect(texts(sunday)[0]).toBe('reminder_24h sms 03-07T01:59 → 03-08T01:59');
  });
});
