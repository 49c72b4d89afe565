import { describe, expect, test } from 'vitest';
import { createCalendar } from './calendar.ts';
import { type Recorder, startRecorder } from './testing/recorder.ts';

const booking = {
  id: 91,
  uid: 'bk_1',
  title: 'Roof quote',
  status: 'accepted',
  start: '2026-01-06T15:00:00.000Z',
  end: '2026-01-06T15:30:00.000Z',
  duration: 30,
  eventTypeId: 123,
  attendees: [
    { name: 'Ada L', email: 'Ada@example.com', timeZone: 'America/New_York', language: 'en', absent: false, phoneNumber: '+14155550123' },
  ],
  location: 'https://meet.example/x',
  metadata: { booking_key: 'call:1:book', lead_id: 'lead_7' },
};
const ours = {
  uid: 'bk_1',
  startAt: '2026-01-06T15:00:00.000Z',
  endAt: '2026-01-06T15:30:00.000Z',
  status: 'accepted',
  title: 'Roof quote',
  eventTypeId: 123,
  attendee: { name: 'Ada L', email: 'ada@example.com', phone: '+14155550123', timezone: 'America/New_York' },
  metadata: { booking_key: 'call:1:book', lead_id: 'lead_7' },
  meetingUrl: 'https://meet.example/x',
};
const answer = (data: unknown, status = 200) => ({ status, json: { status: 'success', data } });
const refusal = (status: number, message: string) => ({
  status,
  json: { status: 'error', error: { code: 'BadRequestException', message } },
});
const slotTaken = refusal(400, 'User either already has booking at this time or is not available');
const asked = (server: Recorder) => server.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
const calendarAt = (server: Recorder) => createCalendar({ apiKey: 'cal_1', baseUrl: `${server.url}/cal`, timeoutMs: 500 });
const slot = {
  key: 'call:1:book',
  eventTypeId: 123,
  startAt: '2026-01-06T15:00:00.000Z',
  attendee: { name: 'Ada L', email: 'ada@example.com', phone: '+14155550123', timezone: 'America/New_York' },
  metadata: { lead_id: 'lead_7' },
};

test('free slots come as UTC starts in order', async () => {
  await using server = await startRecorder(
    answer({
      '2026-01-07': [{ start: '2026-01-07T09:00:00.000-05:00' }],
      '2026-01-06': [{ start: '2026-01-06T11:00:00.000-05:00' }, { start: '2026-01-06T10:00:00.000-05:00' }],
    }),
  );
  const query = { eventTypeId: 123, from: '2026-01-06T00:00:00.000Z', to: '2026-01-08T00:00:00.000Z', timezone: 'America/New_York' };
  expect(await calendarAt(server).slots(query)).toEqual([
    { startAt: '2026-01-06T15:00:00.000Z' },
    { startAt: '2026-01-06T16:00:00.000Z' },
    { startAt: '2026-01-07T14:00:00.000Z' },
  ]);
  const [request] = server.requests;
  expect(request?.path).toBe(
    '/cal/v2/slots?eventTypeId=123&start=2026-01-06T00%3A00%3A00.000Z&end=2026-01-08T00%3A00%3A00.000Z&timeZone=America%2FNew_York',
  );
  expect([request?.headers.authorization, request?.headers['cal-api-version']]).toEqual(['Bearer cal_1', '2024-09-04']);
});

test('no free slots is an empty list', async () => {
  await using server = await startRecorder(answer({}));
  expect(await calendarAt(server).slots({ eventTypeId: 1, from: 'a', to: 'b', timezone: 'UTC' })).toEqual([]);
});

