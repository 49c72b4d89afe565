import { z } from 'zod';
import { type Answer, created, flag, instant, many, notFound, ok, pageOf, paging, refused, since } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Caller, type Route, route } from '#api/route.ts';
import { may } from '#auth/permissions.ts';
import { APPOINTMENT_STATUSES, MODES } from '#domain/lead.ts';
import { appointmentsByDay, findAppointment, listAppointments } from '#stores/appointments.ts';
import { linkLead } from '#stores/bookings.ts';
import { type ConfirmAnswer, confirmShow } from '#stores/shows.ts';

const ListQuery = z.strictObject({
  ...paging,
  campaignId: z.uuid().optional(),
  leadId: z.uuid().optional(),
  mode: z.enum(MODES).optional(),
  status: many(z.enum(APPOINTMENT_STATUSES)),
  from: since.optional(),
  to: since.optional(),
  verification: z.enum(['due', 'awaiting', 'done']).optional(),
  unmatched: flag.optional(),
  view: z.enum(['list', 'calendar']).default('list'),
  sort: z.enum(['startAt', '-startAt', 'createdAt', '-createdAt']).optional(),
});
const word = {
  attended: z.boolean().optional(),
  as: z.enum(['client', 'staff']).default('client'),
  note: z.string().trim().max(500).optional(),
};
const One = z.strictObject({ appointmentId: z.uuid(), ...word });
const Several = z.strictObject({ appointmentIds: z.array(z.uuid()).min(1).max(100), ...word });
const startAt = instant.transform((at) => at.toISOString());
const Verify = z.union([One, Several]);
type Word = z.output<z.ZodObject<typeof word>>;

