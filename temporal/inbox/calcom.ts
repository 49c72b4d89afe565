import { type Mode, modeOf } from '#domain/lead.ts';
import type { RelayTx, Tx } from '#prisma/client.ts';
import { noteEvidence } from '#stores/booking-evidence.ts';
import { appointmentOf } from '#stores/booking-uids.ts';
import { bookingCreated } from '#stores/bookings.ts';
import { bookingCancelled } from '#stores/cancelled-bookings.ts';
import { firstCalendarEvent, type InboxEvent, type InboxResult } from '#stores/inbox.ts';
import { bookingMoved } from '#stores/moved-bookings.ts';
import { type Booking, type CalEvent, calCancelKeys, parseCalWebhook } from '#vendors/cal-booking.ts';
import { type Owner, uuidOr } from './resolve.ts';

const EARLY_SECONDS = 5;
/** A cancel may overtake its booking, which then looks for it; after this long the cancel waits no more, as its booking may not be ours. */
const EARLY_LIMIT_MS = 120_000;

/** A booking was made, moved, cancelled or marked. Whose it is comes from our own rows: the uid, the lead it names, the attendee. */
export async function takeCalendarEvent(relay: RelayTx, event: InboxEvent): Promise<InboxResult> {
  const told = parseCalWebhook(event.body);
  const mode = modeOf(event.account);
  const sender = senderOf(event);
  if (sender && (await isOfAnother(relay.tx, mode, sender, told))) return { kind: 'ignored', why: 'the booking is another client’s' };
  switch (told.kind) {
    case 'ping':
      return { kind: 'ignored', why: 'a ping' };
    case 'unknown':
      return { kind: 'ignored', why: `nothing handles ${told.trigger}` };
    case 'created':
      if (told.booking.status === 'pending') return { kind: 'ignored', why: 'waits for the host' };
      return takeBooking(relay, event, { mode, sender, booking: told.booking }, (owner) =>
        bookingCreated(relay.tx, { ...owner, mode }, told.booking),
      );
    case 'rescheduled':
      return takeBooking(relay, event, { mode, sender, booking: told.booking, previousUid: told.previousUid }, (owner) =>
        bookingMoved(relay.tx, { ...owner, mode }, told.booking, told.previousUid, new Date(event.receivedAt)),
      );
    case 'cancelled':
    case 'rejected': {
      const clientId = await clientOfUid(relay.tx, mode, told.booking.uid);
      if (!clientId) return early(event, 'its booking is not known');
      await relay.actFor(clientId);
      await bookingCancelled(relay.tx, { clientId, mode }, told.booking.uid, reasonOf(told));
      return { kind: 'processed', clientId };
    }
    case 'no_show_updated':
    case 'meeting_ended':
      return takeEvidence(relay, mode, event, told);
    default:
      return told satisfies never;
  }
}

/** The client whose own calendar sent it; null for the platform's calendar, which serves all. */
const senderOf = ({ meta }: InboxEvent): string | null => uuidOr(typeof meta['clientId'] === 'string' ? meta['clientId'] : undefined);

/** Whether an event from a client's own calendar speaks of a booking that we know as somebody else's. */
async function isOfAnother(tx: Tx, mode: Mode, sender: string, told: CalEvent): Promise<boolean> {
  const uids = 'booking' in told ? [told.booking.uid] : 'uid' in told ? [told.uid] : [];
  if (told.kind === 'rescheduled' && told.previousUid) uids.push(told.previousUid);
  for (const uid of uids) {
    const owner = await clientOfUid(tx, mode, uid);
    if (owner && owner !== sender) return true;
  }
  return false;
}

type Claim = { mode: Mode; sender: string | null; booking: Booking; previousUid?: string | undefined };

