import { z } from 'zod';
import { BOOKING_KEY } from '#domain/booking-key.ts';
import { type Booking, bookingAnswer, phoneOnlyAddress } from './cal-booking.ts';
import { fromNetwork, fromStatus, isVendorError, VendorRefused, VendorUnclear } from './errors.ts';
import { instant, readAnswer } from './reading.ts';

export * from './cal-booking.ts';

/** `signal` is a deadline of the caller's own (a booking made while the lead is on the line); the client's time-out always applies too. */
type Deadline = { signal?: AbortSignal };
export type SlotQuery = { eventTypeId: number; from: string; to: string; timezone: string } & Deadline;
export type BookSlot = {
  /** Our key; it travels as `metadata.booking_key`. */
  key: string;
  eventTypeId: number;
  startAt: string;
  attendee: { name: string; email?: string; phone?: string; timezone: string };
  metadata: Record<string, string>;
} & Deadline;
export type FindBooking = { key: string; email?: string; phone?: string; eventTypeId: number; aroundStartAt: string } & Deadline;

/** Free times and bookings. Methods throw `VendorRefused`, `VendorBusy` or `VendorUnclear`. */
export type CalendarProvider = {
  /** Free starts between two instants, in order. */
  slots(query: SlotQuery): Promise<{ startAt: string }[]>;
  /** Books, or finds that this key has booked before. A taken or unbookable time throws `VendorRefused` with `slot_taken`. */
  book(slot: BookSlot): Promise<Booking>;
  get(uid: string, deadline?: Deadline): Promise<Booking>;
  /** The booking that carries our key within a day of a start, in any status, or null. */
  findByKey(query: FindBooking): Promise<Booking | null>;
  /** Moves a booking and returns its successor; one that was moved to that time before is only returned. */
  reschedule(uid: string, startAt: string, deadline?: Deadline): Promise<Booking>;
  /** Cancels; a cancelled booking is only returned. */
  cancel(uid: string, reason: string, deadline?: Deadline): Promise<Booking>;
  /** Every booking changed since an instant, in any status; one of a form we do not know is left out. */
  list(updatedAfter: string, deadline?: Deadline): Promise<Booking[]>;
};

export type CalendarOptions = { apiKey: string; baseUrl?: string; timeoutMs?: number; bookingsVersion?: string; slotsVersion?: string };

const PAGE = 100;
const MAX_PAGES = 100;
const DAY_MS = 86_400_000;
/** After 429 Cal.com blocks for a minute; what its reset header means differs between its guides. */
const BLOCKED_SECONDS = '60';