/** Appointments, and whether they took place. */
export const appointmentRoutes = ({ db, cancelBooking, calendar }: ApiDeps): Route[] => {
  const confirm = async (caller: Caller, appointmentId: string, { attended, as, note }: Word): Promise<Answer> => {
    if (as === 'staff' && !may(caller.role, 'shows.decide')) return refused(403, 'insufficient_role', 'Only staff may decide as staff.');
    if (as === 'staff' && attended === undefined)
      return refused(422, 'validation_failed', 'Staff say whether it took place.', [
        { path: 'attended', code: 'required', message: 'required' },
      ]);
    const said = { ...(attended !== undefined && { attended }), ...(note && { note }) };
    const answer = await confirmShow(db, { clientId: caller.clientId, appointmentId, by: as, userId: caller.user.id, ...said });
    if (answer.kind !== 'ok') return notConfirmed(answer);
    return ok(await db.withClient(caller.clientId, (tx) => findAppointment(tx, caller.clientId, appointmentId)));
  };

  return [
    route('GET /appointments', {
      access: 'appointments.read',
      query: ListQuery,
      handle: async ({ caller, query: { view, ...query } }) => {
        if (view === 'calendar')
          return ok({ days: await db.withClient(caller.clientId, (tx) => appointmentsByDay(tx, caller.clientId, query)) });
        const { data, total } = await db.withClient(caller.clientId, (tx) => listAppointments(tx, caller.clientId, query));
        return ok(pageOf(data, query, total));
      },
    }),
    route('POST /appointments', {
      access: 'appointments.write',
      body: z.strictObject({ leadId: z.uuid(), startAt }),
      handle: async ({ caller: { clientId }, body }) => {
        const answer = await calendar.book({ clientId, ...body });
        if (answer.kind === 'unknown-lead') return refused(422, 'unknown_lead', 'There is no such lead.');
        if (answer.kind === 'booked-before') {
          const { appointmentId, startAt: standsAt } = answer;
          return refused(409, 'open_appointment', 'The lead has an appointment ahead. Move that one.', {
            appointmentId,
            startAt: standsAt,
          });
        }
        if (answer.kind !== 'booked') return notArranged(answer.kind);
        return created(await db.withClient(clientId, (tx) => findAppointment(tx, clientId, answer.appointmentId)));
      },
    }),
    route('POST /appointments/verify', {
      access: 'shows.confirm',
      body: Verify,
      handle: async ({ caller, body }) => {
        if ('appointmentId' in body) return confirm(caller, body.appointmentId, body);
        const results: unknown[] = [];
        // One after the other: each is a transaction of its own, and one that is refused does not stop the rest.
        for (const appointmentId of new Set(body.appointmentIds))
          results.push({ appointmentId, ...resultOf(await confirm(caller, appointmentId, body)) });
        return ok({ results });
      },
    }),
    route('GET /appointments/:id', {
      access: 'appointments.read',
      handle: async ({ caller, id }) => {
        const appointment = await db.withClient(caller.clientId, (tx) => findAppointment(tx, caller.clientId, id));
        return appointment ? ok(appointment) : notFound();
      },
    }),
    route('PUT /appointments/:id', {
      access: 'appointments.write',
      body: z.strictObject({ startAt }),
      handle: async ({ caller: { clientId }, id, body }) => {
        const appointment = await db.withClient(clientId, (tx) => findAppointment(tx, clientId, id));
        if (!appointment) return notFound();
        const answer = await calendar.move({ clientId, appointmentId: id, startAt: body.startAt });
        if (answer.kind === 'not-open') return refused(409, 'not_open', 'The appointment has begun or is over and cannot be moved.');
        if (answer.kind !== 'ok') return notArranged(answer.kind);
        return ok(await db.withClient(clientId, (tx) => findAppointment(tx, clientId, id)));
      },
    }),
    route('POST /appointments/:id/verify', {
      access: 'shows.confirm',
      body: z.strictObject(word),
      handle: ({ caller, id, body }) => confirm(caller, id, body),
    }),
    route('POST /appointments/:id/link-lead', {
      access: 'appointments.write',
      body: z.strictObject({ leadId: z.uuid() }),
      handle: async ({ caller, id, body }) => {
        const answer = await linkLead(db, { clientId: caller.clientId, appointmentId: id, leadId: body.leadId });
        if (answer.kind === 'linked') return refused(409, 'already_linked', 'This appointment has a lead already.');
        if (answer.kind === 'lead-unknown') return refused(422, 'unknown_lead', 'There is no such lead.');
        if (answer.kind === 'other-mode')
          return refused(422, 'other_mode', 'Live appointments go with live leads, rehearsed ones with rehearsed leads.');
        if (answer.kind === 'unknown') return notFound();
        return ok(await db.withClient(caller.clientId, (tx) => findAppointment(tx, caller.clientId, id)));
      },
    }),
    route('POST /appointments/:id/cancel', {
      access: 'appointments.write',
      body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
      handle: async ({ caller, id, body }) => {
        const { clientId } = caller;
        const appointment = await db.withClient(clientId, (tx) => findAppointment(tx, clientId, id));
        if (!appointment) return notFound();
        const answer = await cancelBooking({ clientId, appointmentId: id, reason: body.reason });
        if (answer.kind === 'not_open')
          return refused(409, 'not_open', `The appointment is ${appointment.status} and cannot be cancelled.`);
        if (answer.kind === 'refused') return refused(502, 'calendar_refused', 'The calendar did not cancel this booking.');
        return ok(await db.withClient(clientId, (tx) => findAppointment(tx, clientId, id)));
      },
    }),
  ];
};

/** Why the calendar holds no booking at that time. */
function notArranged(kind: 'taken' | 'unclear' | 'no-calendar'): Answer {
  switch (kind) {
    case 'taken':
      return refused(409, 'slot_taken', 'That time is not free. Nothing was changed.');
    case 'no-calendar':
      return refused(409, 'no_calendar', 'The campaign of this lead has no calendar to book in.');
    case 'unclear':
      return refused(
        502,
        'calendar_unclear',
        'The calendar did not confirm it. Look at the appointments in a minute before you ask again.',
      );
    default:
      return kind satisfies never;
  }
}

const resultOf = (answer: Answer) =>
  answer.kind === 'refused' ? { ok: false, error: { code: answer.code, message: answer.message } } : { ok: true };

function notConfirmed(answer: Exclude<ConfirmAnswer, { kind: 'ok' }>): Answer {
  switch (answer.kind) {
    case 'unknown':
      return notFound();
    case 'not-started':
      return refused(409, 'not_started', 'The appointment has not begun yet.', { startAt: answer.startAt });
    case 'too-early':
      return refused(409, 'too_early', 'It is not decided yet.', { verifyAt: answer.verifyAt });
    case 'cancelled':
      return refused(409, 'cancelled', 'The appointment was cancelled.');
    default:
      return answer satisfies never;
  }
}
