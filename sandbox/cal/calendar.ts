import { randomBytes } from 'node:crypto';
import { attend } from '../behaviour/appointments.ts';
import type { Person } from '../behaviour/people.ts';
import type { Change } from '../state.ts';
import type { World } from '../world.ts';
import { type Attendee, type Booking, bookingHook, bookingThing } from './booking.ts';
import { bookedType, type EventType, eventType, freeSlot, isOffered, takeSlot } from './slots.ts';

/** Why the calendar says no. */
export type No = 'no-such-type' | 'no-such-booking' | 'past' | 'not-offered' | 'taken' | 'lost' | 'cancelled';

/** A refusal of the calendar, for the API and the pages to word. */
export class CalendarNo extends Error {
  constructor(readonly no: No) {
    super(no);
  }
}

/** What a booking is made of. `nowMs` is the time as the booker sees it. */
export type Wish = {
  eventTypeId: number;
  startMs: number;
  attendee: { name: string; email?: string; phoneNumber?: string; timeZone: string; language?: string };
  metadata: Record<string, string>;
  responses?: Record<string, unknown>;
  madeBy: Booking['madeBy'];
  nowMs: number;
};

const newUid = () => randomBytes(11).toString('hex');

async function reserve(world: World, type: EventType, startMs: number, nowMs: number, uid: string): Promise<number> {
  if (startMs <= nowMs) throw new CalendarNo('past');
  if (!isOffered(type, startMs, nowMs)) throw new CalendarNo('not-offered');
  const host = await takeSlot(world, type, startMs, uid);
  if (typeof host !== 'number') throw new CalendarNo(host);
  return host;
}

/** Writes a booking with its webhook and, where its attendee is somebody we know, with what they will do about it. */
async function keep(world: World, booking: Booking, change: Change): Promise<Booking> {
  const phone = booking.attendee.phoneNumber ?? (await world.people.phoneOfAddress(booking.attendee.email));
  try {
    if (!phone) await world.state.commit(change);
    else {
      await world.people.meet(phone, async (person) => {
        const tasks = remember(world, person, booking);
        return { change: { ...change, tasks: [...(change.tasks ?? []), ...tasks] }, result: undefined };
      });
    }
  } catch (error) {
    await freeSlot(world, booking.uid);
    throw error;
  }
  return booking;
}

function remember(world: World, person: Person, booking: Booking) {
  const { uid, eventTypeId, attendee } = booking;
  const { lead_id: leadId, lead_now: leadNowAt } = booking.metadata;
  return attend(world, person, {
    booking: { uid, eventTypeId, startAt: Date.parse(booking.start), endAt: Date.parse(booking.end), email: attendee.email },
    ...(leadId && { leadId }),
    ...(leadNowAt && { leadNowAt }),
    zone: attendee.timeZone,
  });
}

/** Books a slot and announces it. */
export async function book(world: World, wish: Wish): Promise<Booking> {
  const type = eventType(wish.eventTypeId);
  if (!type) throw new CalendarNo('no-such-type');
  const uid = newUid();
  const host = await reserve(world, type, wish.startMs, wish.nowMs, uid);
  const { name, email, phoneNumber, timeZone, language = 'en' } = wish.attendee;
  const attendee: Attendee = {
    ...{ name, timeZone, language, absent: false, email: email ?? `${phoneNumber?.replace(/\D/g, '')}@sms.cal.com` },
    ...(phoneNumber && { phoneNumber }),
  };
  const at = new Date().toISOString();
  const booking: Booking = {
    ...{ id: world.state.nextId() % 2_000_000_000, uid, eventTypeId: type.id, status: 'accepted', host, attendee },
    ...{ start: new Date(wish.startMs).toISOString(), end: new Date(wish.startMs + type.lengthMs).toISOString() },
    ...{ metadata: wish.metadata, responses: wish.responses ?? {}, createdAt: at, updatedAt: at, madeBy: wish.madeBy },
  };
  return keep(world, booking, { things: [bookingThing(booking)], tasks: [bookingHook(world, 'BOOKING_CREATED', booking)] });
}

async function open(world: World, uid: string): Promise<Booking> {
  const booking = await world.state.find<Booking>('booking', uid);
  if (!booking) throw new CalendarNo('no-such-booking');
  if (booking.status === 'cancelled') throw new CalendarNo('cancelled');
  return booking;
}

/** Moves a booking: a new uid for the new start, the old one reads cancelled and points to it. */
export async function reschedule(
  world: World,
  uid: string,
  { startMs, nowMs, by, reason }: { startMs: number; nowMs: number; by?: string; reason?: string },
): Promise<Booking> {
  const old = await open(world, uid);
  const type = bookedType(old.eventTypeId);
  const newOne = newUid();
  const host = await reserve(world, type, startMs, nowMs, newOne);
  await freeSlot(world, uid);
  const at = new Date().toISOString();
  const booking: Booking = {
    ...{ ...old, id: world.state.nextId() % 2_000_000_000, uid: newOne, host, createdAt: at, updatedAt: at },
    ...{ start: new Date(startMs).toISOString(), end: new Date(startMs + type.lengthMs).toISOString() },
    ...{ rescheduledFromUid: uid, rescheduledByEmail: by ?? old.attendee.email, ...(reason && { reschedulingReason: reason }) },
  };
  const gone: Booking = { ...old, status: 'cancelled', rescheduledToUid: newOne, updatedAt: at };
  const hook = bookingHook(world, 'BOOKING_RESCHEDULED', booking, old);
  // the new uid inherits the key, so the old row lets go of it: one effect stays one
  return keep(world, booking, { things: [{ ...bookingThing(gone), key: null }, bookingThing(booking)], tasks: [hook] });
}

/** Cancels a booking and frees its slot. */
export async function cancel(world: World, uid: string, { reason, by }: { reason?: string; by?: string }): Promise<Booking> {
  const booking = await open(world, uid);
  const cancelled: Booking = {
    ...{ ...booking, status: 'cancelled', updatedAt: new Date().toISOString(), cancelledByEmail: by ?? booking.attendee.email },
    ...(reason && { cancellationReason: reason }),
  };
  const change = { things: [bookingThing(cancelled)], tasks: [bookingHook(world, 'BOOKING_CANCELLED', cancelled)] };
  const phone = booking.attendee.phoneNumber ?? (await world.people.phoneOfAddress(booking.attendee.email));
  if (!phone) await world.state.commit(change);
  else {
    await world.people.meet(phone, async (person) => {
      if (person.booking?.uid === uid) person.booking = null;
      return { change, result: undefined };
    });
  }
  await freeSlot(world, uid);
  return cancelled;
}

/** Marks whether the attendee stayed away, as the owner of the calendar does. */
export async function markAbsent(world: World, uid: string, isAbsent: boolean): Promise<Booking> {
  const booking = await open(world, uid);
  const marked = { ...booking, attendee: { ...booking.attendee, absent: isAbsent }, updatedAt: new Date().toISOString() };
  await world.state.commit({ things: [bookingThing(marked)], tasks: [bookingHook(world, 'BOOKING_NO_SHOW_UPDATED', marked)] });
  return marked;
}
