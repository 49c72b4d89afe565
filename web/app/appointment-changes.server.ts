import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { instantOn } from '#domain/calendar.ts';
import { CLOCKS, slotDays } from '#domain/slot-days.ts';
import { toInstant } from '#domain/time.ts';
import type { AppointmentLine } from '#stores/views-appointments.ts';
import type { Said } from './confirmations.server.ts';
import type { LeadCalendar } from './context.ts';
import { notFound } from './member.server.ts';
import { isZone } from './preferences.ts';

type Which = { clientId: string; appointmentId: string };
const refused = (text: string): Said => ({ kind: 'refused', text, next: null, ids: [] });

/** Whether an appointment is still ahead, so that it can be moved or cancelled. */
export const isAhead = ({ status, hasBegun }: Pick<AppointmentLine, 'status' | 'hasBegun'>): boolean => status === 'scheduled' && !hasBegun;

/** Cancels by hand, with the reason, at the calendar and with us; answers only when it was not done. */
export async function cancelByHand(calendar: LeadCalendar, which: Which, form: FormData): Promise<Said> {
  const reason = String(form.get('reason') ?? '')
    .trim()
    .slice(0, 500);
  if (!reason) return refused('Not cancelled: a reason is needed. It stays with the appointment.');
  const { kind } = await calendar.cancel({ ...which, reason });
  if (kind === 'ok') throw redirect(`/appointments/${which.appointmentId}?said=cancelled`);
  return refused(kind === 'not_open' ? 'It has begun or is cancelled already. Nothing was changed.' : NO_ANSWER);
}

const NO_ANSWER =
  'The calendar did not confirm it, so nothing was changed here. Look again in a minute: it may still say that it was done.';
const WHY = {
  taken: 'That time was taken a moment ago. Nothing was changed; choose another.',
  unclear: NO_ANSWER,
  'no-calendar': 'This campaign has no calendar to book in. Nothing was changed.',
  'not-open': 'It has begun or was cancelled. Nothing was changed.',
} as const;

/** Moves by hand to a start that was asked about before; answers only when it was not done. */
export async function moveByHand(calendar: LeadCalendar, which: Which, form: FormData): Promise<Said> {
  const startAt = instantOf(String(form.get('startAt') ?? ''));
  if (!startAt) return refused('Choose a time first.');
  const { kind } = await calendar.move({ ...which, startAt });
  if (kind === 'ok') throw redirect(`/appointments/${which.appointmentId}?said=moved`);
  return refused(WHY[kind]);
}

/** Books a lead at a start that was asked about before; answers only when it was not done. A page sent twice leads to the one appointment. */
export async function bookLeadByHand(calendar: LeadCalendar, lead: { clientId: string; leadId: string }, form: FormData): Promise<Said> {
  const startAt = instantOf(String(form.get('startAt') ?? ''));
  if (!startAt) return refused('Choose a time first.');
  const answer = await calendar.bookByHand({ ...lead, startAt });
  switch (answer.kind) {
    case 'booked':
    case 'booked-before':
      throw redirect(`/appointments/${answer.appointmentId}?said=${answer.kind}`);
    case 'unknown-lead':
      throw notFound();
    case 'unclear':
      return refused(UNCLEAR);
    default:
      return refused(WHY[answer.kind]);
  }
}

const UNCLEAR =
  'The calendar has not confirmed it yet. Look at the lead again in a minute before you choose anew, so that it is not booked twice.';

/** The free times of a lead's calendar for a page that chooses one, and the one its address asks about already. */
export async function freeTimes(
  { request, context }: Pick<LoaderFunctionArgs, 'request' | 'context'>,
  { clientId, leadId, zone: own }: { clientId: string; leadId: string; zone: string },
) {
  const params = new URL(request.url).searchParams;
  const asked = params.get('zone') ?? '';
  const zone = isZone(asked) ? asked : own;
  const clock = CLOCKS.find((each) => each === params.get('clock')) ?? '24';
  const times = await context.leadCalendar.times({ clientId, leadId });
  const to = askedStart(params);
  return {
    picker: { zone, clock },
    trouble: times.kind === 'ok' ? null : times.kind,
    days: times.kind === 'ok' ? slotDays(times.starts, zone, clock) : [],
    to,
    isFree: times.kind === 'ok' && to !== null && times.starts.includes(to),
  };
}

/** The start an address asks for: an instant, or the day and time of a zone on which an appointment was dropped in the calendar. */
function askedStart(params: URLSearchParams): string | null {
  const zone = params.get('zone') ?? '';
  return instantOf(params.get('startAt') ?? '') ?? (isZone(zone) ? instantOn(params.get('day'), params.get('time'), zone) : null);
}

const instantOf = (text: string): string | null =>
  /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(text) && !Number.isNaN(Date.parse(text)) ? toInstant(Date.parse(text)) : null;
