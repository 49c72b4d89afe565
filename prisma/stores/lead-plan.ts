import { DIAL_MINUTES_LEFT, nextOpen } from '#domain/calling-window.ts';
import { planInvite } from '#domain/invite.ts';
import type { Channels, PlannedSend, Quiet } from '#domain/planned-send.ts';
import { planRebook } from '#domain/rebook.ts';
import { planAttend } from '#domain/reminders.ts';
import type { SendKind } from '#domain/snapshot.ts';
import { addSeconds, toInstant } from '#domain/time.ts';
import { zonesOf } from '#domain/zones.ts';
import type { Tx } from '../client.ts';
import type { AppointmentRow } from './appointment-row.ts';
import type { LeadLife } from './lead-row.ts';

/** Whether hours bind this lead at all, and where it may be. A rehearsal contacts nobody, so it keeps hours only when asked to. */
export const keepsHours = (life: LeadLife): boolean => life.mode === 'live' || life.campaign.enforceHours;

const zonesOfLead = (life: LeadLife): string[] => {
  const answer = zonesOf({ statedZone: life.timezone, phone: life.phone });
  return answer.kind === 'known' ? answer.zones : [];
};

const quietOf = (life: LeadLife): Quiet => ({ enforce: keepsHours(life), zones: zonesOfLead(life) });

/**
 * The moment a dial wished for at `wish` may happen, moved into the campaign's hours at the lead's place. A lead whose zone nobody knows keeps
 * its wish: the gate will refuse the dial and say why.
 */
export function lawfulDial(life: LeadLife, wish: string): Date {
  if (!keepsHours(life)) return new Date(wish);
  const open = nextOpen({ zones: zonesOfLead(life), hours: life.campaign.callingHours, at: wish, minutesLeft: DIAL_MINUTES_LEFT });
  return new Date(open ?? wish);
}

/** The next dial for a wish, and the wish: where the hours moved it, saving the lead keeps that it was not called then. */
export const nextDial = (life: LeadLife, wish: string): { nextCallAt: Date; wishedAt: string } => ({
  nextCallAt: lawfulDial(life, wish),
  wishedAt: wish,
});

/** Which addresses there are. Whether they may be used is the gate's word, at the moment of sending. */
const channelsOf = (life: LeadLife): Channels => ({ sms: life.phone !== '', email: life.email !== null });

