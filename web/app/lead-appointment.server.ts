import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { CLOCKS, type Clock, clockOf, type SlotDay, slotDays, startWords } from '#domain/slot-days.ts';
import type { LinkSubject } from '#stores/views-links.ts';
import type { Arranged } from './context.ts';
import { bookingAddress, openFor } from './lead-links.server.ts';
import { isZone, readPreferences } from './preferences.ts';

type Purpose = 'booking' | 'reschedule';
export type Done = 'booked' | 'moved' | 'cancelled';
export type AppointmentPage = {
  kind: 'page';
  clientName: string;
  firstName: string | null;
  zone: string;
  clock: Clock;
  done: Done | null;
  /** Without its title: calendars put the lead's name into that. */
  appointment: { when: string; googleUrl: string } | null;
  /** The appointment the lead had last, whatever became of it. */
  after: string | null;
  /** Null while the appointment is only shown. */
  times: { kind: 'ok'; days: SlotDay[] } | { kind: 'unreachable' } | null;
};
export type GoneFrom = { kind: 'gone'; why: 'expired' | 'unknown' | 'unbookable'; newTimes: string | null };

/** The open appointment of a lead: still ahead on its own clock. */
const openOne = ({ appointment, now }: LinkSubject) =>
  appointment?.status === 'scheduled' && appointment.startAt > now ? appointment : null;

/** What a lead sees by its link: its appointment, or the times it may choose from, in its own zone. Changes nothing. */
export async function showAppointment(purpose: Purpose, { params, request, context }: LoaderFunctionArgs) {
  const opened = await openFor(purpose, params['token'], context);
  const gone = (why: GoneFrom['why'], status: number, newTimes: string | null = null) =>
    data<AppointmentPage | GoneFrom>({ kind: 'gone', why, newTimes }, { status });
  if (opened.kind === 'unknown') return gone('unknown', 404);
  if (opened.kind === 'expired') return gone('expired', 410, opened.newTimes);
  const { subject, link } = opened;
  const query = new URL(request.url).searchParams;
  const asked = query.get('zone') ?? '';
  const zone = isZone(asked) ? asked : (readPreferences(request.headers.get('cookie')).zone ?? subject.zone);
  const clock = CLOCKS.find((each) => each === query.get('clock')) ?? clockOf(zone);
  const appointment = openOne(subject);
  const isChoosing = !appointment || query.has('times');
  const times = isChoosing ? await context.leadCalendar.times({ clientId: link.clientId, leadId: link.leadId }) : null;
  if (times?.kind === 'no-calendar') {
    const address = bookingAddress(opened, context.urls.sandbox);
    if (address) throw redirect(address);
    return gone('unbookable', 503);
  }
  const done = query.get('done');
  return data<AppointmentPage | GoneFrom>({
    kind: 'page',
    clientName: subject.clientName,
    firstName: subject.firstName,
    ...{ zone, clock },
    done: done === 'booked' || done === 'moved' || done === 'cancelled' ? done : null,
    appointment: appointment && {
      when: startWords(appointment.startAt, zone, clock),
      googleUrl: googleUrl(appointment, subject.clientName),
    },
    after: subject.newestId,
    times: times?.kind === 'ok' ? { kind: 'ok', days: slotDays(times.starts, zone, clock) } : times,
  });
}

const stamp = (at: string) => at.replaceAll(/[-:]|\.\d+/g, '');

/** No personal data in an address: whom it is with and when, not who comes. */
function googleUrl({ startAt, endAt }: { startAt: string; endAt: string }, clientName: string): string {
  const entry = { action: 'TEMPLATE', text: `Appointment with ${clientName}`, dates: `${stamp(startAt)}/${stamp(endAt)}` };
  return `https://calendar.google.com/calendar/render?${new URLSearchParams(entry)}`;
}

const PROBLEMS = {
  none: 'Choose a time first.',
  gone: 'This link is no longer valid. Nothing was changed.',
  taken: 'Somebody was faster: that time is taken. Nothing was changed. Choose another.',
  unclear: 'The calendar has not answered yet. Look here again in a minute before you choose anew, so that you are not booked twice.',
  'no-calendar': 'There is no calendar to book in at the moment. Nothing was changed.',
  'not-open': 'This appointment has begun or was cancelled. Nothing was changed.',
} as const satisfies Record<Exclude<Arranged['kind'], 'ok'> | 'none' | 'gone', string>;

/** Books, moves or cancels, by one press. The link is all the lead has to show. */
export async function arrangeAppointment(purpose: Purpose, { params, request, context }: ActionFunctionArgs) {
  const opened = await openFor(purpose, params['token'], context);
  const refused = (why: keyof typeof PROBLEMS, status = 409) => data({ problem: PROBLEMS[why] }, { status });
  if (opened.kind === 'expired' || opened.kind === 'unknown') return refused('gone', 410);
  const form = await request.formData();
  const { clientId, leadId } = opened.link;
  const appointment = openOne(opened.subject);
  const zone = String(form.get('zone') ?? '');
  const back = (done: Done) => redirect(`?${new URLSearchParams({ done, ...(isZone(zone) && { zone }) })}`, 303);

  if (form.get('do') === 'cancel') {
    if (!appointment) return refused('not-open');
    const { kind } = await context.leadCalendar.cancel({ clientId, appointmentId: appointment.id, reason: 'cancelled by the lead' });
    return kind === 'ok' ? back('cancelled') : refused(kind === 'not_open' ? 'not-open' : 'unclear');
  }
  const startAt = String(form.get('startAt') ?? '');
  if (!/^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(startAt) || Number.isNaN(Date.parse(startAt))) return refused('none', 400);
  const after = String(form.get('after') ?? '') || null;
  if (appointment && appointment.startAt === startAt) return back('booked'); // the same page sent again
  const arranged = appointment
    ? await context.leadCalendar.move({ clientId, appointmentId: appointment.id, startAt })
    : await context.leadCalendar.book({ clientId, leadId, startAt, zone: isZone(zone) ? zone : opened.subject.zone, after });
  return arranged.kind === 'ok' ? back(appointment ? 'moved' : 'booked') : refused(arranged.kind);
}
