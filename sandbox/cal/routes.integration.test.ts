import { expect, test } from 'vitest';
import { type Bench, openBench } from '../testing/bench.ts';

const attendee = { name: 'Ada L', email: 'ada@example.com', timeZone: 'America/New_York' };
type Slots = { data: Record<string, { start: string; end?: string }[]> };

async function slots(bench: Bench, eventTypeId: number, query = ''): Promise<string[]> {
  const [start, end] = [new Date(), new Date(Date.now() + 20 * 86_400_000)].map((date) => date.toISOString());
  const response = await bench.cal(`/v2/slots?eventTypeId=${eventTypeId}&start=${start}&end=${end}&timeZone=America/New_York${query}`);
  expect(response.status).toBe(200);
  return Object.values(((await response.json()) as Slots).data)
    .flat()
    .map((slot) => slot.start);
}
const book = (bench: Bench, start: string, eventTypeId = 103, more: object = {}) => {
  const body = { start: new Date(start).toISOString(), eventTypeId, attendee, metadata: { booking_key: 'b1' }, ...more };
  return bench.cal('/v2/bookings', { method: 'POST', body: JSON.stringify(body) });
};

test('true slots lie every half hour on working days from 9 to 5 in New York', async () => {
  await using bench = await openBench();
  const starts = await slots(bench, 101);
  expect(starts.length).toBeGreaterThan(7 * 16);
  for (const start of starts) expect(start).toMatch(/T(09|1[0-6]):[03]0:00\.000-0[45]:00$/);
  expect(starts.every((start) => ![0, 6].includes(new Date(start.slice(0, 10)).getUTCDay()))).toBe(true);
});

test('in seconds a slot starts every 5 s, from 30 s ahead on', async () => {
  await using bench = await openBench();
  const starts = (await slots(bench, 102)).map((start) => Date.parse(start));
  expect(starts[0]).toBeGreaterThanOrEqual(Date.now() + 28_000);
  expect(starts[0]).toBeLessThanOrEqual(Date.now() + 35_000);
  expect(starts.slice(1, 4).map((start, i) => start - (starts[i] ?? 0))).toEqual([5000, 5000, 5000]);
});

test('slots of a fast-forwarded lead begin where their own clock stands', async () => {
  await using bench = await openBench();
  const response = await bench.cal(
    '/v2/slots?eventTypeId=103&start=2031-03-05T20:00:00Z&end=2031-03-06&timeZone=America/New_York&format=range',
  );
  const { data } = (await response.json()) as Slots;
  expect(data['2031-03-05']?.map(({ start }) => start.slice(11, 16))).toEqual(['15:30', '16:00', '16:30']);
  expect(data['2031-03-06']?.[0]).toEqual({ start: '2031-03-06T09:00:00.000-05:00', end: '2031-03-06T09:30:00.000-05:00' });
});

test('a booking answers in the vendor’s shape and is announced', async () => {
  await using bench = await openBench();
  const [start = ''] = await slots(bench, 103);
  const response = await book(bench, start);
  const { data } = (await response.json()) as { data: Record<string, unknown> };
  expect(response.status).toBe(201);
  expect(data).toMatchObject({
    status: 'accepted',
    eventTypeId: 103,
    eventType: { slug: 'single' },
    duration: 30,
    metadata: { booking_key: 'b1' },
  });
  expect(data).toMatchObject({ attendees: [{ name: 'Ada L', email: 'ada@example.com', absent: false }], hosts: [{ id: 1 }] });
  const hook = await bench.until('BOOKING_CREATED');
  expect(hook.isGenuine).toBe(true);
  expect(hook.data.payload).toMatchObject({
    uid: data.uid,
    bookingId: data.id,
    status: 'ACCEPTED',
    metadata: { booking_key: 'b1' },
    attendees: [{ firstName: 'Ada' }],
  });
});

test('a taken slot is refused with 400 and no longer offered; a cancelled booking frees it', async () => {
  await using bench = await openBench();
  const [start = ''] = await slots(bench, 103);
  const { data } = (await (await book(bench, start)).json()) as { data: { uid: string } };
  const refused = await book(bench, start);
  expect(refused.status).toBe(400);
  const message = 'User either already has booking at this time or is not available';
  expect(await refused.json()).toMatchObject({ status: 'error', path: '/v2/bookings', error: { code: 'BadRequestException', message } });
  expect(await slots(bench, 103)).not.toContain(start);
  const cancelled = await bench.cal(`/v2/bookings/${data.uid}/cancel`, { method: 'POST', body: '{"cancellationReason":"sick"}' });
  expect([cancelled.status, await cancelled.json()]).toMatchObject([200, { data: { status: 'cancelled', cancellationReason: 'sick' } }]);
  expect((await bench.until('BOOKING_CANCELLED')).data.payload).toMatchObject({ uid: data.uid, cancellationReason: 'sick' });
  expect(await slots(bench, 103)).toContain(start);
  expect((await bench.cal(`/v2/bookings/${data.uid}/cancel`, { method: 'POST' })).status).toBe(400);
});