/** Whether the client's do-not-call list holds this number. */
export async function isBarred(tx: Tx, clientId: string, mode: string, phone: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM dnc_entry WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND phone = ${phone}`;
  return rows.length > 0;
}

/**
 * Plans the messages of an appointment: confirmation, reminders, the question afterwards. What was planned for an older start is dropped. Each
 * move has keys of its own, as one may lead back to a start that was told and dropped before.
 */
export async function planAppointment(tx: Tx, life: LeadLife, appointment: AppointmentRow): Promise<void> {
  const linkedAfterStart = appointment.linkedAt !== null && appointment.linkedAt >= appointment.startAt;
  const sends = planAttend({
    appointmentId: appointment.id,
    startAt: appointment.startAt.toISOString(),
    endAt: appointment.endAt.toISOString(),
    bookedAt: appointment.plannedFrom.toISOString(),
    cadence: life.campaign.cadence,
    now: toInstant(life.now),
    channels: channelsOf(life),
    verifyAt: appointment.verifyDueAt.toISOString(),
    linkedAfterStart,
    quiet: quietOf(life),
  });
  const move = appointment.rescheduleCount > 0 ? `:${appointment.rescheduleCount}` : '';
  const version = `${appointment.startAt.toISOString()}${move}`;
  await writeSends(tx, life, sends, ({ kind, channel }) => `${appointment.id}:${version}:${kind}:${channel}`, appointment.id);
}

/** Plans the booking link after a talk; returns when the invitation ends. */
export async function planInvitation(tx: Tx, life: LeadLife, invite: { again: boolean; giveUp: number }): Promise<Date> {
  const { sends, giveUpAt } = planInvite({
    talkedAt: toInstant(life.now),
    cadence: life.campaign.cadence,
    channels: channelsOf(life),
    invite,
    quiet: quietOf(life),
  });
  await writeSends(tx, life, sends, ({ kind, channel }) => `${life.id}:invite:${life.linksSent + 1}:${kind}:${channel}`, null);
  return new Date(giveUpAt);
}

/** Plans the three steps that win a lead back, or what is left of them after a pause; returns when the lead is given up. */
export async function planWinBack(
  tx: Tx,
  life: LeadLife,
  { appointmentId, decidedAt, round, pausedUntil }: { appointmentId: string; decidedAt: Date; round: number; pausedUntil?: string | null },
): Promise<Date> {
  const gone = await tx.$queryRaw<{ kind: SendKind }[]>`
    SELECT DISTINCT kind FROM message WHERE client_id = ${life.clientId}::uuid AND lead_id = ${life.id}::uuid AND status <> 'scheduled'
      AND dedupe_key LIKE ${`${appointmentId}:rebook:${round}:%`}`;
  const { sends, giveUpAt } = planRebook({
    sent: gone.map(({ kind }) => kind),
    decidedAt: decidedAt.toISOString(),
    cadence: life.campaign.cadence,
    now: toInstant(life.now - 1), // a step due at this very moment is still ahead
    channels: channelsOf(life),
    quiet: quietOf(life),
    pausedUntil,
  });
  await writeSends(tx, life, sends, ({ kind, channel }) => `${appointmentId}:rebook:${round}:${kind}:${channel}`, appointmentId);
  return new Date(giveUpAt);
}

/** Writes planned messages beside those already under way; waiting ones that are not planned any more are dropped, waiting ones that are get the new time. */
async function writeSends(
  tx: Tx,
  life: LeadLife,
  sends: readonly PlannedSend[],
  keyOf: (send: PlannedSend) => string,
  appointmentId: string | null,
): Promise<void> {
  const rows = sends.map((send) => ({
    key: keyOf(send),
    kind: send.kind,
    channel: send.channel,
    at: new Date(send.at).toISOString(),
    until: new Date(send.until).toISOString(),
    skip: send.skip ?? null,
  }));
  await dropOvertaken(
    tx,
    life,
    'replanned',
    rows.map(({ key }) => key),
  );
  await tx.$executeRaw`
    INSERT INTO message AS m (client_id, mode, lead_id, campaign_id, appointment_id, channel, kind, dedupe_key, scheduled_for, useful_until, status, skip_reason)
    SELECT ${life.clientId}::uuid, ${life.mode}, ${life.id}::uuid, ${life.campaign.id}::uuid, ${appointmentId}::uuid, p.channel, p.kind, p.key, p.at, p.until,
           CASE WHEN p.skip IS NULL THEN 'scheduled' ELSE 'skipped' END, p.skip
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS p(key text, kind text, channel text, at timestamptz, until timestamptz, skip text)
    ON CONFLICT (client_id, mode, dedupe_key) DO UPDATE SET scheduled_for = excluded.scheduled_for, useful_until = excluded.useful_until
    WHERE m.status = 'scheduled'`;
}

/** Drops what still waits to be sent, with the reason, except the given keys. */
export async function dropWaiting(tx: Tx, life: LeadLife, reason: string, except: string[] = []): Promise<void> {
  await tx.$executeRaw`
    UPDATE message SET status = 'skipped', skip_reason = ${reason}
    WHERE client_id = ${life.clientId}::uuid AND lead_id = ${life.id}::uuid AND status = 'scheduled' AND NOT (dedupe_key = ANY(${except}::text[]))`;
}

/** The same but for what is still of use about an appointment that has begun and waits for its verdict: it is asked about whatever else is booked or cancelled. */
export async function dropOvertaken(tx: Tx, life: LeadLife, reason: string, except: string[] = []): Promise<void> {
  const begun = await tx.$queryRaw<{ key: string }[]>`
    SELECT m.dedupe_key AS key FROM message m JOIN appointment a ON a.client_id = m.client_id AND a.id = m.appointment_id AND a.status = 'awaiting'
    WHERE m.client_id = ${life.clientId}::uuid AND m.lead_id = ${life.id}::uuid AND m.status = 'scheduled'
      AND m.useful_until > to_timestamp(${life.now / 1000}::float8)`;
  await dropWaiting(tx, life, reason, [...except, ...begun.map(({ key }) => key)]);
}

/** A later moment by the campaign's cadence, on the lead's clock. */
export const later = (life: LeadLife, seconds: number): string => addSeconds(toInstant(life.now), seconds);
