import { z } from 'zod';
import { UnreadableEvent } from './errors.ts';
import { instant, lenient, metadata, parseJson, readEvent, said } from './reading.ts';

export type BookingStatus = 'accepted' | 'pending' | 'cancelled' | 'rejected';
export type Attendee = { name: string; email?: string; phone?: string; timezone?: string };
/** A Cal.com booking in our words. A moved booking is a new one with a new uid; the old one reads `cancelled` and names its successor. */
export type Booking = {
  uid: string;
  startAt: string;
  endAt: string;
  status: BookingStatus;
  title: string;
  eventTypeId?: number;
  attendee: Attendee;
  metadata: Record<string, string>;
  meetingUrl?: string;
  rescheduledFromUid?: string;
  rescheduledToUid?: string;
};

const PHONE_ONLY = /^(\d{7,15})@sms\.cal\.com$/i;

/** The address Cal.com makes up for an attendee without e-mail. It is never to be mailed. */
export const phoneOnlyAddress = (phone: string) => `${phone.replace(/\D/g, '')}@sms.cal.com`;

const attendee = z
  .object({
    name: lenient(said(200)),
    email: lenient(z.string().trim().toLowerCase().max(254)),
    phoneNumber: lenient(z.string().max(50)),
    timeZone: lenient(z.string().max(60)),
  })
  .transform(({ name, email, phoneNumber, timeZone }): Attendee => {
    const madeUp = email ? PHONE_ONLY.exec(email) : null;
    const phone = phoneNumber || (madeUp ? `+${madeUp[1]}` : undefined);
    return { name: name ?? '', ...(email && !madeUp && { email }), ...(phone && { phone }), ...(timeZone && { timezone: timeZone }) };
  });

const attendees = lenient(z.array(attendee)).transform((list): Attendee => list?.[0] ?? { name: '' });
const status = z.preprocess(
  (value) => (typeof value === 'string' ? value.toLowerCase() : value),
  z.enum(['accepted', 'pending', 'cancelled', 'rejected']),
);
const webAddress = z.url({ protocol: /^https?$/ });
const uid = z.string().min(1).max(200);

/** A booking of the REST API. */
export const bookingAnswer = z
  .object({
    uid,
    start: instant,
    end: instant,
    status,
    title: lenient(said(500)),
    eventTypeId: lenient(z.number().int()),
    attendees,
    metadata,
    location: lenient(webAddress),
    meetingUrl: lenient(webAddress),
    rescheduledFromUid: lenient(uid),
    rescheduledToUid: lenient(uid),
  })
  .transform(
    ({ start, end, title, eventTypeId, attendees, location, meetingUrl, rescheduledFromUid, rescheduledToUid, ...rest }): Booking => {
      const url = meetingUrl ?? location;
      return {
        ...rest,
        startAt: start,
        endAt: end,
        title: title ?? '',
        attendee: attendees,
        ...(eventTypeId !== undefined && { eventTypeId }),
        ...(url && { meetingUrl: url }),
        ...(rescheduledFromUid && { rescheduledFromUid }),
        ...(rescheduledToUid && { rescheduledToUid }),
      };
    },
  );

/** A booking as a webhook tells it; `uid` here is the current one, `rescheduleUid` the one before. */
const bookingEvent = z
  .object({
    uid,
    startTime: instant,
    endTime: instant,
    status: lenient(status),
    title: lenient(said(500)),
    eventTypeId: lenient(z.number().int()),
    attendees,
    metadata,
    location: lenient(webAddress),
    rescheduleUid: lenient(uid),
    cancelledBy: lenient(said(254)),
    cancellationReason: lenient(said(1_000)),
    rejectionReason: lenient(said(1_000)),
  })
  .transform((told) => {
    const url = lenientUrl(told.metadata.videoCallUrl) ?? told.location;
    const booking: Booking = {
      uid: told.uid,
      startAt: told.startTime,
      endAt: told.endTime,
      status: told.status ?? 'accepted',
      title: told.title ?? '',
      attendee: told.attendees,
      metadata: told.metadata,
      ...(told.eventTypeId !== undefined && { eventTypeId: told.eventTypeId }),
      ...(url && { meetingUrl: url }),
      ...(told.rescheduleUid && { rescheduledFromUid: told.rescheduleUid }),
    };
    return { booking, cancelledBy: told.cancelledBy, reason: told.cancellationReason ?? told.rejectionReason };
  });

const lenientUrl = (value: unknown) => lenient(webAddress).parse(value);

