import type { AppointmentStatus, Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';
import { lockAppointment } from './appointment-row.ts';
import { lockLead } from './lead-row.ts';
import { type Link, useLink as spendLink } from './link-tokens.ts';
import { confirmIn } from './shows.ts';
import { tellPagesOfAppointment } from './tell-pages.ts';

/** What the page behind a digest's link may know: of the lead no more than a first name and a letter. */
export type VerifySubject = {
  appointmentId: string;
  clientName: string;
  mode: Mode;
  firstName: string | null;
  initial: string | null;
  startAt: string;
  /** When the rules decide without an answer. */
  verifyAt: string;
  /** The client's own. */
  zone: string;
  status: AppointmentStatus;
  clientConfirmed: boolean | null;
  /** By the lead's own clock. */
  hasBegun: boolean;
};

/** The appointment a digest's link is about; null when it is gone. */
export async function verifySubject(tx: Tx, link: Pick<Link, 'clientId' | 'leadId' | 'appointmentId'>): Promise<VerifySubject | null> {
  const [row] = await tx.$queryRaw<(Omit<VerifySubject, 'startAt' | 'verifyAt'> & { startAt: Date; verifyAt: Date })[]>`
    SELECT a.id AS "appointmentId", k.name AS "clientName", a.mode, l.first_name AS "firstName", left(l.last_name, 1) AS initial, a.start_at AS "startAt",
      a.verify_due_at AS "verifyAt", k.timezone AS zone, a.status, a.client_confirmed AS "clientConfirmed",
      a.start_at <= clock_timestamp() + l.clock_offset * interval '1 millisecond' AS "hasBegun"
    FROM appointment a JOIN client k ON k.id = a.client_id JOIN lead l ON l.client_id = a.client_id AND l.id = a.lead_id
    WHERE a.client_id = ${link.clientId}::uuid AND a.id = ${link.appointmentId}::uuid AND a.lead_id = ${link.leadId}::uuid`;
  return row ? { ...row, startAt: row.startAt.toISOString(), verifyAt: row.verifyAt.toISOString() } : null;
}

/** Why a link has nothing to ask any more, or nothing yet. */
export type Unanswerable =
  | { kind: 'decided'; status: 'shown' | 'no_show' }
  | { kind: 'answered'; attended: boolean }
  | { kind: 'not-started' | 'cancelled' | 'used' };
export type VerifyAnswer = { kind: 'taken'; attended: boolean } | Unanswerable;

/** Why nothing may be answered by link about an appointment as it stands; null where the client's word is awaited. A word once given is changed after a log-in only. */
export function unanswerable({
  status,
  clientConfirmed,
  hasBegun,
}: Pick<VerifySubject, 'status' | 'clientConfirmed' | 'hasBegun'>): Unanswerable | null {
  if (status === 'cancelled') return { kind: 'cancelled' };
  if (status === 'shown' || status === 'no_show') return { kind: 'decided', status };
  if (!hasBegun) return { kind: 'not-started' };
  return clientConfirmed === null ? null : { kind: 'answered', attended: clientConfirmed };
}

/** Takes in the word of one of the client's people by a digest's link: the first one stands, whoever of them gives it, and spends the link. */
export async function answerByLink(
  tx: Tx,
  { token, link, attended }: { token: string; link: Link & { appointmentId: string; userId: string }; attended: boolean },
): Promise<VerifyAnswer> {
  const { clientId, leadId, appointmentId, userId } = link;
  const life = await lockLead(tx, clientId, leadId);
  const appointment = life && (await lockAppointment(tx, clientId, appointmentId));
  if (!life || appointment?.leadId !== leadId) return { kind: 'cancelled' };
  const why = unanswerable({ ...appointment, hasBegun: appointment.startAt.getTime() <= life.now });
  if (why) return why;
  if (!(await spendLink(tx, token))) return { kind: 'used' }; // its word was taken back since: the next one is given after a log-in
  await confirmIn(tx, { clientId, appointmentId, by: 'client', attended, userId });
  await tellPagesOfAppointment(tx, clientId, appointmentId);
  return { kind: 'taken', attended };
}
