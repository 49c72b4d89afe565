import { callBookingKey } from '#domain/booking-key.ts';
import type { Mode } from '#domain/lead.ts';
import { toInstant } from '#domain/time.ts';
import type { Tx } from '#prisma/client.ts';
import { bookingCreated } from '#stores/bookings.ts';
import { beginEffect, settleEffect } from '#stores/effects.ts';
import { requireVendor } from '#vendors/account.ts';
import { isVendorError, VendorBusy, VendorRefused } from '#vendors/errors.ts';
import type { EffectParts } from './parts.ts';

type InCall = { clientId: string; callId: string; signal?: AbortSignal };
type Caller = {
  leadId: string;
  mode: Mode;
  eventTypeId: number | null;
  name: string;
  email: string | null;
  phone: string;
  timezone: string;
  now: number;
};

export type SlotsAnswer =
  | { kind: 'ok'; timezone: string; slots: { startAt: string }[] }
  | { kind: 'no-calendar' }
  | { kind: 'unreachable' }
  | { kind: 'unknown-call' };
export type BookAnswer =
  | { kind: 'booked'; uid: string; startAt: string }
  | { kind: 'taken' }
  | { kind: 'unclear' }
  | { kind: 'no-calendar' }
  | { kind: 'unknown-call' };

const DAYS_OFFERED = 14;

/** Free starts for the lead of a running call, from its own now on. Reads only, so it passes no ledger. */
export async function slotsInCall(parts: EffectParts, { clientId, callId, signal }: InCall): Promise<SlotsAnswer> {
  const caller = await parts.db.withClient(clientId, (tx) => callerOf(tx, clientId, callId));
  if (!caller) return { kind: 'unknown-call' };
  if (caller.eventTypeId === null) return { kind: 'no-calendar' };
  try {
    const calendar = requireVendor(parts.vendors(caller.mode), 'calendar');
    const [from, to] = [toInstant(caller.now), toInstant(caller.now + DAYS_OFFERED * 86_400_000)];
    return {
      kind: 'ok',
      timezone: caller.timezone,
      slots: await calendar.slots({ eventTypeId: caller.eventTypeId, from, to, timezone: caller.timezone, signal }),
    };
  } catch (error) {
    if (!isVendorError(error)) throw error;
    return { kind: 'unreachable' };
  }
}

/**
 * Books for the lead of a running call, at most once a call whatever the agent repeats. A taken time may be followed by another; an answer that
 * is lost leaves the ledger open, and the lead gets a link if the booking turns out not to exist.
 */
export async function bookInCall(
  parts: EffectParts,
  { clientId, callId, startAt, signal, email }: InCall & { startAt: string; email?: string },
): Promise<BookAnswer> {
  const key = callBookingKey(callId);
  const begun = await parts.db.withClient(clientId, async (tx) => {
    const caller = await callerOf(tx, clientId, callId);
    if (!caller) return { kind: 'unknown-call' as const };
    if (caller.eventTypeId === null) return { kind: 'no-calendar' as const };
    const request = {
      callId,
      leadId: caller.leadId,
      startAt,
      eventTypeId: caller.eventTypeId,
      email: email ?? caller.email,
      phone: caller.phone,
    };
    const { effect, begun: isNew } = await beginEffect(tx, {
      clientId,
      mode: caller.mode,
      key,
      vendor: 'calcom',
      kind: 'book',
      lookUpAfter: 10,
      request,
    });
    if (isNew) return { kind: 'begun' as const, caller };
    return effect.status === 'done' && effect.vendorId
      ? { kind: 'booked' as const, uid: effect.vendorId, startAt: String(effect.request['startAt']) }
      : { kind: 'unclear' as const };
  });
  if (begun.kind !== 'begun') return begun;
  const { caller } = begun;
  try {
    const calendar = requireVendor(parts.vendors(caller.mode), 'calendar');
    const booking = await calendar.book({
      ...{ key, eventTypeId: caller.eventTypeId ?? 0, startAt, signal },
      attendee: { name: caller.name, email: email ?? caller.email ?? undefined, phone: caller.phone, timezone: caller.timezone },
      metadata: { lead_id: caller.leadId, client_id: clientId, ...(caller.mode === 'rehearsal' && { lead_now: toInstant(caller.now) }) },
    });
    await parts.db.withClient(clientId, async (tx) => {
      await bookingCreated(tx, { clientId, mode: caller.mode, leadId: caller.leadId }, booking);
      await settleEffect(tx, clientId, key, { status: 'done', vendorId: booking.uid });
    });
    return { kind: 'booked', uid: booking.uid, startAt: booking.startAt };
  } catch (error) {
    if (!isVendorError(error)) throw error;
    const isOver = error instanceof VendorRefused || error instanceof VendorBusy;
    if (isOver) await parts.db.withClient(clientId, (tx) => settleEffect(tx, clientId, key, { status: 'planned', errorCode: error.code }));
    return { kind: error instanceof VendorRefused && error.code === 'slot_taken' ? 'taken' : 'unclear' };
  }
}

async function callerOf(tx: Tx, clientId: string, callId: string): Promise<Caller | null> {
  const [row] = await tx.$queryRaw<Caller[]>`
    SELECT l.id AS "leadId", l.mode, p.calcom_event_type_id AS "eventTypeId", trim(concat_ws(' ', l.first_name, l.last_name)) AS name, l.email, l.phone,
      coalesce(l.timezone, p.timezone, k.timezone) AS timezone, floor(extract(epoch FROM clock_timestamp()) * 1000)::float8 + l.clock_offset AS now
    FROM call c JOIN lead l ON l.client_id = c.client_id AND l.id = c.lead_id JOIN client k ON k.id = l.client_id
    LEFT JOIN campaign p ON p.client_id = l.client_id AND p.id = l.campaign_id
    WHERE c.client_id = ${clientId}::uuid AND c.id = ${callId}::uuid`;
  return row ? { ...row, name: row.name || 'Guest' } : null;
}