/** Cal.com behind our type. `timeoutMs` (10,000) covers each request whole. */
export function createCalendar(options: CalendarOptions): CalendarProvider {
  const {
    apiKey,
    baseUrl = 'https://api.cal.com',
    timeoutMs = 10_000,
    bookingsVersion = '2026-02-25',
    slotsVersion = '2024-09-04',
  } = options;

  async function ask(
    method: 'GET' | 'POST',
    path: string,
    version: string,
    { body, signal }: { body?: object } & Deadline = {},
  ): Promise<unknown> {
    const url = `${baseUrl.replace(/\/$/, '')}${path}`;
    const headers = { authorization: `Bearer ${apiKey}`, 'cal-api-version': version, ...(body && { 'content-type': 'application/json' }) };
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      throw refusalOf(response.status, text);
    } catch (error) {
      throw isVendorError(error) ? error : fromNetwork('calcom', error);
    }
  }

  const readBooking = (answer: unknown) => readAnswer('calcom', z.object({ data: bookingAnswer }), answer).data;
  const bookingPath = (uid: string, verb = '') => `/v2/bookings/${encodeURIComponent(uid)}${verb}`;

  /** Unread, so that one booking of a form we do not know cannot hide the others. */
  async function listAll(query: Record<string, string>, deadline: Deadline): Promise<unknown[]> {
    const found: unknown[] = [];
    for (let page = 0; page < MAX_PAGES; page++) {
      const search = new URLSearchParams({ ...query, take: String(PAGE), skip: String(page * PAGE) });
      const answer = await ask('GET', `/v2/bookings?${search}`, bookingsVersion, deadline);
      const { data } = readAnswer('calcom', z.object({ data: z.array(z.unknown()) }), answer);
      found.push(...data);
      if (data.length < PAGE) return found;
    }
    throw new VendorUnclear({ vendor: 'calcom', code: 'unexpected_answer', message: `more than ${PAGE * MAX_PAGES} bookings in one list` });
  }

  const calendar: CalendarProvider = {
    async slots({ eventTypeId, from, to, timezone, signal }) {
      const search = new URLSearchParams({ eventTypeId: String(eventTypeId), start: from, end: to, timeZone: timezone });
      const answer = await ask('GET', `/v2/slots?${search}`, slotsVersion, { signal });
      const { data } = readAnswer('calcom', z.object({ data: z.record(z.string(), z.array(z.object({ start: instant }))) }), answer);
      const starts = Object.values(data).flatMap((day) => day.map(({ start }) => start));
      return [...new Set(starts)].sort().map((startAt) => ({ startAt }));
    },

    async book({ key, eventTypeId, startAt, attendee, metadata, signal }) {
      const { name, email, phone, timezone } = attendee;
      const body = {
        start: startAt,
        eventTypeId,
        attendee: { name, ...(email && { email }), ...(phone && { phoneNumber: phone }), timeZone: timezone, language: 'en' },
        metadata: { ...metadata, [BOOKING_KEY]: key },
      };
      try {
        return readBooking(await ask('POST', '/v2/bookings', bookingsVersion, { body, signal }));
      } catch (error) {
        if (!isConflict(error)) throw error;
        const answerInstead = (lookUpFailed: unknown) => {
          throw isVendorError(lookUpFailed) ? error : lookUpFailed;
        };
        // "already booked" may be our own earlier attempt: the vendor has no key, only a slot that can be taken once
        const ours = await calendar.findByKey({ key, email, phone, eventTypeId, aroundStartAt: startAt, signal }).catch(answerInstead);
        if (ours && isOpen(ours)) return ours;
        if (error.code !== 'invalid_request') throw error;
        const free = await calendar
          .slots({ eventTypeId, from: startAt, to: shift(startAt, 60_000), timezone, signal })
          .catch(answerInstead);
        if (free.some((slot) => Date.parse(slot.startAt) === Date.parse(startAt))) throw error;
        throw new VendorRefused({
          vendor: 'calcom',
          code: 'slot_taken',
          status: error.status,
          message: 'the time is not offered any more',
        });
      }
    },

    async get(uid, deadline = {}) {
      return readBooking(await ask('GET', bookingPath(uid), bookingsVersion, deadline));
    },

    async findByKey({ key, email, phone, eventTypeId, aroundStartAt, signal }) {
      const address = email ?? (phone && phoneOnlyAddress(phone));
      const query = {
        ...(address && { attendeeEmail: address }),
        eventTypeId: String(eventTypeId),
        afterStart: shift(aroundStartAt, -DAY_MS),
        beforeEnd: shift(aroundStartAt, 2 * DAY_MS),
      };
      const carriesKey = z.object({ metadata: z.object({ [BOOKING_KEY]: z.literal(key) }) });
      const listed = await listAll(query, { signal });
      const ours = listed
        .filter((booking) => carriesKey.safeParse(booking).success)
        .map((booking) => readAnswer('calcom', bookingAnswer, booking));
      return ours.find(isOpen) ?? ours[0] ?? null;
    },

    async reschedule(uid, startAt, deadline = {}) {
      const before = await calendar.get(uid, deadline);
      if (before.rescheduledToUid) {
        const successor = await calendar.get(before.rescheduledToUid, deadline);
        if (Date.parse(successor.startAt) === Date.parse(startAt)) return successor;
        throw new VendorRefused({ vendor: 'calcom', code: 'not_editable', message: 'the booking was moved to another time before' });
      }
      return readBooking(await ask('POST', bookingPath(uid, '/reschedule'), bookingsVersion, { ...deadline, body: { start: startAt } }));
    },

    async cancel(uid, reason, deadline = {}) {
      const before = await calendar.get(uid, deadline);
      if (before.status === 'cancelled' || before.status === 'rejected') return before;
      return readBooking(
        await ask('POST', bookingPath(uid, '/cancel'), bookingsVersion, { ...deadline, body: { cancellationReason: reason } }),
      );
    },

    async list(updatedAfter, deadline = {}) {
      const listed = await listAll({ afterUpdatedAt: updatedAfter }, deadline);
      return listed.flatMap((booking) => bookingAnswer.safeParse(booking).data ?? []);
    },
  };
  return calendar;
}

const isOpen = ({ status }: Booking) => status === 'accepted' || status === 'pending';

const shift = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

/** Answers to a booking that leave open whether our key holds the slot: 409, and any 400, whose texts are not a contract. */
const isConflict = (error: unknown): error is VendorRefused | VendorUnclear =>
  (error instanceof VendorRefused && error.status === 400) || (error instanceof VendorUnclear && error.code === 'conflict');

const TAKEN = /already has booking|not available|no available|already booked|record that already exists/i;
const errorBody = z.object({ error: z.object({ message: z.string() }) });

function refusalOf(status: number, text: string) {
  const message = errorMessage(text);
  return fromStatus({
    vendor: 'calcom',
    status,
    message,
    ...(status === 400 && TAKEN.test(message) && { code: 'slot_taken' }),
    retryAfter: BLOCKED_SECONDS,
  });
}

function errorMessage(text: string): string {
  try {
    const parsed = errorBody.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.error.message : 'no message';
  } catch (error) {
    if (error instanceof SyntaxError) return 'no message';
    throw error;
  }
}