describe('booking', () => {
  test('sends attendee and key, and reads the booking back', async () => {
    await using server = await startRecorder(answer(booking, 201));
    expect(await calendarAt(server).book(slot)).toEqual(ours);
    expect(asked(server)).toEqual(['POST /cal/v2/bookings']);
    expect(server.requests[0]?.headers['cal-api-version']).toBe('2026-02-25');
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      start: '2026-01-06T15:00:00.000Z',
      eventTypeId: 123,
      attendee: { name: 'Ada L', email: 'ada@example.com', phoneNumber: '+14155550123', timeZone: 'America/New_York', language: 'en' },
      metadata: { lead_id: 'lead_7', booking_key: 'call:1:book' },
    });
  });

  test('a taken slot that turns out to be ours is our booking', async () => {
    await using server = await startRecorder(slotTaken, answer([booking]));
    expect(await calendarAt(server).book(slot)).toEqual(ours);
  });

  test.each([
    ["another lead's", { ...booking, metadata: { booking_key: 'call:2:book' } }],
    ['ours, but cancelled since', { ...booking, status: 'cancelled' }],
  ])('a slot taken by %s is a business result', async (_case, other) => {
    await using server = await startRecorder(slotTaken, answer([other]));
    await expect(calendarAt(server).book(slot)).rejects.toMatchObject({ kind: 'refused', code: 'slot_taken', status: 400 });
  });

  test('a refusal in other words is a taken slot if the time is offered no more', async () => {
    await using server = await startRecorder(refusal(400, 'Booking is out of bounds'), answer([]), answer({}));
    await expect(calendarAt(server).book(slot)).rejects.toMatchObject({ kind: 'refused', code: 'slot_taken' });
    expect(asked(server)).toEqual(['POST /cal/v2/bookings', 'GET /cal/v2/bookings', 'GET /cal/v2/slots']);
  });

  test('a refusal of a time that is still offered is a bad request', async () => {
    const free = answer({ '2026-01-06': [{ start: '2026-01-06T10:00:00.000-05:00' }] });
    await using server = await startRecorder(refusal(400, 'responses - {email_validation_error}'), answer([]), free);
    await expect(calendarAt(server).book(slot)).rejects.toMatchObject({ kind: 'refused', code: 'invalid_request' });
  });

  test('a lost race stays unclear until our booking is found', async () => {
    const conflict = refusal(409, 'You are trying to create a record that already exists');
    await using server = await startRecorder(conflict, answer([]));
    await expect(calendarAt(server).book(slot)).rejects.toMatchObject({ kind: 'unclear', code: 'conflict' });
    server.react(conflict, answer([booking]));
    expect(await calendarAt(server).book(slot)).toEqual(ours);
  });

  test('a look-up that fails after a refusal leaves the refusal as it was', async () => {
    await using server = await startRecorder(slotTaken, refusal(401, 'bad key'));
    await expect(calendarAt(server).book(slot)).rejects.toMatchObject({ kind: 'refused', code: 'slot_taken' });
  });

  test("the caller's own deadline cuts a slow answer", async () => {
    await using server = await startRecorder('hang');
    const started = Date.now();
    const booked = createCalendar({ apiKey: 'cal_1', baseUrl: server.url, timeoutMs: 5_000 }).book({
      ...slot,
      signal: AbortSignal.timeout(100),
    });
    await expect(booked).rejects.toMatchObject({ kind: 'unclear', code: 'timeout' });
    expect(Date.now() - started).toBeLessThan(1_000);
  });

  test('an attendee with a phone only gets no made-up address', async () => {
    const attendees = [{ name: 'Ada', email: '14155550123@sms.cal.com', timeZone: 'America/New_York' }];
    await using server = await startRecorder(answer({ ...booking, attendees }, 201));
    const { email: _none, ...phoneOnly } = slot.attendee;
    const { attendee } = await calendarAt(server).book({ ...slot, attendee: phoneOnly });
    expect(attendee).toEqual({ name: 'Ada', phone: '+14155550123', timezone: 'America/New_York' });
    expect(JSON.parse(server.requests[0]?.body ?? '').attendee.email).toBeUndefined();
  });
});

