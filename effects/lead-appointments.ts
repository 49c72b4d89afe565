import { pageBookingKey } from '#domain/booking-key.ts';
import type { Mode } from '#domain/lead.ts';
import { toInstant } from '#domain/time.ts';
import type { Tx } from '#prisma/client.ts';
import { bookingCreated, bookingMoved } from '#stores/bookings.ts';
import { beginEffect, settleEffect } from '#stores/effects.ts';
import { requireVendor } from '#vendors/account.ts';
import { isVendorError, VendorBusy, VendorRefused } from '#vendors/errors.ts';
import type { EffectParts } from './parts.ts';

type OfLead = { clientId: string; leadId: string };
type Lead = {
  mode: Mode;
  eventTypeId: number | null;
  name: string;
  email: string | null;
  phone: string;
  timezone: string;
  now: number;
};
type Open = { uid: string; mode: Mode; leadId: string | null };

export type FreeTimes = { kind: 'ok'; starts: string[] } | { kind: 'no-calendar' } | { kind: 'unreachable' };
export type Arranged = { kind: 'ok' } | { kind: 'taken' } | { kind: 'unclear' } | { kind: 'no-calendar' } | { kind: 'not-open' };

const DAYS_OFFERED = 14;

/** Free starts for a lead, from its own now on. Reads only, so it passes no ledger. */
export async function timesForLead(parts: EffectParts, { clientId, leadId }: OfLead): Promise<FreeTimes> {
  const lead = await parts.db.withClient(clientId, (tx) => leadOf(tx, { clientId, leadId }));
  if (!lead || lead.eventTypeId === null) return { kind: 'no-calendar' };
  const [from, to] = [toInstant(lead.now), toInstant(lead.now + DAYS_OFFERED * 86_400_000)];
  try {
    const calendar = requireVendor(parts.vendors(lead.mode), 'calendar');
    const slots = await calendar.slots({ eventTypeId: lead.eventTypeId, from, to, timezone: lead.timezone });
    return { kind: 'ok', starts: slots.map(({ startAt }) => startAt) };
  } catch (error) {
    if (!isVendorError(error)) throw error;
    return { kind: 'unreachable' };
  }
}

/**
 * Books what a lead chose on its own page. `after` is the appointment it had when the page was made: the same page sent twice is one booking,
 * the same time chosen again after a cancel is another.
 */
export async function bookForLead(
  parts: EffectParts,
  { clientId, leadId, startAt, zone, after }: OfLead & { startAt: string; zone: string; after: string | null },
): Promise<Arranged> {
  const key = pageBookingKey(leadId, startAt, after);
  const begun = await parts.db.withClient(clientId, async (tx) => {
    const lead = await leadOf(tx, { clientId, leadId });
    if (!lead || lead.eventTypeId === null) return { kind: 'no-calendar' as const };
    const request = { leadId, startAt, eventTypeId: lead.eventTypeId, email: lead.email, phone: lead.phone };
    const { effect, begun: isNew } = await beginEffect(tx, {
      ...{ clientId, mode: lead.mode, key, vendor: 'calcom', kind: 'book' },
      ...{ lookUpAfter: 10, request },
    });
    if (isNew) return { kind: 'begun' as const, lead, eventTypeId: lead.eventTypeId };
    return effect.status === 'done' ? { kind: 'ok' as const } : { kind: 'unclear' as const };
  });
  if (begun.kind !== 'begun') return begun;
  const { lead, eventTypeId } = begun;
  try {
    const booking = await requireVendor(parts.vendors(lead.mode), 'calendar').book({
      ...{ key, eventTypeId, startAt },
      attendee: { name: lead.name, email: lead.email ?? undefined, phone: lead.phone, timezone: zone },
      metadata: { lead_id: leadId, client_id: clientId, ...(lead.mode === 'rehearsal' && { lead_now: toInstant(lead.now) }) },
    });
    await parts.db.withClient(clientId, async (tx) => {
      await bookingCreated(tx, { clientId, mode: lead.mode, leadId }, booking);
      await settleEffect(tx, clientId, key, { status: 'done', vendorId: booking.uid });
    });
    return { kind: 'ok' };
  } catch (error) {
    return refusal(parts, clientId, key, error);
  }
}

/** Moves a lead's appointment that has not begun: at the calendar first, through the ledger, then with us. A move that is asked for again is only returned. */
export async function moveForLead(
  parts: EffectParts,
  { clientId, appointmentId, startAt }: { clientId: string; appointmentId: string; startAt: string },
): Promise<Arranged> {
  const open = await parts.db.withClient(clientId, (tx) => openBooking(tx, clientId, appointmentId));
  if (!open) return { kind: 'not-open' };
  const { uid, mode, leadId } = open;
  const key = `appointment:${appointmentId}:move:${uid}:${startAt}`;
  await parts.db.withClient(clientId, (tx) =>
    beginEffect(tx, {
      ...{ clientId, mode, key, vendor: 'calcom', kind: 'move' },
      ...{ lookUpAfter: null, request: { appointmentId, uid, startAt } },
    }),
  );
  try {
    const booking = await requireVendor(parts.vendors(mode), 'calendar').reschedule(uid, startAt);
    await parts.db.withClient(clientId, async (tx) => {
      await bookingMoved(tx, { clientId, mode, leadId }, booking, uid);
      await settleEffect(tx, clientId, key, { status: 'done', vendorId: booking.uid });
    });
    return { kind: 'ok' };
  } catch (error) {
    return refusal(parts, clientId, key, error);
  }
}

/** A refusal frees the ledger row for another try; an unclear answer leaves it open, for a look-up or the calendar's own message. */
async function refusal(parts: EffectParts, clientId: string, key: string, error: unknown): Promise<Arranged> {
  if (!isVendorError(error)) throw error;
  const isOver = error instanceof VendorRefused || error instanceof VendorBusy;
  if (isOver) await parts.db.withClient(clientId, (tx) => settleEffect(tx, clientId, key, { status: 'planned', errorCode: error.code }));
  return { kind: error instanceof VendorRefused && error.code === 'slot_taken' ? 'taken' : 'unclear' };
}

async function leadOf(tx: Tx, { clientId, leadId }: OfLead): Promise<Lead | null> {
  const [row] = await tx.$queryRaw<Lead[]>`
    SELECT l.mode, p.calcom_event_type_id AS "eventTypeId", trim(concat_ws(' ', l.first_name, l.last_name)) AS name, l.email, l.phone,
      coalesce(l.timezone, p.timezone, k.timezone) AS timezone, floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 + l.clock_offset AS now
    FROM lead l JOIN client k ON k.id = l.client_id LEFT JOIN campaign p ON p.client_id = l.client_id AND p.id = l.campaign_id
    WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid`;
  return row ? { ...row, name: row.name || 'Guest' } : null;
}

/** The calendar's current booking of an appointment that has not begun on the lead's clock. */
async function openBooking(tx: Tx, clientId: string, appointmentId: string): Promise<Open | null> {
  const [row] = await tx.$queryRaw<Open[]>`
    SELECT b.uid, a.mode, a.lead_id AS "leadId" FROM appointment a
    JOIN booking_uid b ON b.client_id = a.client_id AND b.appointment_id = a.id AND b.state = 'current'
    LEFT JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
    WHERE a.client_id = ${clientId}::uuid AND a.id = ${appointmentId}::uuid AND a.status = 'scheduled'
      AND a.start_at > clock_timestamp() + coalesce(l.clock_offset, 0) * interval '1 millisecond'`;
  return row ?? null;
}
