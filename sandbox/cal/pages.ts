import { type Response, Router } from 'express';
import { DateTime } from 'luxon';
import { formText, safely } from '../answer.ts';
import { leadNow } from '../behaviour/clock.ts';
import { prefill } from '../behaviour/moves.ts';
import { page, safe } from '../html.ts';
import type { World } from '../world.ts';
import type { Booking } from './booking.ts';
import { book, CalendarNo, cancel, reschedule } from './calendar.ts';
import { type EventType, eventType, freeStarts } from './slots.ts';

const shownSlots = 60;

/** The pages a person meets: pick a slot, look at a booking, move it, cancel it. */
export function calPages(world: World): Router {
  const router = Router();
  const fail = (res: Response, status: number, text: string) =>
    void res
      .status(status)
      .type('html')
      .send(page(text, `<h1>${safe(text)}</h1>`));
  const attempt = async (res: Response, act: () => Promise<Booking>) => {
    try {
      res.redirect(303, `/cal/booking/${(await act()).uid}`);
    } catch (error) {
      if (!(error instanceof CalendarNo)) throw error;
      fail(res, 409, 'That time is not free any more. Go back and pick another.');
    }
  };
  const nowOf = async (phone: string | undefined, stated: string | undefined): Promise<number> => {
    const at = Date.parse(stated ?? '');
    if (!Number.isNaN(at)) return at;
    const person = phone ? await world.people.find(phone) : null;
    return person ? leadNow(person) : Date.now();
  };
  const options = async (type: EventType, nowMs: number): Promise<string> => {
    const free = (await freeStarts(world, type, nowMs, 0, Number.MAX_SAFE_INTEGER)).slice(0, shownSlots);
    const label = (start: number) => DateTime.fromMillis(start, { zone: type.zone }).toFormat("ccc d LLL, HH:mm:ss 'New York'");
    return free.map((start) => `<option value="${start}">${safe(label(start))}</option>`).join('');
  };
  const slotForm = (action: string, choices: string, hidden: string, verb: string) =>
    choices === ''
      ? '<p>No free slot.</p>'
      : `<form method="post" action="${safe(action)}">${hidden}<label>Time <select name="start">${choices}</select></label><button>${verb}</button></form>`;

  router.get(
    '/book/:id',
    safely(async (req, res) => {
      const type = eventType(Number(req.params.id));
      if (!type) return fail(res, 404, 'No such event type');
      const query = new URL(req.originalUrl, 'http://sandbox').searchParams;
      const { phone, metadata } = prefill(query);
      const hidden = [...query].map(([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`).join('');
      const choices = await options(type, await nowOf(phone, metadata.lead_now));
      res
        .type('html')
        .send(
          page(type.title, `<h1>${safe(type.title)}</h1><p>Pick a time.</p>${slotForm(`/cal/book/${type.id}`, choices, hidden, 'Book')}`),
        );
    }),
  );
  router.post(
    '/book/:id',
    safely(async (req, res) => {
      const form = new URLSearchParams(formText(req));
      const { name, email, phone, metadata } = prefill(form);
      if (!email && !phone) return fail(res, 400, 'An e-mail address or a phone number is needed');
      const type = eventType(Number(req.params.id));
      const attendee = { name, timeZone: type?.zone ?? 'UTC', ...(email && { email }), ...(phone && { phoneNumber: phone }) };
      const wish = { eventTypeId: Number(req.params.id), startMs: Number(form.get('start')), attendee, metadata, madeBy: 'page' as const };
      await attempt(res, async () => book(world, { ...wish, nowMs: await nowOf(phone, metadata.lead_now) }));
    }),
  );

  router.get(
    ['/booking/:uid', '/reschedule/:uid'],
    safely(async (req, res) => {
      const booking = await world.state.find<Booking>('booking', String(req.params.uid));
      const type = booking && eventType(booking.eventTypeId);
      if (!booking || !type) return fail(res, 404, 'No such booking');
      const when = DateTime.fromISO(booking.start, { zone: type.zone }).toFormat("cccc d LLLL yyyy, HH:mm:ss 'New York'");
      const choices = await options(type, await nowOf(booking.attendee.phoneNumber, undefined));
      const state = booking.rescheduledToUid
        ? `moved, see <a href="/cal/booking/${booking.rescheduledToUid}">the new one</a>`
        : booking.status;
      const forms =
        booking.status === 'accepted'
          ? `${slotForm(`/cal/reschedule/${booking.uid}`, choices, '', 'Move')}<form method="post" action="/cal/cancel/${booking.uid}"><button>Cancel</button></form>`
          : '';
      res
        .type('html')
        .send(page(type.title, `<h1>${safe(type.title)}</h1><p>${safe(booking.attendee.name)}, ${safe(when)}: ${state}</p>${forms}`));
    }),
  );
  router.post(
    '/reschedule/:uid',
    safely(async (req, res) => {
      const uid = String(req.params.uid);
      const booking = await world.state.find<Booking>('booking', uid);
      const nowMs = await nowOf(booking?.attendee.phoneNumber, undefined);
      const startMs = Number(new URLSearchParams(formText(req)).get('start'));
      await attempt(res, () => reschedule(world, uid, { startMs, nowMs }));
    }),
  );
  router.post(
    '/cancel/:uid',
    safely(async (req, res) => attempt(res, () => cancel(world, String(req.params.uid), { reason: 'Cancelled on the page' }))),
  );
  return router;
}