export type CalEvent = { /** When Cal.com wrote the event; absent in the flat form of MEETING_ENDED. */ createdAt?: string } & (
  | { kind: 'created'; booking: Booking }
  | { kind: 'rescheduled'; booking: Booking; previousUid?: string }
  | { kind: 'cancelled'; booking: Booking; cancelledBy?: string; reason?: string }
  | { kind: 'rejected'; booking: Booking; reason?: string }
  | { kind: 'no_show_updated'; uid: string; attendees: { email?: string; noShow: boolean }[] }
  | { kind: 'meeting_ended'; uid: string; startAt: string; endAt: string }
  | { kind: 'ping' }
  | { kind: 'unknown'; trigger: string }
);

const envelope = z.looseObject({
  triggerEvent: z.string().min(1).max(100),
  createdAt: lenient(instant),
  payload: lenient(z.looseObject({})),
});
const noShow = z.object({
  bookingUid: uid,
  attendees: z.array(z.object({ email: lenient(z.string().max(254)), noShow: z.boolean() })),
});
const meeting = z.object({ uid, startTime: instant, endTime: instant });

/**
 * A Cal.com webhook. A request that waits for the host comes as `created` with status `pending`.
 * MEETING_ENDED fires by the clock, so it proves nothing about a show. Throws `UnreadableEvent`.
 */
export function parseCalWebhook(rawBody: Uint8Array | string): CalEvent {
  const told = readEvent('calcom', envelope, parseJson('calcom', rawBody));
  const at = told.createdAt ? { createdAt: told.createdAt } : {};
  const read = () => readEvent('calcom', bookingEvent, told.payload);
  switch (told.triggerEvent) {
    case 'BOOKING_CREATED':
      return { ...at, kind: 'created', booking: read().booking };
    case 'BOOKING_REQUESTED':
      return { ...at, kind: 'created', booking: { ...read().booking, status: 'pending' } };
    case 'BOOKING_RESCHEDULED': {
      const { booking } = read();
      return { ...at, kind: 'rescheduled', booking, ...(booking.rescheduledFromUid && { previousUid: booking.rescheduledFromUid }) };
    }
    case 'BOOKING_CANCELLED': {
      const { booking, cancelledBy, reason } = read();
      return {
        ...at,
        kind: 'cancelled',
        booking: { ...booking, status: 'cancelled' },
        ...(cancelledBy && { cancelledBy }),
        ...(reason && { reason }),
      };
    }
    case 'BOOKING_REJECTED': {
      const { booking, reason } = read();
      return { ...at, kind: 'rejected', booking: { ...booking, status: 'rejected' }, ...(reason && { reason }) };
    }
    case 'BOOKING_NO_SHOW_UPDATED': {
      const { bookingUid, attendees } = readEvent('calcom', noShow, told.payload);
      return {
        ...at,
        kind: 'no_show_updated',
        uid: bookingUid,
        attendees: attendees.map(({ email, noShow }) => ({ noShow, ...(email && { email }) })),
      };
    }
    case 'MEETING_ENDED': {
      const { uid, startTime, endTime } = readEvent('calcom', meeting, told.payload ?? told); // wrapped, or flat from the older path
      return { ...at, kind: 'meeting_ended', uid, startAt: startTime, endAt: endTime };
    }
    case 'PING':
      return { ...at, kind: 'ping' };
    default:
      return { ...at, kind: 'unknown', trigger: told.triggerEvent };
  }
}

const keyed = z.looseObject({ uid: lenient(uid), bookingUid: lenient(uid), endTime: lenient(z.string().max(60)) });

/** Dedupe key of a webhook: `cal:{trigger}:{uid}:{createdAt}`, with the meeting's end where there is no creation time. */
export function calEventKey(rawBody: Uint8Array | string): string {
  const json = parseJson('calcom', rawBody);
  const { triggerEvent, payload } = readEvent('calcom', envelope, json);
  const flat = keyed.parse(json);
  const wrapped = keyed.parse(payload ?? {});
  const { createdAt } = z.looseObject({ createdAt: lenient(z.string().max(60)) }).parse(json);
  const about = wrapped.uid ?? wrapped.bookingUid ?? flat.uid ?? flat.bookingUid;
  const when = createdAt ?? wrapped.endTime ?? flat.endTime;
  if (!about && triggerEvent !== 'PING') throw new UnreadableEvent('calcom', `${triggerEvent.slice(0, 40)} names no booking`);
  return `cal:${triggerEvent}:${about ?? ''}:${when ?? ''}`;
}

/** What the keys of a booking's cancel begin with, kept for `clientId` where that client's own calendar tells of it. */
export const calCancelKeys = (uid: string, clientId: string | null): string[] =>
  ['BOOKING_CANCELLED', 'BOOKING_REJECTED'].map((trigger) => `${clientId ? `${clientId}:` : ''}cal:${trigger}:${uid}:`);
