import type { LoaderFunctionArgs } from '@remix-run/node';
import { icsOf } from '#domain/ics.ts';
import { openFor } from '../lead-links.server.ts';

/** A lead's appointment as a file for its calendar. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const opened = await openFor(['booking', 'reschedule'], params['token'], context);
  const appointment = opened.kind === 'ok' || opened.kind === 'used' ? opened.subject.appointment : null;
  if (!appointment || !('subject' in opened)) return new Response('There is no appointment behind this link.\n', { status: 404 });
  const { clientName, now } = opened.subject;
  const { id, startAt, endAt } = appointment;
  const entry = {
    uid: `${id}@callvia`,
    title: `Appointment with ${clientName}`,
    text: `To move or cancel it, use the link in the message from ${clientName}.`,
  };
  return new Response(icsOf({ ...entry, startAt, endAt, writtenAt: now }), {
    headers: { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'attachment; filename="appointment.ics"' },
  });
}
