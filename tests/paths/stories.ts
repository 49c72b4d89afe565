import type { TestDatabase } from '#tests/support/database.ts';
import { asSuperuser } from './superuser.ts';

/** What became of a lead, as its rows tell it. Instants are ISO strings on the lead's own clock. */
export type Story = {
  leadId: string;
  phone: string;
  status: string;
  phase: string;
  attempts: number;
  callbacks: number;
  rebookRounds: number;
  nextReason: string | null;
  /** Why the number is on the client's do-not-call list; null when it is not. */
  barred: string | null;
  /** In the order they were dialled. */
  calls: StoryCall[];
  /** In the order they were made. */
  appointments: StoryAppointment[];
  /** In the order they were planned for. */
  messages: StoryMessage[];
};
export type StoryCall = {
  id: string;
  direction: string;
  status: string;
  outcome: string | null;
  seconds: number | null;
  isCallback: boolean;
  callbackAt: string | null;
  dialledAt: string | null;
  startedAt: string | null;
};
export type StoryAppointment = {
  id: string;
  status: string;
  method: string | null;
  startAt: string;
  bookedBy: string;
  moves: number;
  cancelReason: string | null;
  proofCallId: string | null;
  isCounted: boolean;
  leadConfirmed: boolean | null;
  clientConfirmed: boolean | null;
  verifyDueAt: string;
  verifiedAt: string | null;
};
export type StoryMessage = {
  direction: string;
  channel: string;
  kind: string;
  status: string;
  skipReason: string | null;
  errorCode: string | null;
  appointmentId: string | null;
  /** The start it was planned for stands in its key. */
  key: string;
  body: string | null;
  scheduledFor: string | null;
  sentAt: string | null;
  /** On the machine's clock. */
  createdAt: string;
};

const STORIES = `
  SELECT l.id AS "leadId", l.phone, l.status, l.phase, l.attempts, l.callbacks, l.rebook_rounds AS "rebookRounds", l.next_reason AS "nextReason",
    (SELECT d.reason FROM dnc_entry d WHERE d.client_id = l.client_id AND d.mode = l.mode AND d.phone = l.phone) AS barred,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'direction', c.direction, 'status', c.status, 'outcome', c.outcome, 'seconds', c.duration_seconds,
        'isCallback', c.is_callback, 'callbackAt', c.callback_at, 'dialledAt', c.dialled_at, 'startedAt', c.started_at) ORDER BY c.created_at)
      FROM call c WHERE c.client_id = l.client_id AND c.lead_id = l.id AND (c.dialled_at IS NOT NULL OR c.direction = 'inbound')), '[]') AS calls,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'status', a.status, 'method', a.verification_method, 'startAt', a.start_at, 'bookedBy', a.booked_by,
        'moves', a.reschedule_count, 'cancelReason', a.cancel_reason, 'proofCallId', a.proof_call_id, 'isCounted', a.counted_at IS NOT NULL,
        'leadConfirmed', a.lead_confirmed, 'clientConfirmed', a.client_confirmed, 'verifyDueAt', a.verify_due_at, 'verifiedAt', a.verified_at)
        ORDER BY a.created_at)
      FROM appointment a WHERE a.client_id = l.client_id AND a.lead_id = l.id), '[]') AS appointments,
    coalesce((SELECT jsonb_agg(jsonb_build_object('direction', m.direction, 'channel', m.channel, 'kind', m.kind, 'status', m.status, 'skipReason', m.skip_reason,
        'errorCode', m.error_code, 'appointmentId', m.appointment_id, 'key', m.dedupe_key, 'body', m.body, 'scheduledFor', m.scheduled_for, 'sentAt', m.sent_at,
        'createdAt', m.created_at)
        ORDER BY coalesce(m.scheduled_for, m.sent_at), m.channel DESC, m.created_at)
      FROM message m WHERE m.client_id = l.client_id AND m.lead_id = l.id), '[]') AS messages
  FROM lead l WHERE l.campaign_id = $1 ORDER BY l.last_name, l.phone`;

/** The stories of all leads of a campaign. */
export const storiesOf = (database: Pick<TestDatabase, 'superuserUrl'>, campaignId: string): Promise<Story[]> =>
  asSuperuser<Story>(database, STORIES, [campaignId]);

/** Statuses of a message that left us, however far it came. */
const GONE = ['sent', 'delivered', 'opened', 'clicked'];

/** A story in few words: what a test says of it at a glance. */
export const inShort = ({ status, phase, attempts, barred, calls, appointments, messages }: Story) => ({
  end: phase === 'end' ? status : `${status} in ${phase}`,
  attempts,
  calls: calls.map(({ direction, status: how, seconds }) => (direction === 'inbound' ? `inbound ${seconds} s` : how)),
  appointments: appointments.map(({ status: how, method }) => (method ? `${how} by ${method}` : how)),
  sent: messages
    .filter((message) => message.direction === 'outbound' && message.status !== 'skipped' && message.status !== 'scheduled')
    .map(({ kind, channel, status: how, errorCode }) => `${kind} ${channel}${GONE.includes(how) ? '' : ` ${how} ${errorCode}`}`),
  skipped: messages
    .filter((message) => message.status === 'skipped')
    .map(({ kind, channel, skipReason }) => `${kind} ${channel} ${skipReason}`),
  replies: messages.filter((message) => message.direction === 'inbound').map(({ body }) => body ?? ''),
  barred,
});
