import { pageBookingKey, staffBookingKey } from '#domain/booking-key.ts';
import type { Mode } from '#domain/lead.ts';
import { toInstant } from '#domain/time.ts';
import type { Tx } from '#prisma/client.ts';
import { bookingCreated } from '#stores/bookings.ts';
import { beginEffect, settleEffect } from '#stores/effects.ts';
import { bookingMoved } from '#stores/moved-bookings.ts';
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
type Wanted = OfLead & { startAt: string };
type Open = { uid: string; mode: Mode; leadId: string | null; startAt: Date };

export type FreeTimes = { kind: 'ok'; starts: string[] } | { kind: 'no-calendar' } | { kind: 'unreachable' };
export type Arranged = { kind: 'ok' } | { kind: 'taken' } | { kind: 'unclear' } | { kind: 'no-calendar' } | { kind: 'not-open' };
export type BookedByHand =
  | { kind: 'booked'; appointmentId: string }
  /** It has an appointment ahead, perhaps by the same press a moment ago. */
  | { kind: 'booked-before'; appointmentId: string; startAt: string }
  | { kind: 'taken' }
  | { kind: 'unclear' }
  | { kind: 'no-calendar' }
  | { kind: 'unknown-lead' };

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
  { zone, after, ...wanted }: Wanted & { zone: string; after: string | null },
): Promise<Arranged> {
  const key = pageBookingKey(wanted.leadId, wanted.startAt, after);
  const begun = await parts.db.withClient(wanted.clientId, (tx) => beginBooking(tx, wanted, key));
  if (begun.kind !== 'begun') return begun;
  const done = await askCalendar(parts, wanted, { ...begun, zone });
  return done.kind === 'booked' ? { kind: 'ok' } : done;
}

/**
 * Books for a lead by the hand of one of the client's people. A lead has one appointment ahead at most, so that one that has it is not booked
 * again but moved; two people who book at once book once.
 */
export async function bookByHand(parts: EffectParts, wanted: Wanted): Promise<BookedByHand> {
  const begun = await parts.db.withClient(wanted.clientId, async (tx) => {
    const standing = await lockStanding(tx, wanted);
    if (!standing) return { kind: 'unknown-lead' as const };
    if (standing.open) return { kind: 'booked-before' as const, ...standing.open };
    if (standing.isPending) return { kind: 'unclear' as const };
    return beginBooking(tx, wanted, staffBookingKey(wanted.leadId, wanted.startAt, standing));
  });
  if (begun.kind === 'ok') return { kind: 'unclear' }; // done by its key and not standing: somebody is just writing it down
  return begun.kind === 'begun' ? askCalendar(parts, wanted, { ...begun, zone: begun.lead.timezone }) : begun;
}

type Begun = { kind: 'begun'; key: string; lead: Lead; eventTypeId: number };

/** Writes the booking into the ledger before the calendar is asked, or says how far it came before. */
async function beginBooking(
  tx: Tx,
  { clientId, leadId, startAt }: Wanted,
  key: string,
): Promise<Begun | Exclude<Arranged, { kind: 'not-open' | 'taken' }>> {
  const lead = await leadOf(tx, { clientId, leadId });
  if (!lead || lead.eventTypeId === null) return { kind: 'no-calendar' };
  const request = { leadId, startAt, eventTypeId: lead.eventTypeId, email: lead.email, phone: lead.phone };
  const { effect, begun } = await beginEffect(tx, {
    ...{ clientId, mode: lead.mode, key, vendor: 'calcom', kind: 'book' },
    ...{ lookUpAfter: 10, request },
  });
  if (begun) return { kind: 'begun', key, lead, eventTypeId: lead.eventTypeId };
  return { kind: effect.status === 'done' ? 'ok' : 'unclear' };
}

/** Asks the calendar once for a booking that stands in the ledger. */
async function askCalendar(
  parts: EffectParts,
  { clientId, leadId, startAt }: Wanted,
  { key, lead, eventTypeId, zone }: Begun & { zone: string },
): Promise<{ kind: 'booked'; appointmentId: string } | { kind: 'taken' | 'unclear' }> {
  try {
    const booking = await requireVendor(parts.vendors(lead.mode), 'calendar').book({
      ...{ key, eventTypeId, startAt },
      attendee: { name: lead.name, email: lead.email ?? undefined, phone: lead.phone, timezone: zone },
      metadata: { lead_id: leadId, client_id: clientId, ...(lead.mode === 'rehearsal' && { lead_now: toInstant(lead.now) }) },
    });
    const { appointmentId } = await parts.db.withClient(clientId, async (tx) => {
      const booked = await bookingCreated(tx, { clientId, mode: lead.mode, leadId }, booking);
      await settleEffect(tx, clientId, key, { status: 'done', vendorId: booking.uid });
      return booked;
    });
    return { kind: 'booked', appointmentId };
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
  if (toInstant(open.startAt.getTime()) === startAt) return { kind: 'ok' }; // it stands there already
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
async function refusal(parts: EffectParts, clientId: string, key: string, error: unknown): Promise<{ kind: 'taken' | 'unclear' }> {
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

type Standing = { after: string | null; isPending: boolean; failed: number; open: { appointmentId: string; startAt: string } | null };

/** Locks the lead and says what it has: its newest appointment, the one that is ahead, and which bookings of it are still open at the calendar or never came about. */
async function lockStanding(tx: Tx, { clientId, leadId }: OfLead): Promise<Standing | null> {
  const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid FOR UPDATE`;
  if (locked.length === 0) return null;
  const [row] = await tx.$queryRaw<
    { after: string | null; isPending: boolean; failed: number; openId: string | null; startAt: Date | null }[]
  >`
    SELECT (SELECT a.id FROM appointment a WHERE a.client_id = l.client_id AND a.lead_id = l.id ORDER BY a.created_at DESC, a.id LIMIT 1) AS after,
      e."isPending", e.failed,
      o.id AS "openId", o.start_at AS "startAt"
    FROM lead l CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE b.status = 'started') > 0 AS "isPending", count(*) FILTER (WHERE b.status = 'failed')::int AS failed
      FROM vendor_effect b WHERE b.client_id = l.client_id AND b.status IN ('started', 'failed') AND b.kind = 'book' AND b.request ->> 'leadId' = l.id::text) e
    LEFT JOIN LATERAL (SELECT a.id, a.start_at FROM appointment a WHERE a.client_id = l.client_id AND a.lead_id = l.id AND a.status = 'scheduled'
      AND a.start_at > clock_timestamp() + l.clock_offset * interval '1 millisecond' ORDER BY a.start_at LIMIT 1) o ON true
    WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid`;
  if (!row) return null;
  const { openId, startAt } = row;
  return { ...row, open: openId && startAt ? { appointmentId: openId, startAt: startAt.toISOString() } : null };
}

/** The calendar's current booking of an appointment that has not begun on the lead's clock. */
async function openBooking(tx: Tx, clientId: string, appointmentId: string): Promise<Open | null> {
  const [row] = await tx.$queryRaw<Open[]>`
    SELECT b.uid, a.mode, a.lead_id AS "leadId", a.start_at AS "startAt" FROM appointment a
    JOIN booking_uid b ON b.client_id = a.client_id AND b.appointment_id = a.id AND b.state = 'current'
    LEFT JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
    WHERE a.client_id = ${clientId}::uuid AND a.id = ${appointmentId}::uuid AND a.status = 'scheduled'
      AND a.start_at > clock_timestamp() + coalesce(l.clock_offset, 0) * interval '1 millisecond'`;
  return row ?? null;
}