describe('looking a booking up by our key', () => {
  const query = { key: 'call:1:book', phone: '+14155550123', eventTypeId: 123, aroundStartAt: '2026-01-06T15:00:00.000Z' };

  test('asks for the attendee, the event type and the days around', async () => {
    await using server = await startRecorder(answer([{ ...booking, metadata: {} }, booking]));
    expect(await calendarAt(server).findByKey(query)).toEqual(ours);
    expect(Object.fromEntries(new URL(`http://x${server.requests[0]?.path}`).searchParams)).toEqual({
      attendeeEmail: '14155550123@sms.cal.com',
      eventTypeId: '123',
      afterStart: '2026-01-05T15:00:00.000Z',
      beforeEnd: '2026-01-08T15:00:00.000Z',
      take: '100',
      skip: '0',
    });
  });

  test('goes through all pages', async () => {
    const strangers = Array.from({ length: 100 }, (_, n) => ({ ...booking, uid: `s${n}`, metadata: {} }));
    await using server = await startRecorder(answer(strangers), answer([booking]));
    expect((await calendarAt(server).findByKey(query))?.uid).toBe('bk_1');
    expect(server.requests.map(({ path }) => new URL(`http://x${path}`).searchParams.get('skip'))).toEqual(['0', '100']);
  });

  test('prefers the open one of a moved booking', async () => {
    await using server = await startRecorder(
      answer([
        { ...booking, status: 'cancelled', rescheduledToUid: 'bk_2' },
        { ...booking, uid: 'bk_2' },
      ]),
    );
    expect((await calendarAt(server).findByKey(query))?.uid).toBe('bk_2');
  });

  test('nothing is null, but an unreadable booking with our key is no absence', async () => {
    await using server = await startRecorder(answer([]));
    expect(await calendarAt(server).findByKey(query)).toBeNull();
    server.react(answer([{ uid: 'bk_1', metadata: { booking_key: 'call:1:book' } }]));
    await expect(calendarAt(server).findByKey(query)).rejects.toMatchObject({ kind: 'unclear', code: 'unreadable' });
  });
});

describe('moving and cancelling', () => {
  test('moves an open booking to its successor', async () => {
    const successor = {
      ...booking,
      uid: 'bk_2',
      start: '2026-01-07T15:00:00.000Z',
      end: '2026-01-07T15:30:00.000Z',
      rescheduledFromUid: 'bk_1',
    };
    await using server = await startRecorder(answer(booking), answer(successor, 201));
    expect(await calendarAt(server).reschedule('bk_1', '2026-01-07T15:00:00.000Z')).toMatchObject({
      uid: 'bk_2',
      rescheduledFromUid: 'bk_1',
    });
    expect(asked(server)).toEqual(['GET /cal/v2/bookings/bk_1', 'POST /cal/v2/bookings/bk_1/reschedule']);
    expect(JSON.parse(server.requests[1]?.body ?? '')).toEqual({ start: '2026-01-07T15:00:00.000Z' });
  });

  test('what was moved there before is only read', async () => {
    const successor = { ...booking, uid: 'bk_2', start: '2026-01-07T15:00:00.000Z' };
    await using server = await startRecorder(answer({ ...booking, status: 'cancelled', rescheduledToUid: 'bk_2' }), answer(successor));
    expect((await calendarAt(server).reschedule('bk_1', '2026-01-07T15:00:00.000Z')).uid).toBe('bk_2');
    expect(asked(server)).toEqual(['GET /cal/v2/bookings/bk_1', 'GET /cal/v2/bookings/bk_2']);
  });

  test('cancels once', async () => {
    const cancelled = { ...booking, status: 'cancelled' };
    await using server = await startRecorder(answer(booking), answer(cancelled));
    expect((await calendarAt(server).cancel('bk_1', 'asked to')).status).toBe('cancelled');
    expect(JSON.parse(server.requests[1]?.body ?? '')).toEqual({ cancellationReason: 'asked to' });
    expect((await calendarAt(server).cancel('bk_1', 'asked to')).status).toBe('cancelled');
    expect(asked(server)).toEqual(['GET /cal/v2/bookings/bk_1', 'POST /cal/v2/bookings/bk_1/cancel', 'GET /cal/v2/bookings/bk_1']);
  });
});

test('a list of changes leaves out only what cannot be read', async () => {
  await using server = await startRecorder(answer([{ uid: 'bk_0' }, booking]));
  expect((await calendarAt(server).list('2026-01-01T00:00:00.000Z')).map(({ uid }) => uid)).toEqual(['bk_1']);
  expect(server.requests[0]?.path).toBe('/cal/v2/bookings?afterUpdatedAt=2026-01-01T00%3A00%3A00.000Z&take=100&skip=0');
});
