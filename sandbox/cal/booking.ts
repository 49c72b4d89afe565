import { DateTime } from 'luxon';
import { hookUrl } from '../outgoing.ts';
import type { Task, Thing } from '../state.ts';
import { hookTask, type World } from '../world.ts';
import { bookedType, type EventType } from './slots.ts';

/** Who comes. A phone alone is enough; the vendor then makes up an address. */
export type Attendee = { name: string; email: string; phoneNumber?: string; timeZone: string; language: string; absent: boolean };

/** A booking as kept; instants in ISO. */
export type Booking = {
  id: number;
  uid: string;
  eventTypeId: number;
  status: 'accepted' | 'cancelled';
  start: string;
  end: string;
  host: number;
  attendee: Attendee;
  metadata: Record<string, string>;
  responses: Record<string, unknown>;
  createdAt: string;
  updatedAt: string;
  madeBy: 'api' | 'page' | 'lead';
  rescheduledFromUid?: string;
  rescheduledToUid?: string;
  rescheduledByEmail?: string;
  reschedulingReason?: string;
  cancellationReason?: string;
  cancelledByEmail?: string;
};

const typeOf = (booking: Booking): EventType => bookedType(booking.eventTypeId);
const hostOf = (host: number) => ({ id: host, name: `Host ${host}`, email: `host${host}@sandbox.invalid`, username: `host-${host}` });
const meetingUrl = (uid: string) => `https://meet.sandbox.invalid/${uid}`;
const compact = (start: string) => start.replace('.000Z', 'Z');

/** The row of a booking. `at` is its last change, as lists by change need it. */
export const bookingThing = (booking: Booking): Thing => ({
  ...{ kind: 'booking', id: booking.uid, at: Date.parse(booking.updatedAt), body: booking },
  key: booking.metadata.booking_key ?? null,
  phone: booking.attendee.phoneNumber ?? null,
});

/** A booking as the vendor's REST API shows it. */
export function bookingObject(booking: Booking): Record<string, unknown> {
  const type = typeOf(booking);
  const host = hostOf(booking.host);
  const { attendee } = booking;
  return {
    id: booking.id,
    uid: booking.uid,
    title: `${type.title} between ${host.name} and ${attendee.name}`,
    description: '',
    status: booking.status,
    start: booking.start,
    end: booking.end,
    duration: type.lengthMs / 60_000,
    eventTypeId: type.id,
    eventType: { id: type.id, slug: type.slug },
    hosts: [{ ...host, displayEmail: host.email, timeZone: type.zone }],
    attendees: [{ ...attendee, displayEmail: attendee.email }],
    guests: [],
    location: meetingUrl(booking.uid),
    meetingUrl: meetingUrl(booking.uid),
    absentHost: false,
    createdAt: booking.createdAt,
    updatedAt: booking.updatedAt,
    metadata: booking.metadata,
    bookingFieldsResponses: { ...booking.responses, name: attendee.name, email: attendee.email },
    ...(booking.rescheduledFromUid && { rescheduledFromUid: booking.rescheduledFromUid }),
    ...(booking.rescheduledToUid && { rescheduledToUid: booking.rescheduledToUid }),
    ...(booking.rescheduledByEmail && { rescheduledByEmail: booking.rescheduledByEmail }),
    ...(booking.reschedulingReason && { reschedulingReason: booking.reschedulingReason }),
    ...(booking.cancellationReason && { cancellationReason: booking.cancellationReason }),
    ...(booking.cancelledByEmail && { cancelledByEmail: booking.cancelledByEmail }),
  };
}

function payloadOf(booking: Booking): Record<string, unknown> {
  const type = typeOf(booking);
  const host = hostOf(booking.host);
  const { attendee } = booking;
  const [firstName = '', ...rest] = attendee.name.split(' ');
  const utcOffset = (zone: string) => DateTime.fromISO(booking.start, { zone }).offset;
  return {
    uid: booking.uid,
    bookingId: booking.id,
    eventTypeId: type.id,
    type: type.slug,
    title: `${type.title} between ${host.name} and ${attendee.name}`,
    eventTitle: type.title,
    startTime: compact(booking.start),
    endTime: compact(booking.end),
    length: type.lengthMs / 60_000,
    status: booking.status === 'cancelled' ? 'CANCELLED' : 'ACCEPTED',
    location: meetingUrl(booking.uid),
    metadata: { ...booking.metadata, videoCallUrl: meetingUrl(booking.uid) },
    organizer: { ...host, timeZone: type.zone, language: { locale: 'en' }, utcOffset: utcOffset(type.zone) },
    attendees: [
      {
        ...{ name: attendee.name, firstName, lastName: rest.join(' '), email: attendee.email, timeZone: attendee.timeZone },
        ...(attendee.phoneNumber && { phoneNumber: attendee.phoneNumber }),
        ...{ language: { locale: attendee.language }, utcOffset: utcOffset(attendee.timeZone) },
      },
    ],
    responses: {
      name: { label: 'your_name', value: attendee.name },
      email: { label: 'email_address', value: attendee.email },
      ...(attendee.phoneNumber && { attendeePhoneNumber: { label: 'phone_number', value: attendee.phoneNumber } }),
    },
    price: 0,
    currency: 'usd',
  };
}

/** What Cal.com announces about a booking. */
export type Trigger = 'BOOKING_CREATED' | 'BOOKING_RESCHEDULED' | 'BOOKING_CANCELLED' | 'BOOKING_NO_SHOW_UPDATED' | 'MEETING_ENDED';

/** The webhook that announces it; `old` is the booking it replaces. */
export function bookingHook(world: World, trigger: Trigger, booking: Booking, old?: Booking): Task {
  const createdAt = new Date().toISOString();
  const body = () => {
    switch (trigger) {
      case 'BOOKING_CREATED':
        return { triggerEvent: trigger, createdAt, payload: payloadOf(booking) };
      case 'BOOKING_RESCHEDULED': {
        const previous = old && {
          rescheduleUid: old.uid,
          rescheduleId: old.id,
          rescheduleStartTime: compact(old.start),
          rescheduleEndTime: compact(old.end),
        };
        return {
          triggerEvent: trigger,
          createdAt,
          payload: { ...payloadOf(booking), ...previous, rescheduledBy: booking.rescheduledByEmail },
        };
      }
      case 'BOOKING_CANCELLED': {
        const why = {
          cancelledBy: booking.cancelledByEmail,
          cancellationReason: booking.cancellationReason ?? '',
          requestReschedule: false,
        };
        return { triggerEvent: trigger, createdAt, payload: { ...payloadOf(booking), ...why } };
      }
      case 'BOOKING_NO_SHOW_UPDATED': {
        const { email, absent } = booking.attendee;
        const message = `${email} ${absent ? 'x_marked_as_no_show' : 'x_unmarked_as_no_show'}`;
        const payload = { bookingUid: booking.uid, bookingId: booking.id, attendees: [{ email, noShow: absent }], message };
        return { triggerEvent: trigger, createdAt, payload };
      }
      case 'MEETING_ENDED': {
        const flat = {
          id: booking.id,
          uid: booking.uid,
          status: 'ACCEPTED',
          startTime: booking.start,
          endTime: booking.end,
          responses: {},
        };
        return { triggerEvent: trigger, ...flat, attendees: [{ name: booking.attendee.name, email: booking.attendee.email }] };
      }
      default:
        return trigger satisfies never;
    }
  };
  const hook = { vendor: 'cal' as const, event: trigger, url: hookUrl(world.settings, 'calcom'), body: JSON.stringify(body()) };
  return hookTask(world, booking.attendee.phoneNumber ?? null, 0, hook);
}