test('of many who want one slot at once exactly one gets it', async () => {
  await using bench = await openBench();
  const [start = ''] = await slots(bench, 103);
  const answers = await Promise.all(Array.from({ length: 12 }, () => book(bench, start)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  expect(statuses.every((status) => [201, 400, 409].includes(status))).toBe(true);
});

test('a moved booking has a new uid, the old one points to it', async () => {
  await using bench = await openBench();
  const [first = '', second = ''] = await slots(bench, 103);
  const { data: old } = (await (await book(bench, first)).json()) as { data: { uid: string } };
  const moved = await bench.cal(`/v2/bookings/${old.uid}/reschedule`, {
    method: 'POST',
    body: JSON.stringify({ start: new Date(second).toISOString() }),
  });
  const { data: made } = (await moved.json()) as { data: { uid: string } };
  expect([moved.status, made]).toMatchObject([201, { status: 'accepted', rescheduledFromUid: old.uid, metadata: { booking_key: 'b1' } }]);
  const { data } = (await (await bench.cal(`/v2/bookings/${old.uid}`)).json()) as { data: object };
  expect(data).toMatchObject({ status: 'cancelled', rescheduledToUid: made.uid });
  expect((await bench.until('BOOKING_RESCHEDULED')).data.payload).toMatchObject({ uid: made.uid, rescheduleUid: old.uid });
});

test('bookings are listed by attendee, type, time and change; a no-show can be marked', async () => {
  await using bench = await openBench();
  const [first = '', second = ''] = await slots(bench, 103);
  const { data } = (await (await book(bench, first)).json()) as { data: { uid: string } };
  await book(bench, second, 103, { attendee: { ...attendee, email: 'bo@example.com' } });
  const uids = async (query: string) => {
    const page = (await (await bench.cal(`/v2/bookings?${query}`)).json()) as {
      data: { uid: string }[];
      pagination: { totalItems: number };
    };
    expect(page.pagination.totalItems).toBe(page.data.length);
    return page.data.map(({ uid }) => uid);
  };
  expect(await uids('attendeeEmail=ada@example.com&eventTypeId=103&status=upcoming')).toEqual([data.uid]);
  expect(await uids(`afterUpdatedAt=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
  expect(await uids('sortStart=asc')).toHaveLength(2);
  const body = JSON.stringify({ host: false, attendees: [{ email: 'ada@example.com', absent: true }] });
  expect((await bench.cal(`/v2/bookings/${data.uid}/mark-absent`, { method: 'POST', body })).status).toBe(200);
  expect((await bench.until('BOOKING_NO_SHOW_UPDATED')).data.payload).toMatchObject({
    bookingUid: data.uid,
    attendees: [{ noShow: true }],
  });
});

test.each([
  ['a wrong key', '/v2/bookings', { headers: { authorization: 'Bearer guess' } }, 401, 'UnauthorizedException'],
  ['no version', '/v2/bookings', { headers: { 'cal-api-version': '' } }, 400, 'BadRequestException'],
  ['an unknown booking', '/v2/bookings/none', {}, 404, 'NotFoundException'],
  ['an unknown route', '/v2/nothing', {}, 404, 'NotFoundException'],
  ['an unknown field', '/v2/bookings', { method: 'POST', body: '{"colour":"red"}' }, 400, 'BadRequestException'],
])('%s is refused', async (_case, path, init, status, code) => {
  await using bench = await openBench();
  const response = await bench.cal(path, init);
  expect([response.status, await response.json()]).toMatchObject([status, { status: 'error', error: { code } }]);
});

test('a person can pick a slot on the booking page, move it and cancel it', async () => {
  await using bench = await openBench();
  const query = new URLSearchParams({ name: 'Ada', email: 'ada@example.com', phone: '+14155550111', 'metadata[booking_key]': 'page:1' });
  const html = await (await fetch(`${bench.url}/cal/book/102?${query}`)).text();
  const start = /<option value="(\d+)"/.exec(html)?.[1] ?? '';
  const form = new URLSearchParams([...query, ['start', start]]);
  const made = await fetch(`${bench.url}/cal/book/102`, { method: 'POST', body: form });
  expect([made.status, await made.text()]).toEqual([200, expect.stringContaining('Ada')]);
  const hook = (await bench.until('BOOKING_CREATED')).data.payload as { uid: string; metadata: object };
  expect(hook.metadata).toMatchObject({ booking_key: 'page:1' });
  await fetch(`${bench.url}/cal/cancel/${hook.uid}`, { method: 'POST' });
  await bench.until('BOOKING_CANCELLED');
});