/** A booking that a cancel has named before, however long ago, is written down and cancelled at once. */
async function takeBooking(relay: RelayTx, event: InboxEvent, claim: Claim, act: (owner: Owner) => Promise<unknown>): Promise<InboxResult> {
  const { mode, sender, booking } = claim;
  const owner = await ownerOf(relay.tx, claim);
  if (!owner) return { kind: 'ignored', why: 'no client has this event type, and nobody by that address' };
  const cancel = await firstCalendarEvent(relay.tx, event.account, calCancelKeys(booking.uid, sender));
  await relay.actFor(owner.clientId);
  await act(owner);
  if (cancel) {
    const told = parseCalWebhook(cancel.body);
    await bookingCancelled(relay.tx, { clientId: owner.clientId, mode }, booking.uid, reasonOf(told), cancel.receivedAt);
  }
  return { kind: 'processed', clientId: owner.clientId };
}

const reasonOf = (told: CalEvent): string => ('reason' in told && told.reason) || told.kind;

async function takeEvidence(
  relay: RelayTx,
  mode: Mode,
  event: InboxEvent,
  told: Extract<CalEvent, { kind: 'no_show_updated' | 'meeting_ended' }>,
): Promise<InboxResult> {
  const clientId = await clientOfUid(relay.tx, mode, told.uid);
  if (!clientId) return early(event, 'its booking is not known');
  await relay.actFor(clientId);
  const known = await appointmentOf(relay.tx, mode, told.uid);
  const evidence =
    told.kind === 'meeting_ended' ? { meetingEndedAt: told.endAt } : { noShowMarked: told.attendees.some(({ noShow }) => noShow) };
  if (known) await noteEvidence(relay.tx, clientId, known.appointmentId, evidence);
  return { kind: 'processed', clientId };
}

const early = (event: InboxEvent, why: string): InboxResult =>
  Date.now() - Date.parse(event.receivedAt) < EARLY_LIMIT_MS ? { kind: 'later', seconds: EARLY_SECONDS, why } : { kind: 'ignored', why };

async function clientOfUid(tx: Tx, mode: Mode, uid: string): Promise<string | null> {
  return (await appointmentOf(tx, mode, uid))?.clientId ?? null;
}

/**
 * By the lead named in the metadata, else by uid, else by the attendee's e-mail, then phone, among clients whose campaigns use this event type.
 * A client's own calendar speaks for that client alone.
 */
async function ownerOf(tx: Tx, { mode, sender, booking, previousUid }: Claim): Promise<Owner | null> {
  const leadId = uuidOr(booking.metadata['lead_id']);
  if (leadId) {
    const [lead] = await tx.$queryRaw<Owner[]>`SELECT client_id AS "clientId", id AS "leadId" FROM lead
      WHERE mode = ${mode} AND id = ${leadId}::uuid AND (${sender}::uuid IS NULL OR client_id = ${sender}::uuid)`;
    if (lead) return lead;
  }
  const uidOwner = previousUid ? await clientOfUid(tx, mode, previousUid) : null;
  const clients = await tx.$queryRaw<{ clientId: string }[]>`
    SELECT DISTINCT client_id AS "clientId" FROM campaign
    WHERE mode = ${mode} AND calcom_event_type_id = ${booking.eventTypeId ?? null} AND (${sender}::uuid IS NULL OR client_id = ${sender}::uuid)`;
  const ids = uidOwner ? [uidOwner] : clients.map(({ clientId }) => clientId);
  if (ids.length === 0) return null;
  const { email = null, phone = null } = booking.attendee;
  const [lead] = await tx.$queryRaw<Owner[]>`
    SELECT l.client_id AS "clientId", l.id AS "leadId" FROM lead l LEFT JOIN campaign p ON p.client_id = l.client_id AND p.id = l.campaign_id
    WHERE l.mode = ${mode} AND l.client_id = ANY(${ids}::uuid[]) AND (l.email = ${email} OR l.phone = ${phone})
    ORDER BY l.email IS NOT DISTINCT FROM ${email} DESC, p.status = 'active' DESC, p.created_at DESC LIMIT 1`;
  if (lead) return lead;
  return ids.length === 1 && ids[0] ? { clientId: ids[0], leadId: null } : null;
}
