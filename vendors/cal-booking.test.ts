import { describe, expect, test } from 'vitest';
import { calEventKey, parseCalWebhook } from './cal-booking.ts';
import { UnreadableEvent } from './errors.ts';

const payload = {
  uid: 'bk_1',
  bookingId: 91,
  eventTypeId: 123,
  type: 'roof',
  title: 'Roof quote between Bo and Ada',
  startTime: '2026-01-06T15:00:00Z',
  endTime: '2026-01-06T15:30:00Z',
  status: 'ACCEPTED',
  location: 'integrations:daily',
  metadata: { booking_key: 'call:1:book', videoCallUrl: 'https://meet.example/x' },
  attendees: [{ name: 'Ada L', email: 'ada@example.com', phoneNumber: '+14155550123', timeZone: 'America/New_York' }],
};
const event = (triggerEvent: string, change: object = {}) =>
  JSON.stringify({ triggerEvent, createdAt: '2026-01-02T10:00:00.000Z', payload: { ...payload, ...change } });
const booking = {
  uid: 'bk_1',
  startAt: '2026-01-06T15:00:00.000Z',
  endAt: '2026-01-06T15:30:00.000Z',
  status: 'accepted',
  title: 'Roof quote between Bo and Ada',
  eventTypeId: 123,
  attendee: { name: 'Ada L', email: 'ada@example.com', phone: '+14155550123', timezone: 'America/New_York' },
  metadata: { booking_key: 'call:1:book', videoCallUrl: 'https://meet.example/x' },
  meetingUrl: 'https://meet.example/x',
};
const createdAt = '2026-01-02T10:00:00.000Z';
const flatEnd =
  '{"triggerEvent":"MEETING_ENDED","id":92,"uid":"bk_2","status":"ACCEPTED","startTime":"2026-01-06T15:00:00.000Z","endTime":"2026-01-06T15:30:00.000Z"}';

test.each([
  ['BOOKING_CREATED', {}, { createdAt, kind: 'created', booking }],
  ['BOOKING_REQUESTED', { status: 'PENDING' }, { createdAt, kind: 'created', booking: { ...booking, status: 'pending' } }],
  [
    'BOOKING_RESCHEDULED',
    { uid: 'bk_2', rescheduleUid: 'bk_1' },
    { createdAt, kind: 'rescheduled', booking: { ...booking, uid: 'bk_2', rescheduledFromUid: 'bk_1' }, previousUid: 'bk_1' },
  ],
  [
    'BOOKING_CANCELLED',
    { status: 'CANCELLED', cancelledBy: 'ada@example.com', cancellationReason: 'sick' },
    { createdAt, kind: 'cancelled', booking: { ...booking, status: 'cancelled' }, cancelledBy: 'ada@example.com', reason: 'sick' },
  ],
  [
    'BOOKING_REJECTED',
    { rejectionReason: 'full' },
    { createdAt, kind: 'rejected', booking: { ...booking, status: 'rejected' }, reason: 'full' },
  ],
  ['FORM_SUBMITTED', {}, { createdAt, kind: 'unknown', trigger: 'FORM_SUBMITTED' }],
  ['PING', {}, { createdAt, kind: 'ping' }],
])('%s reads in our words', (trigger, change, expected) => expect(parseCalWebhook(event(trigger, change))).toEqual(expected));

test('a no-show names its booking in a field of its own, and can be taken back', () => {
  const body = JSON.stringify({
    triggerEvent: 'BOOKING_NO_SHOW_UPDATED',
    createdAt,
    payload: { bookingUid: 'bk_2', bookingId: 92, attendees: [{ email: 'ada@example.com', noShow: false }] },
  });
  expect(parseCalWebhook(body)).toEqual({
    createdAt,
    kind: 'no_show_updated',
    uid: 'bk_2',
    attendees: [{ email: 'ada@example.com', noShow: false }],
  });
  expect(calEventKey(body)).toBe('cal:BOOKING_NO_SHOW_UPDATED:bk_2:2026-01-02T10:00:00.000Z');
});

test('the end of a meeting comes flat or wrapped', () => {
  const ended = { kind: 'meeting_ended', uid: 'bk_2', startAt: '2026-01-06T15:00:00.000Z', endAt: '2026-01-06T15:30:00.000Z' };
  expect(parseCalWebhook(flatEnd)).toEqual(ended);
  expect(parseCalWebhook(event('MEETING_ENDED', { uid: 'bk_2' }))).toEqual({ createdAt, ...ended });
});

describe('dedupe keys', () => {
  test.each([
    [event('BOOKING_CREATED'), 'cal:BOOKING_CREATED:bk_1:2026-01-02T10:00:00.000Z'],
    [flatEnd, 'cal:MEETING_ENDED:bk_2:2026-01-06T15:30:00.000Z'],
    ['{"triggerEvent":"PING","createdAt":"2026-01-02T10:00:00.000Z","payload":{}}', 'cal:PING::2026-01-02T10:00:00.000Z'],
  ])('%s', (body, key) => expect(calEventKey(body)).toBe(key));
});

test.each([
  '',
  '[]',
  'null',
  '{}',
  '{"triggerEvent":"BOOKING_CREATED"}',
  event('BOOKING_CREATED', { startTime: 'soon' }),
  event('BOOKING_CREATED', { uid: '' }),
])('what cannot be read is poison: %s', (body) => expect(() => parseCalWebhook(body)).toThrow(UnreadableEvent));
