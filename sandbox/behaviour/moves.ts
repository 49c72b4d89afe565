import { type Booking, bookingHook } from '../cal/booking.ts';
import { book, CalendarNo, cancel, reschedule } from '../cal/calendar.ts';
import { eventType, freeStarts } from '../cal/slots.ts';
import { request } from '../outgoing.ts';
import type { Task } from '../state.ts';
import type { World } from '../world.ts';
import { chance } from './chance.ts';
import { leadNow } from './clock.ts';
import { emailOf } from './people.ts';
import { wills } from './will.ts';

const followTimeoutMs = 10_000;

/** Registers what people do with the calendar by themselves: open a link and book, move, cancel; and the clock's own meeting end. */
export function playCalendar(world: World): void {
  world.queue.on('follow', (task) => follow(world, task));
  world.queue.on('moves', (task) => move(world, task));
  world.queue.on('cancels', (task) => cancelIt(world, task));
  world.queue.on('meeting-ended', (task) => endMeeting(world, task));
}

/** Opens a link as a person does and takes a time: one that the product's own page offers, or one of the calendar's page where it sends on to that. */
async function follow(world: World, { body, phone }: Task): Promise<void> {
  const { url } = body as { url: string };
  const reply = await request('GET', url, { accept: 'text/html' }, '', followTimeoutMs);
  if (reply.status >= 500) throw new Error(`the link answered ${reply.status}`); // tried again: people reload a broken page
  const page = reply.location && URL.canParse(reply.location) ? new URL(reply.location) : null;
  const at = page?.pathname.match(/\/cal\/book\/(\d+)$/)?.[1];
  if (page && at) await bookByPage(world, Number(at), page.searchParams, phone);
  else if (!(await chooseOnPage(world, url, reply.text, phone ?? url)) && phone) await bookOnceMore(world, phone);
}

/** Our page shows whoever is booked their appointment and offers nothing more: some then book again on the calendar's public page. */
async function bookOnceMore(world: World, phone: string): Promise<void> {
  const person = await world.people.find(phone);
  if (!person?.booking || !wills[person.will].booksTwice) return;
  const query = new URLSearchParams({ name: person.name, phone, email: person.email ?? emailOf(phone) });
  await bookByPage(world, person.booking.eventTypeId, query, phone);
}

const fieldsOf = (html: string, name: string) =>
  [...html.matchAll(/<(?:input|button)\b[^>]*>/g)].flatMap(([tag]) =>
    tag.includes(`name="${name}"`) ? [(/ value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&amp;', '&')] : [],
  );

/** Presses one of the times on a page of the product, picked as in the calendar; false where the page offers none. */
async function chooseOnPage(world: World, url: string, html: string, who: string): Promise<boolean> {
  const times = fieldsOf(html, 'startAt').slice(0, 8);
  const startAt = times[Math.floor(chance(world.knobs.seed, 'start', who, times[0] ?? '') * times.length)];
  if (!startAt) return false;
  const form = new URLSearchParams({ startAt, after: fieldsOf(html, 'after')[0] ?? '', zone: fieldsOf(html, 'zone')[0] ?? '' });
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await request('POST', url, type, form.toString(), followTimeoutMs);
  if (reply.status >= 400) throw new Error(`the page answered ${reply.status}`); // opened again: it shows what is booked, or other times
  return true;
}

/** The fields our link hands over in the query of the booking page. */
export function prefill(query: URLSearchParams): { name: string; email?: string; phone?: string; metadata: Record<string, string> } {
  const metadata: Record<string, string> = {};
  for (const [name, value] of query) {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
    if (key) metadata[key] = value;
  }
  const phone = query.get('phone') ?? query.get('attendeePhoneNumber') ?? undefined;
  const email = query.get('email') ?? undefined;
  return { name: query.get('name') || 'Sam Lead', ...(email && { email }), ...(phone && { phone }), metadata };
}

async function bookByPage(world: World, eventTypeId: number, query: URLSearchParams, reader: string | null): Promise<void> {
  const { name, email, metadata, phone = reader ?? undefined } = prefill(query);
  const type = eventType(eventTypeId);
  const person = phone ? await world.people.find(phone) : null;
  if (!type || (!phone && !email)) return;
  const stated = Date.parse(metadata.lead_now ?? '');
  const nowMs = Number.isNaN(stated) ? (person ? leadNow(person) : Date.now()) : stated;
  const attendee = { name, timeZone: person?.zone ?? type.zone, ...(email && { email }), ...(phone && { phoneNumber: phone }) };
  for (const startMs of await someStarts(world, eventTypeId, nowMs, phone ?? email ?? '')) {
    try {
      await book(world, { eventTypeId, startMs, attendee, metadata, madeBy: 'lead', nowMs });
      return;
    } catch (error) {
      if (!(error instanceof CalendarNo)) throw error; // taken meanwhile: they pick another
    }
  }
}

/** A few free starts among the next ones, picked by chance so that people do not all want the same. */
async function someStarts(world: World, eventTypeId: number, nowMs: number, who: string, afterMs = 0): Promise<number[]> {
  const type = eventType(eventTypeId);
  if (!type) return [];
  const free = (await freeStarts(world, type, nowMs, afterMs, Number.MAX_SAFE_INTEGER)).slice(0, 8);
  const first = Math.floor(chance(world.knobs.seed, 'start', who, nowMs) * free.length);
  return [...free.slice(first), ...free.slice(0, first)].slice(0, 4);
}

async function move(world: World, { body, phone }: Task): Promise<void> {
  const person = phone && (await world.people.find(phone));
  const { uid } = body as { uid: string };
  if (!person || person.booking?.uid !== uid) return;
  const nowMs = leadNow(person);
  for (const startMs of await someStarts(world, person.booking.eventTypeId, nowMs, phone, person.booking.startAt + 1)) {
    try {
      await reschedule(world, uid, { startMs, nowMs, reason: 'Something came up' });
      return;
    } catch (error) {
      if (!(error instanceof CalendarNo)) throw error;
      if (error.no === 'cancelled' || error.no === 'no-such-booking') return;
    }
  }
}

async function cancelIt(world: World, { body }: Task): Promise<void> {
  try {
    await cancel(world, (body as { uid: string }).uid, { reason: 'Changed my mind' });
  } catch (error) {
    if (!(error instanceof CalendarNo)) throw error; // gone already
  }
}

async function endMeeting(world: World, { body }: Task): Promise<void> {
  const booking = await world.state.find<Booking>('booking', (body as { uid: string }).uid);
  if (booking?.status === 'accepted') await world.state.commit({ tasks: [bookingHook(world, 'MEETING_ENDED', booking)] });
}
